/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.cloudmeta.samples.simulation;

import java.net.URI;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * Lets the page's visitors go to another simulated place.
 */
@Controller
@ControllerAdvice
class PlaceSwitch {

	private final SimulatedPlaces places;

	private final String here;

	PlaceSwitch(SimulatedPlaces places, String here) {
		this.places = places;
		this.here = here;
	}

	@ModelAttribute("places")
	List<String> places() {
		return this.places.getNames();
	}

	@ModelAttribute("here")
	String here() {
		return this.here;
	}

	@GetMapping("/simulated/{name}")
	ResponseEntity<Void> go(@PathVariable String name, HttpServletRequest request) {
		if (!this.places.getNames().contains(name)) {
			return ResponseEntity.notFound().build();
		}
		URI address = this.places.address(name, request.getServerName());
		return ResponseEntity.status(HttpStatus.SEE_OTHER).location(address).build();
	}

}

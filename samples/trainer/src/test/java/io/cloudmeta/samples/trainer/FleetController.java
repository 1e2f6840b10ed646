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

package io.cloudmeta.samples.trainer;

import java.util.Set;

import io.cloudmeta.samples.trainer.Fleet.State;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Lets the page control the simulated cloud. It is no part of the application, which
 * cannot interrupt a real machine.
 */
@RestController
@ConditionalOnBean(Fleet.class)
@RequestMapping("/fleet")
class FleetController {

	private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

	private final Fleet fleet;

	FleetController(Fleet fleet) {
		this.fleet = fleet;
	}

	@GetMapping
	State state() {
		return this.fleet.getState();
	}

	@PostMapping(path = "/interruptions", consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.ACCEPTED)
	void interrupt(@RequestHeader HttpHeaders headers) {
		refuseOtherOrigins(headers);
		if (!this.fleet.interrupt()) {
			throw new ResponseStatusException(HttpStatus.CONFLICT, "No machine can be interrupted now");
		}
	}

	@PostMapping(path = "/notices", consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void notices(@RequestBody Notices notices, @RequestHeader HttpHeaders headers) {
		refuseOtherOrigins(headers);
		this.fleet.setNotices(notices.enabled());
	}

	/**
	 * Another site's page cannot send JSON here without being asked first; this also
	 * holds where its name leads to this computer.
	 */
	private static void refuseOtherOrigins(HttpHeaders headers) {
		String host = String.valueOf(headers.getFirst(HttpHeaders.HOST));
		String origin = headers.getOrigin();
		if (!LOOPBACK.contains(host.replaceFirst(":\\d+$", ""))
				|| (origin != null && !origin.equals("http://" + host))) {
			throw new ResponseStatusException(HttpStatus.FORBIDDEN, "Only the application's own page may do that");
		}
	}

	/**
	 * A request.
	 *
	 * @param enabled whether interruptions are announced
	 */
	record Notices(boolean enabled) {

	}

}

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

package io.cloudmeta.samples.whereami;

import io.cloudmeta.CloudInstance;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * The page.
 */
@Controller
class WhereAmIController {

	/**
	 * Nothing is loaded from elsewhere and nothing is executed, whatever a value holds.
	 */
	private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'self'; img-src 'self';"
			+ " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

	private final CloudInstance cloud;

	private final Placeholders placeholders;

	WhereAmIController(CloudInstance cloud, Placeholders placeholders) {
		this.cloud = cloud;
		this.placeholders = placeholders;
	}

	@GetMapping("/")
	String page(Model model, HttpServletResponse response) {
		response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
		response.setHeader("Cache-Control", "no-store");
		// One reading, also if another one is made meanwhile
		CloudInstance instance = this.cloud.snapshot();
		model.addAttribute("cloud", instance);
		model.addAttribute("facts", Fact.of(instance));
		model.addAttribute("interfaces", instance.getNetworkInterfaces());
		model.addAttribute("tags", instance.getTags());
		model.addAttribute("placeholders", this.placeholders.all());
		// Last, as the report counts the requests of all values above
		model.addAttribute("detection", Detection.of(instance.getDetection()));
		return "index";
	}

}

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

package io.cloudmeta.samples.storage;

import java.util.List;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.Evidence;
import io.cloudmeta.Evidence.Bearing;
import io.cloudmeta.samples.store.ObjectStore;
import io.cloudmeta.samples.store.StoredObject;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Returns which store was chosen and why, and writes and reads reports.
 */
@RestController
class StoreController {

	private static final String REPORT = "/reports/{name:[A-Za-z0-9][A-Za-z0-9._-]{0,99}}";

	private final CloudInstance instance;

	private final ObjectStore store;

	StoreController(CloudInstance instance, ObjectStore store) {
		this.instance = instance;
		this.store = store;
	}

	@GetMapping("/store")
	Choice store() {
		return new Choice(ClassUtils.getShortName(this.store.getClass()), this.store.getLocation(),
				this.instance.getProvider().getId(), reasons());
	}

	private List<String> reasons() {
		return this.instance.getDetection()
			.evidence()
			.stream()
			.filter((evidence) -> evidence.bearing() != Bearing.NEITHER)
			.map(StoreController::reason)
			.toList();
	}

	private static String reason(Evidence evidence) {
		String cloud = (evidence.provider() != null) ? evidence.provider().getId() : "any cloud";
		return "%s: %s (%s %s)".formatted(evidence.source(), evidence.finding(),
				(evidence.bearing() == Bearing.FOR) ? "for" : "against", cloud);
	}

	@PutMapping(REPORT)
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void write(@PathVariable String name, @RequestBody byte[] report) {
		this.store.write(name, report);
	}

	@GetMapping(REPORT)
	ResponseEntity<byte[]> read(@PathVariable String name) {
		StoredObject report = this.store.read(name);
		return (report != null) ? ResponseEntity.ok(report.content()) : ResponseEntity.notFound().build();
	}

	/**
	 * What was chosen.
	 *
	 * @param store the kind of store
	 * @param location where the reports are
	 * @param provider the cloud that the application runs on
	 * @param because the evidence for that, and against others
	 */
	record Choice(String store, String location, String provider, List<String> because) {

	}

}

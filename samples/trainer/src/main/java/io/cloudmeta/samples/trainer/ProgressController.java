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

import io.cloudmeta.samples.trainer.Progress.Snapshot;

import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What the page reads again and again.
 */
@RestController
class ProgressController {

	private final Progress progress;

	ProgressController(Progress progress) {
		this.progress = progress;
	}

	@GetMapping("/progress")
	ResponseEntity<Snapshot> progress() {
		return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(this.progress.snapshot());
	}

}

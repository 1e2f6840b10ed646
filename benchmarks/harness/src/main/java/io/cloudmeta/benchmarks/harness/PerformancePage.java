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

package io.cloudmeta.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The page of the documentation whose sections between {@code <!-- name -->} and
 * {@code <!-- end of name -->} the harness writes.
 */
final class PerformancePage {

	private final Path page;

	PerformancePage(Path page) {
		this.page = page;
	}

	void write(String section, List<String> lines) throws IOException {
		List<String> written = Files.readAllLines(this.page);
		int begin = written.indexOf("<!-- %s -->".formatted(section));
		int end = written.indexOf("<!-- end of %s -->".formatted(section));
		if (begin < 0 || end < begin) {
			throw new IllegalStateException("%s has no section '%s'".formatted(this.page, section));
		}
		List<String> page = new ArrayList<>(written.subList(0, begin + 1));
		page.add("");
		page.addAll(lines);
		page.add("");
		page.addAll(written.subList(end, written.size()));
		Files.write(this.page, page);
	}

}

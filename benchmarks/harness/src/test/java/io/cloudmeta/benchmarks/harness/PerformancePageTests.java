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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@link PerformancePage}.
 */
class PerformancePageTests {

	@TempDir
	private Path directory;

	@Test
	void replacesASectionAndNothingElse() throws Exception {
		Path page = Files.writeString(this.directory.resolve("page.md"), """
				before
				<!-- one -->
				old
				<!-- end of one -->
				after
				""");
		new PerformancePage(page).write("one", List.of("new"));
		assertThat(page).hasContent("""
				before
				<!-- one -->

				new

				<!-- end of one -->
				after
				""");
	}

	@Test
	void refusesASectionThatThePageDoesNotHave() throws Exception {
		Path page = Files.writeString(this.directory.resolve("page.md"), "nothing\n");
		assertThatIllegalStateException().isThrownBy(() -> new PerformancePage(page).write("one", List.of()))
			.withMessageContaining("has no section 'one'");
	}

	@Test
	void theDocumentationHasASectionForEachMeasurement() throws Exception {
		String page = Files.readString(Workplace.benchmarks().resolve("../docs/performance.md"));
		assertThat(List.of("startup", "footprint", "caches", "reads", "herd"))
			.allSatisfy((name) -> assertThat(page).contains("<!-- %s -->\n".formatted(name))
				.contains("<!-- end of %s -->\n".formatted(name)));
	}

}

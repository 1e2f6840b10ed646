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

package io.cloudmeta.documentation;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the form that the pages of all clouds have in common, and those of all
 * platforms.
 */
class CloudPagesTests {

	private static final List<String> CLOUD_FACTS = List.of("Provider", "Platform", "Endpoint", "Requests",
			"Identified by", "Validated by", "Vendor's documentation");

	private static final List<String> PLATFORM_FACTS = List.of("Provider", "Platform", "Recognised by",
			"Identifies the cloud", "Requests", "Vendor's documentation");

	/** Facts and sections that only some pages have. */
	private static final List<String> OPTIONAL = List.of("Interruption notices", "Limitations");

	static List<MarkdownPage> clouds() {
		return pages("clouds");
	}

	static List<MarkdownPage> platforms() {
		return pages("platforms");
	}

	private static List<MarkdownPage> pages(String directory) {
		Path parent = Repository.ROOT.resolve("docs").resolve(directory);
		return MarkdownPage.all().stream().filter((page) -> page.file().startsWith(parent)).toList();
	}

	@Test
	void eachCloudAndEachPlatformHasAPage() {
		assertThat(clouds()).hasSize(19);
		assertThat(platforms()).hasSize(19);
	}

	@ParameterizedTest
	@MethodSource("clouds")
	void pageOfACloudHasTheForm(MarkdownPage page) {
		assertThat(facts(page)).isEqualTo(CLOUD_FACTS);
		assertThat(sections(page)).containsExactly("Values", "Names and paths", "Not read");
	}

	@ParameterizedTest
	@MethodSource("platforms")
	void pageOfAPlatformHasTheForm(MarkdownPage page) {
		assertThat(facts(page)).isEqualTo(PLATFORM_FACTS);
		assertThat(sections(page)).containsExactly("Values", "Names and paths");
	}

	/**
	 * Returns the first column of the table at the beginning.
	 */
	private static List<String> facts(MarkdownPage page) {
		return page.prose()
			.stream()
			.dropWhile((line) -> !line.startsWith("|"))
			.takeWhile((line) -> line.startsWith("|"))
			.skip(2)
			.map((line) -> line.split("\\|")[1].strip())
			.filter((fact) -> !OPTIONAL.contains(fact))
			.toList();
	}

	private static List<String> sections(MarkdownPage page) {
		return page.prose()
			.stream()
			.filter((line) -> line.startsWith("## "))
			.map((line) -> line.substring(3))
			.filter((section) -> !OPTIONAL.contains(section))
			.toList();
	}

}

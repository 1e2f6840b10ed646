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

package io.cloudmeta.internal.evidence;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.cloudmeta.internal.detection.GeneratedPage;
import io.cloudmeta.internal.evidence.MachineRule.Meaning;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Writes the {@link MachineRules} into {@code docs/local-evidence.md}.
 */
class LocalEvidencePageTests {

	private static final Map<Meaning, String> NATURES = Map.of(Meaning.DESKTOP, "desktop", Meaning.VIRTUAL_MACHINE,
			"virtual machine", Meaning.HARDWARE, "hardware");

	@Test
	void pageListsTheRules() throws IOException {
		GeneratedPage.of("local-evidence.md", LocalEvidencePageTests.class)
			.section("clouds", clouds(Meaning.CLOUD))
			.section("vendors", clouds(Meaning.CLOUD_VENDOR))
			.section("candidates", clouds(Meaning.CANDIDATE))
			.section("machines", machines())
			.check();
	}

	@Test
	void rulesForCloudsComeFirst() {
		assertThat(MachineRules.TABLE).extracting(LocalEvidencePageTests::order).isSorted();
	}

	private static int order(MachineRule rule) {
		return NATURES.containsKey(rule.meaning()) ? NATURES.size() : rule.meaning().ordinal();
	}

	private static List<String> clouds(Meaning meaning) {
		List<String> lines = new ArrayList<>(List.of("| Contents | Cloud | Reason |", "|---|---|---|"));
		MachineRules.TABLE.stream()
			.filter((rule) -> rule.meaning() == meaning)
			.forEach((rule) -> lines
				.add("| %s | `%s` | %s |".formatted(contents(rule), rule.provider(), rule.reason())));
		return lines;
	}

	private static List<String> machines() {
		List<String> lines = new ArrayList<>(List.of("| Contents | Machine | Reason |", "|---|---|---|"));
		MachineRules.TABLE.stream()
			.filter((rule) -> NATURES.containsKey(rule.meaning()))
			.forEach((rule) -> lines
				.add("| %s | %s | %s |".formatted(contents(rule), NATURES.get(rule.meaning()), rule.reason())));
		return lines;
	}

	private static String contents(MachineRule rule) {
		String file = "`" + rule.file().replace(MachineFiles.DMI, "") + "`";
		String texts = rule.texts().stream().map("`%s`"::formatted).collect(Collectors.joining(", "));
		String contents = file + switch (rule.match()) {
			case IS -> " is " + texts;
			case IS_NOT -> " is none of " + texts;
			case STARTS -> " begins with " + texts;
			case ENDS -> " ends with " + texts;
			case CONTAINS -> " contains " + texts;
			case PRESENT -> " has any content";
		};
		return (rule.further() != null) ? contents + ", and " + contents(rule.further()) : contents;
	}

}

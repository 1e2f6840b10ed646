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
import java.util.stream.Collectors;

import io.cloudmeta.internal.detection.GeneratedPage;
import io.cloudmeta.internal.evidence.MachineRule.Condition;
import io.cloudmeta.internal.evidence.MachineRule.Meaning;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Writes the {@link MachineRules} into {@code docs/local-evidence.md}.
 */
class LocalEvidencePageTests {

	@Test
	void pageListsTheRules() throws IOException {
		GeneratedPage page = GeneratedPage.of("local-evidence.md", LocalEvidencePageTests.class);
		for (Meaning meaning : Meaning.values()) {
			page = page.section(meaning.name(), rules(meaning));
		}
		page.check();
	}

	@Test
	void rulesAreInTheOrderOfTheirMeanings() {
		assertThat(MachineRules.TABLE).extracting(MachineRule::meaning).isSorted();
	}

	private static List<String> rules(Meaning meaning) {
		List<MachineRule> rules = MachineRules.TABLE.stream().filter((rule) -> rule.meaning() == meaning).toList();
		boolean clouds = rules.get(0).provider() != null;
		List<String> lines = new ArrayList<>();
		lines.add(clouds ? "| Contents | Cloud | Reason |" : "| Contents | Reason |");
		lines.add(clouds ? "|---|---|---|" : "|---|---|");
		for (MachineRule rule : rules) {
			String contents = rule.conditions()
				.stream()
				.map(LocalEvidencePageTests::text)
				.collect(Collectors.joining(", and "));
			String provider = clouds ? " `%s` |".formatted(rule.provider()) : "";
			lines.add("| %s |%s %s |".formatted(contents, provider, rule.reason()));
		}
		return lines;
	}

	private static String text(Condition condition) {
		String file = "`" + condition.file().replace(MachineFiles.DMI, "") + "`";
		String texts = condition.texts().stream().map("`%s`"::formatted).collect(Collectors.joining(", "));
		return file + switch (condition.match()) {
			case IS -> " is " + texts;
			case IS_NOT -> " is none of " + texts;
			case STARTS -> " begins with " + texts;
			case ENDS -> " ends with " + texts;
			case CONTAINS -> " contains " + texts;
			case PRESENT -> " has any content";
		};
	}

}

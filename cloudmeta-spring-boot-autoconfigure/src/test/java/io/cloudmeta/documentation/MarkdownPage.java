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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A page of the documentation.
 *
 * @param file where it stands
 * @param snippets its fenced blocks
 * @param prose its lines, those of fenced blocks left out
 */
record MarkdownPage(Path file, List<Snippet> snippets, List<String> prose) {

	private static final Pattern FENCE = Pattern.compile("\\s*(```+)\\s*([^`]*)");

	private static final Pattern LINK = Pattern.compile("(?:\\]\\(|src=\")([^)\"\\s]+)[)\"]");

	private static final Pattern HEADING = Pattern.compile("#{1,6} +(.+?) *#*");

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	static List<MarkdownPage> all() {
		return Repository.files((name) -> name.endsWith(".md")).stream().map(MarkdownPage::of).toList();
	}

	static MarkdownPage of(Path file) {
		List<Snippet> snippets = new ArrayList<>();
		List<String> prose = new ArrayList<>();
		List<String> lines = Repository.read(file).lines().toList();
		for (int i = 0; i < lines.size(); i++) {
			Matcher fence = FENCE.matcher(lines.get(i));
			if (!fence.matches()) {
				prose.add(lines.get(i));
				continue;
			}
			int begin = i + 1;
			int end = begin;
			while (end < lines.size() && !lines.get(end).strip().equals(fence.group(1))) {
				end++;
			}
			snippets.add(new Snippet(Repository.ROOT.relativize(file), begin + 1, fence.group(2).strip(),
					String.join("\n", lines.subList(begin, end))));
			i = end;
		}
		return new MarkdownPage(file, snippets, prose);
	}

	/**
	 * Returns where the page leads to, but for other sites.
	 */
	List<String> links() {
		return this.prose.stream()
			.flatMap((line) -> LINK.matcher(CODE.matcher(line).replaceAll("")).results())
			.map((link) -> link.group(1))
			.filter((link) -> !link.matches("[a-z]+:.*"))
			.toList();
	}

	/**
	 * Returns the texts between backticks.
	 */
	List<String> codes() {
		return this.prose.stream()
			.flatMap((line) -> CODE.matcher(line).results())
			.map((MatchResult code) -> code.group(1))
			.toList();
	}

	/**
	 * Returns the names that GitHub gives to the page's headings.
	 */
	Set<String> anchors() {
		Set<String> anchors = new LinkedHashSet<>();
		Map<String, Integer> repeated = new HashMap<>();
		for (String line : this.prose) {
			Matcher heading = HEADING.matcher(line);
			if (heading.matches()) {
				String anchor = anchor(heading.group(1));
				int times = repeated.merge(anchor, 1, Integer::sum);
				anchors.add((times > 1) ? anchor + "-" + (times - 1) : anchor);
			}
			Matcher name = Pattern.compile("<a (?:id|name)=\"([^\"]+)\">").matcher(line);
			while (name.find()) {
				anchors.add(name.group(1));
			}
		}
		return anchors;
	}

	private static String anchor(String heading) {
		String text = heading.replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1");
		return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}\\p{M} _-]", "").replace(' ', '-');
	}

	/**
	 * Returns what is wrong with a link, or {@code null}.
	 */
	@Nullable String complaint(String link) {
		int hash = link.indexOf('#');
		String path = (hash < 0) ? link : link.substring(0, hash);
		Path target = path.isEmpty() ? this.file : this.file.resolveSibling(path).normalize();
		if (!target.toFile().exists()) {
			return link + " leads to no file";
		}
		if (hash >= 0 && !of(target).anchors().contains(link.substring(hash + 1))) {
			return link + " leads to no heading";
		}
		return null;
	}

	@Override
	public String toString() {
		return Repository.ROOT.relativize(this.file).toString();
	}

	/**
	 * A fenced block.
	 *
	 * @param page the page
	 * @param line its first line, from 1
	 * @param language what stands behind the fence
	 * @param text the text
	 */
	record Snippet(Path page, int line, String language, String text) {

		@Override
		public String toString() {
			return "%s:%d %s".formatted(this.page, this.line, this.language).strip();
		}

	}

}

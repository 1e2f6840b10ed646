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

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.springframework.util.StringUtils;

/**
 * The options after a measurement's name on the command line, as {@code --name=value}.
 */
final class Options {

	private static final Set<String> KNOWN = Set.of("rounds", "more", "warmups", "only", "write", "instances",
			"capacity", "delay", "seconds", "pairs");

	private static final List<String> SITUATIONS = Arrays.stream(Situation.values()).map(Options::name).toList();

	private final Map<String, String> values;

	private Options(Map<String, String> values) {
		this.values = values;
	}

	static Options of(String... arguments) {
		Map<String, String> values = new LinkedHashMap<>();
		for (String argument : arguments) {
			String[] parts = argument.split("=", 2);
			String name = parts[0].replaceFirst("^--", "");
			if (parts.length != 2 || !KNOWN.contains(name)) {
				throw new IllegalArgumentException("'%s' is no option. Write --name=value with one of %s"
					.formatted(argument, KNOWN.stream().sorted().toList()));
			}
			values.put(name, parts[1]);
		}
		for (String chosen : StringUtils.commaDelimitedListToStringArray(values.get("only"))) {
			if (!SITUATIONS.contains(chosen)) {
				throw new IllegalArgumentException(
						"'%s' is no situation. Write --only=%s".formatted(chosen, String.join(",", SITUATIONS)));
			}
		}
		return new Options(values);
	}

	/**
	 * Returns a number that is at least 1.
	 */
	int positive(String name, int otherwise) {
		return number(name, otherwise, 1);
	}

	/**
	 * Returns a number that may be 0.
	 */
	int number(String name, int otherwise) {
		return number(name, otherwise, 0);
	}

	private int number(String name, int otherwise, int lowest) {
		String text = this.values.getOrDefault(name, Integer.toString(otherwise));
		int number = text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
		if (number < lowest) {
			throw new IllegalArgumentException(
					"'--%s=%s' is no number of %s. Write --%s=%d, or another whole number from %d on".formatted(name,
							text, name, name, otherwise, lowest));
		}
		return number;
	}

	/**
	 * Returns whether a situation was chosen, which each is where none is.
	 */
	boolean chosen(Situation situation) {
		String only = this.values.get("only");
		return !StringUtils.hasText(only) || Arrays.asList(only.split(",")).contains(name(situation));
	}

	private static String name(Situation situation) {
		return situation.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Returns whether the page of the documentation is written.
	 */
	boolean write() {
		return Boolean.parseBoolean(this.values.getOrDefault("write", "false"));
	}

	List<String> arguments() {
		return this.values.entrySet().stream().map((entry) -> "--" + entry.getKey() + "=" + entry.getValue()).toList();
	}

}

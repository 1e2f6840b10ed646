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

package io.cloudmeta.internal.filter;

/**
 * Groups that a regular expression repeats without a bound. Java matches them by
 * recursion and may try each way to divide a text among the repetitions: a text that a
 * metadata service returns could overflow the stack or never be done with.
 *
 * @since 0.1.0
 */
public final class RepeatedGroups {

	private static final int MAX_REPETITIONS = 64;

	private RepeatedGroups() {
	}

	/**
	 * Returns whether a regular expression repeats a group without a bound of at most 64
	 * and without a possessive quantifier.
	 * @param pattern the regular expression
	 * @return whether it must not be applied to a text from outside
	 */
	public static boolean isUnbounded(String pattern) {
		int classes = 0;
		for (int i = 0; i < pattern.length(); i++) {
			char character = pattern.charAt(i);
			if (character == '\\') {
				i++;
			}
			else if (character == '[') {
				classes++;
			}
			else if (character == ']' && classes > 0) {
				classes--;
			}
			else if (character == ')' && classes == 0 && isUnboundedQuantifier(pattern.substring(i + 1))) {
				return true;
			}
		}
		return false;
	}

	private static boolean isUnboundedQuantifier(String rest) {
		if (rest.startsWith("*") || rest.startsWith("+")) {
			return !rest.startsWith("+", 1);
		}
		int end = rest.startsWith("{") ? rest.indexOf('}') : -1;
		if (end < 0 || rest.startsWith("+", end + 1)) {
			return false;
		}
		String most = rest.substring(rest.lastIndexOf(',', end) + 1, end).replace("{", "");
		return most.isEmpty() || most.length() > 3 || Integer.parseInt(most) > MAX_REPETITIONS;
	}

}

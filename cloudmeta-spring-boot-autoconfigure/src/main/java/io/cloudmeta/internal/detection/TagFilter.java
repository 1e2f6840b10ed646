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

package io.cloudmeta.internal.detection;

import java.util.List;
import java.util.function.Predicate;

import org.springframework.util.PatternMatchUtils;

/**
 * Which tags may be read at all. The case of letters does not count, as in the paths that
 * lead to tags.
 *
 * @param patterns names of tags in which an asterisk matches any text
 * @since 0.1.0
 */
public record TagFilter(List<String> patterns) implements Predicate<String> {

	/** Allows all tags. */
	public static final TagFilter ALL = new TagFilter(List.of("*"));

	public TagFilter {
		patterns = List.copyOf(patterns);
	}

	@Override
	public boolean test(String tag) {
		for (String pattern : this.patterns) {
			if (PatternMatchUtils.simpleMatchIgnoreCase(pattern, tag)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Returns whether there is no tag that may not be read.
	 * @return whether all may be read
	 */
	boolean allowsAll() {
		return this.patterns.contains("*");
	}

}

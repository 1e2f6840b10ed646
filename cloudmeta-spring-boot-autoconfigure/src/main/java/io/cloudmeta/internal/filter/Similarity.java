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

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * How far a typo is from the word that was meant.
 *
 * @since 0.1.0
 */
public final class Similarity {

	/** What one slip of the fingers makes. */
	private static final int TYPO = 2;

	private Similarity() {
	}

	/**
	 * Returns the word that a typo is nearest to.
	 * @param word the word as written
	 * @param candidates the words that exist
	 * @return the nearest word, or {@code null} if none is near
	 */
	public static @Nullable String nearest(String word, Collection<String> candidates) {
		return sorted(word, candidates).stream()
			.filter((candidate) -> isTypo(word, candidate))
			.findFirst()
			.orElse(null);
	}

	/**
	 * Returns the words in the order of their distance.
	 * @param word the word as written
	 * @param candidates the words that exist
	 * @return the words, the nearest first
	 */
	public static List<String> sorted(String word, Collection<String> candidates) {
		return candidates.stream()
			.sorted(Comparator.comparingInt((String candidate) -> distance(word, candidate))
				.thenComparing(Comparator.naturalOrder()))
			.toList();
	}

	private static boolean isTypo(String word, String candidate) {
		int distance = distance(word, candidate);
		return distance <= TYPO && distance < Math.max(2, candidate.length() - 1);
	}

	/**
	 * Returns how many letters have to be changed, added, left out or exchanged with
	 * their neighbour, regardless of case.
	 */
	static int distance(String left, String right) {
		String a = left.toLowerCase(Locale.ROOT);
		String b = right.toLowerCase(Locale.ROOT);
		int[][] cost = new int[a.length() + 1][b.length() + 1];
		for (int i = 0; i <= a.length(); i++) {
			for (int j = 0; j <= b.length(); j++) {
				cost[i][j] = (i == 0 || j == 0) ? i + j : cheapest(cost, a, b, i, j);
			}
		}
		return cost[a.length()][b.length()];
	}

	private static int cheapest(int[][] cost, String a, String b, int i, int j) {
		int change = cost[i - 1][j - 1] + ((a.charAt(i - 1) == b.charAt(j - 1)) ? 0 : 1);
		int result = Math.min(change, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
		boolean exchanged = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
		return exchanged ? Math.min(result, cost[i - 2][j - 2] + 1) : result;
	}

}

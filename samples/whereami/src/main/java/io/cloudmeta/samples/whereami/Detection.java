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

package io.cloudmeta.samples.whereami;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import io.cloudmeta.DetectionReport;
import io.cloudmeta.Evidence;

/**
 * A {@link DetectionReport} in words for people.
 *
 * @param signals what was looked at, in that order
 * @param requests how many requests were made, with the noun
 * @param elapsed how long it took, with the unit
 * @param conclusive whether the answer is certain
 * @param failures what went wrong and what to do about it
 */
record Detection(List<Signal> signals, String requests, String elapsed, boolean conclusive, List<String> failures) {

	static Detection of(DetectionReport report) {
		return new Detection(report.evidence().stream().map(Signal::of).toList(), requests(report.requests()),
				time(report.elapsed()), report.conclusive(), report.failures());
	}

	private static String requests(int count) {
		return switch (count) {
			case 0 -> "no request";
			case 1 -> "1 request";
			default -> count + " requests";
		};
	}

	private static String time(Duration elapsed) {
		double millis = elapsed.toNanos() / 1_000_000.0;
		if (millis < 0.1) {
			return "under 0.1 ms";
		}
		return String.format(Locale.ROOT, (millis < 10) ? "%.1f ms" : "%.0f ms", millis);
	}

	/**
	 * One signal that was evaluated.
	 *
	 * @param source where it comes from
	 * @param finding its content
	 * @param bearing {@code for}, {@code against} or {@code neither}
	 * @param verdict which cloud it is evidence for or against
	 * @param elapsed how long it took, with the unit
	 */
	record Signal(String source, String finding, String bearing, String verdict, String elapsed) {

		private static Signal of(Evidence evidence) {
			return new Signal(evidence.source(), evidence.finding(), evidence.bearing().name().toLowerCase(Locale.ROOT),
					verdict(evidence), time(evidence.elapsed()));
		}

		private static String verdict(Evidence evidence) {
			String cloud = (evidence.provider() != null) ? evidence.provider().getDisplayName() : "any cloud";
			return switch (evidence.bearing()) {
				case FOR -> "evidence for " + cloud;
				case AGAINST -> "evidence against " + cloud;
				case NEITHER -> "decides nothing";
			};
		}

	}

}

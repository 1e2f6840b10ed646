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

package io.cloudmeta;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * One signal that was looked at to find out where the application runs.
 *
 * @param source where the signal comes from, such as {@code dmi sys_vendor} or
 * {@code http GET http://169.254.169.254/metadata/instance}
 * @param finding the content of the signal and its meaning, as text for people
 * @param provider the cloud that it is evidence for or against, or {@code null} if it
 * concerns no single one
 * @param bearing whether it is evidence for or against the cloud
 * @param elapsed how long the evaluation took
 * @since 0.1.0
 */
public record Evidence(String source, String finding, @Nullable CloudProvider provider, Bearing bearing,
		Duration elapsed) {

	private static final int MAX_LENGTH = 512;

	public Evidence {
		source = oneLine(source);
		finding = oneLine(finding);
	}

	/**
	 * The content of firmware, files and responses must not forge another line of a log.
	 */
	private static String oneLine(String text) {
		String line = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]", " ");
		return (line.length() > MAX_LENGTH) ? line.substring(0, MAX_LENGTH) + "…" : line;
	}

	/**
	 * What a signal means for a cloud.
	 */
	public enum Bearing {

		/** Evidence for the cloud. */
		FOR,

		/** Evidence against the cloud, or against any cloud if it names none. */
		AGAINST,

		/** It decides nothing. */
		NEITHER

	}

}

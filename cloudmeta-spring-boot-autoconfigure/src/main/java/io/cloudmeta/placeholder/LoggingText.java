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

package io.cloudmeta.placeholder;

import java.util.regex.Pattern;

/**
 * Values of the cloud in what a logging system reads. Logback and Log4j substitute
 * <code>${…}</code> in their configuration by themselves, as often as they pass it on,
 * and read what begins with a percent sign in patterns; neither has an escape that
 * survives it. Whoever may set a tag could otherwise write environment variables into the
 * log.
 */
final class LoggingText {

	private static final String LOGGING = "org.springframework.boot.logging.";

	/** What writes JSON reads its values as they are. */
	private static final String STRUCTURED = LOGGING + "structured.";

	private static final Pattern MEANINGFUL = Pattern.compile("[$%{}()\\\\]|:(?=-|$)|^-");

	private LoggingText() {
	}

	/**
	 * Returns a value as the current thread may have it: without what a logging system
	 * would take for more than text if that is what reads it. Costs a walk up the stack
	 * if there is such a character in the value.
	 * @param value the value
	 * @return the value, with underscores in place of such characters
	 */
	static String of(String value) {
		return (MEANINGFUL.matcher(value).find() && isForLogging()) ? MEANINGFUL.matcher(value).replaceAll("_") : value;
	}

	private static boolean isForLogging() {
		return StackWalker.getInstance()
			.walk((frames) -> frames.map(StackWalker.StackFrame::getClassName)
				.filter((name) -> name.startsWith(LOGGING))
				.findFirst()
				.filter((name) -> !name.startsWith(STRUCTURED))
				.isPresent());
	}

}

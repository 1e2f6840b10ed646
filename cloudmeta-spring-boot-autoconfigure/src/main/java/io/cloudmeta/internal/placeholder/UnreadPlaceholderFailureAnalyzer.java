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

package io.cloudmeta.internal.placeholder;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.core.annotation.Order;

/**
 * Reports a placeholder in brackets that Spring Boot came across while it was still
 * reading the configuration files, which is before such a placeholder can be rewritten.
 */
@Order(-100)
class UnreadPlaceholderFailureAnalyzer extends AbstractFailureAnalyzer<RuntimeException> {

	private static final String CONFIG_PACKAGE = "org.springframework.boot.context.config.";

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$<([a-z][a-z0-9-]*):([^:<>{}$]+)(:[^<>]*)?>");

	private final PlaceholderSyntax syntax = new PlaceholderSyntax(null);

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, RuntimeException cause) {
		for (Throwable ex = rootFailure; ex != null; ex = ex.getCause()) {
			Matcher matcher = PLACEHOLDER.matcher(String.valueOf(ex.getMessage()));
			if (isFromConfigFiles(ex) && matcher.find()
					&& this.syntax.isStart(matcher.group(), 0, matcher.group().length())) {
				return analysis(ex, matcher);
			}
		}
		return null;
	}

	private static boolean isFromConfigFiles(Throwable ex) {
		if (ex.getClass().getName().startsWith(CONFIG_PACKAGE)) {
			return true;
		}
		StackTraceElement[] trace = ex.getStackTrace();
		for (int i = 0; i < Math.min(trace.length, 12); i++) {
			if (trace[i].getClassName().startsWith(CONFIG_PACKAGE)) {
				return true;
			}
		}
		return false;
	}

	private static FailureAnalysis analysis(Throwable ex, Matcher matcher) {
		String lineSeparator = System.lineSeparator();
		Origin origin = Origin.from(ex);
		String where = (origin != null) ? " at %s".formatted(origin) : "";
		String defaultText = (matcher.group(3) != null) ? matcher.group(3) : ":default";
		String description = "The placeholder '%s'%s was not resolved: ".formatted(matcher.group(), where)
				+ "Spring Boot needs this property while it reads the configuration files." + lineSeparator
				+ lineSeparator + "    %s".formatted(ex.getMessage());
		String action = "Write ${%s:%s%s} there.".formatted(matcher.group(1), matcher.group(2), defaultText)
				+ lineSeparator
				+ "In 'spring.config.import', 'spring.config.activate.*' and 'spring.profiles.*' inside a "
				+ "configuration file only the form with braces works. $<…> works in them where they are environment "
				+ "variables, system properties or on the command line.";
		return new FailureAnalysis(description, action, ex);
	}

}

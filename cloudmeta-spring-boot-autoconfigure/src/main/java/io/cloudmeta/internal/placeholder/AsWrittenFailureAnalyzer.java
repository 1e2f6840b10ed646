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

import java.util.List;

import io.cloudmeta.internal.placeholder.PlaceholderOccurrences.Occurrence;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.util.PlaceholderResolutionException;

/**
 * Shows the text of properties as it was written in the reports of all other analyzers,
 * which have only the rewritten text, and reports a placeholder of Spring's inside of one
 * of cloudmeta's.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class AsWrittenFailureAnalyzer implements FailureAnalyzer {

	private final @Nullable BeanFactory beanFactory;

	private final @Nullable Environment environment;

	AsWrittenFailureAnalyzer(@Nullable BeanFactory beanFactory, @Nullable Environment environment) {
		this.beanFactory = beanFactory;
		this.environment = environment;
	}

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		if (this.environment != null && CloudPlaceholders.occurrences(this.environment).isEmpty()) {
			return null;
		}
		for (FailureAnalyzer other : others()) {
			FailureAnalysis analysis = analyze(other, failure);
			if (analysis != null) {
				return asWritten(analysis);
			}
		}
		return unresolved(failure);
	}

	private static @Nullable FailureAnalysis analyze(FailureAnalyzer analyzer, Throwable failure) {
		try {
			return analyzer.analyze(failure);
		}
		catch (RuntimeException | LinkageError ex) {
			// logged by Spring Boot, which calls it too
			return null;
		}
	}

	private List<FailureAnalyzer> others() {
		ArgumentResolver arguments = ArgumentResolver.from(this::argument);
		ClassLoader classLoader = (this.beanFactory instanceof ConfigurableBeanFactory configurable)
				? configurable.getBeanClassLoader() : null;
		return SpringFactoriesLoader.forDefaultResourceLocation(classLoader)
			.load(FailureAnalyzer.class, arguments, (type, name, ex) -> {
				// reported by Spring Boot, which loads them too
			})
			.stream()
			.filter((analyzer) -> !(analyzer instanceof AsWrittenFailureAnalyzer))
			.toList();
	}

	private @Nullable Object argument(Class<?> type) {
		if (type == BeanFactory.class) {
			return this.beanFactory;
		}
		return (type == Environment.class) ? this.environment : null;
	}

	private static FailureAnalysis asWritten(FailureAnalysis analysis) {
		return new FailureAnalysis(asWritten(analysis.getDescription()), asWritten(analysis.getAction()),
				analysis.getCause());
	}

	private static @Nullable String asWritten(@Nullable String text) {
		return (text != null) ? CloudPlaceholders.asWritten(text) : null;
	}

	private @Nullable FailureAnalysis unresolved(Throwable failure) {
		for (Throwable ex = failure; ex != null; ex = ex.getCause()) {
			String message = String.valueOf(ex.getMessage());
			String written = CloudPlaceholders.asWritten(message);
			if (ex instanceof PlaceholderResolutionException unresolved && !written.equals(message)) {
				return unresolved(unresolved, written);
			}
		}
		return null;
	}

	private FailureAnalysis unresolved(PlaceholderResolutionException ex, String message) {
		StringBuilder description = new StringBuilder(message);
		List<Occurrence> places = (this.environment != null)
				? CloudPlaceholders.occurrences(this.environment).within(message) : List.of();
		if (!places.isEmpty()) {
			description.append("%n%nIt stands in".formatted());
			places.forEach((place) -> description.append("%n    %s".formatted(place)));
		}
		String action = "Define the property '%1$s', or give the inner placeholder a default: ${%1$s:default}"
			.formatted(ex.getPlaceholder());
		return new FailureAnalysis(description.toString(), action, ex);
	}

}

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

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AsWrittenFailureAnalyzer}.
 */
class AsWrittenFailureAnalyzerTests {

	@TempDir
	private Path directory;

	@Test
	void usesTheAnalyzersOfTheApplicationsClassLoader() throws IOException {
		assertThat(report(OfTheApplication.class)).isEqualTo("the value is $<cloud:region>");
	}

	@Test
	void usesTheOtherAnalyzersIfOneFails() throws IOException {
		assertThat(report(Failing.class, Unlinked.class, OfTheApplication.class))
			.isEqualTo("the value is $<cloud:region>");
	}

	private String report(Class<?>... analyzers) throws IOException {
		Path factories = Files.createDirectories(this.directory.resolve("META-INF")).resolve("spring.factories");
		Files.writeString(factories, FailureAnalyzer.class.getName() + "="
				+ String.join(",", List.of(analyzers).stream().map(Class::getName).toList()));
		URL[] urls = { this.directory.toUri().toURL() };
		try (URLClassLoader classLoader = new URLClassLoader(urls, getClass().getClassLoader())) {
			DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();
			beanFactory.setBeanClassLoader(classLoader);
			FailureAnalysis analysis = new AsWrittenFailureAnalyzer(beanFactory, null)
				.analyze(new UnsupportedOperationException("the value is ${<cloud:region>}"));
			assertThat(analysis).isNotNull();
			return analysis.getDescription();
		}
	}

	static class OfTheApplication extends AbstractFailureAnalyzer<UnsupportedOperationException> {

		@Override
		protected FailureAnalysis analyze(Throwable rootFailure, UnsupportedOperationException cause) {
			return new FailureAnalysis(cause.getMessage(), null, cause);
		}

	}

	@Order(Ordered.HIGHEST_PRECEDENCE)
	static class Failing implements FailureAnalyzer {

		@Override
		public FailureAnalysis analyze(Throwable failure) {
			throw new IllegalStateException("cannot analyze");
		}

	}

	@Order(Ordered.HIGHEST_PRECEDENCE)
	static class Unlinked implements FailureAnalyzer {

		@Override
		public FailureAnalysis analyze(Throwable failure) {
			throw new NoClassDefFoundError("absent");
		}

	}

}

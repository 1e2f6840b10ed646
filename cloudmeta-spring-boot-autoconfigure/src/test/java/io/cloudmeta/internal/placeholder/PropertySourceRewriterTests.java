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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.ConfigTreePropertySource;
import org.springframework.boot.env.ConfigTreePropertySource.Option;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.startsWith;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

/**
 * Tests for {@link PropertySourceRewriter}.
 */
class PropertySourceRewriterTests {

	private final StandardEnvironment environment = new StandardEnvironment();

	private final Log log = mock();

	@Test
	void rewritesTheOtherPropertiesIfOneCannotBeRead() {
		add(new Encrypted(Map.of("app.before", "$<cloud:region>", "app.secret", Encrypted.BROKEN, "app.then",
				"$<cloud:provider>")));
		rewriteSources();
		rewriteSources();
		assertThat(this.environment.getProperty("app.before")).isEqualTo("eu-west-1");
		assertThat(this.environment.getProperty("app.then")).isEqualTo("aws");
		assertThatIllegalStateException().isThrownBy(() -> this.environment.getProperty("app.secret"))
			.withMessage("cannot decrypt");
		verify(this.log).warn("'app.secret' in property source \"encrypted\" cannot be read "
				+ "(java.lang.IllegalStateException), so no placeholder in it is resolved");
	}

	@Test
	void rewritesTheOtherFilesOfAConfigurationTreeIfOneCannotBeRead(@TempDir Path directory) throws IOException {
		for (String name : List.of("app.before", "app.broken", "app.then")) {
			Files.writeString(directory.resolve(name), "$<cloud:region>");
		}
		add(new ConfigTreePropertySource("tree", directory));
		Files.delete(directory.resolve("app.broken"));
		rewriteSources();
		assertThat(this.environment.getProperty("app.before")).isEqualTo("eu-west-1");
		assertThat(this.environment.getProperty("app.then")).isEqualTo("eu-west-1");
		verify(this.log).warn(startsWith("'app.broken' in property source \"tree\" cannot be read ("));
	}

	@Test
	void rewritesTheOtherSourcesIfOneCannotBeListed() {
		add(new MapPropertySource("test", Map.of("app.x", "$<cloud:region>")));
		add(new EnumerablePropertySource<>("locked", "source") {

			@Override
			public String[] getPropertyNames() {
				throw new IllegalStateException("cannot be listed");
			}

			@Override
			public @Nullable Object getProperty(String name) {
				return null;
			}

		});
		rewriteSources();
		rewriteSources();
		assertThat(this.environment.getProperty("app.x")).isEqualTo("eu-west-1");
		verify(this.log).warn("The properties of property source \"locked\" cannot be listed "
				+ "(java.lang.IllegalStateException), so no placeholder in it is resolved");
	}

	@ParameterizedTest
	@CsvSource({ "$<cloud:region:local>, eu-west-1", "${cloud:region:local}, eu-west-1", "${cloud:region}, eu-west-1",
			"${cloud:imageId:local}, local", "in ${cloud:region:local}, in eu-west-1",
			"${nope:${cloud:region}}, eu-west-1", "${nope:local}, local", "plain, plain",
			"\\$<cloud:region>, $<cloud:region>" })
	void resolvesBothFormsInAConfigurationTree(String text, String expected, @TempDir Path directory)
			throws IOException {
		Files.writeString(directory.resolve("app.mounted"), text + "\n");
		add(new ConfigTreePropertySource("tree", directory, Option.AUTO_TRIM_TRAILING_NEW_LINE));
		rewriteSources();
		assertThat(this.environment.getProperty("app.mounted")).isEqualTo(expected);
		if (text.contains("cloud:")) {
			assertThat(Binder.get(this.environment).bind("app.mounted", String.class).get()).isEqualTo(expected);
		}
	}

	private void add(PropertySource<?> source) {
		this.environment.getPropertySources().addFirst(source);
	}

	private void rewriteSources() {
		CloudPlaceholders.attach(this.environment, FakeCloudInstance.aws()).rewriteSources(this.log);
	}

	/**
	 * As a library that decrypts values has it.
	 */
	private static final class Encrypted extends MapPropertySource {

		static final String BROKEN = "ENC(c2VjcmV0)";

		Encrypted(Map<String, Object> source) {
			super("encrypted", new LinkedHashMap<>(source));
		}

		@Override
		public @Nullable Object getProperty(String name) {
			Object value = super.getProperty(name);
			if (BROKEN.equals(value)) {
				throw new IllegalStateException("cannot decrypt");
			}
			return value;
		}

	}

}

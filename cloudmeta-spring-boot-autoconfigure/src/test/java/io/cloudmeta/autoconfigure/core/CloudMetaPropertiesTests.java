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

package io.cloudmeta.autoconfigure.core;

import java.nio.file.Path;
import java.util.Map;

import io.cloudmeta.internal.detection.DetectionSettings;
import io.cloudmeta.internal.detection.Probe;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CloudMetaProperties} and how {@link CloudMetaSettings} comes to them.
 */
class CloudMetaPropertiesTests {

	private final StandardEnvironment environment = new StandardEnvironment();

	@Test
	void defaultsAreWhatWouldBeBound() {
		assertThat(CloudMetaProperties.defaults())
			.isEqualTo(Binder.get(this.environment).bindOrCreate("cloudmeta", CloudMetaProperties.class))
			.isEqualTo(CloudMetaSettings.properties(this.environment));
	}

	@Test
	void bindsWhatStandsInAPropertyOfAnySpelling() {
		this.environment.getPropertySources()
			.addFirst(new MapPropertySource("test", Map.of("cloudMeta.fetch.TIMEOUT", "9s")));
		assertThat(CloudMetaSettings.properties(this.environment).fetch().timeout()).hasSeconds(9);
	}

	@Test
	void bindsWhatStandsInAVariable() {
		this.environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
					new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
							Map.of("CLOUDMETA_INSTANCE_AVAILABILITYZONE", "here")));
		assertThat(CloudMetaSettings.properties(this.environment).instance().availabilityZone()).isEqualTo("here");
	}

	/**
	 * The directory that these classes are in would be a directory of that name too.
	 */
	@Test
	void looksAtTheMachineAndNotIntoTheClassPath() {
		this.environment.getPropertySources()
			.addFirst(new MapPropertySource("test", Map.of("cloudmeta.detection.probe", "never")));
		DetectionSettings settings = read();
		assertThat(settings.probe()).isEqualTo(Probe.NEVER);
		assertThat(settings.root()).isEqualTo(Path.of("/"));
		assertThat(settings.sysfs()).isEqualTo(Path.of("/sys"));
	}

	@Test
	void bindsIfASourceDoesNotListItsNames() {
		this.environment.getPropertySources().addFirst(new PropertySource<>("test", "closed") {

			@Override
			public @Nullable Object getProperty(String name) {
				return name.equals("cloudmeta.provider") ? "aws" : null;
			}

		});
		assertThat(CloudMetaSettings.properties(this.environment).provider()).isEqualTo("aws");
		assertThat(read().provider()).hasToString("aws");
	}

	@Test
	void findsTheEndpointThatAloneIsSet() {
		this.environment.getPropertySources()
			.addFirst(new MapPropertySource("test", Map.of("cloudmeta.gcp.endpoint", "http://127.0.0.1:8080")));
		assertThat(read().endpoints()).hasSize(1);
	}

	private DetectionSettings read() {
		return CloudMetaSettings.read(this.environment, (warning) -> {
		});
	}

}

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

import io.cloudmeta.internal.detection.DetectedCloudInstance;
import io.cloudmeta.internal.detection.LazyCloudInstance;
import io.cloudmeta.internal.placeholder.CloudPlaceholders;
import io.cloudmeta.internal.placeholder.FakeCloudInstance;
import io.cloudmeta.internal.placeholder.SettingsReading;
import org.junit.jupiter.api.Test;

import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EnvironmentCloudInstance}.
 */
class EnvironmentCloudInstanceTests {

	private final StandardEnvironment environment = new StandardEnvironment();

	@Test
	void createsOneInstanceForAnEnvironment() {
		LazyCloudInstance instance = EnvironmentCloudInstance.of(this.environment);
		assertThat(instance).isInstanceOf(DetectedCloudInstance.class)
			.isSameAs(EnvironmentCloudInstance.of(this.environment))
			.isSameAs(EnvironmentCloudInstance.placeholders(this.environment).getInstance());
		assertThat(this.environment.getPropertySources().contains("cloudmeta")).isTrue();
		assertThat(EnvironmentCloudInstance.of(new StandardEnvironment())).isNotSameAs(instance);
	}

	@Test
	void keepsInstanceThatIsThereAndInheritsItsParents() {
		FakeCloudInstance cloud = FakeCloudInstance.aws();
		CloudPlaceholders.attach(this.environment, cloud, new SettingsReading());
		assertThat(EnvironmentCloudInstance.of(this.environment)).isSameAs(cloud);
		StandardEnvironment child = new StandardEnvironment();
		child.merge(this.environment);
		assertThat(EnvironmentCloudInstance.of(child)).isSameAs(cloud);
	}

}

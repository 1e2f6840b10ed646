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

package io.cloudmeta.internal.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.cloudmeta.internal.platform.PlatformMatch.Weight;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ElasticBeanstalkPlatform}.
 */
class ElasticBeanstalkPlatformTests {

	@TempDir
	private Path root;

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "[]", "{\"deployment_id\": 42}", "{\"environment_name\": null}",
			"<html>environment_name</html>" })
	void fileThatIsNotBeanstalksChangesNothing(String text) throws IOException {
		assertThat(look(text)).isNull();
	}

	@Test
	void fileOfBeanstalkMatchesWithinTheCloud() throws IOException {
		PlatformMatch match = look("{\"environment_name\": \"parcels-production\", \"deployment_id\": 42}");
		assertThat(match.weight()).isEqualTo(Weight.WITHIN_THE_CLOUD);
		assertThat(match.identity().getAttributes()).containsOnly(Map.entry("environment_name", "parcels-production"),
				Map.entry("deployment_id", "42"));
	}

	private PlatformMatch look(String text) throws IOException {
		Path file = this.root.resolve("var/elasticbeanstalk/xray/environment.conf");
		Files.createDirectories(file.getParent());
		Files.writeString(file, text);
		return TestEnvironment.of(Map.of()).root(this.root).look("aws_elastic_beanstalk");
	}

}

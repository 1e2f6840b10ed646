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

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.evidence.LocalFiles;
import io.cloudmeta.internal.platform.PlatformMatch.Weight;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Platforms}.
 */
class PlatformsTests {

	@Test
	void knowsEachPlatformByOneName() {
		assertThat(Platforms.all()).extracting(Platform::getName)
			.doesNotHaveDuplicates()
			.containsAll(CloudSimulator.getPlatforms());
	}

	/**
	 * A mark that is missing would hide a platform that has no other.
	 */
	@ParameterizedTest
	@MethodSource("io.cloudmeta.test.CloudSimulator#getPlatforms")
	void asksEachPlatformThatHasSomethingToSay(String cloud) {
		try (CloudSimulator simulator = CloudSimulator.of(cloud).startWithoutServer()) {
			Map<String, String> properties = simulator.getProperties();
			Path root = Path.of(properties.get("cloudmeta.detection.root"));
			assertThat(speaking(new PlatformEnvironment(properties, root, new LocalFiles()))).contains(cloud);
			for (String name : properties.keySet()) {
				Map<String, String> without = new HashMap<>(properties);
				without.remove(name);
				PlatformEnvironment environment = new PlatformEnvironment(without, root, new LocalFiles());
				assertThat(Platforms.look(environment)).extracting((signs) -> signs.platform().getName())
					.isEqualTo(speaking(environment));
			}
		}
	}

	private static List<String> speaking(PlatformEnvironment environment) {
		return Platforms.all()
			.stream()
			.filter((platform) -> platform.look(environment) != null)
			.map(Platform::getName)
			.toList();
	}

	@ParameterizedTest
	@ValueSource(strings = { "DYNO=web.1", "DYNO=hall | PORT=5000", "DYNO=web.1 | PORT=5000 | DOKKU_APP_NAME=parcels",
			"HEROKU_APP_ID=7c1f50e8 | HEROKU_DYNO_ID=e2a9b744", "FLY_APP_NAME=parcels | FLY_REGION=ams",
			"FLY_MACHINE_ID=4d89e0b2c71f68 | FLY_REGION=ams", "RENDER=true", "RENDER=1 | RENDER_SERVICE_ID=srv-1",
			"RENDER_SERVICE_ID=srv-1", "VCAP_APPLICATION=true | CF_INSTANCE_GUID=c4b8",
			"VCAP_APPLICATION={} | CF_INSTANCE_GUID=c4b8", "VCAP_APPLICATION=[{\"application_id\":1}]",
			"VCAP_APPLICATION=<html>", "VCAP_APPLICATION={\"application_id\":null}",
			"CF_INSTANCE_GUID=c4b8 | VCAP_SERVICES={}", "NOMAD_ALLOC_ID=1 | NOMAD_DC=dc1",
			"NOMAD_ALLOC_ID=b7e45d10-9c26-4f83-8d1a-60f2ce7b3a94", "NOMAD_DC=dc1 | NOMAD_REGION=global",
			"KUBERNETES_SERVICE_HOST=10.96.0.1", "KUBERNETES_SERVICE_PORT=443", "KUBERNETES_PORT=tcp://10.96.0.1:443",
			"RAILWAY_PROJECT_ID=1 | RAILWAY_SERVICE_ID=2" })
	void halfOfTheSignsProvesNothing(String variables) {
		Map<String, String> environment = new HashMap<>();
		for (String variable : variables.split(" \\| ")) {
			environment.put(variable.split("=", 2)[0], variable.split("=", 2)[1]);
		}
		assertThat(Platforms.look(
				new PlatformEnvironment(Platforms.variables(environment::get), Path.of("/nowhere"), new LocalFiles())))
			.extracting(PlatformMatch::weight)
			.isSubsetOf(Weight.WITHIN_THE_CLOUD);
	}

	@Test
	void takesNoVariableOfAPlatformThatIsNotThere() {
		Map<String, String> environment = Map.of("AWS_REGION", "eu-central-1", "PORT", "8080", "HOME", "/app");
		assertThat(Platforms.variables(environment::get)).isEmpty();
	}

	@Test
	void takesTheVariablesOfAPlatformThatMayBeThere() {
		Map<String, String> environment = Map.of("DYNO", " web.1 ", "PORT", "8080", "HOME", " ", "PATH", "/bin");
		assertThat(Platforms.variables(environment::get)).containsOnly(Map.entry("DYNO", "web.1"),
				Map.entry("PORT", "8080"));
	}

	@Test
	void knowsTheVariablesAndNamesOfEachProvider() {
		assertThat(Platforms.isVariable(CloudProvider.AWS, "AWS_LAMBDA_FUNCTION_NAME")).isTrue();
		assertThat(Platforms.isVariable(CloudProvider.GCP, "AWS_LAMBDA_FUNCTION_NAME")).isFalse();
		assertThat(Platforms.names(CloudProvider.HEROKU)).containsEntry("dyno", "DYNO");
		assertThat(Platforms.names(CloudProvider.OPENSTACK)).isEmpty();
	}

}

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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for environment variables that are other tools': they never fail the start.
 */
@ExtendWith(OutputCaptureExtension.class)
class VariablesOfOtherToolsTests {

	@ParameterizedTest
	@CsvSource({ "aws, GCE_METADATA_HOST=fd20:ce::254", "aws, GCE_METADATA_HOST=gce_metadata_server:8080",
			"none, GCE_METADATA_HOST=gce_metadata_server:8080", "none, GCE_METADATA_HOST=a b",
			"none, GCE_METADATA_HOST=${undefined.property}", "none, AWS_EC2_METADATA_SERVICE_ENDPOINT=fd00:ec2::254",
			"none, AWS_EC2_METADATA_SERVICE_ENDPOINT=ftp://x", "azure, AWS_EC2_METADATA_SERVICE_ENDPOINT=a b",
			"none, aws.ec2MetadataServiceEndpoint=a b", "none, AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE=${x}",
			"none, NO_GCE_CHECK=${undefined.property}" })
	void doNotMatterOnOtherMachines(String cloud, String variable, CapturedOutput output) {
		try (CloudSimulator simulator = CloudSimulator.start(cloud);
				ConfigurableApplicationContext context = run(simulator.getProperties(), variable)) {
			CloudInstance instance = context.getBean(CloudInstance.class);
			assertThat(instance.getProvider().getId()).isEqualTo(cloud.equals("none") ? "local" : cloud);
			assertThat(instance.getDetection().failures()).isEmpty();
			assertThat(output).doesNotContain("WARN");
		}
	}

	@Test
	void areNamedIfTheyWouldNameTheCloud(CapturedOutput output) {
		try (CloudSimulator simulator = CloudSimulator.start("none");
				ConfigurableApplicationContext context = run(simulator.getProperties(),
						"CLOUD_PROVIDER=${undefined.property}")) {
			assertThat(context.getBean(CloudInstance.class).getProvider().getId()).isEqualTo("local");
		}
		assertThat(output).containsOnlyOnce("Ignoring the environment variable CLOUD_PROVIDER");
	}

	private static ConfigurableApplicationContext run(Map<String, String> properties, String variable) {
		List<String> arguments = new ArrayList<>();
		String name = variable.substring(0, variable.indexOf('='));
		String cloud = name.contains("GCE") ? "gcp" : "aws";
		properties.forEach((property, value) -> {
			// wins over the variable
			boolean wins = property.equals("cloudmeta.%s.endpoint".formatted(cloud))
					|| (property.equals("cloudmeta.provider") && name.equals("CLOUD_PROVIDER"));
			if (!wins && !property.equals(name)) {
				arguments.add("--" + property + "=" + value);
			}
		});
		arguments.add("--" + variable);
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run(arguments.toArray(String[]::new));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(CloudMetaAutoConfiguration.class)
	static class Application {

	}

}

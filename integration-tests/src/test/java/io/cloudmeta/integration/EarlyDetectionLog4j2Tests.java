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

package io.cloudmeta.integration;

import java.nio.file.Path;

import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.CloudSimulator.Fault;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what Log4j logs of a detection that happens before Spring Boot has
 * initialized logging.
 */
@ExtendWith({ OutputCaptureExtension.class, Log4j2Application.class })
@Tag("log4j2")
class EarlyDetectionLog4j2Tests {

	private static final String FOUND = "Runs on Amazon Web Services, region eu-west-1, zone eu-west-1b";

	private static final String TURNED_OFF = "the metadata service of this EC2 instance is turned off";

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "spring.application.name=orders-$<cloud:region>",
			"logging.file.name={directory}/$<cloud:region>.log",
			"spring.config.import=optional:file:{directory}/${cloud:region:local}.yml",
			"cloudmeta.profiles.enabled=true" })
	void logsTheCloudAsSoonAsLoggingIsInitialized(String property, CapturedOutput output) {
		try (CloudSimulator cloud = CloudSimulator.of("aws").value("region", "eu-west-1").start()) {
			run(cloud, property);
		}
		assertThat(output).containsOnlyOnce("Runs on ").containsOnlyOnce(FOUND);
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.application.name=orders-$<cloud:region:none>",
			"logging.file.name={directory}/$<cloud:region:none>.log",
			"spring.config.import=optional:file:{directory}/${cloud:region:local}.yml",
			"cloudmeta.profiles.enabled=true" })
	void warnsOfARefusalAsSoonAsLoggingIsInitialized(String property, CapturedOutput output) {
		try (CloudSimulator cloud = CloudSimulator.start("aws")) {
			cloud.setFault(Fault.REFUSES);
			run(cloud, property);
		}
		assertThat(output).containsOnlyOnce("Runs on Amazon Web Services").containsOnlyOnce(TURNED_OFF);
	}

	private void run(CloudSimulator cloud, String property) {
		Log4j2Application.run(cloud, property.replace("{directory}", this.directory.toString())).close();
	}

}

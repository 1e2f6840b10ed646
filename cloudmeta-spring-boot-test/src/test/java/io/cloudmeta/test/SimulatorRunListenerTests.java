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

package io.cloudmeta.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.cloudmeta.CloudInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SimulatorRunListener}.
 */
class SimulatorRunListenerTests {

	private static final List<String> IN_NAMESPACE = List.of("unshare", "-m", "-n", "sh", "-c",
			"ip link set lo up && exec \"$@\"", "sh");

	@TempDir
	private Path directory;

	private final Map<String, String> environment = new HashMap<>();

	@Test
	void runsAnApplicationOnACloud() throws Exception {
		CloudSimulator cloud;
		try (ConfigurableApplicationContext context = run("cloudmeta.simulator.cloud=azure",
				"cloudmeta.simulator.values=region=westeurope,tags.team=ml",
				"spring.application.name=in-$<cloud:region>")) {
			assertThat(context.getBean(CloudInstance.class).getProvider()).hasToString("azure");
			assertThat(context.getBean(CloudInstance.class).getTags()).containsEntry("team", "ml");
			assertThat(context.getEnvironment().getProperty("spring.application.name")).isEqualTo("in-westeurope");
			cloud = context.getBean(CloudSimulator.class);
			assertThat(cloud.getRequests()).hasSize(1);
		}
		assertThat(cloud.isRunning()).isFalse();
	}

	@Test
	void anApplicationWithoutThePropertyRunsOnNoSimulatedCloud() {
		try (ConfigurableApplicationContext context = run("cloudmeta.provider=local")) {
			assertThat(context.getBeanProvider(CloudSimulator.class).getIfAvailable()).isNull();
		}
	}

	@Test
	void firmwareFaultAndCloudInitCanBeChosen() {
		try (ConfigurableApplicationContext context = run("cloudmeta.simulator.cloud=openstack",
				"cloudmeta.simulator.dmi=kvm", "cloudmeta.simulator.cloud-init=true",
				"cloudmeta.simulator.fault=refuses", "cloudmeta.simulator.values[0]=region=a,b")) {
			CloudInstance instance = context.getBean(CloudInstance.class);
			assertThat(instance.getProvider()).hasToString("openstack");
			assertThat(Path.of(String.valueOf(context.getEnvironment().getProperty("cloudmeta.detection.root")))
				.resolve(CloudInitFile.PATH)).exists();
		}
	}

	@Test
	void aCustomCloudIsDefinedByTheApplication() {
		try (ConfigurableApplicationContext context = run("cloudmeta.simulator.cloud=custom.acme",
				"cloudmeta.simulator.values=region=north,acme_id=srv-7", "cloudmeta.custom.acme.document=/v1.json",
				"cloudmeta.custom.acme.check.acme_id=srv-.*", "cloudmeta.custom.acme.fields.region=region")) {
			assertThat(context.getBean(CloudInstance.class).getRegion()).isEqualTo("north");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					cloudmeta.simulator.cloud=awss | cloudmeta.simulator.cloud | There is no simulated cloud 'awss'. Did you mean aws? Known: aws, azure
					cloudmeta.simulator.cloud=aws --cloudmeta.simulator.values=regoin=x | cloudmeta.simulator.values | region
					cloudmeta.simulator.cloud=aws --cloudmeta.simulator.values=region | cloudmeta.simulator.values | 'region' is not of the form 'name=value'
					cloudmeta.simulator.cloud=ibm --cloudmeta.simulator.cloud-init=true | cloudmeta.simulator.cloud-init | has no file of cloud-init's
					cloudmeta.simulator.cloud=aws --cloudmeta.simulator.dmi=xen | cloudmeta.simulator.dmi | Write one of cloud, kvm, none
					cloudmeta.simulator.cloud=custom.acme | cloudmeta.simulator.cloud | There is no cloudmeta.custom.acme in the application's configuration
					""")
	void reportsWhatToWriteInstead(String properties, String name, String reason) throws Exception {
		Result result = start(("--" + properties).split(" "));
		assertThat(result.status()).isEqualTo(1);
		assertThat(result.output()).contains("APPLICATION FAILED TO START")
			.contains("Property: " + name)
			.contains(reason)
			.contains("Correct the value of " + name);
	}

	@Test
	void aProcessThatEndsByItselfEnds() throws Exception {
		Result result = start("--cloudmeta.simulator.cloud=gcp",
				"--cloudmeta.simulator.values=region=europe-west4,tags.team=");
		assertThat(result.output()).contains("Runs on the simulated cloud 'gcp' at http://127.0.0.1:")
			.contains("In europe-west4 of gcp, team ");
		assertThat(result.status()).isZero();
	}

	@Test
	void anEnvironmentVariableIsEnough() throws Exception {
		this.environment.put("CLOUDMETA_SIMULATOR_CLOUD", "aws");
		this.environment.put("CLOUDMETA_SIMULATOR_VALUES", "region=eu-north-1,tags.team=ml");
		Result result = start();
		assertThat(result.output()).contains("In eu-north-1 of aws, team ml");
	}

	@Test
	void configurationMetadataOffersEachCloud() throws IOException {
		List<String> offered = new ArrayList<>();
		Matcher value = Pattern.compile("\"value\": \"([^\"]+)\"")
			.matcher(Files
				.readString(Path.of("src/main/resources/META-INF/additional-spring-configuration-metadata.json")));
		while (value.find()) {
			offered.add(value.group(1));
		}
		assertThat(offered).isEqualTo(Arrays.stream(SimulatedClouds.values()).map(SimulatedClouds::getName).toList());
	}

	private static ConfigurableApplicationContext run(String... properties) {
		return SpringApplication.run(RunApplication.class,
				Stream.concat(Stream.of("spring.main.web-application-type=none"), Stream.of(properties))
					.map((property) -> "--" + property)
					.toArray(String[]::new));
	}

	/**
	 * Runs the application as a process of its own, which reaches no other machine.
	 */
	private Result start(String... arguments) throws Exception {
		List<String> command = new ArrayList<>(IN_NAMESPACE);
		command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), RunApplication.class.getName(),
				"--spring.main.web-application-type=none"));
		command.addAll(List.of(arguments));
		Path output = this.directory.resolve("output");
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
		builder.environment().putAll(this.environment);
		Process process = builder.start();
		try {
			assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ends by itself").isTrue();
			return new Result(process.exitValue(), Files.readString(output));
		}
		finally {
			process.destroyForcibly();
		}
	}

	record Result(int status, String output) {

	}

}

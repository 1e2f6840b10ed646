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

package io.cloudmeta.samples.trainer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.cloudmeta.samples.store.TestStores;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the executable jar, whose process is ended.
 */
@Timeout(180)
class TrainerJarIT {

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private static final int STEPS = 600;

	private final List<Process> processes = new ArrayList<>();

	@TempDir
	private Path directory;

	@AfterEach
	void endProcesses() throws InterruptedException {
		for (Process process : this.processes) {
			process.destroyForcibly().waitFor();
		}
	}

	@Test
	void whenKilledAnotherMachineContinuesFromTheLastCheckpoint() throws Exception {
		TestStores stores = TestStores.of("aws");
		try (CloudSimulator one = CloudSimulator.start("aws", Map.of("instanceId", "i-0d58e2a7f1c496301"));
				CloudSimulator other = CloudSimulator.start("aws", Map.of("instanceId", "i-0d58e2a7f1c496302"))) {
			JsonNode killed = await(start(one, stores.getProperties()),
					(progress) -> progress.path("saved").asInt() >= 200
							&& progress.path("step").asInt() > progress.path("saved").asInt() + 30);
			this.processes.get(0).destroyForcibly().waitFor();
			JsonNode done = await(start(other, stores.getProperties()), TrainerJarIT::isDone);
			assertThat(done.path("machines").size()).isEqualTo(2);
			JsonNode machine = done.path("machines").get(1);
			assertThat(machine.path("name").asString()).isEqualTo("i-0d58e2a7f1c496302");
			assertThat(machine.path("from").asInt() % 100).isZero();
			assertThat(machine.path("from").asInt()).isGreaterThanOrEqualTo(killed.path("saved").asInt());
			assertThat(loss(done)).isEqualTo(lossWithoutInterruption());
		}
	}

	@Test
	void whenTerminatedBySignalSavesFirst() throws Exception {
		try (CloudSimulator one = CloudSimulator.start("hetzner", Map.of("instanceId", "48172901"));
				CloudSimulator other = CloudSimulator.start("hetzner", Map.of("instanceId", "48172902"))) {
			await(start(one, Map.of()), (progress) -> progress.path("step").asInt() > 130);
			this.processes.get(0).destroy();
			assertThat(this.processes.get(0).waitFor()).isEqualTo(143);
			JsonNode done = await(start(other, Map.of()), TrainerJarIT::isDone);
			assertThat(done.path("machines").size()).isEqualTo(2);
			JsonNode machine = done.path("machines").get(1);
			assertThat(machine.path("from").asInt()).isGreaterThan(130);
			assertThat(machine.path("repeated").asInt()).isZero();
			assertThat(loss(done)).isEqualTo(lossWithoutInterruption());
		}
	}

	private Path start(CloudSimulator simulator, Map<String, String> stores) throws IOException {
		Path log = this.directory.resolve(this.processes.size() + ".log");
		Map<String, String> properties = new HashMap<>(simulator.getProperties());
		properties.putAll(stores);
		properties.putAll(Map.of("server.port", "0", "trainer.steps", String.valueOf(STEPS), "trainer.checkpoint-every",
				"100", "trainer.lease", "2s", "trainer.step-time", "10ms", "storage.folder",
				this.directory.resolve("training").toString()));
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-jar", Path.of("target", "trainer.jar").toString()));
		properties.forEach((name, value) -> command.add("--" + name + "=" + value));
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
		builder.environment().put("AWS_ACCESS_KEY_ID", "none");
		builder.environment().put("AWS_SECRET_ACCESS_KEY", "none");
		this.processes.add(builder.start());
		return log;
	}

	private JsonNode await(Path log, Predicate<JsonNode> condition) throws IOException, InterruptedException {
		Process process = this.processes.get(this.processes.size() - 1);
		Matcher port = PORT.matcher("");
		while (!port.find()) {
			assertThat(process.isAlive()).as(() -> read(log)).isTrue();
			Thread.sleep(50);
			port = PORT.matcher(read(log));
		}
		RestClient client = RestClient.create("http://127.0.0.1:" + port.group(1));
		while (true) {
			assertThat(process.isAlive()).as(() -> read(log)).isTrue();
			JsonNode progress = JsonMapper.shared()
				.readTree(client.get().uri("/progress").retrieve().body(String.class));
			if (condition.test(progress)) {
				return progress;
			}
			Thread.sleep(20);
		}
	}

	private static String read(Path log) {
		try {
			return Files.readString(log);
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	private static boolean isDone(JsonNode progress) {
		return progress.path("phase").asString().equals("done");
	}

	private static double loss(JsonNode progress) {
		return progress.path("curve").get(progress.path("curve").size() - 1).path("loss").asDouble();
	}

	private static double lossWithoutInterruption() {
		LogisticRegression model = new LogisticRegression(new TrainerProperties.Model(42, 20000, 32, 64, 0.002, 0.9));
		while (model.getStep() < STEPS) {
			model.step();
		}
		return model.loss();
	}

}

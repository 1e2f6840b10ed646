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

package io.cloudmeta.autoconfigure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import com.github.tomakehurst.wiremock.http.LoggedResponse;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is left of secrets in the memory of an application that lives on: the
 * simulated clouds, which know them, are in this process, the application in another one,
 * which writes down its whole heap.
 */
class SecretsInMemoryTests {

	private static final String SECRET = "PLANTED-SECRET-" + Long.toString(System.nanoTime(), 36);

	private static final String BASE64 = Base64.getEncoder()
		.encodeToString(SECRET.getBytes(StandardCharsets.ISO_8859_1));

	/** How often the heap is looked at, about once a second. */
	private static final int DUMPS = 40;

	/** Where the simulated clouds keep secrets. */
	private static final Map<String, Map<String, String>> SECRETS = secrets();

	private static Map<String, Map<String, String>> secrets() {
		Map<String, Map<String, String>> secrets = new LinkedHashMap<>();
		for (String cloud : List.of("aws", "alibaba", "akamai", "cloudstack", "tencent")) {
			secrets.put(cloud, Map.of("user-data", SECRET));
		}
		secrets.put("azure", Map.of("compute.userData", BASE64, "compute.customData", BASE64));
		secrets.put("gcp", Map.of("instance/attributes/user-data", SECRET, "instance/attributes/db-password", SECRET));
		secrets.put("opennebula", Map.of("VM.USER_TEMPLATE.DB_PASSWORD", SECRET));
		secrets.put("digitalocean", Map.of("user_data", SECRET));
		secrets.put("hetzner", Map.of("userdata", SECRET));
		secrets.put("ibm", Map.of());
		// its document, the last one that is read, is where buffers would show it
		secrets.put("oracle", Map.of("metadata.user_data", BASE64, "metadata.db_password", SECRET));
		return secrets;
	}

	@Test
	void keepsNoneOfThemLongerThanTheConnectionOverWhichTheyCame(@TempDir Path directory) throws Exception {
		Map<String, CloudSimulator> clouds = new LinkedHashMap<>();
		try {
			SECRETS.forEach((name, values) -> clouds.put(name, CloudSimulator.start(name, values)));
			List<String> files = new ArrayList<>();
			for (Map.Entry<String, CloudSimulator> cloud : clouds.entrySet()) {
				files.add(write(directory.resolve(cloud.getKey()), cloud.getValue()).toString());
			}
			try (HeapDumperProcess application = new HeapDumperProcess(files)) {
				assertThat(application.await("READY")).isEqualTo("READY " + clouds.size());
				assertThat(application.lines()).filteredOn((line) -> line.equals("USER DATA " + SECRET.length()))
					.hasSizeGreaterThanOrEqualTo(10);
				Map<String, String> secrets = new LinkedHashMap<>();
				secrets.put("what was planted", SECRET);
				secrets.put("what was planted, in base64", BASE64);
				clouds
					.forEach((name, cloud) -> tokens(cloud).forEach((token) -> secrets.put("token of " + name, token)));
				assertThat(secrets).containsKeys("token of aws", "token of ibm", "token of akamai");
				Set<String> left = Set.of();
				for (int i = 0; i < DUMPS; i++) {
					Path dump = directory.resolve("heap%d.hprof".formatted(i));
					application.order(dump.toString());
					assertThat(application.await("DUMPED")).endsWith(dump.toString());
					assertThat(contains(dump, "europe-north1")).as("what is kept is found").isTrue();
					left = left(dump, secrets);
					Files.delete(dump);
					if (left.isEmpty()) {
						break;
					}
					TimeUnit.SECONDS.sleep(1);
				}
				assertThat(left).isEmpty();
			}
		}
		finally {
			clouds.values().forEach(CloudSimulator::close);
		}
	}

	private static Path write(Path file, CloudSimulator cloud) throws IOException {
		Properties properties = new Properties();
		properties.putAll(cloud.getProperties());
		properties.put("cloudmeta.provider", cloud.getCloud());
		try (Writer writer = Files.newBufferedWriter(file)) {
			properties.store(writer, null);
		}
		return file;
	}

	/**
	 * Returns what the simulated cloud answered where tokens are issued.
	 */
	private static Set<String> tokens(CloudSimulator cloud) {
		Set<String> tokens = new LinkedHashSet<>();
		for (ServeEvent event : cloud.getWireMock().getAllServeEvents()) {
			LoggedResponse response = event.getResponse();
			if (event.getRequest().getUrl().split("\\?")[0].endsWith("token") && response.getStatus() == 200) {
				tokens.add(response.getBodyAsString()
					.replaceAll("(?s).*\"access_token\"\\s*:\\s*\"([^\"]*)\".*", "$1")
					.trim());
			}
		}
		return tokens;
	}

	private static Set<String> left(Path dump, Map<String, String> secrets) throws IOException {
		Set<String> left = new LinkedHashSet<>();
		for (Map.Entry<String, String> secret : secrets.entrySet()) {
			if (contains(dump, secret.getValue())) {
				left.add(secret.getKey());
			}
		}
		return left;
	}

	/**
	 * Whether a text is in a heap: as bytes, as a compact string, as another string or as
	 * characters.
	 */
	private static boolean contains(Path dump, String text) throws IOException {
		for (Charset charset : List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16LE,
				StandardCharsets.UTF_16BE)) {
			if (contains(dump, text.getBytes(charset))) {
				return true;
			}
		}
		return false;
	}

	private static boolean contains(Path dump, byte[] wanted) throws IOException {
		try (FileChannel channel = FileChannel.open(dump)) {
			MappedByteBuffer heap = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
			byte[] bytes = new byte[heap.remaining()];
			heap.get(bytes);
			int end = bytes.length - wanted.length;
			for (int i = 0; i <= end; i++) {
				int length = 0;
				while (length < wanted.length && bytes[i + length] == wanted[length]) {
					length++;
				}
				if (length == wanted.length) {
					return true;
				}
			}
			return false;
		}
	}

	/**
	 * The other process.
	 */
	private static final class HeapDumperProcess implements AutoCloseable {

		private final Process process;

		private final BufferedReader output;

		private final List<String> lines = new ArrayList<>();

		private HeapDumperProcess(List<String> files) throws IOException {
			List<String> command = new ArrayList<>(
					List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-cp",
							System.getProperty("java.class.path"), HeapDumper.class.getName()));
			command.addAll(files);
			this.process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
			this.output = this.process.inputReader(StandardCharsets.UTF_8);
		}

		String await(String beginning) throws IOException {
			for (String line = this.output.readLine(); line != null; line = this.output.readLine()) {
				this.lines.add(line);
				if (line.startsWith(beginning)) {
					return line;
				}
			}
			return "It has ended: " + this.lines;
		}

		List<String> lines() {
			return this.lines;
		}

		void order(String text) throws IOException {
			OutputStream input = this.process.getOutputStream();
			input.write((text + "\n").getBytes(StandardCharsets.UTF_8));
			input.flush();
		}

		@Override
		public void close() {
			this.process.destroyForcibly();
		}

	}

}

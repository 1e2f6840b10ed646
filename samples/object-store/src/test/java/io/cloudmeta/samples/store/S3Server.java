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

package io.cloudmeta.samples.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * A server that speaks S3's protocol, Adobe's S3Mock. It brings a Spring Boot of another
 * version, so it runs in a process of its own, one for all tests of a JVM.
 */
public final class S3Server {

	/** The buckets that exist. */
	private static final List<String> BUCKETS = List.of("reports-frankfurt-4c1d", "training-frankfurt-4c1d");

	// The working directory is that of a sample
	private static final Path JAR = Path.of("..", "object-store", "target", "s3mock.jar");

	private static final Pattern PORT = Pattern.compile("Tomcat started on ports (\\d+)");

	private static final Duration START = Duration.ofSeconds(90);

	private static @Nullable S3Server running;

	private final Process process;

	private final URI endpoint;

	private S3Server(Path directory) throws IOException, InterruptedException {
		Path log = directory.resolve("log");
		Path root = Files.createDirectory(directory.resolve("root"));
		this.process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-jar", JAR.toString(), "--server.address=127.0.0.1", "--server.port=0",
				"--server.ssl.enabled=false", "--com.adobe.testing.s3mock.http-port=0",
				"--com.adobe.testing.s3mock.store.root=" + root,
				"--com.adobe.testing.s3mock.store.initial-buckets=" + String.join(",", BUCKETS))
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		Runtime.getRuntime().addShutdownHook(new Thread(() -> end(directory)));
		this.endpoint = URI.create("http://127.0.0.1:" + awaitPort(log));
	}

	/**
	 * Returns the server, and starts it when it is needed first.
	 * @return the server, ready for requests
	 */
	public static synchronized S3Server get() {
		try {
			if (running == null) {
				running = new S3Server(Files.createTempDirectory("s3"));
			}
			return running;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private String awaitPort(Path log) throws IOException, InterruptedException {
		long end = System.nanoTime() + START.toNanos();
		while (this.process.isAlive() && System.nanoTime() < end) {
			Matcher port = PORT.matcher(Files.readString(log));
			if (port.find()) {
				return port.group(1);
			}
			Thread.sleep(50);
		}
		this.process.destroyForcibly();
		throw new IllegalStateException("S3Mock did not start:\n" + Files.readString(log));
	}

	public URI getEndpoint() {
		return this.endpoint;
	}

	private void end(Path directory) {
		try {
			this.process.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
			FileSystemUtils.deleteRecursively(directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}

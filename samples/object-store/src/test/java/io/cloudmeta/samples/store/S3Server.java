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

import org.springframework.util.FileSystemUtils;

/**
 * A server that speaks S3's protocol, Adobe's S3Mock. It brings a Spring Boot of another
 * version, so it runs in a process of its own.
 */
public final class S3Server implements AutoCloseable {

	// The working directory is that of a sample
	private static final Path JAR = Path.of("..", "object-store", "target", "s3mock.jar");

	private static final Pattern PORT = Pattern.compile("Tomcat started on ports (\\d+)");

	private static final Duration START = Duration.ofSeconds(90);

	private final Path directory;

	private final Process process;

	private final URI endpoint;

	private S3Server(Path directory, List<String> buckets) throws IOException, InterruptedException {
		this.directory = directory;
		Path log = directory.resolve("log");
		Path root = Files.createDirectory(directory.resolve("root"));
		this.process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-jar", JAR.toString(), "--server.address=127.0.0.1", "--server.port=0",
				"--server.ssl.enabled=false", "--com.adobe.testing.s3mock.http-port=0",
				"--com.adobe.testing.s3mock.store.root=" + root,
				"--com.adobe.testing.s3mock.store.initial-buckets=" + String.join(",", buckets))
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		// Also where a signal ends this JVM
		Runtime.getRuntime().addShutdownHook(new Thread(this.process::destroyForcibly));
		this.endpoint = URI.create("http://127.0.0.1:" + awaitPort(log));
	}

	/**
	 * Starts the server.
	 * @param buckets the buckets that it has
	 * @return the server, ready for requests
	 */
	public static S3Server start(List<String> buckets) {
		try {
			return new S3Server(Files.createTempDirectory("s3"), buckets);
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

	@Override
	public void close() {
		try {
			this.process.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}

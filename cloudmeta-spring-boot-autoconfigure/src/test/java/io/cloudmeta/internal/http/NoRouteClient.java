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

package io.cloudmeta.internal.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataException;

/**
 * Asks at an address to which {@link NoRouteTests} leaves no route, in a process of its
 * own, and writes down what is said of that.
 */
public final class NoRouteClient {

	private NoRouteClient() {
	}

	public static void main(String[] args) throws IOException {
		MetadataSession session = new MetadataSession(MetadataEndpoint.configured("test", args[1]));
		long begin = System.nanoTime();
		try {
			MetadataCall
				.start(session, Deadline.after(Duration.ofSeconds(10)), (exchange) -> exchange.get("/path", Map.of()))
				.await();
		}
		catch (MetadataException ex) {
			long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
			Files.writeString(Path.of(args[0]), "%s\n%d".formatted(ex.toLine(), seconds));
		}
	}

}

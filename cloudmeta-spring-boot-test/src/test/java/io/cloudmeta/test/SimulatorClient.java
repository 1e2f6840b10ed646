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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Speaks to a simulated cloud over a real socket.
 */
final class SimulatorClient {

	private final HttpClient client = HttpClient.newHttpClient();

	private final URI url;

	private final String[] headers;

	/**
	 * Creates a client.
	 * @param cloud the simulated cloud
	 * @param headers names and values of the headers of each request
	 */
	SimulatorClient(CloudSimulator cloud, String... headers) {
		this(cloud.getUrl(), headers);
	}

	private SimulatorClient(URI url, String... headers) {
		this.url = url;
		this.headers = headers;
	}

	SimulatorClient with(String... headers) {
		return new SimulatorClient(this.url, headers);
	}

	HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return send("GET", path);
	}

	HttpResponse<String> put(String path) throws IOException, InterruptedException {
		return send("PUT", path);
	}

	HttpResponse<String> put(String path, long timeout) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.url + path))
			.timeout(Duration.ofMillis(timeout))
			.headers(this.headers)
			.PUT(BodyPublishers.noBody());
		return this.client.send(request.build(), BodyHandlers.ofString());
	}

	HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.url + path))
			.headers(this.headers)
			.POST(BodyPublishers.ofString(body));
		return this.client.send(request.build(), BodyHandlers.ofString());
	}

	HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.url + path))
			.method(method, BodyPublishers.noBody());
		if (this.headers.length > 0) {
			request.headers(this.headers);
		}
		return this.client.send(request.build(), BodyHandlers.ofString());
	}

}

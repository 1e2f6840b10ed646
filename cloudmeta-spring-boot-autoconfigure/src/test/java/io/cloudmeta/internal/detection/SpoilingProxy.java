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

package io.cloudmeta.internal.detection;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cloudmeta.test.CloudSimulator;

/**
 * Stands between an application and a simulated cloud and spoils what the cloud answers.
 */
final class SpoilingProxy implements AutoCloseable {

	private static final Set<String> NOT_PASSED_ON = Set.of("connection", "content-length", "expect", "host", "upgrade",
			"transfer-encoding", "date");

	/** The parts of a response that have a meaning to its reader. */
	private static final List<String> PIECES = List.of("${x}", "$<cloud:region>", "#{1}", "\n", "\r\n", "\u0000",
			"\u202e", "\u2028", "{", "}", "[", "]", "\"", "\\", "\\ud800", ":", ",", "null", "9".repeat(400), "<html>",
			"../", "/", "%", "x".repeat(5000), "\u001b[2J", "=", "true", "\"a\":", "é", "\\u0000", "i-0", "-", " ");

	private final CloudSimulator cloud;

	private final HttpServer server;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final HttpClient client = HttpClient.newHttpClient();

	private final Map<String, HttpResponse<byte[]>> known = new ConcurrentHashMap<>();

	private volatile UnaryOperator<byte[]> spoiler = UnaryOperator.identity();

	SpoilingProxy(CloudSimulator cloud) throws IOException {
		this.cloud = cloud;
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::handle);
		this.server.setExecutor(this.threads);
		this.server.start();
	}

	String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	/**
	 * Spoils what is answered from now on, each answer in another way.
	 * @param seed what makes it the same way again
	 */
	void spoil(long seed) {
		// seeds that are neighbours would begin alike
		Random random = new Random(seed * 0x9e3779b97f4a7c15L);
		this.spoiler = (body) -> {
			synchronized (random) {
				byte[] spoiled = body;
				for (int i = random.nextInt(3); i > 0; i--) {
					spoiled = spoil(spoiled, random);
				}
				return spoiled;
			}
		};
	}

	private static byte[] spoil(byte[] body, Random random) {
		int at = random.nextInt(body.length + 1);
		int length = random.nextInt(Math.min(40, body.length - at + 1) + 1);
		length = Math.min(length, body.length - at);
		return switch (random.nextInt(6)) {
			case 0 -> join(body, at, new byte[] { (byte) random.nextInt() }, Math.min(1, body.length - at));
			case 1 -> join(body, at, new byte[0], body.length - at);
			case 2 -> join(body, at, new byte[0], length);
			case 3 ->
				join(body, at, new String(body, at, length, StandardCharsets.ISO_8859_1).repeat(random.nextInt(50))
					.getBytes(StandardCharsets.ISO_8859_1), 0);
			default ->
				join(body, at, PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8), length);
		};
	}

	private static byte[] join(byte[] body, int at, byte[] piece, int replaced) {
		byte[] joined = new byte[body.length - replaced + piece.length];
		System.arraycopy(body, 0, joined, 0, at);
		System.arraycopy(piece, 0, joined, at, piece.length);
		System.arraycopy(body, at + replaced, joined, at + piece.length, body.length - at - replaced);
		return joined;
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			HttpResponse<byte[]> answer = answer(exchange);
			byte[] body = this.spoiler.apply(answer.body());
			answer.headers().map().forEach((name, values) -> {
				if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
					exchange.getResponseHeaders().put(name, values);
				}
			});
			exchange.sendResponseHeaders(answer.statusCode(), (body.length > 0) ? body.length : -1);
			if (body.length > 0) {
				try (OutputStream output = exchange.getResponseBody()) {
					output.write(body);
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private HttpResponse<byte[]> answer(HttpExchange exchange) throws IOException, InterruptedException {
		byte[] sent = exchange.getRequestBody().readAllBytes();
		String key = exchange.getRequestMethod() + exchange.getRequestURI();
		HttpResponse<byte[]> before = this.known.get(key);
		if (before != null) {
			return before;
		}
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create(this.cloud.getUrl() + exchange.getRequestURI().toString()))
			.method(exchange.getRequestMethod(), (sent.length > 0 || exchange.getRequestMethod().equals("PUT"))
					? BodyPublishers.ofByteArray(sent) : BodyPublishers.noBody());
		exchange.getRequestHeaders().forEach((name, values) -> {
			if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
				values.forEach((value) -> request.header(name, value));
			}
		});
		HttpResponse<byte[]> answer = this.client.send(request.build(), BodyHandlers.ofByteArray());
		if (answer.statusCode() == 200) {
			this.known.put(key, answer);
		}
		return answer;
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

}

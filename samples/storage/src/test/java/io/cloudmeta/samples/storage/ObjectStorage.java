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

package io.cloudmeta.samples.storage;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Stands in for S3 and Cloud Storage on loopback: as much of both as it takes to write an
 * object and to read it. It refuses all other requests.
 */
final class ObjectStorage implements AutoCloseable {

	private static final Pattern S3 = Pattern.compile("/([^/]+)/([^/]+)");

	private static final Pattern GOOGLE_UPLOAD = Pattern.compile("/upload/storage/v1/b/([^/]+)/o");

	private static final Pattern GOOGLE = Pattern.compile("(/download)?/storage/v1/b/([^/]+)/o/([^/]+)");

	private static final Pattern NAME = Pattern.compile("\"name\"\\s*:\\s*\"([^\"]+)\"");

	private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)");

	private final Map<String, byte[]> objects = new ConcurrentHashMap<>();

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final HttpServer server;

	private ObjectStorage(HttpServer server) {
		this.server = server;
	}

	static ObjectStorage start() {
		try {
			ObjectStorage storage = new ObjectStorage(
					HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
			storage.server.createContext("/", storage::handle);
			storage.server.setExecutor(storage.executor);
			storage.server.start();
			return storage;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	URI getEndpoint() {
		return URI.create("http://127.0.0.1:" + this.server.getAddress().getPort());
	}

	/**
	 * Returns what is kept.
	 * @return the objects by their addresses, such as {@code s3://bucket/name}
	 */
	Map<String, byte[]> getObjects() {
		return this.objects;
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			byte[] body = exchange.getRequestBody().readAllBytes();
			String path = exchange.getRequestURI().getPath();
			Matcher upload = GOOGLE_UPLOAD.matcher(path);
			Matcher google = GOOGLE.matcher(path);
			Matcher s3 = S3.matcher(path);
			switch (exchange.getRequestMethod()) {
				case "POST" -> {
					if (upload.matches() && exchange.getRequestURI().getQuery().contains("uploadType=multipart")) {
						uploadToGoogle(exchange, upload.group(1), body);
						return;
					}
				}
				case "PUT" -> {
					if (s3.matches()) {
						this.objects.put("s3://" + s3.group(1) + "/" + s3.group(2), content(exchange, body));
						answer(exchange, 200, "application/xml", new byte[0]);
						return;
					}
				}
				case "GET" -> {
					if (google.matches()) {
						readFromGoogle(exchange, google.group(1) != null, google.group(2), google.group(3));
						return;
					}
					if (s3.matches()) {
						readFromS3(exchange, s3.group(1), s3.group(2));
						return;
					}
				}
				default -> {
				}
			}
			answer(exchange, 501, "text/plain", "Not simulated".getBytes(StandardCharsets.UTF_8));
		}
	}

	private void readFromS3(HttpExchange exchange, String bucket, String key) throws IOException {
		byte[] object = this.objects.get("s3://" + bucket + "/" + key);
		if (object != null) {
			answer(exchange, 200, "application/octet-stream", object);
			return;
		}
		answer(exchange, 404, "application/xml",
				"<Error><Code>NoSuchKey</Code><Message>No such key</Message></Error>".getBytes(StandardCharsets.UTF_8));
	}

	private void uploadToGoogle(HttpExchange exchange, String bucket, byte[] body) throws IOException {
		Matcher boundary = BOUNDARY.matcher(exchange.getRequestHeaders().getFirst("Content-Type"));
		if (!boundary.find()) {
			answer(exchange, 400, "text/plain", "No boundary".getBytes(StandardCharsets.UTF_8));
			return;
		}
		if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
			body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
		}
		// one byte is one character, whatever the bytes mean
		String[] parts = new String(body, StandardCharsets.ISO_8859_1).split("\r\n?--" + boundary.group(1));
		Matcher name = NAME.matcher(parts[0]);
		if (!name.find()) {
			answer(exchange, 400, "text/plain", "No name".getBytes(StandardCharsets.UTF_8));
			return;
		}
		String content = parts[1].substring(parts[1].indexOf("\r\n\r\n") + 4);
		this.objects.put("gs://" + bucket + "/" + name.group(1), content.getBytes(StandardCharsets.ISO_8859_1));
		answer(exchange, 200, "application/json", resource(bucket, name.group(1)));
	}

	private void readFromGoogle(HttpExchange exchange, boolean media, String bucket, String name) throws IOException {
		byte[] object = this.objects.get("gs://" + bucket + "/" + name);
		if (object == null) {
			answer(exchange, 404, "application/json", """
					{"error": {"code": 404, "message": "No such object"}}
					""".getBytes(StandardCharsets.UTF_8));
			return;
		}
		if (media) {
			answer(exchange, 200, "application/octet-stream", object);
			return;
		}
		answer(exchange, 200, "application/json", resource(bucket, name));
	}

	private static byte[] resource(String bucket, String name) {
		return """
				{"kind": "storage#object", "bucket": "%s", "name": "%s", "generation": "1", "metageneration": "1"}
				""".formatted(bucket, name).getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Takes the content out of the chunks that S3's clients wrap it in.
	 */
	private static byte[] content(HttpExchange exchange, byte[] body) {
		if (exchange.getRequestHeaders().getFirst("X-Amz-Decoded-Content-Length") == null) {
			return body;
		}
		ByteArrayOutputStream content = new ByteArrayOutputStream();
		int position = 0;
		while (position < body.length) {
			int end = position;
			while (body[end] != '\r') {
				end++;
			}
			String head = new String(body, position, end - position, StandardCharsets.US_ASCII);
			int length = Integer.parseInt(head.split(";")[0], 16);
			if (length == 0) {
				break;
			}
			content.write(body, end + 2, length);
			position = end + 2 + length + 2;
		}
		return content.toByteArray();
	}

	private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
		exchange.getResponseHeaders().set("Content-Type", type);
		exchange.sendResponseHeaders(status, (body.length != 0) ? body.length : -1);
		exchange.getResponseBody().write(body);
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.executor.shutdownNow();
	}

}

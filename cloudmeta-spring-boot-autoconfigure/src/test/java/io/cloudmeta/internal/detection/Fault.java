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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

import io.cloudmeta.internal.detection.FaultyServer.Connection;

/**
 * What can be wrong with a metadata service, or with what answers in its place.
 */
enum Fault {

	REFUSED("Nothing listens", (connection, number) -> connection.reset()),

	SILENT("Accepts the connection and is silent", (connection, number) -> connection.untilTheClientHasGone()),

	RESET_ON_ACCEPT("Resets each connection", (connection, number) -> connection.reset()),

	HANGS_UP("Ends each connection without an answer", (connection, number) -> connection.hangUp()),

	CLOSED_AFTER_THE_FIRST("Answers one request, then ends each connection", (connection, number) -> {
		if (number > 1) {
			connection.hangUp();
		}
		connection.pass();
	}),

	NO_TOKEN("Answers all but a PUT, as EC2 does beyond its hop limit", (connection, number) -> {
		if (connection.isPut()) {
			connection.untilTheClientHasGone();
		}
		connection.pass();
	}),

	SLOW_BODY("A byte a second of a body whose length it says", (connection, number) -> {
		connection.write(head("200 OK", "Content-Length: 1000"));
		connection.writeForever("x", 1000);
	}),

	SLOW_BODY_WITHOUT_LENGTH("A byte a second of a body without end", (connection, number) -> {
		connection.write(head("200 OK"));
		connection.writeForever("x", 1000);
	}),

	STOPS_IN_THE_BODY("Half a body, then silence", (connection, number) -> {
		connection.write(head("200 OK", "Content-Length: 1000") + "{\"half\":");
		connection.untilTheClientHasGone();
	}),

	SLOW_HEADERS("A header each 50 ms, without end", (connection, number) -> {
		connection.write("HTTP/1.1 200 OK\r\n");
		connection.writeForever("X-Header: value\r\n", 50);
	}),

	HEADERS_WITHOUT_END("Headers without end, as fast as it can", (connection, number) -> {
		connection.write("HTTP/1.1 200 OK\r\n");
		connection.writeForever("X-Header: value\r\n".repeat(500), 0);
	}),

	STATUS_LINE_WITHOUT_END("A status line without end", (connection, number) -> {
		connection.write("HTTP/1.1 200 O");
		connection.writeForever("O".repeat(8192), 0);
	}),

	CONTINUES("\"100 Continue\" without end",
			(connection, number) -> connection.writeForever("HTTP/1.1 100 Continue\r\n\r\n".repeat(300), 0)),

	EARLY_HINTS("\"103 Early Hints\" without end",
			(connection, number) -> connection.writeForever("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(300), 0)),

	RESET_IN_THE_BODY("Resets the connection in the body", (connection, number) -> {
		connection.write(head("200 OK", "Content-Length: 1000") + "{\"half\":");
		connection.reset();
	}),

	TRUNCATED("A body that is shorter than it says", (connection, number) -> {
		connection.write(head("200 OK", "Content-Length: 1000") + "{\"half\":");
		connection.hangUp();
	}),

	HUGE("A body of 300 MB", (connection, number) -> {
		connection.write(head("200 OK", "Content-Length: 314572800"));
		for (int i = 0; i < 300 * 128; i++) {
			connection.write("x".repeat(8192));
		}
	}),

	HUGE_IN_CHUNKS("A body of 300 MB in chunks", (connection, number) -> {
		connection.write(head("200 OK", "Transfer-Encoding: chunked"));
		for (int i = 0; i < 300 * 128; i++) {
			connection.write("2000\r\n" + "x".repeat(8192) + "\r\n");
		}
		connection.write("0\r\n\r\n");
	}),

	BROKEN_CHUNKS("Chunks whose length is no number", (connection, number) -> {
		connection.write(head("200 OK", "Transfer-Encoding: chunked") + "5\r\n{\"a\":\r\nxyz\r\n1}\r\n");
		connection.hangUp();
	}),

	NOT_HTTP("Something else than HTTP", (connection, number) -> {
		connection.write("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n");
		connection.hangUp();
	}),

	GZIP("Its answers, compressed without a request for it", (connection, number) -> {
		byte[] body = zipped(connection.answerOfTheCloud());
		connection.write(head("200 OK", "Content-Encoding: gzip", "Content-Length: " + body.length));
		connection.write(body);
	}),

	ALWAYS_429("Status 429, `Retry-After: 3600`",
			(connection, number) -> connection
				.write(answer("429 Too Many Requests", "slow down", "Retry-After: 3600"))),

	ALWAYS_500("Status 500", (connection, number) -> connection.write(answer("500 Internal Server Error", "oops"))),

	ALWAYS_503("Status 503", (connection, number) -> connection.write(answer("503 Service Unavailable", "later"))),

	TWICE_503("Status 503 twice, then well", (connection, number) -> {
		if (number > 2) {
			connection.pass();
		}
		else {
			connection.write(answer("503 Service Unavailable", "later"));
		}
	}),

	ONCE_401("Status 401 to the first GET, then well", (connection, number) -> {
		if (connection.isFirstGet()) {
			connection.write(answer("401 Unauthorized", "no"));
		}
		else {
			connection.pass();
		}
	}),

	ALWAYS_401("Status 401", (connection, number) -> connection.write(answer("401 Unauthorized", "no"))),

	ALWAYS_403("Status 403", (connection, number) -> connection.write(answer("403 Forbidden", "no"))),

	ALWAYS_404("Status 404", (connection, number) -> connection.write(answer("404 Not Found", "not found"))),

	REDIRECT("A redirect to another host",
			(connection, number) -> connection
				.write(answer("302 Found", "", "Location: " + connection.urlOnAnotherHost()))),

	PROXY_LOGIN("A proxy that wants a login (407)",
			(connection,
					number) -> connection.write(answer("407 Proxy Authentication Required", "<html>log in</html>",
							"Proxy-Authenticate: Basic realm=\"proxy\"", "Via: 1.1 proxy.example"))),

	PROXY_ERROR("A proxy that cannot reach it (502)",
			(connection,
					number) -> connection.write(answer("502 Bad Gateway", "<html>Bad gateway</html>",
							"Via: 1.1 proxy.example", "Content-Type: text/html"))),

	HTML("A page for people, with status 200",
			(connection, number) -> connection.write(answer("200 OK",
					"<!DOCTYPE html>\n<html><body>Welcome to the hotel</body></html>", "Content-Type: text/html"))),

	EMPTY("Nothing, with status 200", (connection, number) -> connection.write(answer("200 OK", ""))),

	DEEP_JSON("JSON, 10,000 deep",
			(connection, number) -> connection
				.write(answer("200 OK", "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000)))),

	LONG_NUMBER("JSON with a number of 100,000 digits",
			(connection, number) -> connection.write(answer("200 OK", "{\"id\":" + "1".repeat(100_000) + "}")));

	private final String description;

	private final Behaviour behaviour;

	Fault(String description, Behaviour behaviour) {
		this.description = description;
		this.behaviour = behaviour;
	}

	String description() {
		return this.description;
	}

	boolean isBeforeTheRequest() {
		return this == RESET_ON_ACCEPT;
	}

	/**
	 * Whether what it answers passes, so that all is read in the end.
	 */
	boolean passes(String cloud) {
		return this == TWICE_503 || (this == ONCE_401 && Set.of("aws", "akamai", "ibm").contains(cloud));
	}

	void serve(Connection connection, int number) throws IOException {
		this.behaviour.serve(connection, number);
	}

	private static String head(String status, String... headers) {
		StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append("\r\n");
		for (String header : headers) {
			head.append(header).append("\r\n");
		}
		return head.append("\r\n").toString();
	}

	private static String answer(String status, String body, String... headers) {
		int length = body.getBytes(StandardCharsets.UTF_8).length;
		return head(status, headers).replaceFirst("\r\n", "\r\nContent-Length: " + length + "\r\n") + body;
	}

	private static byte[] zipped(byte[] answer) throws IOException {
		String text = new String(answer, StandardCharsets.ISO_8859_1);
		ByteArrayOutputStream zipped = new ByteArrayOutputStream();
		try (GZIPOutputStream output = new GZIPOutputStream(zipped)) {
			output.write(text.substring(text.indexOf("\r\n\r\n") + 4).getBytes(StandardCharsets.ISO_8859_1));
		}
		return zipped.toByteArray();
	}

	/**
	 * Serves the fault.
	 */
	interface Behaviour {

		/**
		 * Answers a request.
		 * @param connection the connection that it came on
		 * @param number 1 for the first request since the fault
		 * @throws IOException if the connection has ended, or is to end
		 */
		void serve(Connection connection, int number) throws IOException;

	}

}

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

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HttpHead} and {@link HttpBody} in memory.
 */
class HttpHeadTests {

	private static InputStream input(String text) {
		return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	@Test
	void readsLinesThatEndWithoutACarriageReturn() throws IOException {
		HttpHead head = HttpHead.read(input("HTTP/1.1 404 No\nServer: EC2ws\n\n"));
		assertThat(head.status()).isEqualTo(404);
		assertThat(head.headers().getFirst("Server")).isEqualTo("EC2ws");
	}

	@Test
	void refusesAHeaderWithoutAName() {
		assertThatExceptionOfType(NotHttpException.class)
			.isThrownBy(() -> HttpHead.read(input("HTTP/1.1 200 OK\r\n: value\r\n\r\n")));
	}

	@Test
	void acceptsTabsAndBytesBeyondAsciiInAValue() throws IOException {
		HttpHead head = HttpHead.read(input("HTTP/1.1 200 \u00fc\r\nA:\tb\tc\u00e4 \r\n\r\n"));
		assertThat(head.headers().getFirst("A")).isEqualTo("b\tc\u00e4");
	}

	@Test
	void countsTheBytesOfAllLines() throws IOException {
		// the status line takes 16, the header's name 3, carriage returns 2
		String start = "HTTP/1.1 200 OK\r\nA: ";
		int most = HttpHead.MAX_HEAD - start.length() + 1 - 2;
		assertThat(HttpHead.read(input(start + "a".repeat(most) + "\r\n\r\n")).status()).isEqualTo(200);
		assertThatExceptionOfType(NotHttpException.class)
			.isThrownBy(() -> HttpHead.read(input(start + "a".repeat(most + 1) + "\r\n\r\n")));
	}

	@Test
	void endsWithTheConnection() {
		assertThatExceptionOfType(EOFException.class).isThrownBy(() -> HttpHead.read(input("HTTP/1.1 200 OK\r\n")));
	}

	@Test
	void readsABodyByteForByte() throws IOException {
		InputStream input = input("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n\u00ff\0rest");
		HttpBody body = new HttpBody(HttpHead.read(input), input);
		assertThat(body.read()).isEqualTo(0xff);
		assertThat(body.read()).isZero();
		assertThat(body.read()).isEqualTo(-1);
	}

	@Test
	void readsNothingWhereNothingIsWanted() throws IOException {
		InputStream input = input("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab");
		HttpBody body = new HttpBody(HttpHead.read(input), input);
		assertThat(body.read(new byte[0], 0, 0)).isZero();
		assertThat(body.readAllBytes()).hasSize(2);
	}

}

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

package io.cloudmeta.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.http.HttpHeaders;

/**
 * What stands before the body of an answer.
 *
 * @param status the status
 * @param headers the headers
 * @param persistent whether another answer may follow on the same connection
 */
record HttpHead(int status, HttpHeaders headers, boolean persistent) {

	/** How much of a head is read, with all that is said before it, in bytes. */
	static final int MAX_HEAD = 64 * 1024;

	private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.([01]) ([1-5]\\d\\d)(?: .*)?");

	private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

	/**
	 * Reads a head, passing over those that only announce another one.
	 */
	static HttpHead read(InputStream input) throws IOException {
		Lines lines = new Lines(input, MAX_HEAD);
		while (true) {
			Matcher statusLine = STATUS_LINE.matcher(lines.next());
			if (!statusLine.matches()) {
				throw new NotHttpException("no status line");
			}
			int status = Integer.parseInt(statusLine.group(2));
			HttpHeaders headers = headers(lines);
			if (status >= 200) {
				boolean persistent = statusLine.group(1).equals("1")
						&& headers.getOrEmpty(HttpHeaders.CONNECTION).isEmpty();
				return new HttpHead(status, headers, persistent);
			}
		}
	}

	private static HttpHeaders headers(Lines lines) throws IOException {
		HttpHeaders headers = new HttpHeaders();
		for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
			int colon = line.indexOf(':');
			if (colon <= 0 || line.charAt(0) == ' ' || line.charAt(0) == '\t') {
				throw new NotHttpException("no header");
			}
			headers.add(line.substring(0, colon), line.substring(colon + 1).trim());
		}
		return headers;
	}

	boolean hasBody() {
		return this.status != 204 && this.status != 304;
	}

	boolean isChunked() throws NotHttpException {
		List<String> codings = this.headers.getOrEmpty(HttpHeaders.TRANSFER_ENCODING);
		if (codings.isEmpty()) {
			return false;
		}
		if (codings.size() == 1 && codings.get(0).toLowerCase(Locale.ROOT).equals("chunked")) {
			return true;
		}
		throw new NotHttpException("an unknown transfer coding");
	}

	/**
	 * Returns the length of the body.
	 * @return the length, or -1 if the body ends with the connection
	 */
	long length() throws NotHttpException {
		List<String> lengths = this.headers.getOrEmpty(HttpHeaders.CONTENT_LENGTH).stream().distinct().toList();
		if (lengths.isEmpty()) {
			return -1;
		}
		if (lengths.size() == 1 && LENGTH.matcher(lengths.get(0)).matches()) {
			return Long.parseLong(lengths.get(0));
		}
		throw new NotHttpException("no length");
	}

	/**
	 * Lines of text that together are not longer than is reasonable.
	 */
	static final class Lines {

		private final InputStream input;

		private int budget;

		Lines(InputStream input, int budget) {
			this.input = input;
			this.budget = budget;
		}

		String next() throws IOException {
			StringBuilder line = new StringBuilder();
			for (int octet = this.input.read(); octet != '\n'; octet = this.input.read()) {
				if (octet < 0) {
					throw new EOFException("The connection ended in the midst of an answer");
				}
				if (--this.budget < 0) {
					throw new NotHttpException("more than " + MAX_HEAD + " bytes before the body");
				}
				line.append((char) octet);
			}
			int length = line.length();
			return (length > 0 && line.charAt(length - 1) == '\r') ? line.substring(0, length - 1) : line.toString();
		}

	}

}

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

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.http.HttpHeaders;

/**
 * The status line and the headers of a response. Accepts what RFC 9112 allows and, for
 * the ends of lines, what it tolerates.
 *
 * @param status the status
 * @param headers the headers
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112.html">RFC 9112</a>
 */
record HttpHead(int status, HttpHeaders headers) {

	/** How much of a head is read, interim responses included, in bytes. */
	static final int MAX_HEAD = 64 * 1024;

	private static final int SWITCHING_PROTOCOLS = 101;

	private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.([01]) ([1-5]\\d\\d)(?: .*)?");

	private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]++");

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
			if (status == SWITCHING_PROTOCOLS) {
				throw new NotHttpException("another protocol, which was not requested");
			}
			if (statusLine.group(1).equals("0") && headers.containsHeader(HttpHeaders.TRANSFER_ENCODING)) {
				throw new NotHttpException("a transfer coding in HTTP/1.0");
			}
			if (status >= 200) {
				return new HttpHead(status, headers);
			}
		}
	}

	/**
	 * Reads headers, or the trailers of a body, up to the empty line that ends them.
	 */
	static HttpHeaders headers(Lines lines) throws IOException {
		HttpHeaders headers = new HttpHeaders();
		for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
			int colon = line.indexOf(':');
			if (colon < 0 || !isToken(line.substring(0, colon))) {
				throw new NotHttpException("no header");
			}
			headers.add(line.substring(0, colon), line.substring(colon + 1).trim());
		}
		return headers;
	}

	/**
	 * Returns whether a text can be the name of a header.
	 */
	static boolean isToken(String text) {
		return TOKEN.matcher(text).matches();
	}

	boolean hasBody() {
		return this.status != 204 && this.status != 304;
	}

	boolean isChunked() throws NotHttpException {
		List<String> codings = this.headers.getOrEmpty(HttpHeaders.TRANSFER_ENCODING);
		if (codings.isEmpty()) {
			return false;
		}
		if (this.headers.containsHeader(HttpHeaders.CONTENT_LENGTH)) {
			throw new NotHttpException("both a length and a transfer coding");
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
	 * Lines of text without control characters, of bounded length together.
	 */
	static final class Lines {

		private final InputStream input;

		private int budget;

		Lines(InputStream input, int budget) {
			this.input = input;
			this.budget = budget;
		}

		/**
		 * Reads a line that ends with a line feed, before which a carriage return may
		 * stand.
		 */
		String next() throws IOException {
			String line = read();
			return checked(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
		}

		/**
		 * Reads a line that ends with a carriage return and a line feed.
		 */
		String nextOfChunks() throws IOException {
			String line = read();
			if (!line.endsWith("\r")) {
				throw new NotHttpException("a line of a chunk without a carriage return");
			}
			return checked(line.substring(0, line.length() - 1));
		}

		private String read() throws IOException {
			StringBuilder line = new StringBuilder();
			for (int octet = this.input.read(); octet != '\n'; octet = this.input.read()) {
				if (octet < 0) {
					throw new EOFException("The connection ended in the midst of a response");
				}
				if (--this.budget < 0) {
					throw new NotHttpException("more than " + MAX_HEAD + " bytes before the body");
				}
				line.append((char) octet);
			}
			return line.toString();
		}

		private static String checked(String line) throws NotHttpException {
			for (int i = 0; i < line.length(); i++) {
				char character = line.charAt(i);
				if ((character < ' ' && character != '\t') || character == 0x7f) {
					throw new NotHttpException("a control character in a line");
				}
			}
			return line;
		}

	}

}

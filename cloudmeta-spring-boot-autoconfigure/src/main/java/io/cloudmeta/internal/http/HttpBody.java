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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.cloudmeta.internal.http.HttpHead.Lines;

/**
 * The body of a response. Reading one that ends too early fails: half a body must not be
 * used as a value.
 */
final class HttpBody extends InputStream {

	private static final Pattern SIZE = Pattern.compile("([0-9a-fA-F]{1,8})(?:[ \\t]*+;.*)?");

	private final InputStream input;

	private final Lines lines;

	private final boolean chunked;

	/** How much follows, -1 if that is not known. */
	private long remaining;

	private boolean first = true;

	private boolean whole;

	HttpBody(HttpHead head, InputStream input) throws IOException {
		this.input = input;
		this.lines = new Lines(input, HttpHead.MAX_HEAD);
		// both are checked even where no body follows
		boolean isChunked = head.isChunked();
		long length = head.length();
		this.chunked = head.hasBody() && isChunked;
		this.remaining = (head.hasBody() && !isChunked) ? length : 0;
		this.whole = !this.chunked && this.remaining == 0;
	}

	@Override
	public int read() throws IOException {
		byte[] octet = new byte[1];
		return (read(octet, 0, 1) < 0) ? -1 : octet[0] & 0xff;
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		if (this.chunked && this.remaining == 0 && !this.whole) {
			nextChunk();
		}
		if (this.whole || length == 0) {
			return this.whole ? -1 : 0;
		}
		int wanted = (this.remaining < 0) ? length : (int) Math.min(length, this.remaining);
		int count = this.input.read(bytes, offset, wanted);
		if (count < 0 && this.remaining >= 0) {
			throw new EOFException("The connection ended in the midst of a body");
		}
		if (count > 0 && this.remaining > 0) {
			this.remaining -= count;
			this.whole = this.remaining == 0 && !this.chunked;
		}
		return count;
	}

	private void nextChunk() throws IOException {
		if (!this.first && !this.lines.nextOfChunks().isEmpty()) {
			throw new NotHttpException("a chunk that is longer than its size");
		}
		this.first = false;
		Matcher size = SIZE.matcher(this.lines.nextOfChunks());
		if (!size.matches()) {
			throw new NotHttpException("a chunk without a size");
		}
		this.remaining = Long.parseLong(size.group(1), 16);
		if (this.remaining == 0) {
			HttpHead.headers(this.lines);
			this.whole = true;
		}
	}

}

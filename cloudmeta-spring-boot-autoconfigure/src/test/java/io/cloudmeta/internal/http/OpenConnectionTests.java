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

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link OpenConnection}.
 */
class OpenConnectionTests {

	private final AtomicInteger closed = new AtomicInteger();

	private final Closeable connection = this.closed::incrementAndGet;

	private final OpenConnection open = new OpenConnection();

	@Test
	void isClosedFromOutside() throws IOException {
		this.open.set(this.connection);
		assertThat(this.closed).hasValue(0);
		this.open.abort();
		assertThat(this.closed).hasValue(1);
	}

	@Test
	void isLeftAloneWhenItIsNotUsedAnyMore() throws IOException {
		this.open.set(this.connection);
		this.open.release();
		this.open.abort();
		assertThat(this.closed).hasValue(0);
	}

	@Test
	void isNotUsedAfterTheEnd() {
		this.open.abort();
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> this.open.set(this.connection));
		assertThat(this.closed).hasValue(1);
	}

	@Test
	void endsEvenIfItCannotBeClosed() throws IOException {
		this.open.set(() -> {
			throw new IOException("stuck");
		});
		this.open.abort();
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> this.open.set(this.connection));
	}

}

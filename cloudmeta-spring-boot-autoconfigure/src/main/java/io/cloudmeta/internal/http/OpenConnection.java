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

import org.jspecify.annotations.Nullable;

/**
 * The connection that an client uses at the moment, so that another thread can end it.
 */
class OpenConnection {

	private @Nullable Closeable connection;

	private boolean aborted;

	/**
	 * Begins to use a connection.
	 * @param connection the connection, which is closed at once by another thread
	 * @throws SocketTimeoutException if none may be used any more
	 */
	synchronized void set(Closeable connection) throws IOException {
		if (this.aborted) {
			connection.close();
			throw new SocketTimeoutException("The deadline has passed");
		}
		this.connection = connection;
	}

	/**
	 * Marks the connection as no longer used by this client.
	 */
	synchronized void release() {
		this.connection = null;
	}

	/**
	 * Ends the connection, and keeps further ones from being used.
	 */
	synchronized void abort() {
		this.aborted = true;
		if (this.connection != null) {
			try {
				this.connection.close();
			}
			catch (IOException ex) {
				// it is of no use any more
			}
		}
	}

}

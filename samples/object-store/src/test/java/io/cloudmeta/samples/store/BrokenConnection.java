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

package io.cloudmeta.samples.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network in front of a server that breaks connections in the middle of what is
 * uploaded, as often as configured.
 */
public final class BrokenConnection implements AutoCloseable {

	private final URI server;

	private final ServerSocket socket;

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final AtomicInteger breaks = new AtomicInteger();

	private final AtomicInteger broken = new AtomicInteger();

	public BrokenConnection(URI server) {
		this.server = server;
		try {
			this.socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.executor.submit(this::accept);
	}

	public URI getEndpoint() {
		return URI.create("http://127.0.0.1:" + this.socket.getLocalPort());
	}

	/**
	 * Breaks the connections of uploads from now on.
	 * @param times how many
	 */
	public void breakUploads(int times) {
		this.breaks.set(times);
	}

	/**
	 * Returns how many connections were broken.
	 * @return the number
	 */
	public int getBroken() {
		return this.broken.get();
	}

	private Void accept() throws IOException {
		while (true) {
			Socket client = this.socket.accept();
			Socket target = new Socket(this.server.getHost(), this.server.getPort());
			this.executor.submit(() -> copy(target, client, false));
			this.executor.submit(() -> copy(client, target, true));
		}
	}

	private Void copy(Socket from, Socket to, boolean upload) throws IOException {
		try (from; to) {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			byte[] buffer = new byte[1024];
			for (int length = in.read(buffer); length != -1; length = in.read(buffer)) {
				boolean isPut = upload && new String(buffer, 0, length, StandardCharsets.ISO_8859_1).startsWith("PUT ");
				if (isPut && this.breaks.getAndUpdate((left) -> Math.max(0, left - 1)) > 0) {
					// The request's head and the first part of its body arrive
					out.write(buffer, 0, length);
					out.write(in.readNBytes(2048));
					out.flush();
					this.broken.incrementAndGet();
					return null;
				}
				out.write(buffer, 0, length);
				out.flush();
			}
		}
		return null;
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

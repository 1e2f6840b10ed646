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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on loopback that responds with the given bytes, or with a given fault.
 */
public class RawServer implements AutoCloseable {

	private final ServerSocket socket;

	private final Answer answer;

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final AtomicInteger connections = new AtomicInteger();

	private final AtomicInteger ended = new AtomicInteger();

	RawServer(Answer answer) throws IOException {
		this(answer, InetAddress.getLoopbackAddress());
	}

	RawServer(Answer answer, InetAddress address) throws IOException {
		this.socket = new ServerSocket(0, 50, address);
		this.answer = answer;
		daemon(this::accept);
	}

	public static RawServer answering(String text) throws IOException {
		return new RawServer((output) -> output.write(text.getBytes(StandardCharsets.UTF_8)));
	}

	static String ok(String body) {
		return "HTTP/1.1 200 OK\r\nContent-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
	}

	private void accept() {
		while (!this.socket.isClosed()) {
			try {
				Socket connection = this.socket.accept();
				this.connections.incrementAndGet();
				daemon(() -> serve(connection));
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private void serve(Socket connection) {
		try (connection) {
			BufferedReader reader = new BufferedReader(
					new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
			String line = reader.readLine();
			while (line != null) {
				StringBuilder request = new StringBuilder();
				int length = 0;
				while (line != null && !line.isEmpty()) {
					request.append(line).append('\n');
					if (line.startsWith("Content-Length: ")) {
						length = Integer.parseInt(line.substring("Content-Length: ".length()));
					}
					line = reader.readLine();
				}
				if (length > 0) {
					request.append('\n');
				}
				for (int i = 0; i < length; i++) {
					request.append((char) reader.read());
				}
				this.requests.add(request.toString());
				this.answer.write(connection.getOutputStream());
				connection.getOutputStream().flush();
				line = reader.readLine();
			}
		}
		catch (IOException ex) {
			// the client has gone, as it should
		}
		finally {
			this.ended.incrementAndGet();
		}
	}

	private static void daemon(Runnable task) {
		Thread thread = new Thread(task, "raw-server");
		thread.setDaemon(true);
		thread.start();
	}

	static void pause(long millis) {
		try {
			Thread.sleep(millis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	public String url() {
		return "http://127.0.0.1:" + this.socket.getLocalPort();
	}

	List<String> requests() {
		return this.requests;
	}

	public int connections() {
		return this.connections.get();
	}

	public int openConnections() {
		return this.connections.get() - this.ended.get();
	}

	/**
	 * Waits until a number of connections have ended.
	 * @return how many have, after half a minute at most
	 */
	int awaitEnded(int number) {
		for (int i = 0; i < 1500 && this.ended.get() < number; i++) {
			pause(20);
		}
		return this.ended.get();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	@FunctionalInterface
	interface Answer {

		void write(OutputStream output) throws IOException;

	}

}

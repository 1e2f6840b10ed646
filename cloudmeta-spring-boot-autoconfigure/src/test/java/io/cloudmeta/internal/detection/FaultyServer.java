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
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server on loopback between the client and a simulated cloud. It passes everything on
 * until it is broken; then it serves a {@link Fault}.
 */
final class FaultyServer implements AutoCloseable {

	private static final ThreadGroup SERVERS = new ThreadGroup("faulty servers");

	private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *(\\d+)", Pattern.CASE_INSENSITIVE);

	private static final String ELSEWHERE = "/elsewhere";

	private final URI cloud;

	private final int port;

	private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

	private final AtomicInteger requests = new AtomicInteger();

	private final AtomicInteger gets = new AtomicInteger();

	private volatile boolean followed;

	private volatile ServerSocket listener;

	private volatile Fault fault;

	/** Keeps the port from others while nothing listens there. */
	private volatile Socket placeholder;

	FaultyServer(URI cloud) throws IOException {
		this.cloud = cloud;
		this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		this.port = this.listener.getLocalPort();
		serve(this::accept);
	}

	String url() {
		return "http://127.0.0.1:" + this.port;
	}

	/**
	 * From now on all answers are faulty ones.
	 */
	void breakWith(Fault fault) throws IOException {
		this.requests.set(0);
		this.gets.set(0);
		this.fault = fault;
		if (fault == Fault.REFUSED) {
			this.listener.close();
			this.connections.forEach(Connection::close);
			holdPort();
		}
	}

	/**
	 * Keeps the port from others. A port that has just been left cannot always be taken
	 * at once.
	 */
	private void holdPort() throws IOException {
		for (int i = 0; i < 50; i++) {
			Socket socket = new Socket();
			this.placeholder = socket;
			try {
				socket.setReuseAddress(true);
				socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port));
				return;
			}
			catch (BindException ex) {
				socket.close();
				Connection.pause(10);
			}
		}
	}

	/**
	 * Returns how many requests have arrived since the fault.
	 */
	int requests() {
		return this.requests.get();
	}

	/**
	 * Returns whether a redirect was followed.
	 */
	boolean isFollowed() {
		return this.followed;
	}

	/**
	 * Returns how many connections are in the midst of an answer.
	 */
	long unfinished() {
		return this.connections.stream().filter((connection) -> connection.answering).count();
	}

	int open() {
		return this.connections.size();
	}

	private void accept() {
		while (!this.listener.isClosed()) {
			try {
				Connection connection = new Connection(this.listener.accept());
				this.connections.add(connection);
				serve(connection::run);
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private static void serve(Runnable task) {
		Thread thread = new Thread(SERVERS, task, "faulty-server");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
		this.connections.forEach(Connection::close);
		if (this.placeholder != null) {
			this.placeholder.close();
		}
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

	/**
	 * A connection with the client.
	 */
	final class Connection {

		private final Socket socket;

		private Socket upstream;

		private byte[] request = new byte[0];

		private volatile boolean answering;

		private Connection(Socket socket) {
			this.socket = socket;
		}

		private void run() {
			try (this.socket) {
				Fault current = FaultyServer.this.fault;
				if (current != null && current.isBeforeTheRequest()) {
					current.serve(this, 0);
					return;
				}
				while (true) {
					this.request = message(this.socket.getInputStream());
					this.answering = true;
					FaultyServer.this.followed |= text(this.request).contains(ELSEWHERE);
					current = FaultyServer.this.fault;
					if (current == null) {
						pass();
					}
					else {
						current.serve(this, FaultyServer.this.requests.incrementAndGet());
					}
					this.answering = false;
				}
			}
			catch (IOException ex) {
				// the client has gone, or is made to
			}
			finally {
				FaultyServer.this.connections.remove(this);
				closeUpstream();
			}
		}

		/**
		 * Reads a head and what it says follows it.
		 */
		private byte[] message(InputStream input) throws IOException {
			ByteArrayOutputStream message = new ByteArrayOutputStream();
			int ends = 0;
			while (ends < 4) {
				int octet = input.read();
				if (octet < 0) {
					throw new EOFException();
				}
				message.write(octet);
				ends = (octet == ((ends % 2 == 0) ? '\r' : '\n')) ? ends + 1 : 0;
			}
			Matcher length = LENGTH.matcher(message.toString(StandardCharsets.ISO_8859_1));
			if (length.find()) {
				message.write(input.readNBytes(Integer.parseInt(length.group(1))));
			}
			return message.toByteArray();
		}

		/**
		 * Answers as the cloud does.
		 */
		void pass() throws IOException {
			write(answerOfTheCloud());
		}

		byte[] answerOfTheCloud() throws IOException {
			if (this.upstream == null) {
				URI cloud = FaultyServer.this.cloud;
				this.upstream = new Socket(cloud.getHost(), cloud.getPort());
			}
			this.upstream.getOutputStream().write(this.request);
			return message(this.upstream.getInputStream());
		}

		boolean isPut() {
			return text(this.request).startsWith("PUT ");
		}

		boolean isFirstGet() {
			return text(this.request).startsWith("GET ") && FaultyServer.this.gets.getAndIncrement() == 0;
		}

		String urlOnAnotherHost() {
			return "http://localhost:" + FaultyServer.this.port + ELSEWHERE;
		}

		void write(byte[] bytes) throws IOException {
			OutputStream output = this.socket.getOutputStream();
			output.write(bytes);
			output.flush();
		}

		void write(String text) throws IOException {
			write(text.getBytes(StandardCharsets.UTF_8));
		}

		/**
		 * Writes a text again and again.
		 */
		void writeForever(String text, long pause) throws IOException {
			while (true) {
				write(text);
				if (pause > 0) {
					pause(pause);
				}
			}
		}

		/**
		 * Says nothing until the client has gone.
		 */
		void untilTheClientHasGone() throws IOException {
			this.socket.getInputStream().transferTo(OutputStream.nullOutputStream());
			throw new EOFException();
		}

		/**
		 * Ends the connection as one does that has failed.
		 */
		void reset() throws IOException {
			this.socket.setSoLinger(true, 0);
			this.socket.close();
			throw new EOFException();
		}

		/**
		 * Ends the connection politely.
		 */
		void hangUp() throws IOException {
			this.socket.close();
			throw new EOFException();
		}

		private void close() {
			try {
				this.socket.close();
			}
			catch (IOException ex) {
				// it is closed
			}
		}

		private void closeUpstream() {
			try {
				if (this.upstream != null) {
					this.upstream.close();
				}
			}
			catch (IOException ex) {
				// it is closed
			}
		}

		private static void pause(long millis) {
			try {
				Thread.sleep(millis);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}

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

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A connection with a metadata service for one request. Each wait ends with the deadline
 * of the request, and {@link #close()} ends any wait at once, from whichever thread it is
 * called: the JDK's own client has no means for that, and reads on where the response is
 * not wanted any more.
 */
class HttpConnection implements Closeable {

	private final Deadline deadline;

	private final Socket plain;

	private Socket socket;

	private InputStream input = InputStream.nullInputStream();

	HttpConnection(Deadline deadline) {
		this.deadline = deadline;
		// Neither a proxy nor a SOCKS server, regardless of the JVM's settings
		this.plain = new Socket(Proxy.NO_PROXY);
		this.socket = this.plain;
	}

	void connect(URI uri) throws IOException {
		boolean secure = "https".equalsIgnoreCase(uri.getScheme());
		int port = (uri.getPort() > 0) ? uri.getPort() : (secure ? 443 : 80);
		InetSocketAddress address = new InetSocketAddress(uri.getHost(), port);
		if (address.isUnresolved()) {
			throw new UnknownHostException(uri.getHost());
		}
		open();
		this.plain.connect(address, waitMillis());
		if (secure) {
			this.socket = secured(uri.getHost(), port);
		}
		this.input = new BufferedInputStream(new TimedInput(this.socket.getInputStream()));
	}

	/**
	 * Creates the socket, without an address to connect to.
	 */
	final void open() throws IOException {
		this.plain.setTcpNoDelay(true);
	}

	private Socket secured(String host, int port) throws IOException {
		SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
		SSLSocket secured = (SSLSocket) factory.createSocket(this.plain, host, port, true);
		SSLParameters parameters = secured.getSSLParameters();
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		secured.setSSLParameters(parameters);
		secured.setSoTimeout(waitMillis());
		secured.startHandshake();
		return secured;
	}

	private int waitMillis() throws SocketTimeoutException {
		if (this.deadline.isOver()) {
			throw new SocketTimeoutException("The deadline has passed");
		}
		return this.deadline.remainingMillis();
	}

	/**
	 * Sends the request.
	 * @param request all of it, small enough to be sent without waiting for the service
	 * @throws NotHttpException if something arrived before: it cannot be the response
	 */
	void send(byte[] request) throws IOException {
		if (this.input.available() > 0) {
			throw new NotHttpException("a response before the request");
		}
		this.socket.getOutputStream().write(request);
		this.socket.getOutputStream().flush();
	}

	InputStream input() {
		return this.input;
	}

	@Override
	public void close() {
		try {
			// not the secured one, which would send a closing message and wait for the
			// reply
			this.plain.close();
		}
		catch (IOException ex) {
			// it is of no use any more
		}
	}

	private final class TimedInput extends InputStream {

		private final InputStream delegate;

		private TimedInput(InputStream delegate) {
			this.delegate = delegate;
		}

		@Override
		public int read() throws IOException {
			byte[] octet = new byte[1];
			return (read(octet, 0, 1) < 0) ? -1 : octet[0] & 0xff;
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			HttpConnection.this.socket.setSoTimeout(waitMillis());
			return this.delegate.read(bytes, offset, length);
		}

		@Override
		public int available() throws IOException {
			return this.delegate.available();
		}

	}

}

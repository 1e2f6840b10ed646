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

package io.cloudmeta.test.guard;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpServer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link LoopbackGuard}. The target is 192.0.2.1, which is reserved for
 * documentation and belongs to no machine.
 */
class LoopbackGuardTests {

	private static final String ELSEWHERE = "192.0.2.1";

	@Test
	void refusesSocket() {
		assertRefused(() -> new Socket(ELSEWHERE, 80).close());
	}

	@Test
	void refusesHttpUrlConnection() {
		assertRefused(() -> {
			HttpURLConnection connection = (HttpURLConnection) URI.create("http://" + ELSEWHERE + "/latest/meta-data")
				.toURL()
				.openConnection(Proxy.NO_PROXY);
			connection.setConnectTimeout(1000);
			connection.getResponseCode();
		});
	}

	@Test
	void refusesHttpClient() {
		HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + ELSEWHERE)).build();
		assertRefused(() -> client.send(request, HttpResponse.BodyHandlers.ofString()));
	}

	@Test
	void refusesSocketChannel() {
		assertRefused(() -> SocketChannel.open(new InetSocketAddress(ELSEWHERE, 80)).close());
	}

	@Test
	void refusesNonBlockingSocketChannel() throws IOException {
		try (SocketChannel channel = SocketChannel.open()) {
			channel.configureBlocking(false);
			assertRefused(() -> channel.connect(new InetSocketAddress(ELSEWHERE, 80)));
		}
	}

	@Test
	void refusesAsynchronousSocketChannel() throws IOException {
		try (AsynchronousSocketChannel channel = AsynchronousSocketChannel.open()) {
			assertRefused(() -> channel.connect(new InetSocketAddress(ELSEWHERE, 80)).get(1, TimeUnit.SECONDS));
		}
	}

	@Test
	void refusesSendOfDatagramSocket() throws IOException {
		try (DatagramSocket socket = new DatagramSocket()) {
			byte[] data = new byte[1];
			assertRefused(
					() -> socket.send(new DatagramPacket(data, data.length, InetAddress.getByName(ELSEWHERE), 53)));
		}
	}

	@Test
	void refusesConnectOfDatagramSocket() throws IOException {
		try (DatagramSocket socket = new DatagramSocket()) {
			assertRefused(() -> socket.connect(InetAddress.getByName(ELSEWHERE), 53));
		}
	}

	@Test
	void refusesSendOfDatagramChannel() throws IOException {
		try (DatagramChannel channel = DatagramChannel.open()) {
			assertRefused(() -> channel.send(ByteBuffer.allocateDirect(1), new InetSocketAddress(ELSEWHERE, 53)));
		}
	}

	@Test
	void refusesConnectOfDatagramChannel() throws IOException {
		try (DatagramChannel channel = DatagramChannel.open()) {
			assertRefused(() -> channel.connect(new InetSocketAddress(ELSEWHERE, 53)));
		}
	}

	@Test
	void refusesLinkLocalAndIpv6() {
		assertRefused("fe80:0:0:0:0:0:0:1",
				() -> SocketChannel.open(new InetSocketAddress(InetAddress.getByName("fe80::1"), 80)).close());
		assertRefused("2001:db8:0:0:0:0:0:1",
				() -> SocketChannel.open(new InetSocketAddress("2001:db8::1", 80)).close());
	}

	@Test
	void letsLoopbackPass() throws Exception {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			exchange.sendResponseHeaders(204, -1);
			exchange.close();
		});
		server.start();
		try {
			URI uri = URI.create("http://localhost:" + server.getAddress().getPort());
			assertThat(((HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY)).getResponseCode())
				.isEqualTo(204);
			assertThat(HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
				.statusCode()).isEqualTo(204);
		}
		finally {
			server.stop(0);
		}
		assertThat(LoopbackGuard.takeAttempts()).isEmpty();
	}

	@Test
	void letsOwnAddressesPass() throws IOException {
		InetAddress own = NetworkInterface.networkInterfaces()
			.flatMap(NetworkInterface::inetAddresses)
			.filter((address) -> !address.isLoopbackAddress())
			.findFirst()
			.orElse(InetAddress.getLoopbackAddress());
		try (ServerSocket server = new ServerSocket(0, 1, own);
				SocketChannel channel = SocketChannel.open(server.getLocalSocketAddress())) {
			assertThat(channel.isConnected()).isTrue();
		}
		assertThat(LoopbackGuard.takeAttempts()).isEmpty();
	}

	@Test
	void letsDatagramsOnLoopbackPass() throws IOException {
		try (DatagramSocket receiver = new DatagramSocket(0, InetAddress.getLoopbackAddress());
				DatagramSocket sender = new DatagramSocket()) {
			receiver.setSoTimeout(1000);
			sender.send(new DatagramPacket(new byte[] { 42 }, 1, receiver.getLocalSocketAddress()));
			DatagramPacket packet = new DatagramPacket(new byte[1], 1);
			receiver.receive(packet);
			assertThat(packet.getData()).containsExactly(42);
		}
	}

	@Test
	void letsUnixDomainSocketsPass(@TempDir Path directory) throws IOException {
		UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("s"));
		try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			server.bind(address);
			try (SocketChannel channel = SocketChannel.open(address)) {
				assertThat(channel.isConnected()).isTrue();
			}
		}
	}

	@Test
	void namesOfOtherMachinesAreNotLookedUp() {
		assertThatExceptionOfType(UnknownHostException.class)
			.isThrownBy(() -> InetAddress.getByName("metadata.google.internal"));
		assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> InetAddress.getByName("example.com"));
	}

	@Test
	void testThatSwallowsTheRefusalFailsAllTheSame() {
		assertThat(failuresOf(Swallowing.class)).singleElement().satisfies((failure) -> {
			assertThat(failure.getTestIdentifier().getDisplayName()).isEqualTo("swallows()");
			assertThat(failure.getException()).isInstanceOf(AssertionError.class).hasMessageContaining(ELSEWHERE);
		});
	}

	@Test
	void testThatTriesOnAnotherThreadFails() {
		assertThat(failuresOf(OnAnotherThread.class)).singleElement()
			.satisfies((failure) -> assertThat(failure.getException()).hasMessageContaining(ELSEWHERE)
				.hasMessageContaining("'prober'"));
	}

	@Test
	void testAfterSetUpThatTriedFails() {
		assertThat(failuresOf(BeforeTheTests.class)).singleElement()
			.satisfies((failure) -> assertThat(failure.getException()).hasMessageContaining(ELSEWHERE));
	}

	@Test
	void testThatStaysSucceeds() {
		assertThat(failuresOf(Staying.class)).isEmpty();
	}

	private static List<TestExecutionSummary.Failure> failuresOf(Class<?> testClass) {
		SummaryGeneratingListener listener = new SummaryGeneratingListener();
		LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
			.selectors(DiscoverySelectors.selectClass(testClass))
			.configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
			.build();
		LauncherFactory.create().execute(request, listener);
		assertThat(listener.getSummary().getTestsStartedCount()).isEqualTo(1);
		return listener.getSummary().getFailures();
	}

	private static void assertRefused(ThrowingCallable attempt) {
		assertRefused(ELSEWHERE, attempt);
	}

	private static void assertRefused(String address, ThrowingCallable attempt) {
		Throwable thrown = catchThrowable(attempt);
		List<SecurityException> attempts = LoopbackGuard.takeAttempts();
		assertThat(thrown).isNotNull();
		assertThat(thrown).hasStackTraceContaining("A test tried to leave loopback: " + address);
		assertThat(attempts).isNotEmpty().allSatisfy((each) -> assertThat(each).hasMessageContaining(address));
	}

	private static void tryToLeave() {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(ELSEWHERE, 80), 1000);
		}
		catch (IOException | SecurityException ex) {
			// As the code does that hides it
		}
	}

	static class Swallowing {

		@Test
		void swallows() {
			tryToLeave();
		}

	}

	static class OnAnotherThread {

		@Test
		void tries() throws InterruptedException {
			Thread thread = new Thread(LoopbackGuardTests::tryToLeave, "prober");
			thread.start();
			thread.join();
		}

	}

	static class BeforeTheTests {

		@BeforeAll
		static void tries() {
			tryToLeave();
		}

		@Test
		void doesNothing() {
			assertThat(true).isTrue();
		}

	}

	static class Staying {

		@Test
		void stays() throws IOException {
			try (ServerSocket server = new ServerSocket(0); Socket socket = new Socket()) {
				socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()));
			}
		}

	}

}

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

package io.cloudmeta.internal.interruption;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.mock.env.MockEnvironment;

/**
 * A metadata service on a socket that says what a test wants: values by path, tokens as
 * EC2 issues them, and responses that wait for a change as Google's do.
 */
public final class NoticeServer implements AutoCloseable {

	private static final DateTimeFormatter DATE = DateTimeFormatter
		.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
		.withZone(ZoneOffset.UTC);

	private static final Pattern ETAG = Pattern.compile("last_etag=([^&]*)");

	private final ServerSocket server;

	private final String cloud;

	private final Map<String, Answer> answers = new ConcurrentHashMap<>();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private int token = 1;

	private volatile Duration clock = Duration.ZERO;

	private volatile Duration delay = Duration.ZERO;

	private NoticeServer(String cloud) {
		this.cloud = cloud;
		try {
			this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		Thread thread = new Thread(this::accept, "notice-server");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Starts the service of an instance of EC2.
	 */
	public static NoticeServer aws(String lifecycle) {
		return new NoticeServer("aws").put("/latest/dynamic/instance-identity/document", """
				{"accountId": "010987654321", "instanceId": "i-0c3d9e8f7a6b5c4d2", "region": "eu-west-1",
				"availabilityZone": "eu-west-1b", "instanceType": "m7g.xlarge"}
				""")
			.put("/latest/meta-data/instance-life-cycle", lifecycle)
			.put("/latest/meta-data/events/maintenance/scheduled", "[]");
	}

	/**
	 * Starts the service of a virtual machine of Azure, whose name is orders_3.
	 */
	public static NoticeServer azure(String priority) {
		return new NoticeServer("azure").put("/metadata/instance", """
				{"compute": {"vmId": "5e9c07b1-42d8-4f6a-b3e5-91f7a2c06d84", "name": "orders_3",
				"location": "westeurope", "priority": "%s", "osProfile": {"computerName": "orders00003"}}}
				""".formatted(priority)).azureEvents(1);
	}

	/**
	 * Starts the server of a virtual machine of Compute Engine.
	 */
	public static NoticeServer gcp(boolean preemptible, String machineType) {
		return new NoticeServer("gcp").put("/computeMetadata/v1/", """
				{"instance": {"id": 18127364509182736450, "name": "orders-1",
				"zone": "projects/730164928517/zones/europe-west4-b",
				"machineType": "projects/730164928517/machineTypes/%s",
				"scheduling": {"preemptible": "%s"}}, "project": {"projectId": "acme-orders"}}
				""".formatted(machineType, preemptible ? "TRUE" : "FALSE"))
			.put("/computeMetadata/v1/instance/preempted", "FALSE")
			.put("/computeMetadata/v1/instance/maintenance-event", "NONE");
	}

	/**
	 * Starts the service of another cloud.
	 */
	public static NoticeServer of(String cloud, Map<String, String> values) {
		NoticeServer server = new NoticeServer(cloud);
		values.forEach(server::put);
		return server;
	}

	public NoticeServer put(String path, String body) {
		return put(path, 200, body, Map.of());
	}

	public NoticeServer put(String path, int status, String body) {
		return put(path, status, body, Map.of());
	}

	public synchronized NoticeServer put(String path, int status, String body, Map<String, String> headers) {
		this.answers.put(path, new Answer(status, body, headers));
		notifyAll();
		return this;
	}

	public synchronized NoticeServer remove(String path) {
		this.answers.remove(path);
		notifyAll();
		return this;
	}

	/**
	 * Sets Azure's scheduled events, each of which is a JSON object.
	 */
	public NoticeServer azureEvents(int incarnation, String... events) {
		return put("/metadata/scheduledevents",
				"{\"DocumentIncarnation\":%d,\"Events\":[%s]}".formatted(incarnation, String.join(",", events)));
	}

	public synchronized void expireToken() {
		this.token++;
	}

	public void setClock(Duration offset) {
		this.clock = offset;
	}

	public void setDelay(Duration delay) {
		this.delay = delay;
	}

	/**
	 * Returns the time of the service.
	 */
	public Instant now() {
		return Instant.now().plus(this.clock);
	}

	public List<String> requests() {
		return this.requests;
	}

	public long count(String part) {
		return this.requests.stream().filter((request) -> request.contains(part)).count();
	}

	/**
	 * Breaks all open connections, as a live migration may.
	 */
	public void cut() {
		this.sockets.forEach(NoticeServer::close);
	}

	public int openConnections() {
		return this.sockets.size();
	}

	/**
	 * Returns how many sockets of clients the kernel knows that are connected to this
	 * server.
	 * @return the number, or -1 if this kernel does not say
	 */
	public long establishedConnections() {
		String connected = ":%04X 01".formatted(this.server.getLocalPort());
		long connections = -1;
		for (Path file : List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"))) {
			try {
				connections = Math.max(connections, 0)
						+ Files.readAllLines(file).stream().filter((line) -> line.contains(connected)).count();
			}
			catch (IOException ex) {
				// no Linux, or a family that it does not have
			}
		}
		return connections;
	}

	public String url() {
		return "http://127.0.0.1:" + this.server.getLocalPort();
	}

	public Map<String, String> properties() {
		Map<String, String> properties = new LinkedHashMap<>();
		properties.put("cloudmeta.provider", this.cloud);
		properties.put("cloudmeta.%s.endpoint".formatted(this.cloud), url());
		return properties;
	}

	public MockEnvironment environment() {
		MockEnvironment environment = new MockEnvironment();
		properties().forEach(environment::setProperty);
		return environment;
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket socket = this.server.accept();
				this.sockets.add(socket);
				Thread thread = new Thread(() -> serve(socket), "notice-server");
				thread.setDaemon(true);
				thread.start();
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private void serve(Socket socket) {
		try (socket) {
			BufferedReader reader = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
			String line = reader.readLine();
			if (line == null) {
				return;
			}
			Map<String, String> headers = new LinkedHashMap<>();
			for (String header = reader.readLine(); header != null && !header.isEmpty(); header = reader.readLine()) {
				headers.put(header.replaceFirst(":.*", "").toLowerCase(Locale.ROOT),
						header.replaceFirst("[^:]*: *", ""));
			}
			char[] body = new char[Integer.parseInt(headers.getOrDefault("content-length", "0"))];
			int read = (body.length > 0) ? reader.read(body) : 0;
			String target = line.split(" ")[0] + " " + line.split(" ")[1];
			this.requests.add((read > 0) ? target + " " + new String(body, 0, read) : target);
			Answer answer = answer(line.split(" ")[0], line.split(" ")[1], headers);
			StringBuilder response = new StringBuilder("HTTP/1.1 %d X\r\n".formatted(answer.status));
			byte[] content = answer.body.getBytes(StandardCharsets.UTF_8);
			response.append("Date: ").append(DATE.format(now())).append("\r\n");
			response.append("ETag: ").append(answer.etag()).append("\r\n");
			response.append("Content-Length: ").append(content.length).append("\r\n");
			if (this.cloud.equals("gcp") || this.cloud.equals("yandex")) {
				response.append("Metadata-Flavor: Google\r\n");
			}
			answer.headers.forEach((name, value) -> response.append(name + ": " + value + "\r\n"));
			response.append("Connection: close\r\n\r\n");
			socket.getOutputStream().write(response.toString().getBytes(StandardCharsets.US_ASCII));
			socket.getOutputStream().write(content);
			socket.getOutputStream().flush();
		}
		catch (IOException | InterruptedException ex) {
			// the client is gone
		}
		finally {
			this.sockets.remove(socket);
		}
	}

	private Answer answer(String method, String target, Map<String, String> headers) throws InterruptedException {
		String path = target.replaceFirst("\\?.*", "");
		if (this.cloud.equals("aws")) {
			synchronized (this) {
				if (method.equals("PUT")) {
					return new Answer(200, "token-" + this.token, Map.of());
				}
				if (!("token-" + this.token).equals(headers.get("x-aws-ec2-metadata-token"))) {
					return new Answer(401, "", Map.of("Server", "EC2ws"));
				}
			}
		}
		if (path.equals("/metadata/scheduledevents") && !this.delay.isZero()) {
			Thread.sleep(this.delay.toMillis());
		}
		Matcher etag = ETAG.matcher(target);
		boolean waits = target.contains("wait_for_change=true");
		String last = etag.find() ? etag.group(1) : "";
		long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
		synchronized (this) {
			while (waits && current(path).status == 200 && current(path).etag().equals(last)
					&& System.nanoTime() < end) {
				wait(100);
			}
			return current(path);
		}
	}

	private Answer current(String path) {
		return this.answers.getOrDefault(path, new Answer(404, "", Map.of()));
	}

	private static void close(Socket socket) {
		try {
			socket.setSoLinger(true, 0);
			socket.close();
		}
		catch (IOException ex) {
			// closed
		}
	}

	@Override
	public void close() {
		try {
			this.server.close();
		}
		catch (IOException ex) {
			// closed
		}
		cut();
	}

	private record Answer(int status, String body, Map<String, String> headers) {

		String etag() {
			return Integer.toHexString(this.body.hashCode());
		}

	}

}

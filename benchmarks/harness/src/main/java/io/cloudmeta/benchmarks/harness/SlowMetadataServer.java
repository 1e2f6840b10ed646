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

package io.cloudmeta.benchmarks.harness;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cloudmeta.test.CloudSimulator;

/**
 * One metadata service for all instances, like that of a cloud with one for many
 * machines: it serves a number of requests per second, queues some, and refuses the
 * others as busy. The first segment of a path is the instance's number. Prints its port,
 * waits for the end of its input, and then prints what arrived.
 *
 * @since 0.1.0
 */
public final class SlowMetadataServer {

	/** In milliseconds. */
	static final int BUCKET = 1000;

	/** Requests that would have to wait longer are refused as busy, in nanoseconds. */
	private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(500);

	private final byte[] answer;

	/** Between two answers, in nanoseconds. */
	private final long pause;

	private final ScheduledExecutorService answers = Executors.newScheduledThreadPool(2);

	/** Arrived and refused by the number of the bucket. */
	private final Map<Integer, int[]> buckets = new TreeMap<>();

	/** Arrived and answered by instance. */
	private final Map<String, int[]> instances = new HashMap<>();

	private long begin;

	private long nextAnswer;

	private SlowMetadataServer(byte[] answer, int capacity) {
		this.answer = answer;
		this.pause = TimeUnit.SECONDS.toNanos(1) / capacity;
	}

	/**
	 * Serves until the input ends.
	 * @param arguments how many requests a second it answers
	 */
	public static void main(String[] arguments) throws IOException {
		SlowMetadataServer server = new SlowMetadataServer(document(), Integer.parseInt(arguments[0]));
		HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16384);
		http.createContext("/", server::handle);
		http.setExecutor(Executors.newFixedThreadPool(4));
		http.start();
		print(List.of("port " + http.getAddress().getPort()));
		System.in.read();
		print(server.report());
		System.exit(0);
	}

	private static void print(List<String> lines) {
		lines.forEach(System.out::println);
	}

	private static byte[] document() throws IOException {
		try (CloudSimulator simulator = CloudSimulator.start("gcp")) {
			URI uri = simulator.getUrl().resolve("/computeMetadata/v1/?recursive=true");
			HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
			connection.setRequestProperty("Metadata-Flavor", "Google");
			return connection.getInputStream().readAllBytes();
		}
	}

	private void handle(HttpExchange exchange) {
		long wait = admit(exchange.getRequestURI().getPath().split("/")[1]);
		boolean refused = wait > LONGEST_WAIT;
		this.answers.schedule(() -> answer(exchange, refused), refused ? 0 : wait, TimeUnit.NANOSECONDS);
	}

	/**
	 * Notes a request and returns how long it has to wait for its turn, in nanoseconds.
	 */
	private synchronized long admit(String instance) {
		long now = System.nanoTime();
		if (this.begin == 0) {
			this.begin = now;
			this.nextAnswer = now;
		}
		this.nextAnswer = Math.max(this.nextAnswer, now);
		long wait = this.nextAnswer - now;
		boolean accepted = wait <= LONGEST_WAIT;
		if (accepted) {
			this.nextAnswer += this.pause;
		}
		int bucket = (int) (TimeUnit.NANOSECONDS.toMillis(now - this.begin) / BUCKET);
		int[] counts = this.buckets.computeIfAbsent(bucket, (key) -> new int[2]);
		counts[0]++;
		counts[1] += accepted ? 0 : 1;
		int[] own = this.instances.computeIfAbsent(instance, (key) -> new int[2]);
		own[0]++;
		own[1] += accepted ? 1 : 0;
		return wait;
	}

	private void answer(HttpExchange exchange, boolean refused) {
		try (exchange) {
			exchange.getResponseHeaders().set("Metadata-Flavor", "Google");
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			if (refused) {
				exchange.sendResponseHeaders(503, -1);
			}
			else {
				exchange.sendResponseHeaders(200, this.answer.length);
				exchange.getResponseBody().write(this.answer);
			}
		}
		catch (IOException ex) {
			// the instance did not wait
		}
	}

	/**
	 * Returns what arrived: {@code bucket}, its number, arrived and refused; then
	 * {@code instance}, arrived and answered, with how many instances that is true of.
	 */
	private synchronized List<String> report() {
		List<String> lines = new ArrayList<>();
		this.buckets.forEach((bucket, counts) -> lines.add("bucket %d %d %d".formatted(bucket, counts[0], counts[1])));
		Map<String, Integer> kinds = new TreeMap<>();
		this.instances.values()
			.forEach((counts) -> kinds.merge("instance %d %d".formatted(counts[0], counts[1]), 1, Integer::sum));
		kinds.forEach((kind, number) -> lines.add(kind + " " + number));
		lines.add("end");
		return lines;
	}

}

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

package io.cloudmeta.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;

/**
 * Google Compute Engine: a tree that can be read leaf by leaf, or at once as JSON.
 *
 * @see <a href="https://cloud.google.com/compute/docs/metadata/querying-metadata">View
 * and query VM metadata</a>
 */
final class GcpSimulation implements Simulation {

	private static final String ROOT = "/computeMetadata";

	private static final String V1 = ROOT + "/v1";

	private static final Duration LONGEST_WAIT = Duration.ofDays(1);

	private final Map<String, Object> document;

	private final String server;

	private final @Nullable GcpNotices notices;

	GcpSimulation(SimulatedValues values) {
		this(new GcpInstance(values).getDocument(), "Metadata Server for VM", values.announcements());
	}

	/**
	 * Creates a simulation of Google's metadata servers.
	 * @param document all values, as in JSON
	 * @param server how it calls itself
	 * @param announcements the interruptions that were announced, {@code null} where none
	 * can be
	 */
	GcpSimulation(Map<String, Object> document, String server, @Nullable Announcements announcements) {
		this.document = document;
		this.server = server;
		this.notices = (announcements != null) ? new GcpNotices(announcements, isSpot(document)) : null;
	}

	private static boolean isSpot(Map<String, Object> document) {
		return "TRUE".equals(GcpInstance.json(document).find("instance/scheduling/preemptible"));
	}

	@Override
	public NoticeKinds getNoticeKinds() {
		return (this.notices != null) ? this.notices.kinds() : NoticeKinds.NONE;
	}

	@Override
	public Map<String, String> getDmi() {
		return Map.of("bios_vendor", "Google", "bios_version", "Google", "board_name", "Google Compute Engine",
				"board_vendor", "Google", "chassis_vendor", "Google", "product_name", "Google Compute Engine",
				"sys_vendor", "Google");
	}

	@Override
	public Answer answer(SimulatedRequest request) {
		return answerTo(request).header("Metadata-Flavor", "Google").header("Server", this.server);
	}

	private Answer answerTo(SimulatedRequest request) {
		if (request.isForwarded()) {
			return error(403, "X-Forwarded-For is not allowed");
		}
		if (request.path().equals("/") && request.isRead()) {
			return text("computeMetadata/");
		}
		if (!request.path().equals(ROOT) && !request.path().startsWith(ROOT + "/")) {
			return error(404, "Not found");
		}
		if (!isAsked(request)) {
			return error(403, "Missing Metadata-Flavor:Google header.");
		}
		if (!request.isRead()) {
			return error(405, "Method not allowed").header("Allow", "GET, HEAD");
		}
		if (request.path().equals(ROOT) || request.path().equals(ROOT + "/")) {
			return text("v1/");
		}
		return (request.path().equals(V1) || request.path().startsWith(V1 + "/")) ? read(request)
				: error(404, "Not found");
	}

	private static boolean isAsked(SimulatedRequest request) {
		return "Google".equals(request.header("Metadata-Flavor"))
				|| "True".equalsIgnoreCase(request.header("X-Google-Metadata-Request"));
	}

	private Answer read(SimulatedRequest request) {
		String path = request.path().substring(V1.length()).replaceFirst("^/", "");
		boolean slash = path.endsWith("/");
		String name = slash ? path.substring(0, path.length() - 1) : path;
		if (this.notices != null && name.equals(GcpNotices.UPCOMING) && !slash) {
			return mark(request, this.notices.upcoming(request.parameter("alt")));
		}
		Map<String, Object> document = (this.notices != null) ? this.notices.applyTo(this.document) : this.document;
		Object text = GcpInstance.text(document).find(name);
		Object json = GcpInstance.json(document).find(GcpInstance.jsonPath(name));
		if (text == null || json == null || (slash && !MetadataTree.isDirectory(text))) {
			return error(404, "Not found");
		}
		return read(request, text, json);
	}

	private Answer read(SimulatedRequest request, Object text, Object json) {
		boolean directory = MetadataTree.isDirectory(text);
		boolean recursive = "true".equalsIgnoreCase(request.parameter("recursive"));
		boolean waits = waits(request);
		String alt = request.parameter("alt");
		if (alt != null && !List.of("json", "text").contains(alt)) {
			return error(400, "alt is neither json nor text");
		}
		if (directory && !recursive && ("json".equals(alt) || waits)) {
			return error(400, "A directory needs recursive=true for that");
		}
		return mark(request, answer(text, json, directory && recursive, alt));
	}

	private static Answer answer(Object text, Object json, boolean recursive, @Nullable String alt) {
		if ("json".equals(alt) || (recursive && alt == null)) {
			return Answer.of(200, "application/json", json(json));
		}
		if (recursive) {
			List<String> lines = new ArrayList<>();
			flatten("", text, lines);
			return text(String.join("\n", lines));
		}
		boolean isJson = json instanceof List && !MetadataTree.isDirectory(text) && text.toString().startsWith("[");
		return isJson ? Answer.of(200, "application/json", text.toString())
				: text(MetadataTree.isDirectory(text) ? MetadataTree.list(text) : text.toString());
	}

	private static void flatten(String path, Object node, List<String> lines) {
		if (!MetadataTree.isDirectory(node)) {
			lines.add(path + " " + node);
		}
		MetadataTree.children(node)
			.forEach((name, child) -> flatten(path.isEmpty() ? name : path + "/" + name, child, lines));
	}

	/**
	 * Marks what was found with an ETag, and holds it back from a request that waits for
	 * something else.
	 */
	private static Answer mark(SimulatedRequest request, Answer answer) {
		if (answer.status() != 200) {
			return answer;
		}
		String etag = "%016x".formatted(Arrays.hashCode(answer.body()) * 0x9E3779B97F4A7C15L);
		Answer marked = answer.header("ETag", etag);
		return waits(request) ? marked.hold(waitFor(request, etag)) : marked;
	}

	private static boolean waits(SimulatedRequest request) {
		return "true".equalsIgnoreCase(request.parameter("wait_for_change"));
	}

	/** A request that states no ETag waits for the next change. */
	private static Duration waitFor(SimulatedRequest request, String etag) {
		String last = request.parameter("last_etag");
		if (last != null && !last.equals(etag)) {
			return Duration.ZERO;
		}
		String timeout = request.parameter("timeout_sec");
		return (timeout != null && timeout.matches("\\d{1,9}")) ? Duration.ofSeconds(Long.parseLong(timeout))
				: LONGEST_WAIT;
	}

	private static String json(Object node) {
		return JsonWriter.standard().writeToString(node);
	}

	private static Answer text(String body) {
		return Answer.of(200, "application/text", body);
	}

	private static Answer error(int status, String message) {
		return Answer.of(status, "text/html; charset=UTF-8", """
				<!DOCTYPE html>
				<html lang=en>
				<title>Error %1$d</title>
				<p><b>%1$d.</b> %2$s
				</html>
				""".formatted(status, message));
	}

}

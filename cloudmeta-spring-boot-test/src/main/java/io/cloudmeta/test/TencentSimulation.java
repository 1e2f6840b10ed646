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
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tencent Cloud's virtual machines: a tree of text without tokens and headers.
 *
 * @see <a href="https://www.tencentcloud.com/document/product/213/4934">Querying Instance
 * Metadata</a>
 */
final class TencentSimulation implements Simulation {

	private static final List<String> VERSIONS = List.of("1.0", "2017-09-19", "latest");

	private static final Map<Integer, String> REASONS = Map.of(404, "Not Found", 405, "Method Not Allowed");

	private static final String SPOT = "spot/termination-time";

	private static final Map<String, NoticeKind> KINDS = Map.of("preemption",
			NoticeKind.of(Duration.ofMinutes(2), "termination-time"));

	private static final DateTimeFormatter TERMINATION_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")
		.withZone(ZoneOffset.ofHours(8));

	private final TencentInstance instance;

	private final Announcements announcements;

	TencentSimulation(SimulatedValues values) {
		this.instance = new TencentInstance(values);
		this.announcements = values.announcements();
	}

	@Override
	public NoticeKinds getNoticeKinds() {
		return new NoticeKinds(KINDS, true);
	}

	@Override
	public Map<String, String> getDmi() {
		return Map.of("bios_vendor", "SeaBIOS", "chassis_vendor", "Smdbmds", "product_name", "CVM", "sys_vendor",
				"Tencent Cloud");
	}

	@Override
	public Answer answer(SimulatedRequest request) {
		return request.isRead() ? read(request.path()) : error(405);
	}

	private Answer read(String path) {
		if (path.equals("/")) {
			return text(String.join("\n", VERSIONS) + "\nmeta-data");
		}
		String[] parts = path.substring(1).split("/", 3);
		if (!VERSIONS.contains(parts[0])) {
			return error(404);
		}
		String rest = (parts.length > 2) ? parts[2] : "";
		return switch ((parts.length > 1) ? parts[1] : "") {
			case "" -> text("meta-data\nuser-data");
			case "meta-data" -> metadata(rest);
			case "user-data" -> userData(rest);
			default -> error(404);
		};
	}

	private Answer metadata(String path) {
		boolean slash = path.endsWith("/");
		Object found = this.instance.getMetadata()
			.with(notices())
			.find(slash ? path.substring(0, path.length() - 1) : path);
		if (found == null || (slash && !MetadataTree.isDirectory(found))) {
			return error(404);
		}
		return text(MetadataTree.isDirectory(found) ? MetadataTree.list(found) : found.toString());
	}

	/** In China's time, without a zone in the value. */
	private Map<String, String> notices() {
		Map<String, String> notices = new LinkedHashMap<>();
		for (Announcement announcement : this.announcements.active()) {
			String given = announcement.given("termination-time");
			notices.put(SPOT, (given != null) ? given : TERMINATION_TIME.format(announcement.deadline()));
		}
		return notices;
	}

	private Answer userData(String rest) {
		if (!rest.isEmpty() || this.instance.getUserData().isEmpty()) {
			return error(404);
		}
		return text(this.instance.getUserData());
	}

	private static Answer text(String body) {
		return Answer.of(200, "text/plain", body);
	}

	private static Answer error(int status) {
		return Answer.of(status, "text/html", """
				<html>
				 <head><title>%1$d %2$s</title></head>
				 <body><h1>%1$d %2$s</h1></body>
				</html>
				""".formatted(status, REASONS.get(status)));
	}

}

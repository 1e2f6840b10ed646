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

import java.security.SecureRandom;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Alibaba Cloud's ECS: a token from a PUT, then the instance's data with it. The instance
 * requires the token, which a real one does depending on its {@code HttpTokens}.
 *
 * @see <a href=
 * "https://www.alibabacloud.com/help/en/ecs/user-guide/view-instance-metadata">Obtain
 * instance metadata</a>
 */
final class AlibabaSimulation implements Simulation {

	private static final String TOKEN = "X-aliyun-ecs-metadata-token";

	private static final String TTL = "X-aliyun-ecs-metadata-token-ttl-seconds";

	private static final int MAX_TTL = 21600;

	private static final String DATED = "2016-01-01";

	private static final Map<Integer, String> REASONS = Map.of(400, "Bad Request", 401, "Unauthorized", 404,
			"Not Found", 405, "Method Not Allowed");

	private static final String SPOT = "instance/spot/termination-time";

	private static final Map<String, NoticeKind> KINDS = Map.of("preemption",
			NoticeKind.of(Duration.ofMinutes(5), "termination-time"));

	private final AlibabaInstance instance;

	private final Announcements announcements;

	private final SecureRandom random = new SecureRandom();

	private final IssuedTokens tokens;

	AlibabaSimulation(SimulatedValues values) {
		this.instance = new AlibabaInstance(values);
		this.announcements = values.announcements();
		this.tokens = values.tokens();
	}

	@Override
	public NoticeKinds getNoticeKinds() {
		return new NoticeKinds(KINDS, true);
	}

	@Override
	public Map<String, String> getDmi() {
		return Map.of("bios_vendor", "SeaBIOS", "chassis_vendor", "Alibaba Cloud", "product_name", "Alibaba Cloud ECS",
				"sys_vendor", "Alibaba Cloud");
	}

	@Override
	public Answer answer(SimulatedRequest request) {
		if (request.path().equals("/latest/api/token")) {
			return request.method().equals("PUT") ? issue(request) : error(405);
		}
		if (!isAllowed(request)) {
			return error(401);
		}
		return request.isRead() ? read(request.path()) : error(405);
	}

	private Answer issue(SimulatedRequest request) {
		String ttl = request.header(TTL);
		Integer seconds = seconds(ttl);
		if (seconds == null) {
			return error(400);
		}
		byte[] bytes = new byte[28];
		this.random.nextBytes(bytes);
		String token = HexFormat.of().withUpperCase().formatHex(bytes);
		this.tokens.add(token, Duration.ofSeconds(seconds));
		return text(token);
	}

	private static @Nullable Integer seconds(@Nullable String ttl) {
		if (ttl == null || !ttl.matches("\\d{1,5}")) {
			return null;
		}
		int seconds = Integer.parseInt(ttl);
		return (seconds >= 1 && seconds <= MAX_TTL) ? Integer.valueOf(seconds) : null;
	}

	private boolean isAllowed(SimulatedRequest request) {
		return this.tokens.accept(request.header(TOKEN));
	}

	private Answer read(String path) {
		if (path.equals("/")) {
			return text(DATED + "\nlatest");
		}
		String[] parts = path.substring(1).split("/", 3);
		if (!parts[0].equals(DATED) && !parts[0].equals("latest")) {
			return error(404);
		}
		String rest = (parts.length > 2) ? parts[2] : "";
		return switch ((parts.length > 1) ? parts[1] : "") {
			case "" -> text("meta-data" + (this.instance.getUserData().isEmpty() ? "" : "\nuser-data"));
			case "meta-data" -> metadata(parts[0], rest);
			case "user-data" -> userData(rest);
			default -> error(404);
		};
	}

	private Answer metadata(String version, String path) {
		if (path.equals("all")) {
			return version.equals(DATED) ? Answer.of(200, "application/json", this.instance.getDocument()) : error(404);
		}
		boolean slash = path.endsWith("/");
		Object found = this.instance.getMetadata()
			.with(notices())
			.find(slash ? path.substring(0, path.length() - 1) : path);
		if (found == null || (slash && !MetadataTree.isDirectory(found))) {
			return error(404);
		}
		return text(MetadataTree.isDirectory(found) ? MetadataTree.list(found) : found.toString());
	}

	/** In UTC. */
	private Map<String, String> notices() {
		Map<String, String> notices = new LinkedHashMap<>();
		for (Announcement announcement : this.announcements.active()) {
			String given = announcement.given("termination-time");
			notices.put(SPOT,
					(given != null) ? given : announcement.deadline().truncatedTo(ChronoUnit.SECONDS).toString());
		}
		return notices;
	}

	private Answer userData(String rest) {
		if (!rest.isEmpty() || this.instance.getUserData().isEmpty()) {
			return error(404);
		}
		return Answer.of(200, "text/plain", this.instance.getUserData());
	}

	private static Answer text(String body) {
		return Answer.of(200, "text/plain", body);
	}

	private static Answer error(int status) {
		return Answer.of(status, "text/html", """
				<html>
				 <head><title>%1$d - %2$s</title></head>
				 <body><h1>%1$d - %2$s</h1></body>
				</html>
				""".formatted(status, REASONS.get(status)));
	}

}

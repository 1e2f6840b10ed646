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
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.json.JsonWriter;

/**
 * Yandex Cloud's virtual machines in Google's format, with what is Yandex's own in it.
 *
 * @see <a href=
 * "https://yandex.cloud/en/docs/compute/concepts/metadata/directories">Metadata
 * folders</a>
 */
final class YandexSimulation implements Simulation {

	private static final String V1 = "/computeMetadata/v1";

	private static final String EVENT = "maintenance-event";

	/** Announced where the machine's maintenance policy is to migrate or to restart. */
	private static final Map<String, NoticeKind> KINDS = Map.of("live-migration", announced(), "termination",
			announced(), "other", announced());

	private final YandexInstance instance;

	private final Announcements announcements;

	YandexSimulation(SimulatedValues values) {
		this.instance = new YandexInstance(values);
		this.announcements = values.announcements();
	}

	private static NoticeKind announced() {
		return NoticeKind.of(Duration.ofMinutes(1), EVENT);
	}

	@Override
	public NoticeKinds getNoticeKinds() {
		return new NoticeKinds(KINDS, false);
	}

	private Map<String, String> notices(String path) {
		Map<String, String> notices = new LinkedHashMap<>();
		for (Announcement announcement : this.announcements.active()) {
			String given = announcement.given(EVENT);
			notices.put(path, (given != null) ? given : GcpNotices.event(announcement.name()));
		}
		return notices;
	}

	/** The content of its firmware is not documented, so it is that of any KVM. */
	@Override
	public Map<String, String> getDmi() {
		return Map.of("bios_vendor", "SeaBIOS", "chassis_vendor", "QEMU", "product_name", "Standard PC", "sys_vendor",
				"QEMU");
	}

	@Override
	public Answer answer(SimulatedRequest request) {
		String path = request.path();
		if (!path.equals(V1) && !path.startsWith(V1 + "/")) {
			return error(404, "Not Found");
		}
		if (!"Google".equals(request.header("Metadata-Flavor"))) {
			return error(403, "Missing Metadata-Flavor:Google header");
		}
		if (!request.isRead()) {
			return error(405, "Method Not Allowed");
		}
		return read(request, path.substring(V1.length()).replaceFirst("^/", ""));
	}

	private Answer read(SimulatedRequest request, String path) {
		boolean slash = path.endsWith("/");
		String name = slash ? path.substring(0, path.length() - 1) : path;
		boolean recursive = "true".equalsIgnoreCase(request.parameter("recursive"));
		Object found = recursive
				? this.instance.getJson().with(notices("instance/maintenanceEvent")).find(GcpInstance.jsonPath(name))
				: this.instance.getText().with(notices("instance/" + EVENT)).find(name);
		if (found == null || (slash && !MetadataTree.isDirectory(found))) {
			return error(404, "Not Found");
		}
		if (recursive) {
			return mark(Answer.of(200, "application/json", JsonWriter.standard().writeToString(found)));
		}
		return mark(Answer.of(200, "application/text",
				MetadataTree.isDirectory(found) ? MetadataTree.list(found) : found.toString()));
	}

	private static Answer mark(Answer answer) {
		return answer.header("Metadata-Flavor", "Google");
	}

	private static Answer error(int status, String reason) {
		return mark(Answer.of(status, "text/plain", reason));
	}

}

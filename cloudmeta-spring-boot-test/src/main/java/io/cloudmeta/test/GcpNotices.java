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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;

/**
 * How Compute Engine announces interruptions: in keys that are always there, and whose
 * changes a request can wait for.
 *
 * @see <a href=
 * "https://cloud.google.com/compute/docs/metadata/getting-live-migration-notice">Query
 * the metadata server for maintenance event notices</a>
 * @see <a href=
 * "https://cloud.google.com/compute/docs/instances/monitor-plan-host-maintenance-event">Monitor
 * and plan for a host maintenance event</a>
 */
final class GcpNotices {

	static final String UPCOMING = "instance/upcoming-maintenance";

	private static final String EVENT = "maintenance-event";

	private static final Duration WINDOW = Duration.ofHours(4);

	/** For how long a graceful stop waits. */
	private static final Duration GRACE = Duration.ofMinutes(10);

	private static final NoticeKind HOST = NoticeKind.of(Duration.ofSeconds(60), EVENT);

	private static final String[] STOP = { "stop-state", "target-state", "max-duration", "request-timestamp" };

	private static final NoticeKind PLANNED = NoticeKind.of(Duration.ofDays(7), "can_reschedule",
			"latest_window_start_time", "maintenance_reasons", "maintenance_status", "type", "window_end_time",
			"window_start_time");

	private static final Map<String, NoticeKind> KINDS = Map.of("preemption", NoticeKind.of(Duration.ZERO).onSpot(),
			"live-migration", HOST, "other", HOST, "termination",
			NoticeKind.of(Duration.ofMinutes(60), EVENT).and(STOP).starting(), "stop",
			NoticeKind.of(GRACE, STOP).starting(), "maintenance", PLANNED.starting());

	private final Announcements announcements;

	private final boolean spot;

	/**
	 * Creates the notices of a machine.
	 * @param announcements what was announced to it
	 * @param spot whether it is a spot instance
	 */
	GcpNotices(Announcements announcements, boolean spot) {
		this.announcements = announcements;
		this.spot = spot;
	}

	NoticeKinds kinds() {
		return new NoticeKinds(KINDS, this.spot);
	}

	/**
	 * Returns a document with what the announcements change in it.
	 * @param document the document as JSON has it
	 * @return the same document if nothing is announced, otherwise a changed copy
	 */
	Map<String, Object> applyTo(Map<String, Object> document) {
		if (this.announcements.active().isEmpty()) {
			return document;
		}
		Map<String, Object> instance = new LinkedHashMap<>(
				MetadataTree.children(document.getOrDefault("instance", Map.of())));
		for (Announcement announcement : this.announcements.active()) {
			switch (announcement.name()) {
				case "preemption" -> instance.put("preempted", "TRUE");
				case "maintenance" -> instance.put("upcomingMaintenance", camel(maintenance(announcement)));
				default -> writeEvent(instance, announcement);
			}
		}
		Map<String, Object> changed = new LinkedHashMap<>(document);
		changed.put("instance", instance);
		return changed;
	}

	private void writeEvent(Map<String, Object> instance, Announcement announcement) {
		if (isStop(announcement)) {
			instance.put("shutdownDetails", camel(shutdown(announcement)));
			return;
		}
		String given = announcement.given(EVENT);
		instance.put("maintenanceEvent", (given != null) ? given : event(announcement.name()));
	}

	/**
	 * Returns the value that announces a host's maintenance.
	 * @param kind {@code live-migration} or another kind
	 * @return the value
	 */
	static String event(String kind) {
		return kind.equals("live-migration") ? "MIGRATE_ON_HOST_MAINTENANCE" : "TERMINATE_ON_HOST_MAINTENANCE";
	}

	private static boolean isStop(Announcement announcement) {
		return announcement.name().equals("stop") || (announcement.name().equals("termination")
				&& announcement.interruption().getFields().keySet().stream().anyMatch(List.of(STOP)::contains));
	}

	private Map<String, Object> shutdown(Announcement announcement) {
		Instant now = this.announcements.now();
		Map<String, String> usual = new LinkedHashMap<>();
		usual.put("max-duration",
				Long.toString(Duration.between(announcement.announced(), announcement.deadline()).toSeconds()));
		usual.put("request-timestamp", rfc3339(announcement.announced()));
		usual.put("stop-state", announcement.hasStarted(now) ? "STOPPING" : "PENDING_STOP");
		usual.put("target-state", announcement.name().equals("stop") ? "STOPPED" : "DELETED");
		return new LinkedHashMap<>(announcement.fields(usual));
	}

	private Map<String, Object> maintenance(Announcement announcement) {
		Instant start = announcement.deadline();
		Map<String, String> usual = new LinkedHashMap<>();
		usual.put("can_reschedule", "false");
		usual.put("latest_window_start_time", rfc3339(start));
		usual.put("maintenance_status", announcement.hasStarted(this.announcements.now()) ? "ONGOING" : "PENDING");
		usual.put("type", "SCHEDULED");
		usual.put("window_end_time", rfc3339(start.plus(WINDOW)));
		usual.put("window_start_time", rfc3339(start));
		Map<String, Object> fields = new LinkedHashMap<>(announcement.fields(usual));
		fields.computeIfPresent("maintenance_reasons",
				(name, reasons) -> Arrays.asList(reasons.toString().strip().split("\\s*,\\s*")));
		return fields;
	}

	/**
	 * Returns the planned maintenance, whose own key has names with underscores.
	 * @param alt the format that was requested
	 * @return the answer, without an ETag where there is none
	 */
	Answer upcoming(@Nullable String alt) {
		List<Announcement> planned = this.announcements.active("maintenance");
		if (planned.isEmpty()) {
			return Answer.of(503, "application/json",
					"{\"error\":\"no notifications have been received yet, try again later\"}");
		}
		Map<String, Object> fields = maintenance(planned.get(planned.size() - 1));
		if ("json".equals(alt)) {
			return Answer.of(200, "application/json", JsonWriter.standard().writeToString(fields));
		}
		return Answer.of(200, "application/text",
				fields.entrySet()
					.stream()
					.map((field) -> field.getKey() + " " + field.getValue())
					.collect(Collectors.joining("\n")));
	}

	private static Map<String, Object> camel(Map<String, Object> fields) {
		Map<String, Object> camel = new LinkedHashMap<>();
		fields.forEach((name, value) -> camel.put(GcpInstance.jsonPath(name.replace('_', '-')), value));
		return camel;
	}

	private static String rfc3339(Instant time) {
		return time.truncatedTo(ChronoUnit.SECONDS).toString();
	}

}

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
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.springframework.boot.json.JsonWriter;

/**
 * How EC2 announces interruptions: in keys of the metadata's tree, which are missing
 * where there is nothing to announce.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html">Spot
 * Instance interruption notices</a>
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/viewing_scheduled_events.html">View
 * scheduled events</a>
 */
final class AwsNotices {

	private static final Duration SPOT_LEAD = Duration.ofMinutes(2);

	private static final Duration SCHEDULED_LEAD = Duration.ofDays(14);

	private static final Duration WINDOW = Duration.ofHours(2);

	private static final String STATE = "target-lifecycle-state";

	private static final NoticeKind EVENT = NoticeKind.of(SCHEDULED_LEAD, "Code", "Description", "EventId", "NotAfter",
			"NotBefore", "NotBeforeDeadline", "State");

	private static final NoticeKind SPOT_ACTION = NoticeKind.of(SPOT_LEAD, "action", "time");

	private static final NoticeKind TARGET_STATE = NoticeKind.of(Duration.ZERO, STATE);

	/** What EC2 announces to each instance. */
	private static final Map<String, NoticeKind> KINDS = Map.of("stop", EVENT, "reboot", EVENT, "retirement", EVENT,
			"maintenance", EVENT, "termination", TARGET_STATE, "standby", TARGET_STATE, "other",
			EVENT.and("action", "time", STATE));

	/** What EC2 announces to spot instances. */
	private static final Map<String, NoticeKind> SPOT_KINDS = Map.of("preemption",
			SPOT_ACTION.and("termination-time").onSpot(), "hibernation",
			NoticeKind.of(Duration.ZERO, "action", "time").onSpot(), "rebalance",
			NoticeKind.of(Duration.ZERO, "noticeTime").onSpot());

	/** The event codes of the kinds that EC2 schedules. */
	private static final Map<String, String> CODES = Map.of("stop", "instance-stop", "reboot", "instance-reboot",
			"retirement", "instance-retirement", "maintenance", "system-maintenance");

	private static final Map<String, String> ACTIONS = Map.of("preemption", "terminate", "stop", "stop", "hibernation",
			"hibernate");

	private static final DateTimeFormatter EVENT_TIME = DateTimeFormatter
		.ofPattern("d MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
		.withZone(ZoneOffset.UTC);

	private final Announcements announcements;

	private final boolean spot;

	/**
	 * Creates the notices of an instance.
	 * @param announcements what was announced to it
	 * @param lifecycle its life cycle, empty if EC2 does not provide it
	 */
	AwsNotices(Announcements announcements, String lifecycle) {
		this.announcements = announcements;
		this.spot = !lifecycle.equals("on-demand");
	}

	NoticeKinds kinds() {
		Map<String, NoticeKind> kinds = new LinkedHashMap<>(KINDS);
		kinds.putAll(SPOT_KINDS);
		if (this.spot) {
			kinds.put("stop", new NoticeKind(SPOT_LEAD, false, false, EVENT.and("action", "time").fields()));
		}
		return new NoticeKinds(kinds, this.spot);
	}

	/**
	 * Returns what the announcements add to the metadata's tree.
	 * @return values by their paths
	 */
	Map<String, String> values() {
		Map<String, String> values = new LinkedHashMap<>();
		this.announcements.active(this::isSpotAction).forEach((announcement) -> writeSpotAction(values, announcement));
		this.announcements.active("rebalance")
			.forEach((announcement) -> values.put("events/recommendations/rebalance",
					json(announcement.fields(Map.of("noticeTime", iso(announcement.announced()))))));
		writeEvents(values);
		writeTargetState(values);
		return values;
	}

	private boolean isSpotAction(Announcement announcement) {
		return switch (announcement.name()) {
			case "preemption", "hibernation" -> true;
			case "stop" -> this.spot && announcement.given("Code") == null;
			default -> announcement.given("action") != null;
		};
	}

	private static boolean isTargetState(Announcement announcement) {
		return announcement.kind().fields().contains(STATE)
				&& (!announcement.name().equals("other") || announcement.given(STATE) != null);
	}

	private boolean isEvent(Announcement announcement) {
		return !isSpotAction(announcement) && !isTargetState(announcement) && !announcement.name().equals("rebalance");
	}

	private static void writeSpotAction(Map<String, String> values, Announcement announcement) {
		String time = iso(announcement.deadline());
		Map<String, String> usual = new LinkedHashMap<>();
		usual.put("action", ACTIONS.getOrDefault(announcement.name(), ""));
		usual.put("time", time);
		Map<String, String> action = announcement.fields(usual);
		String terminationTime = action.remove("termination-time");
		values.put("spot/instance-action", json(action));
		if (announcement.name().equals("preemption")) {
			values.put("spot/termination-time", (terminationTime != null) ? terminationTime : time);
		}
	}

	private void writeEvents(Map<String, String> values) {
		List<Map<String, String>> scheduled = this.announcements.active(this::isEvent)
			.stream()
			.map((announcement) -> event(announcement, "active"))
			.toList();
		if (!scheduled.isEmpty()) {
			values.put("events/maintenance/scheduled", json(scheduled));
		}
		List<Map<String, String>> history = this.announcements.withdrawn()
			.stream()
			.filter(this::isEvent)
			.map((announcement) -> event(announcement,
					announcement.hasStarted(this.announcements.now()) ? "completed" : "canceled"))
			.toList();
		if (!history.isEmpty()) {
			values.put("events/maintenance/history", json(history));
		}
	}

	private static Map<String, String> event(Announcement announcement, String state) {
		Map<String, String> event = new LinkedHashMap<>();
		event.put("NotBefore", EVENT_TIME.format(announcement.deadline()));
		event.put("Code", CODES.getOrDefault(announcement.name(), "instance-" + announcement.name()));
		event.put("Description", "scheduled " + announcement.name());
		event.put("EventId",
				"instance-event-0" + announcement.interruption().getId().toString().replace("-", "").substring(0, 16));
		event.put("NotAfter", EVENT_TIME.format(announcement.deadline().plus(WINDOW)));
		event.put("State", state);
		Map<String, String> fields = announcement.fields(event);
		if (!state.equals("active")) {
			fields.put("State", state);
			fields.computeIfPresent("Description",
					(name, text) -> (state.equals("completed") ? "[Completed] " : "[Canceled] ") + text);
		}
		return fields;
	}

	/**
	 * The state to which a group's instance is going. Where it does not leave, it is
	 * {@code InService}.
	 */
	private void writeTargetState(Map<String, String> values) {
		if (this.announcements.withdrawn().stream().anyMatch(AwsNotices::isTargetState)) {
			values.put("autoscaling/" + STATE, "InService");
		}
		for (Announcement announcement : this.announcements.active(AwsNotices::isTargetState)) {
			String usual = announcement.name().equals("standby") ? "Standby" : "Terminated";
			String given = announcement.given(STATE);
			values.put("autoscaling/" + STATE, (given != null) ? given : usual);
		}
	}

	private static String iso(Instant time) {
		return time.truncatedTo(ChronoUnit.SECONDS).toString();
	}

	private static String json(Object value) {
		return JsonWriter.standard().writeToString(value);
	}

}

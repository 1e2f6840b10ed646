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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.github.tomakehurst.wiremock.common.Json;
import com.github.tomakehurst.wiremock.common.JsonException;
import org.jspecify.annotations.Nullable;
import wiremock.com.fasterxml.jackson.databind.JsonNode;

/**
 * Azure's scheduled events: one document with the events of all machines that are
 * affected, which are approved by a {@code POST} of their ids.
 *
 * @see <a href=
 * "https://learn.microsoft.com/azure/virtual-machines/linux/scheduled-events">Azure
 * Metadata Service: Scheduled Events for Linux VMs</a>
 */
final class AzureScheduledEvents {

	static final String PATH = "/metadata/scheduledevents";

	/** The version that needs no header. */
	static final String PREVIEW = "2017-03-01";

	static final List<String> VERSIONS = List.of(PREVIEW, "2017-08-01", "2017-11-01", "2019-01-01", "2019-04-01",
			"2019-08-01", "2020-07-01");

	/** Since which version a type of event or a field is there. */
	private static final Map<String, String> SINCE = Map.of("Preempt", "2017-11-01", "Terminate", "2019-01-01",
			"Description", "2019-04-01", "EventSource", "2019-08-01", "DurationInSeconds", "2020-07-01");

	private static final String[] FIELDS = { "EventId", "EventStatus", "EventType", "ResourceType", "Resources",
			"NotBefore", "Description", "EventSource", "DurationInSeconds" };

	private static final Map<String, String> TYPES = Map.of("preemption", "Preempt", "termination", "Terminate",
			"reboot", "Reboot", "redeployment", "Redeploy", "freeze", "Freeze", "rebalance",
			"SpotRebalanceRecommendation");

	/** In seconds, where it is known. */
	private static final Map<String, String> DURATIONS = Map.of("freeze", "9", "rebalance", "0");

	private static final Map<String, NoticeKind> KINDS = Map.of("freeze", events(Duration.ofMinutes(15)), "reboot",
			events(Duration.ofMinutes(15)), "redeployment", events(Duration.ofMinutes(10)), "preemption",
			events(Duration.ofSeconds(30)).onSpot(), "termination", events(Duration.ofMinutes(5)), "rebalance",
			NoticeKind.of(Duration.ofMinutes(15), FIELDS).onSpot(), "standby",
			NoticeKind.of(Duration.ZERO, "isVmInStandbyPool"), "other", events(Duration.ofMinutes(15)));

	/** RFC 1123, with a day of one digit or two. */
	private static final DateTimeFormatter TIME = DateTimeFormatter
		.ofPattern("EEE, d MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
		.withZone(ZoneOffset.UTC);

	private final Announcements announcements;

	private final String machine;

	private final boolean spot;

	/**
	 * Creates the events that a machine sees.
	 * @param announcements what was announced to it
	 * @param machine the machine's name
	 * @param spot whether it is a spot instance
	 */
	AzureScheduledEvents(Announcements announcements, String machine, boolean spot) {
		this.announcements = announcements;
		this.machine = machine;
		this.spot = spot;
	}

	private static NoticeKind events(Duration lead) {
		return NoticeKind.of(lead, FIELDS).starting();
	}

	NoticeKinds kinds() {
		Map<String, NoticeKind> kinds = new HashMap<>(KINDS);
		if (this.spot) {
			// a spot instance is not notified of its deletion
			kinds.remove("termination");
		}
		return new NoticeKinds(kinds, this.spot);
	}

	/**
	 * Returns whether the machine is in a standby pool.
	 * @return {@code "true"} or {@code "false"}, or {@code null} if nothing was announced
	 */
	@Nullable String standby() {
		List<Announcement> standby = this.announcements.active("standby");
		if (!standby.isEmpty()) {
			String given = standby.get(0).given("isVmInStandbyPool");
			return (given != null) ? given : "true";
		}
		boolean before = this.announcements.withdrawn()
			.stream()
			.anyMatch((announcement) -> announcement.name().equals("standby"));
		return before ? "false" : null;
	}

	/**
	 * Returns the document of events.
	 * @param version the version of the API
	 * @return the document
	 */
	Map<String, Object> document(String version) {
		List<Map<String, Object>> events = this.announcements.active(AzureScheduledEvents::isEvent)
			.stream()
			.map(this::event)
			.toList();
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("DocumentIncarnation", this.announcements.incarnation(events));
		document.put("Events",
				events.stream()
					.filter((event) -> isIn(version, String.valueOf(event.get("EventType"))))
					.map((event) -> fieldsOf(version, event))
					.toList());
		return document;
	}

	private static boolean isIn(String version, String name) {
		return SINCE.getOrDefault(name, "").compareTo(version) <= 0;
	}

	private static Map<String, Object> fieldsOf(String version, Map<String, Object> event) {
		Map<String, Object> fields = new LinkedHashMap<>(event);
		fields.keySet().removeIf((field) -> !isIn(version, field));
		return fields;
	}

	private static boolean isEvent(Announcement announcement) {
		return !announcement.name().equals("standby");
	}

	private Map<String, Object> event(Announcement announcement) {
		boolean advice = announcement.name().equals("rebalance");
		boolean started = !advice && isStarted(announcement);
		Map<String, String> usual = new LinkedHashMap<>();
		usual.put("EventId", id(announcement));
		usual.put("EventStatus", advice ? "Advisory" : started ? "Started" : "Scheduled");
		usual.put("EventType", TYPES.getOrDefault(announcement.name(), "Other"));
		usual.put("ResourceType", "VirtualMachine");
		usual.put("Resources", this.machine);
		usual.put("NotBefore", TIME.format(announcement.deadline()));
		usual.put("Description", "Simulated " + announcement.name() + ".");
		usual.put("EventSource", announcement.name().equals("termination") ? "User" : "Platform");
		usual.put("DurationInSeconds", DURATIONS.getOrDefault(announcement.name(), "-1"));
		Map<String, Object> event = new LinkedHashMap<>(announcement.fields(usual));
		event.computeIfPresent("Resources",
				(name, machines) -> Arrays.asList(machines.toString().strip().split("\\s*,\\s*")));
		event.computeIfPresent("DurationInSeconds", (name, seconds) -> number(seconds.toString()));
		if (started && announcement.given("NotBefore") == null) {
			event.put("NotBefore", "");
		}
		return event;
	}

	private static Object number(String text) {
		return text.matches("-?\\d{1,9}") ? (Object) Integer.valueOf(text) : text;
	}

	private static String id(Announcement announcement) {
		String given = announcement.given("EventId");
		return (given != null) ? given : announcement.interruption().getId().toString().toUpperCase(Locale.ROOT);
	}

	/** A deletion goes on when all pending ones are approved. */
	private boolean isStarted(Announcement announcement) {
		Instant now = this.announcements.now();
		if (!announcement.name().equals("termination") || !announcement.approved()) {
			return announcement.hasStarted(now);
		}
		return this.announcements.active("termination")
			.stream()
			.allMatch((other) -> other.approved() || other.hasStarted(now));
	}

	/**
	 * Approves events.
	 * @param body the request's body
	 * @return whether it was well formed and named events that exist
	 */
	boolean approve(String body) {
		List<Announcement> approved = new ArrayList<>();
		for (String id : requested(body)) {
			List<Announcement> found = this.announcements
				.active((announcement) -> isEvent(announcement) && id(announcement).equals(id));
			if (found.isEmpty()) {
				return false;
			}
			approved.addAll(found);
		}
		approved.forEach(this.announcements::approve);
		return !approved.isEmpty();
	}

	private static List<String> requested(String body) {
		List<String> ids = new ArrayList<>();
		try {
			JsonNode requests = Json.read(body, JsonNode.class).path("StartRequests");
			requests.forEach((request) -> ids.add(request.path("EventId").asText()));
		}
		catch (JsonException | IllegalArgumentException ex) {
			// malformed: nothing is requested
		}
		return ids;
	}

}

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

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.interruption.Sighting.Notice;
import io.cloudmeta.interruption.CloudInterruption;
import io.cloudmeta.interruption.CloudInterruption.State;
import io.cloudmeta.interruption.InterruptionKind;
import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataDocument;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.spi.MetadataResponse;
import io.cloudmeta.spi.MetadataText;
import org.jspecify.annotations.Nullable;

/**
 * What Azure announces to a virtual machine. The first request switches scheduled events
 * on for the whole service.
 *
 * @see <a href=
 * "https://learn.microsoft.com/en-us/azure/virtual-machines/linux/scheduled-events">Scheduled
 * events</a>
 */
final class AzureInterruptions implements InterruptionSource {

	private static final String SOURCE = "scheduledevents";

	private static final String PATH = "/metadata/scheduledevents?api-version=2020-07-01";

	private static final String STANDBY = "compute/isVmInStandbyPool";

	private static final String STANDBY_PATH = "/metadata/instance/compute/isVmInStandbyPool"
			+ "?api-version=2023-11-15&format=text";

	/** The service answers five requests a second to all processes of the machine. */
	private static final Duration OFTEN = Duration.ofSeconds(5);

	/** A spot machine has thirty seconds, and often ten. */
	private static final Duration VERY_OFTEN = Duration.ofSeconds(1);

	/** Most machines are in no pool. */
	private static final Duration SELDOM = Duration.ofSeconds(60);

	/** Switching scheduled events on may take two minutes. */
	private static final Duration FIRST_TIMEOUT = Duration.ofSeconds(150);

	private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.:-]{1,128}");

	@Override
	public List<NoticeKey> keys(WatchedInstance instance) {
		List<NoticeKey> keys = new ArrayList<>();
		keys.add(NoticeKey.of(SOURCE, PATH, (response, further) -> events(response, instance))
			.every(instance.isSpot() ? VERY_OFTEN : OFTEN)
			.firstWithin(FIRST_TIMEOUT)
			.decisive());
		boolean waiting = "true".equalsIgnoreCase(instance.attributes().get("compute.isVmInStandbyPool"));
		keys.add(NoticeKey.of(STANDBY, STANDBY_PATH, (response, further) -> standby(response))
			.every(waiting ? OFTEN : SELDOM));
		return keys;
	}

	private static Sighting events(MetadataResponse response, WatchedInstance instance) {
		MetadataDocument document = response.isOk() ? MetadataDocument.parse(response.body()) : null;
		// an error is a document too
		if (document == null || document.get("DocumentIncarnation") == null || document.has("error")) {
			return NoticeKey.unreadable(SOURCE, response);
		}
		String name = instance.attributes().get("compute.name");
		List<Notice> notices = new ArrayList<>();
		String unknown = null;
		Instant now = NoticeTime.now(response);
		for (String event : document.elements("Events")) {
			String id = document.value(event + ".EventId");
			if (id == null) {
				unknown = "an event of %s cannot be understood".formatted(SOURCE);
			}
			else if (name == null) {
				unknown = "the document does not name this virtual machine, and events may be those of others";
			}
			else if (concerns(document, event, name)) {
				notices.add(Notice.of(interruption(id, document, event, now)));
			}
		}
		return new Sighting(List.copyOf(notices), unknown, null);
	}

	/**
	 * Events name all virtual machines of an availability set, a placement group or a
	 * cloud service.
	 */
	private static boolean concerns(MetadataDocument document, String event, String name) {
		return document.elements(event + ".Resources")
			.stream()
			.anyMatch((resource) -> name.equalsIgnoreCase(document.get(resource)));
	}

	private static CloudInterruption.Builder interruption(String id, MetadataDocument document, String event,
			Instant now) {
		String type = String.valueOf(document.get(event + ".EventType"));
		String status = String.valueOf(document.get(event + ".EventStatus"));
		InterruptionKind kind = switch (type.toLowerCase(Locale.ROOT)) {
			case "preempt" -> InterruptionKind.PREEMPTION;
			case "terminate" -> InterruptionKind.TERMINATION;
			case "reboot" -> InterruptionKind.REBOOT;
			case "redeploy" -> InterruptionKind.REDEPLOYMENT;
			case "freeze" -> InterruptionKind.FREEZE;
			case "spotrebalancerecommendation" -> InterruptionKind.REBALANCE;
			default -> InterruptionKind.OTHER;
		};
		boolean started = "Started".equalsIgnoreCase(status);
		String description = document.value(event + ".Description");
		return CloudInterruption.builder(id, kind, CloudProvider.AZURE)
			.source(SOURCE)
			.state(started ? State.STARTED : State.ANNOUNCED)
			// a recommendation has no consequences at its time
			.deadline(
					(kind != InterruptionKind.REBALANCE) ? NoticeTime.parse(document.get(event + ".NotBefore")) : null,
					now)
			.description((description != null) ? description : type)
			.advice(!started && !"Scheduled".equalsIgnoreCase(status))
			.hardwareFailure(isHardwareFailure(description))
			.attributes(attributes(document, event));
	}

	private static boolean isHardwareFailure(@Nullable String description) {
		String text = (description != null) ? description.toLowerCase(Locale.ROOT) : "";
		return text.contains("degraded") || (text.contains("hardware") && text.contains("fail"));
	}

	private static Map<String, String> attributes(MetadataDocument document, String event) {
		Map<String, String> attributes = new LinkedHashMap<>();
		for (String name : List.of("EventType", "EventStatus", "EventSource", "ResourceType", "NotBefore",
				"DurationInSeconds")) {
			String value = document.value(event + "." + name);
			if (value != null) {
				attributes.put(name, value);
			}
		}
		attributes.put("Resources",
				document.elements(event + ".Resources")
					.stream()
					.map((resource) -> String.valueOf(document.get(resource)))
					.collect(Collectors.joining(",")));
		return attributes;
	}

	private static Sighting standby(MetadataResponse response) {
		// 400: the region does not have this version of the API
		if (response.status() == 404 || response.status() == 400 || (response.isOk() && response.body().isBlank())) {
			return Sighting.none();
		}
		String value = response.isOk() ? MetadataText.value(response.body()) : null;
		if ("false".equalsIgnoreCase(value)) {
			return Sighting.none();
		}
		if (!"true".equalsIgnoreCase(value)) {
			return NoticeKey.unreadable(STANDBY, response);
		}
		return Sighting.of(Notice.of(CloudInterruption.builder(STANDBY, InterruptionKind.STANDBY, CloudProvider.AZURE)
			.source(STANDBY)
			.state(State.STARTED)
			.description("The virtual machine is in a standby pool")));
	}

	@Override
	public boolean isAcknowledgeable(CloudInterruption interruption) {
		return interruption.getSource().equals(SOURCE) && ID.matcher(interruption.getId()).matches();
	}

	@Override
	public void acknowledge(CloudInterruption interruption, MetadataClient client) throws MetadataException {
		MetadataResponse response = client.post(PATH, Map.of("Metadata", "true", "Content-Type", "application/json"),
				"{\"StartRequests\":[{\"EventId\":\"%s\"}]}".formatted(interruption.getId()));
		if (!response.isOk()) {
			throw new MetadataException(Kind.UNUSABLE, "Azure does not accept the approval of %s (status %d)"
				.formatted(interruption.getId(), response.status()), "");
		}
	}

}

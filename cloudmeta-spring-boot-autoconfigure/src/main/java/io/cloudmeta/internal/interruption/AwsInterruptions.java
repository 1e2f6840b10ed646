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
import java.util.Set;
import java.util.regex.Pattern;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.interruption.Sighting.Notice;
import io.cloudmeta.interruption.CloudInterruption;
import io.cloudmeta.interruption.CloudInterruption.State;
import io.cloudmeta.interruption.InterruptionKind;
import io.cloudmeta.spi.MetadataDocument;
import io.cloudmeta.spi.MetadataResponse;
import io.cloudmeta.spi.MetadataText;
import org.jspecify.annotations.Nullable;

/**
 * What Amazon EC2 announces to an instance.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html">Spot
 * Instance interruption notices</a>
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/rebalance-recommendations.html">EC2
 * instance rebalance recommendations</a>
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/viewing_scheduled_events.html">Scheduled
 * events</a>
 * @see <a href=
 * "https://docs.aws.amazon.com/autoscaling/ec2/userguide/retrieving-target-lifecycle-state-through-imds.html">Target
 * lifecycle state</a>
 */
final class AwsInterruptions implements InterruptionSource {

	private static final String TREE = "/latest/meta-data/";

	private static final String SPOT = "spot/instance-action";

	private static final String REBALANCE = "events/recommendations/rebalance";

	private static final String SCHEDULED = "events/maintenance/scheduled";

	private static final String AUTOSCALING = "autoscaling/target-lifecycle-state";

	/** What the documentation advises for spot instances. */
	private static final Duration OFTEN = Duration.ofSeconds(5);

	/** Scheduled events are known for days. */
	private static final Duration SELDOM = Duration.ofSeconds(60);

	private static final Pattern STATE = Pattern.compile("[A-Za-z]{1,32}(:[A-Za-z]{1,32})?");

	private static final Pattern ACTION = Pattern.compile("[A-Za-z-]{1,32}");

	@Override
	public List<NoticeKey> keys(WatchedInstance instance) {
		List<NoticeKey> keys = new ArrayList<>();
		if (!instance.isOnDemand()) {
			keys.add(NoticeKey.of(SPOT, TREE + SPOT, (response, further) -> spotAction(response, instance))
				.every(OFTEN)
				.decisive());
			keys.add(NoticeKey.of(REBALANCE, TREE + REBALANCE, (response, further) -> rebalance(response, instance))
				.every(OFTEN));
		}
		keys.add(NoticeKey.of(SCHEDULED, TREE + SCHEDULED, (response, further) -> scheduled(response)).every(SELDOM));
		keys.add(NoticeKey.of(AUTOSCALING, TREE + AUTOSCALING, (response, further) -> autoscaling(response))
			.every(SELDOM)
			.decisive());
		return keys;
	}

	private static Sighting spotAction(MetadataResponse response, WatchedInstance instance) {
		if (response.status() == 404) {
			return Sighting.none();
		}
		MetadataDocument document = response.isOk() ? MetadataDocument.parse(response.body()) : null;
		String action = (document != null) ? document.get("action") : null;
		if (document == null || action == null || !MetadataText.matches(ACTION, action)) {
			return NoticeKey.unreadable(SPOT, response);
		}
		InterruptionKind kind = switch (action.toLowerCase(Locale.ROOT)) {
			case "terminate" -> InterruptionKind.PREEMPTION;
			case "stop" -> InterruptionKind.STOP;
			case "hibernate" -> InterruptionKind.HIBERNATION;
			default -> InterruptionKind.OTHER;
		};
		// not the time, which may move
		String id = "%s/%s/%s".formatted(SPOT, instance.instanceId(), action);
		return Sighting.of(Notice
			.of(interruption(id, kind, SPOT).deadline(NoticeTime.parse(document.get("time")), NoticeTime.now(response))
				.description("EC2 takes this Spot Instance back: " + action)
				.attributes(document.asMap())));
	}

	private static Sighting rebalance(MetadataResponse response, WatchedInstance instance) {
		if (response.status() == 404) {
			return Sighting.none();
		}
		MetadataDocument document = response.isOk() ? MetadataDocument.parse(response.body()) : null;
		if (document == null || document.get("noticeTime") == null) {
			return NoticeKey.unreadable(REBALANCE, response);
		}
		return Sighting
			.of(Notice.of(interruption(REBALANCE + "/" + instance.instanceId(), InterruptionKind.REBALANCE, REBALANCE)
				.description("EC2 recommends to replace this Spot Instance")
				.attributes(document.asMap())));
	}

	private static Sighting scheduled(MetadataResponse response) {
		if (response.status() == 404) {
			// an instance shows only what existed when it was launched
			return Sighting.none();
		}
		MetadataDocument list = response.isOk() ? MetadataDocument.parseList(response.body(), Set.of()) : null;
		if (list == null) {
			return NoticeKey.unreadable(SCHEDULED, response);
		}
		List<Notice> notices = new ArrayList<>();
		boolean broken = false;
		Instant now = NoticeTime.now(response);
		for (String element : list.elements("")) {
			String id = list.value(element + ".EventId");
			String code = list.value(element + ".Code");
			broken |= id == null || code == null;
			if (id != null && code != null && isActive(list, element)) {
				notices.add(event(id, code, list, element, now));
			}
		}
		// what can be read counts, and that something cannot be read is said
		return new Sighting(List.copyOf(notices),
				broken ? "an event of %s cannot be understood".formatted(SCHEDULED) : null, null);
	}

	private static boolean isActive(MetadataDocument list, String element) {
		String state = list.get(element + ".State");
		String description = list.get(element + ".Description");
		boolean past = description != null
				&& (description.startsWith("[Completed]") || description.startsWith("[Canceled]"));
		return (state == null || "active".equalsIgnoreCase(state)) && !past;
	}

	private static Notice event(String id, String code, MetadataDocument list, String element, Instant now) {
		InterruptionKind kind = switch (code.toLowerCase(Locale.ROOT)) {
			case "instance-stop" -> InterruptionKind.STOP;
			case "instance-retirement" -> InterruptionKind.RETIREMENT;
			case "instance-reboot", "system-reboot" -> InterruptionKind.REBOOT;
			case "system-maintenance" -> InterruptionKind.MAINTENANCE;
			default -> InterruptionKind.OTHER;
		};
		String description = list.value(element + ".Description");
		return Notice
			.of(interruption(id, kind, SCHEDULED).deadline(NoticeTime.parse(list.get(element + ".NotBefore")), now)
				.description((description != null) ? description : code)
				.hardwareFailure(isHardwareFailure(description))
				.attributes(members(list, element)));
	}

	private static boolean isHardwareFailure(@Nullable String description) {
		return description != null && description.toLowerCase(Locale.ROOT).contains("degraded");
	}

	private static Map<String, String> members(MetadataDocument list, String element) {
		Map<String, String> members = new LinkedHashMap<>(list.members(element));
		members.values().removeIf(String::isBlank);
		return members;
	}

	private static Sighting autoscaling(MetadataResponse response) {
		if (response.status() == 404) {
			return Sighting.none();
		}
		String state = response.isOk() ? MetadataText.value(response.body()) : null;
		if (state == null || !MetadataText.matches(STATE, state)) {
			return NoticeKey.unreadable(AUTOSCALING, response);
		}
		if (state.equals("InService")) {
			return Sighting.none();
		}
		CloudInterruption.Builder interruption;
		if (state.equals("Terminated") || state.equals("Detached")) {
			interruption = interruption(AUTOSCALING + "/" + state, InterruptionKind.TERMINATION, AUTOSCALING);
		}
		else if (state.equals("Standby") || state.startsWith("Warmed:")) {
			interruption = interruption(AUTOSCALING + "/" + state, InterruptionKind.STANDBY, AUTOSCALING)
				.state(State.STARTED);
		}
		else {
			interruption = interruption(AUTOSCALING + "/" + state, InterruptionKind.OTHER, AUTOSCALING);
		}
		return Sighting.of(Notice.of(interruption.description("The Auto Scaling group moves this instance to " + state)
			.attributes(Map.of("target-lifecycle-state", state))));
	}

	private static CloudInterruption.Builder interruption(String id, InterruptionKind kind, String source) {
		return CloudInterruption.builder(id, kind, CloudProvider.AWS).source(source);
	}

}

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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.interruption.NoticeKey.Further;
import io.cloudmeta.internal.interruption.Sighting.Notice;
import io.cloudmeta.interruption.CloudInterruption;
import io.cloudmeta.interruption.CloudInterruption.State;
import io.cloudmeta.interruption.InterruptionKind;
import io.cloudmeta.spi.MetadataDocument;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataResponse;
import io.cloudmeta.spi.MetadataText;
import org.jspecify.annotations.Nullable;

/**
 * What Google Compute Engine announces to a virtual machine. That a live migration is
 * announced at all takes that the key is read.
 *
 * @see <a href=
 * "https://cloud.google.com/compute/docs/metadata/getting-live-migration-notice">Live
 * migration and termination notices</a>
 * @see <a href=
 * "https://cloud.google.com/compute/docs/instances/spot#preemption-process">Preemption
 * process</a>
 * @see <a href=
 * "https://cloud.google.com/compute/docs/instances/monitor-plan-host-maintenance-event">Monitor
 * and plan for a host maintenance event</a>
 * @see <a href=
 * "https://cloud.google.com/compute/docs/instances/graceful-shutdown-overview">Graceful
 * shutdown</a>
 */
final class GcpInterruptions implements InterruptionSource {

	static final String TREE = "/computeMetadata/v1/";

	static final String MAINTENANCE = "instance/maintenance-event";

	private static final String PREEMPTED = "instance/preempted";

	private static final String UPCOMING = "instance/upcoming-maintenance";

	private static final String SHUTDOWN = "instance/shutdown-details/stop-state";

	private static final Duration SELDOM = Duration.ofSeconds(60);

	private static final Duration MIGRATION_LEAD = Duration.ofSeconds(60);

	/** For machines with accelerators, which cannot be migrated. */
	private static final Duration ACCELERATOR_LEAD = Duration.ofMinutes(60);

	private static final Pattern ACCELERATOR = Pattern.compile("(a2|a3|a4|a4x|g2|g4|ct\\w+)-.*");

	private static final Pattern WORD = Pattern.compile("[A-Z_]{1,64}");

	private static final Pattern DURATION = Pattern.compile("(\\d{1,9})s?");

	@Override
	public List<NoticeKey> keys(WatchedInstance instance) {
		List<NoticeKey> keys = new ArrayList<>();
		if (!instance.isOnDemand()) {
			keys.add(NoticeKey.of(PREEMPTED, TREE + PREEMPTED, (response, further) -> preempted(response, instance))
				.waitForChange()
				.decisive());
		}
		keys.add(NoticeKey
			.of(MAINTENANCE, TREE + MAINTENANCE,
					(response, further) -> isGoogle(response)
							? maintenance(response, instance.provider(), isAccelerated(instance))
							: NoticeKey.unreadable(MAINTENANCE, response))
			.waitForChange()
			.decisive());
		keys.add(NoticeKey.of(UPCOMING, TREE + UPCOMING + "?alt=json", (response, further) -> upcoming(response))
			.every(SELDOM));
		keys.add(NoticeKey.of(SHUTDOWN, TREE + SHUTDOWN, GcpInterruptions::shutdown).every(SELDOM).decisive());
		return keys;
	}

	private static boolean isAccelerated(WatchedInstance instance) {
		String type = instance.instanceType();
		return type != null && ACCELERATOR.matcher(type).matches();
	}

	private static boolean isGoogle(MetadataResponse response) {
		return "Google".equals(response.header("Metadata-Flavor"));
	}

	private static Sighting preempted(MetadataResponse response, WatchedInstance instance) {
		// 404: the key is not served, as to pods with Workload Identity
		String value = (response.isOk() && isGoogle(response)) ? MetadataText.value(response.body()) : null;
		if ("FALSE".equalsIgnoreCase(value)) {
			return Sighting.none();
		}
		if (!"TRUE".equalsIgnoreCase(value)) {
			return NoticeKey.unreadable(PREEMPTED, response);
		}
		return Sighting.of(Notice.of(interruption(PREEMPTED + "/" + instance.instanceId(), InterruptionKind.PREEMPTION,
				PREEMPTED, CloudProvider.GCP)
			.description("Compute Engine takes this virtual machine back")));
	}

	/**
	 * Reads the value of Google's key, which Yandex has too.
	 */
	static Sighting maintenance(MetadataResponse response, CloudProvider provider, boolean accelerated) {
		String value = response.isOk() ? MetadataText.value(response.body()) : null;
		if (value == null || !MetadataText.matches(WORD, value)) {
			return NoticeKey.unreadable(MAINTENANCE, response);
		}
		Instant now = NoticeTime.now(response);
		String id = MAINTENANCE + "/" + value;
		return switch (value) {
			case "NONE" -> Sighting.none();
			case "MIGRATE_ON_HOST_MAINTENANCE" ->
				Sighting.of(Notice.estimated(interruption(id, InterruptionKind.LIVE_MIGRATION, MAINTENANCE, provider)
					.deadline(now.plus(MIGRATION_LEAD), now)
					.description("The virtual machine is moved to another host")));
			case "TERMINATE_ON_HOST_MAINTENANCE" ->
				Sighting.of(Notice.estimated(interruption(id, InterruptionKind.TERMINATION, MAINTENANCE, provider)
					.deadline(now.plus(accelerated ? ACCELERATOR_LEAD : MIGRATION_LEAD), now)
					.description("The virtual machine is terminated, as its host is maintained")));
			default -> Sighting.of(Notice.of(interruption(id, InterruptionKind.OTHER, MAINTENANCE, provider)
				.description("The maintenance event is " + value)));
		};
	}

	private static Sighting upcoming(MetadataResponse response) {
		if (response.status() == 404 || isNothingReceived(response)) {
			return Sighting.none();
		}
		if (!response.isOk() || !isGoogle(response)) {
			return NoticeKey.unreadable(UPCOMING, response);
		}
		String body = response.body().trim();
		if (body.equals("NONE") || body.equals("\"NONE\"") || body.replaceAll("\\s", "").equals("{}")) {
			return Sighting.none();
		}
		MetadataDocument document = MetadataDocument.parse(body);
		if (document == null || document.value("maintenance_status", "maintenanceStatus", "window_start_time",
				"windowStartTime") == null) {
			return NoticeKey.unreadable(UPCOMING, response);
		}
		return Sighting.of(Notice.of(upcoming(document, NoticeTime.now(response))));
	}

	/**
	 * Where nothing is announced, the key has a status that means a failure elsewhere.
	 */
	private static boolean isNothingReceived(MetadataResponse response) {
		return response.status() == 503 && response.body().contains("no notifications have been received yet");
	}

	private static CloudInterruption.Builder upcoming(MetadataDocument document, Instant now) {
		String status = document.value("maintenance_status", "maintenanceStatus");
		String reasons = reasons(document);
		String type = document.value("type");
		// not the time, which may be moved
		String id = "%s/%s".formatted(UPCOMING, (type != null) ? type : "UNKNOWN");
		return interruption(id, InterruptionKind.MAINTENANCE, UPCOMING, CloudProvider.GCP)
			.state("ONGOING".equalsIgnoreCase(status) ? State.STARTED : State.ANNOUNCED)
			.deadline(NoticeTime.parse(document.value("window_start_time", "windowStartTime")), now)
			.description("The host is maintained" + (reasons.isEmpty() ? "" : ": " + reasons))
			.hardwareFailure(reasons.contains("FAILURE_"))
			.advice(status != null && !status.equalsIgnoreCase("ONGOING") && !status.equalsIgnoreCase("PENDING"))
			.attributes(document.asMap());
	}

	private static String reasons(MetadataDocument document) {
		List<String> reasons = new ArrayList<>();
		for (String list : List.of("maintenance_reasons", "maintenanceReasons")) {
			document.elements(list).forEach((reason) -> reasons.add(String.valueOf(document.get(reason))));
		}
		return String.join(", ", reasons);
	}

	private static Sighting shutdown(MetadataResponse response, Further further) throws MetadataException {
		if (response.status() == 404) {
			return Sighting.none();
		}
		String stopState = (response.isOk() && isGoogle(response)) ? MetadataText.value(response.body()) : null;
		if (stopState == null || !MetadataText.matches(WORD, stopState)) {
			return NoticeKey.unreadable(SHUTDOWN, response);
		}
		if (stopState.equals("UNKNOWN") || stopState.equals("NONE")) {
			return Sighting.none();
		}
		String details = TREE + "instance/shutdown-details/";
		String target = value(further.get(details + "target-state"));
		Duration maximum = duration(value(further.get(details + "max-duration")));
		Instant requested = NoticeTime.parse(value(further.get(details + "request-timestamp")));
		InterruptionKind kind = switch (String.valueOf(target)) {
			case "DELETED" -> InterruptionKind.TERMINATION;
			case "STOPPED", "SUSPENDED" -> InterruptionKind.STOP;
			default -> InterruptionKind.OTHER;
		};
		boolean known = stopState.equals("PENDING_STOP") || stopState.equals("STOPPING");
		return Sighting.of(Notice.of(interruption("instance/shutdown-details/" + target,
				known ? kind : InterruptionKind.OTHER, "instance/shutdown-details", CloudProvider.GCP)
			.state(stopState.equals("STOPPING") ? State.STARTED : State.ANNOUNCED)
			.deadline((maximum != null && requested != null) ? requested.plus(maximum) : null, NoticeTime.now(response))
			.description("The virtual machine is shut down gracefully: " + stopState)
			.attributes(
					Map.of("stop-state", stopState, "target-state", String.valueOf(target).toUpperCase(Locale.ROOT)))));
	}

	private static @Nullable String value(MetadataResponse response) {
		return response.isOk() ? MetadataText.value(response.body()) : null;
	}

	private static @Nullable Duration duration(@Nullable String seconds) {
		if (seconds == null) {
			return null;
		}
		Matcher matcher = DURATION.matcher(seconds);
		return matcher.matches() ? Duration.ofSeconds(Long.parseLong(matcher.group(1))) : null;
	}

	private static CloudInterruption.Builder interruption(String id, InterruptionKind kind, String source,
			CloudProvider provider) {
		return CloudInterruption.builder(id, kind, provider).source(source);
	}

}

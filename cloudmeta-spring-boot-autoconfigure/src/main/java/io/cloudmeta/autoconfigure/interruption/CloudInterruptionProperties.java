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

package io.cloudmeta.autoconfigure.interruption;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import io.cloudmeta.interruption.InterruptionKind;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Properties of the notices of interruptions.
 *
 * @param enabled Whether to watch the notices that the cloud gives before it interrupts
 * the instance. On Azure, this switches scheduled events on for the whole service.
 * @param readiness Whether to refuse traffic before an interruption.
 * @param readinessLead Time before the deadline at which traffic is refused, where it is
 * not refused at once.
 * @param shutdown When to close the application before the instance is taken away or
 * stopped.
 * @param shutdownLead Time before the deadline at which the application is closed, with
 * "before-deadline".
 * @param kinds Kinds of interruptions that readiness, shutdown and discovery react to.
 * All of them unless set.
 * @param discovery Whether to let the registration of the service follow readiness.
 * @param interval Time between two readings of the same notice, at least 1s. Chosen for
 * each cloud unless set.
 */
@ConfigurationProperties("cloudmeta.interruptions")
record CloudInterruptionProperties(@DefaultValue("false") boolean enabled, @DefaultValue("true") boolean readiness,
		@DefaultValue("60s") Duration readinessLead, @DefaultValue("never") Shutdown shutdown,
		@DefaultValue("30s") Duration shutdownLead, @DefaultValue List<String> kinds,
		@DefaultValue("true") boolean discovery, @Nullable Duration interval) {

	private static final String PREFIX = "cloudmeta.interruptions.";

	private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);

	CloudInterruptionProperties {
		notNegative("readiness-lead", readinessLead);
		notNegative("shutdown-lead", shutdownLead);
		if (interval != null && interval.compareTo(SHORTEST_INTERVAL) < 0) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + "interval", interval,
					"Metadata services limit their requests. Write a duration of at least 1s, such as 5s");
		}
		kinds.forEach(CloudInterruptionProperties::kind);
	}

	private static void notNegative(String name, Duration lead) {
		if (lead.isNegative()) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + name, lead,
					"A time before the deadline is not negative. Write a duration such as 30s, or 0s");
		}
	}

	private static InterruptionKind kind(String name) {
		String id = name.trim().toLowerCase(Locale.ROOT).replace('_', '-');
		return Arrays.stream(InterruptionKind.values())
			.filter((kind) -> kind.getId().equals(id))
			.findFirst()
			.orElseThrow(() -> new InvalidConfigurationPropertyValueException(PREFIX + "kinds", name,
					"There is no kind '%s'. Write some of %s".formatted(name,
							Arrays.stream(InterruptionKind.values())
								.map(InterruptionKind::getId)
								.collect(Collectors.joining(", ")))));
	}

	/**
	 * Returns the kinds that the application reacts to.
	 */
	Set<InterruptionKind> reactionKinds() {
		Set<InterruptionKind> all = EnumSet.allOf(InterruptionKind.class);
		if (!this.kinds.isEmpty()) {
			all.retainAll(this.kinds.stream().map(CloudInterruptionProperties::kind).toList());
		}
		return all;
	}

	/**
	 * When the application is closed.
	 */
	enum Shutdown {

		/** The application is not closed. */
		NEVER,

		/**
		 * When the notice arrives, but not earlier than 15 minutes before the deadline.
		 */
		AT_NOTICE,

		/** Some time before the deadline. */
		BEFORE_DEADLINE

	}

}

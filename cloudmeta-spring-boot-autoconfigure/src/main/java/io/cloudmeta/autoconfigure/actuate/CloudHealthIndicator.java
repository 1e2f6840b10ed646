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

package io.cloudmeta.autoconfigure.actuate;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.interruption.CloudInterruptions;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * {@link HealthIndicator} that returns the cloud and its region. It never takes the
 * application out of service, also not if a metadata service cannot be read.
 *
 * @since 0.1.0
 */
public class CloudHealthIndicator extends AbstractHealthIndicator {

	private final ObjectProvider<CloudInstance> instance;

	/** Missing if interruptions are not watched. */
	private final @Nullable ObjectProvider<CloudInterruptions> interruptions;

	/**
	 * Creates an indicator.
	 * @param instance the instance, which is not requested before the health is
	 */
	public CloudHealthIndicator(ObjectProvider<CloudInstance> instance) {
		this(instance, null);
	}

	CloudHealthIndicator(ObjectProvider<CloudInstance> instance,
			@Nullable ObjectProvider<CloudInterruptions> interruptions) {
		super("Where the application runs is not known");
		this.instance = instance;
		this.interruptions = interruptions;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		CloudInstance instance = this.instance.getObject().snapshot();
		List<String> failures = instance.getDetection().failures();
		if (failures.isEmpty()) {
			builder.up();
		}
		else {
			builder.unknown().withDetail("failures", failures);
			Instant fetchedAt = instance.getFetchedAt();
			if (fetchedAt != null) {
				builder.withDetail("age", InstanceDetails.age(fetchedAt));
			}
		}
		builder.withDetail("provider", instance.getProvider().getId());
		String region = instance.getRegion();
		if (region != null) {
			builder.withDetail("region", region);
		}
		if (this.interruptions != null) {
			Map<String, Object> details = InterruptionDetails.of(this.interruptions.getObject());
			if ("unknown".equals(details.get("status"))) {
				builder.unknown();
			}
			builder.withDetail("interruptions", details);
		}
	}

}

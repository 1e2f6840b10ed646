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

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.DetectionReport;
import io.cloudmeta.Evidence;
import io.cloudmeta.Evidence.Bearing;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.MetadataService;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.util.StringUtils;

/**
 * Assertions about where an application runs. A failure contains where it runs, with the
 * evidence. The first assertion waits for the detection, as any getter of
 * {@link CloudInstance} does.
 *
 * @since 0.1.0
 * @see CloudAssertions
 */
public final class CloudAssert extends AbstractAssert<CloudAssert, Object> {

	private static final Bindable<Map<String, Object>> CUSTOM = Bindable.mapOf(String.class, Object.class);

	CloudAssert(@Nullable Object actual) {
		super(actual, CloudAssert.class);
	}

	/**
	 * Verifies that the application runs on a cloud or platform.
	 * @param provider the provider's id, such as {@code azure}, or {@code local} for none
	 * @return this
	 * @throws AssertionError if it runs elsewhere
	 */
	public CloudAssert isRunningOn(String provider) {
		CloudInstance instance = instance();
		if (!provider.equals(instance.getProvider().getId())) {
			throw failure(instance, "the application to run on '%s'".formatted(provider), unknown(provider));
		}
		return this;
	}

	/**
	 * Verifies that the application runs on any cloud, as {@code CloudInstance.isCloud()}
	 * has it.
	 * @return this
	 * @throws AssertionError if it runs on none
	 */
	public CloudAssert isOnACloud() {
		CloudInstance instance = instance();
		if (!instance.isCloud()) {
			throw failure(instance, "the application to run on a cloud", null);
		}
		return this;
	}

	/**
	 * Verifies that the application runs on no cloud.
	 * @return this
	 * @throws AssertionError if it runs on one
	 */
	public CloudAssert isNotOnACloud() {
		CloudInstance instance = instance();
		if (instance.isCloud()) {
			throw failure(instance, "the application to run on no cloud", null);
		}
		return this;
	}

	/**
	 * Verifies which service of the cloud runs the application.
	 * @param platform the platform in OpenTelemetry's words, such as {@code aws_ecs}
	 * @return this
	 * @throws AssertionError if it is another one, or none is known
	 */
	public CloudAssert isOnPlatform(String platform) {
		return has(CloudField.PLATFORM, platform, "the platform to be");
	}

	/**
	 * Verifies the region.
	 * @param region the region, such as {@code eu-west-1}
	 * @return this
	 * @throws AssertionError if it is another one, or none is known
	 */
	public CloudAssert hasRegion(String region) {
		return has(CloudField.REGION, region, "the region to be");
	}

	/**
	 * Verifies the availability zone.
	 * @param zone the zone, such as {@code eu-west-1b}
	 * @return this
	 * @throws AssertionError if it is another one, or none is known
	 */
	public CloudAssert hasAvailabilityZone(String zone) {
		return has(CloudField.AVAILABILITY_ZONE, zone, "the availability zone to be");
	}

	/**
	 * Verifies a tag of the instance.
	 * @param name the tag's name
	 * @param value the tag's value; empty for Google's tags, which have none
	 * @return this
	 * @throws AssertionError if the tag has another value, or there is no such tag
	 */
	public CloudAssert hasTag(String name, String value) {
		CloudInstance instance = instance();
		Map<String, String> tags = instance.getTags();
		if (!value.equals(tags.get(name))) {
			String actualTag = tags.containsKey(name) ? "it is '%s'".formatted(tags.get(name))
					: tags.isEmpty() ? "there are no tags" : "there are only the tags " + tags.keySet();
			throw failure(instance, "the tag '%s' to be '%s'".formatted(name, value), actualTag);
		}
		return this;
	}

	private CloudAssert has(CloudField field, String expected, String expectation) {
		CloudInstance instance = instance();
		String value = field.get(instance);
		if (!expected.equals(value)) {
			throw failure(instance, "%s '%s'".formatted(expectation, expected),
					(value != null) ? "it is '%s'".formatted(value) : "it is absent");
		}
		return this;
	}

	/**
	 * Returns the instance, all of whose values belong to one reading.
	 */
	private CloudInstance instance() {
		isNotNull();
		Object found = (this.actual instanceof ApplicationContext context) ? bean(context) : this.actual;
		if (!(found instanceof CloudInstance instance)) {
			throw failure("Expecting an ApplicationContext or a CloudInstance, but this is%n  %s", found);
		}
		CloudInstance snapshot = instance.snapshot();
		// that of a mock is null
		return (snapshot != null) ? snapshot : instance;
	}

	private CloudInstance bean(ApplicationContext context) {
		try {
			return context.getBean(CloudInstance.class);
		}
		catch (NoSuchBeanDefinitionException ex) {
			throw failure(
					"Expecting a context with a CloudInstance, but %s has none. "
							+ "Is the auto-configuration of cloudmeta part of the test?%n  %s",
					context, ex.getMessage());
		}
	}

	private AssertionError failure(CloudInstance instance, String expectation, @Nullable String found) {
		String where = where(instance);
		return failure("%nExpecting %s,%nbut %s%n%s", expectation,
				(found != null) ? "%s.%n%s".formatted(found, StringUtils.capitalize(where)) : where, why(instance));
	}

	/**
	 * Explains an id that no cloud has.
	 */
	private @Nullable String unknown(String provider) {
		Set<String> known = new LinkedHashSet<>();
		CloudProvider.known().forEach((candidate) -> known.add(candidate.getId()));
		SpringFactoriesLoader.loadFactories(MetadataService.class, getClass().getClassLoader())
			.forEach((service) -> known.add(service.getProvider().getId()));
		if (this.actual instanceof ApplicationContext context) {
			known.addAll(
					Binder.get(context.getEnvironment()).bind("cloudmeta.custom", CUSTOM).orElse(Map.of()).keySet());
		}
		return known.contains(provider) ? null : "no cloud that is known has this id. Did you mean '%s'? There are %s"
			.formatted(SimulatedValues.nearest(provider, known), String.join(", ", known));
	}

	private static String why(CloudInstance instance) {
		List<String> lines = new ArrayList<>();
		lines.add("What was looked at:");
		DetectionReport detection = instance.getDetection();
		// that of a mock is null
		if (detection != null) {
			for (Evidence evidence : detection.evidence()) {
				lines.add("  %s: %s%s".formatted(evidence.source(), evidence.finding(), bearing(evidence)));
			}
			if (!detection.failures().isEmpty()) {
				lines.add("What went wrong:");
				detection.failures().forEach((failure) -> lines.add("  " + failure));
			}
		}
		return String.join(System.lineSeparator(), lines);
	}

	private static String where(CloudInstance instance) {
		if (isLocal(instance)) {
			return "it runs on no cloud ('local')";
		}
		String details = Stream.of(CloudField.PLATFORM, CloudField.REGION, CloudField.AVAILABILITY_ZONE)
			.filter((field) -> field.get(instance) != null)
			.map((field) -> field.getName() + " " + field.get(instance))
			.collect(Collectors.joining(", ", " (", ")"));
		return "it runs on '%s'%s".formatted(instance.getProvider().getId(), details.equals(" ()") ? "" : details);
	}

	private static String bearing(Evidence evidence) {
		CloudProvider provider = evidence.provider();
		return (evidence.bearing() == Bearing.NEITHER) ? ""
				: " (%s %s)".formatted(evidence.bearing().name().toLowerCase(Locale.ROOT),
						(provider != null) ? provider.getId() : "any cloud");
	}

	private static boolean isLocal(CloudInstance instance) {
		return CloudProvider.LOCAL.equals(instance.getProvider());
	}

}

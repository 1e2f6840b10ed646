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
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.context.ApplicationContext;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Assertions about where an application runs. A failure says where it runs and by which
 * signs that was found. The first assertion waits for the detection, as any getter of
 * {@code CloudInstance} does.
 *
 * @since 0.1.0
 * @see CloudAssertions
 */
public final class CloudAssert extends AbstractAssert<CloudAssert, Object> {

	/**
	 * The build of what this names uses this module, which therefore reads it as
	 * templates do: by the getters.
	 */
	private static final String TYPE = "io.cloudmeta.CloudInstance";

	private static final String LOCAL = "local";

	private static final SpelExpressionParser PARSER = new SpelExpressionParser();

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
		Object instance = instance();
		if (!provider.equals(provider(instance))) {
			throw failure(instance, "the application to run on '%s'".formatted(provider), null);
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
		Object instance = instance();
		if (!isCloud(instance)) {
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
		Object instance = instance();
		if (isCloud(instance)) {
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
		return has("platform", platform, "the platform to be");
	}

	/**
	 * Verifies the region.
	 * @param region the region, such as {@code eu-west-1}
	 * @return this
	 * @throws AssertionError if it is another one, or none is known
	 */
	public CloudAssert hasRegion(String region) {
		return has("region", region, "the region to be");
	}

	/**
	 * Verifies the availability zone.
	 * @param zone the zone, such as {@code eu-west-1b}
	 * @return this
	 * @throws AssertionError if it is another one, or none is known
	 */
	public CloudAssert hasAvailabilityZone(String zone) {
		return has("availabilityZone", zone, "the availability zone to be");
	}

	/**
	 * Verifies a tag of the instance.
	 * @param name the tag's name
	 * @param value the tag's value; empty for Google's tags, which have none
	 * @return this
	 * @throws AssertionError if the tag has another value, or there is no such tag
	 */
	public CloudAssert hasTag(String name, String value) {
		Object instance = instance();
		Map<?, ?> tags = (read(instance, "tags") instanceof Map<?, ?> found) ? found : Map.of();
		if (!value.equals(tags.get(name))) {
			String actualTag = tags.containsKey(name) ? "it is '%s'".formatted(tags.get(name))
					: tags.isEmpty() ? "there are no tags" : "there are only the tags " + tags.keySet();
			throw failure(instance, "the tag '%s' to be '%s'".formatted(name, value), actualTag);
		}
		return this;
	}

	private CloudAssert has(String getter, String expected, String expectation) {
		Object instance = instance();
		Object value = read(instance, getter);
		if (!expected.equals(value)) {
			throw failure(instance, "%s '%s'".formatted(expectation, expected),
					(value != null) ? "it is '%s'".formatted(value) : "it is absent");
		}
		return this;
	}

	/**
	 * Returns the instance, all of whose values belong to one reading.
	 */
	private Object instance() {
		isNotNull();
		Object instance = (this.actual instanceof ApplicationContext context) ? bean(context) : this.actual;
		if (!isCloudInstance(instance)) {
			throw failure("Expecting an ApplicationContext or a CloudInstance, but this is%n  %s", instance);
		}
		Object snapshot = read(instance, "snapshot()");
		return (snapshot != null) ? snapshot : instance;
	}

	private static boolean isCloudInstance(Object instance) {
		try {
			return ClassUtils.forName(TYPE, instance.getClass().getClassLoader()).isInstance(instance);
		}
		catch (ClassNotFoundException ex) {
			return false;
		}
	}

	private Object bean(ApplicationContext context) {
		try {
			return context.getBean(ClassUtils.forName(TYPE, context.getClassLoader()));
		}
		catch (ClassNotFoundException | NoSuchBeanDefinitionException ex) {
			throw failure(
					"Expecting a context with a CloudInstance, but %s has none. "
							+ "Is cloudmeta on the class path, and its auto-configuration part of the test?%n  %s",
					context, ex.getMessage());
		}
	}

	private AssertionError failure(Object instance, String expectation, @Nullable String found) {
		String where = where(instance);
		return failure("%nExpecting %s,%nbut %s%n%s", expectation,
				(found != null) ? "%s.%n%s".formatted(found, StringUtils.capitalize(where)) : where, why(instance));
	}

	private static String why(Object instance) {
		List<String> lines = new ArrayList<>();
		lines.add("What was looked at:");
		for (Object evidence : list(instance, "detection?.evidence()")) {
			lines.add(
					"  %s: %s%s".formatted(read(evidence, "source()"), read(evidence, "finding()"), bearing(evidence)));
		}
		List<?> failures = list(instance, "detection?.failures()");
		if (!failures.isEmpty()) {
			lines.add("What went wrong:");
			failures.forEach((failure) -> lines.add("  " + failure));
		}
		return String.join(System.lineSeparator(), lines);
	}

	private static String where(Object instance) {
		if (LOCAL.equals(provider(instance))) {
			return "it runs on no cloud ('local')";
		}
		String details = List.of("platform", "region", "availabilityZone")
			.stream()
			.filter((name) -> read(instance, name) != null)
			.map((name) -> name + " " + read(instance, name))
			.collect(Collectors.joining(", ", " (", ")"));
		return "it runs on '%s'%s".formatted(provider(instance), details.equals(" ()") ? "" : details);
	}

	private static String bearing(Object evidence) {
		String bearing = String.valueOf(read(evidence, "bearing()")).toLowerCase(Locale.ROOT);
		Object provider = read(evidence, "provider()?.id");
		return bearing.equals("neither") ? ""
				: " (%s %s)".formatted(bearing, (provider != null) ? provider : "any cloud");
	}

	private static boolean isCloud(Object instance) {
		return Boolean.TRUE.equals(read(instance, "cloud"));
	}

	private static @Nullable Object provider(Object instance) {
		return read(instance, "provider.id");
	}

	private static List<?> list(Object object, String expression) {
		return (read(object, expression) instanceof Collection<?> found) ? List.copyOf(found) : List.of();
	}

	private static @Nullable Object read(Object object, String expression) {
		return PARSER.parseExpression(expression).getValue(object);
	}

}

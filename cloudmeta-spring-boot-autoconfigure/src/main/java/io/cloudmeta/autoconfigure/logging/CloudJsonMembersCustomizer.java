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

package io.cloudmeta.autoconfigure.logging;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.cloudmeta.autoconfigure.core.CloudAttribute;
import io.cloudmeta.spi.CloudField;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.json.JsonWriter.Members;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Adds where the application runs to structured log events: to the Elastic Common
 * Schema's as it has it, to Graylog's with underscores, to others with dots. What the
 * user logs under such a name wins, because a name that is there twice makes an event
 * invalid. Only Logback's events are looked at for that, so only they get the fields.
 */
@Order(Ordered.LOWEST_PRECEDENCE)
class CloudJsonMembersCustomizer implements StructuredLoggingJsonMembersCustomizer<Object> {

	private static final String CLOUD = "cloud";

	private static final CloudAttribute INSTANCE_ID = CloudAttribute.of(CloudField.INSTANCE_ID);

	private static final CloudAttribute MACHINE_TYPE = CloudAttribute.of(CloudField.INSTANCE_TYPE);

	/** By their names in the Elastic Common Schema, less what is common to all. */
	private static final Map<String, CloudAttribute> FIELDS = fields();

	private static final boolean LOGBACK_PRESENT = ClassUtils.isPresent("ch.qos.logback.classic.spi.ILoggingEvent",
			CloudJsonMembersCustomizer.class.getClassLoader());

	private final Environment environment;

	private final CloudLogValues values = new CloudLogValues(FIELDS.values());

	CloudJsonMembersCustomizer(Environment environment) {
		this.environment = environment;
		this.values.follow(environment);
	}

	private static Map<String, CloudAttribute> fields() {
		Map<String, CloudAttribute> fields = new LinkedHashMap<>();
		fields.put("provider", CloudAttribute.of(CloudField.PROVIDER));
		fields.put("platform", CloudAttribute.of(CloudField.PLATFORM));
		fields.put("region", CloudAttribute.of(CloudField.REGION));
		fields.put("availability_zone", CloudAttribute.of(CloudField.AVAILABILITY_ZONE));
		fields.put("instance.id", INSTANCE_ID);
		fields.put("machine.type", MACHINE_TYPE);
		return Collections.unmodifiableMap(fields);
	}

	@Override
	public void customize(Members<Object> members) {
		if (!LOGBACK_PRESENT || !CloudLogValues.isEnabled(this.environment) || userAddsSuch()) {
			return;
		}
		List<String> formats = Stream.of("console", "file")
			.map((target) -> this.environment.getProperty("logging.structured.format." + target))
			.filter(StringUtils::hasText)
			.distinct()
			.toList();
		String format = (formats.size() == 1) ? formats.get(0) : "";
		Predicate<@Nullable Object> isAdded = this::isAdded;
		switch (format) {
			case "ecs" -> members.add(CLOUD).when(isAdded).usingMembers(this::addNested);
			case "gelf" -> members.add().when(isAdded).usingMembers((flat) -> addFlat(flat, "_cloud_", "_"));
			default -> members.add().when(isAdded).usingMembers((flat) -> addFlat(flat, "cloud.", "."));
		}
	}

	private void addNested(Members<Object> cloud) {
		FIELDS.forEach((name, attribute) -> {
			if (!name.contains(".")) {
				add(cloud, name, attribute);
			}
		});
		cloud.add("instance")
			.when((event) -> has(INSTANCE_ID))
			.usingMembers((instance) -> add(instance, "id", INSTANCE_ID));
		cloud.add("machine")
			.when((event) -> has(MACHINE_TYPE))
			.usingMembers((machine) -> add(machine, "type", MACHINE_TYPE));
	}

	private void addFlat(Members<Object> members, String prefix, String separator) {
		FIELDS.forEach((name, attribute) -> add(members, prefix + name.replace(".", separator), attribute));
	}

	private void add(Members<Object> members, String name, CloudAttribute attribute) {
		members.add(name, (event) -> this.values.get(attribute)).whenNotNull();
	}

	private boolean has(CloudAttribute attribute) {
		return this.values.get(attribute) != null;
	}

	private boolean isAdded(@Nullable Object event) {
		return event != null && this.values.isKnown()
				&& LogbackNames.of(event).noneMatch(CloudJsonMembersCustomizer::isSuch);
	}

	private boolean userAddsSuch() {
		Map<String, String> added = Binder.get(this.environment)
			.bind("logging.structured.json.add", Bindable.mapOf(String.class, String.class))
			.orElse(Map.of());
		return isSuch(this.environment.getProperty("logging.structured.json.context.prefix", ""))
				|| added.keySet().stream().anyMatch(CloudJsonMembersCustomizer::isSuch);
	}

	private static boolean isSuch(String name) {
		String bare = name.startsWith("_") ? name.substring(1) : name;
		return bare.equals(CLOUD) || bare.startsWith("cloud.") || bare.startsWith("cloud_");
	}

	/**
	 * The names that the user gave to an event's values, apart because Logback may be
	 * absent.
	 */
	private static final class LogbackNames {

		private LogbackNames() {
		}

		static Stream<String> of(Object event) {
			if (!(event instanceof ILoggingEvent logback)) {
				return Stream.empty();
			}
			Stream<String> context = logback.getMDCPropertyMap().keySet().stream();
			List<KeyValuePair> pairs = logback.getKeyValuePairs();
			return (pairs != null) ? Stream.concat(context, pairs.stream().map((pair) -> pair.key)) : context;
		}

	}

}

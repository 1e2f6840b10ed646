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

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.filter.RepeatedGroups;
import io.cloudmeta.internal.filter.SecretNames;
import io.cloudmeta.internal.interruption.CustomInterruptions;
import io.cloudmeta.internal.interruption.CustomInterruptions.Place;
import io.cloudmeta.interruption.InterruptionKind;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;

/**
 * How a custom cloud announces interruptions:
 * {@code cloudmeta.custom.<id>.interruptions}.
 *
 * @param interruptions the properties
 */
record CustomInterruptionProperties(@Nullable Notices interruptions) {

	private static final String PREFIX = "cloudmeta.custom";

	private static final Pattern STATUS = Pattern.compile("[1-5]\\d\\d");

	/**
	 * Returns the custom clouds of an environment that announce interruptions.
	 */
	static List<CustomInterruptions> sources(Environment environment) {
		List<CustomInterruptions> sources = new ArrayList<>();
		Binder.get(environment)
			.bind(PREFIX, Bindable.mapOf(String.class, CustomInterruptionProperties.class))
			.orElse(Map.of())
			.forEach((id, properties) -> {
				Notices notices = properties.interruptions();
				if (notices != null) {
					sources.add(notices.convert(id, "%s.%s.interruptions.".formatted(PREFIX, id)));
				}
			});
		return sources;
	}

	/**
	 * Where the notices of one cloud are.
	 *
	 * @param path path of the request that returns notices
	 * @param none what means that nothing is announced: statuses, and a regular
	 * expression that the whole response matches
	 * @param kind kind of the interruptions, or where it is in the response: a JSON
	 * pointer, or a regular expression with one group
	 * @param deadline where the deadline is in the response: a JSON pointer, or a regular
	 * expression with one group
	 */
	record Notices(@Nullable String path, @DefaultValue("404") List<String> none,
			@DefaultValue("preemption") String kind, @Nullable String deadline) {

		CustomInterruptions convert(String id, String prefix) {
			if (this.path == null || !this.path.startsWith("/") || this.path.contains(" ")) {
				throw new InvalidConfigurationPropertyValueException(prefix + "path", this.path,
						"Write the path of the request that returns notices, such as /meta-data/termination");
			}
			if (SecretNames.isSecretPath(this.path)) {
				throw new InvalidConfigurationPropertyValueException(prefix + "path", this.path,
						"It may hold a secret, which cloudmeta does not read. Write the path of notices");
			}
			Set<Integer> statuses = new HashSet<>();
			Pattern pattern = null;
			for (String text : this.none) {
				if (STATUS.matcher(text.trim()).matches()) {
					statuses.add(Integer.parseInt(text.trim()));
				}
				else if (pattern == null) {
					pattern = pattern(prefix + "none", text);
				}
				else {
					throw new InvalidConfigurationPropertyValueException(prefix + "none", this.none,
							"Write statuses and at most one regular expression, such as 404, NONE");
				}
			}
			return new CustomInterruptions(CloudProvider.of(id), this.path, statuses, pattern, kind(prefix + "kind"),
					(this.deadline != null) ? place(prefix + "deadline", this.deadline) : null);
		}

		private Place kind(String name) {
			String id = this.kind.trim().toLowerCase(Locale.ROOT).replace('_', '-');
			for (InterruptionKind known : InterruptionKind.values()) {
				if (known.getId().equals(id)) {
					return new Place(id, null, null);
				}
			}
			return place(name, this.kind);
		}

		private static Place place(String name, String text) {
			if (text.startsWith("/")) {
				return new Place(null, text.trim(), null);
			}
			Pattern pattern = pattern(name, text);
			if (pattern.matcher("").groupCount() != 1) {
				throw new InvalidConfigurationPropertyValueException(name, text,
						"Write a JSON pointer such as /time, or a regular expression with one group, such as time=(.+)");
			}
			return new Place(null, null, pattern);
		}

		private static Pattern pattern(String name, String text) {
			if (RepeatedGroups.isUnbounded(text)) {
				throw new InvalidConfigurationPropertyValueException(name, text,
						"It repeats a group without a bound, which a long response makes slow. Write a bound such as"
								+ " (?:[a-z]+-){1,8}");
			}
			try {
				return Pattern.compile(text.trim());
			}
			catch (PatternSyntaxException ex) {
				throw new InvalidConfigurationPropertyValueException(name, text,
						"It is no regular expression: %s. Write one such as NONE".formatted(ex.getDescription()));
			}
		}

	}

}

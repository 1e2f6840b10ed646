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

package io.cloudmeta.autoconfigure.custom;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.autoconfigure.custom.CustomCloudProperties.Field;
import io.cloudmeta.internal.filter.RepeatedGroups;
import io.cloudmeta.internal.filter.SecretNames;
import io.cloudmeta.spi.CloudDefinition;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.MetadataReader;
import io.cloudmeta.spi.RestrictedPaths;
import io.cloudmeta.spi.TokenExchange;
import io.cloudmeta.spi.ValueForm;
import io.cloudmeta.spi.ValueLocation;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;

/**
 * Converts the properties of one cloud into its definition. If a property is missing or
 * invalid, the message of the exception contains what to write instead.
 */
final class CustomCloudConverter {

	private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9._:@+,=~%&?;*!()$/-]*");

	private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9_-]+");

	/** Needs no brackets in the name of a property. */
	private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z0-9_.-]+");

	private static final Pattern DMI_FILE = Pattern.compile("[a-z_]+");

	private final CloudProvider provider;

	private final CustomCloudProperties properties;

	private final String prefix;

	private final RestrictedPaths restrictedPaths;

	CustomCloudConverter(CloudProvider provider, CustomCloudProperties properties) {
		this.provider = provider;
		this.properties = properties;
		this.prefix = CustomClouds.PREFIX + provider.getId();
		this.restrictedPaths = RestrictedPaths.NONE.closed(properties.secrets().toArray(String[]::new));
	}

	CloudDefinition convert() {
		String endpoint = required("endpoint", this.properties.endpoint(),
				"Write the base URL of the metadata service, such as http://169.254.169.254");
		CloudDefinition.Builder definition = CloudDefinition.of(this.provider, endpoint)
			.endpointProperty(this.prefix + ".endpoint")
			.platform(platform());
		match(definition);
		definition
			.reader(MetadataReader.of(this.provider.getDisplayName())
				.headers(headers("headers", this.properties.headers()))
				.token(token())
				.advice("check %s.headers and %1$s.token".formatted(this.prefix),
						"another service responds there, or %s does not describe it".formatted(this.prefix)))
			.document(document());
		Set<String> checked = addProofs(definition);
		addFields(definition, checked);
		return definition.tags(tags()).restrictedPaths(this.restrictedPaths).build();
	}

	private void match(CloudDefinition.Builder definition) {
		this.properties.match().dmi().forEach((file, pattern) -> {
			String name = member("match.dmi", file);
			if (!DMI_FILE.matcher(file).matches()) {
				throw invalid(name, pattern, "Write the name of a file below /sys/class/dmi/id, such as sys_vendor");
			}
			if (pattern.replace("*", "").isBlank()) {
				throw invalid(name, pattern,
						"Every machine has this. Write what only this cloud's machines have, such as"
								+ " Acme or Acme*");
			}
			definition.recognizedByDmi(file, pattern);
		});
		this.properties.match()
			.environment()
			.forEach((variable, pattern) -> definition.recognizedByEnvironment(variable,
					required(member("match.environment", variable), pattern,
							"Write the value of the variable, or * for any value")));
	}

	private Map<String, String> headers(String name, Map<String, String> headers) {
		headers.forEach((header, value) -> {
			if (!HEADER.matcher(header).matches() || !StringUtils.hasText(value)
					|| value.chars().anyMatch(Character::isISOControl)) {
				// without the value, which may be a secret
				throw invalid(member(name, header), null,
						"Write a header's name and, in one line, its value, such as headers.Metadata-Flavor=Acme");
			}
		});
		return headers;
	}

	private @Nullable TokenExchange token() {
		CustomCloudProperties.Token token = this.properties.token();
		if (token == null) {
			return null;
		}
		String path = path("token.path", required("token.path", token.path(),
				"Write the path of the request that returns a token, such as /latest/api/token"));
		String header = required("token.header", token.header(),
				"Write the name of the header in which the token is sent, such as Authorization");
		if (!HEADER.matcher(header).matches()) {
			throw invalid("token.header", header, "Write the name of a header, such as Authorization");
		}
		String scheme = text(token.scheme());
		if (scheme != null && !HEADER.matcher(scheme).matches()) {
			throw invalid("token.scheme", scheme, "Write a single word, such as Bearer");
		}
		if (token.life().isNegative() || token.life().isZero()) {
			throw invalid("token.life", token.life(), "Write a duration such as 5m or 1h");
		}
		TokenExchange exchange = TokenExchange.request(token.method(), path, headers("token.headers", token.headers()),
				text(token.pointer()), token.life(), header);
		return (scheme != null) ? exchange.scheme(scheme) : exchange;
	}

	private @Nullable String document() {
		String document = text(this.properties.document());
		return (document != null) ? path("document", document) : null;
	}

	/** Returns the paths of the requests that the proofs take. */
	private Set<String> addProofs(CloudDefinition.Builder definition) {
		if (this.properties.check().isEmpty()) {
			throw invalid("check", null,
					"A status of 200 proves nothing. Write what only this cloud's responses contain, such as"
							+ " check.instance-id=i-[0-9a-f]+");
		}
		Set<String> requests = new HashSet<>();
		this.properties.check().forEach((place, text) -> {
			String name = member("check", place);
			String pattern = required(name, text, "Write a regular expression, such as .+ for any value");
			ValueLocation location = location(name, "check", Field.of(place));
			definition.proof(location, regularExpression(name, pattern).pattern());
			requests.add(String.valueOf(location.getRequest()));
		});
		return requests;
	}

	private void addFields(CloudDefinition.Builder definition, Set<String> checked) {
		this.properties.fields().forEach((name, field) -> {
			CloudField known = CloudField.of(name);
			if (known == null || known == CloudField.PROVIDER) {
				throw invalid(member("fields", name), field.path(), "There is no such value. Write one of " + names());
			}
			ValueLocation location = location(member("fields", name), "fields." + known.getName(), field);
			if (location.getRequest() == null || checked.contains(location.getRequest())) {
				definition.field(known, location);
			}
			else {
				definition.deferredField(known, location);
			}
		});
	}

	private static String names() {
		return Arrays.stream(CloudField.values())
			.filter((field) -> field != CloudField.PROVIDER)
			.map(CloudField::getName)
			.collect(Collectors.joining(", "));
	}

	private ValueLocation location(String name, String secretName, Field field) {
		String get = text(field.get());
		String path = text(field.path());
		if (get == null && path == null) {
			throw invalid(name, null,
					"Write where the value is: a path in the document, such as network.0.mac, or GET and a path");
		}
		if (get == null && text(this.properties.document()) == null) {
			throw invalid(name, path,
					"There is no document. Set %s.document, or write GET and a path, such as".formatted(this.prefix)
							+ " GET /meta-data/region");
		}
		ValueLocation location = (get != null) ? ValueLocation.get(path(name, get))
				: ValueLocation.at(String.valueOf(path));
		if (get != null && path != null) {
			location = location.path(path);
		}
		String pattern = extraction(name + ".pattern", field.pattern());
		refuseSecret(secretName, location);
		return (pattern != null) ? location.matching(pattern) : location;
	}

	private @Nullable String extraction(String name, @Nullable String pattern) {
		if (!StringUtils.hasText(pattern)) {
			return null;
		}
		if (regularExpression(name, pattern).matcher("").groupCount() != 1) {
			throw invalid(name, pattern, "The value is its one group in parentheses. Write one such as (.+)-\\d+");
		}
		return pattern;
	}

	private @Nullable String tags() {
		String tags = text(this.properties.tags());
		if (tags != null && text(this.properties.document()) == null) {
			throw invalid("tags", tags, "There is no document. Set %s.document".formatted(this.prefix));
		}
		return tags;
	}

	private void refuseSecret(String name, ValueLocation location) {
		if (isSecret(location.getRequest()) || location.getPaths().stream().anyMatch(this::isSecret)) {
			throw invalid(name, location, "It may hold a secret, which cloudmeta does not read. Leave it out");
		}
	}

	private boolean isSecret(@Nullable String path) {
		return path != null && (SecretNames.isSecretPath(path) || this.restrictedPaths.refuses(path));
	}

	private @Nullable String platform() {
		String platform = text(this.properties.platform());
		String violation = (platform != null) ? ValueForm.of(CloudField.PLATFORM).violation(platform) : null;
		if (violation != null) {
			throw invalid("platform", platform, "%s. Write %s".formatted(StringUtils.capitalize(violation),
					ValueForm.of(CloudField.PLATFORM).getDescription()));
		}
		return platform;
	}

	private String path(String name, String path) {
		if (!PATH.matcher(path).matches() || path.contains("..")) {
			throw invalid(name, path, "Write a path that begins with a slash, such as /metadata/v1.json");
		}
		return path;
	}

	private Pattern regularExpression(String name, String text) {
		Pattern pattern;
		try {
			pattern = Pattern.compile(text);
		}
		catch (PatternSyntaxException ex) {
			throw invalid(name, text, "It is no regular expression (%s). Write one such as .+ for any value or [0-9]+"
				.formatted(ex.getDescription()));
		}
		if (RepeatedGroups.isUnbounded(text)) {
			throw invalid(name, text, "It repeats a group without a bound, which a long value makes slow. Write a bound"
					+ " such as (?:[a-z]+-){1,8} or a possessive quantifier such as (?:[a-z]+-)*+");
		}
		return pattern;
	}

	private String required(String name, @Nullable String value, String reason) {
		if (!StringUtils.hasText(value)) {
			throw invalid(name, value, reason);
		}
		return value.trim();
	}

	private static String member(String map, String key) {
		return PLAIN_KEY.matcher(key).matches() ? map + "." + key : map + "[" + key + "]";
	}

	private static @Nullable String text(@Nullable String value) {
		return StringUtils.hasText(value) ? value.trim() : null;
	}

	private InvalidConfigurationPropertyValueException invalid(String name, @Nullable Object value, String reason) {
		return new InvalidConfigurationPropertyValueException(this.prefix + "." + name, value, reason);
	}

}

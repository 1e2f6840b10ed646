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

package io.cloudmeta.internal.placeholder;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.DetectionReport;
import io.cloudmeta.internal.filter.Similarity;
import io.cloudmeta.internal.placeholder.PlaceholderOccurrences.Occurrence;
import io.cloudmeta.spi.CloudField;
import org.jspecify.annotations.Nullable;

/**
 * Describes why a placeholder was not resolved, which properties contain it and what to
 * write instead.
 */
final class PlaceholderFailures {

	private static final int LONGEST_QUOTE = 120;

	private static final String EXAMPLE = "eu-west-1";

	private static final Pattern SIMPLE_NAME = Pattern.compile("[a-z0-9-]+");

	private final PlaceholderOccurrences occurrences;

	PlaceholderFailures(PlaceholderOccurrences occurrences) {
		this.occurrences = occurrences;
	}

	UnresolvedCloudPlaceholderException withoutValue(Placeholder placeholder, String key, CloudInstance instance) {
		CloudProvider provider = instance.getProvider();
		String reason = isOfOtherCloud(placeholder, provider)
				? "it is a value of %s and this is %s"
					.formatted(CloudProvider.of(placeholder.prefix()).getDisplayName(), name(provider))
				: "this is %s and it has no value for '%s'".formatted(name(provider), key);
		Text description = new Text("The placeholder '%s' has no value: %s.".formatted(placeholder.text(), reason));
		addOccurrences(description, placeholder.text());
		addDetection(description, instance);
		Text action = new Text("Either");
		action.line("    give it a default: %s", placeholder.textWithDefault(example(key)));
		String setting = setting(key);
		if (setting != null) {
			action.line("    or a fixed value: %s%s=%s", otherProvider(placeholder, provider), setting, example(key));
		}
		else {
			action.line("    or run the application where it has a value");
		}
		return failure(placeholder.text(), "no value: " + reason, description, action);
	}

	/**
	 * Returns one line about a value that a placeholder does not return.
	 */
	String refusal(Placeholder placeholder, String key, String refused) {
		return "%s: the value of '%s' contains %s, so it counts as missing".formatted(subject(placeholder.text()),
				quote(key), PlaceholderCharacters.describe(refused));
	}

	/**
	 * Returns one line about a key that exists on no cloud.
	 */
	String misspelt(Placeholder placeholder, String key) {
		String nearest = PlaceholderKeys.nearest(placeholder.prefix(), key);
		return "%s: %s, so it never has a value. %s".formatted(subject(placeholder.text()),
				unknown(placeholder.prefix(), key),
				(nearest != null) ? "Did you mean '%s'?".formatted(nearest) : "The keys are %s and tags.<name>"
					.formatted(String.join(", ", PlaceholderKeys.names(placeholder.prefix()))));
	}

	/**
	 * Returns one line about a text in braces that was probably meant for a placeholder.
	 */
	String misspeltInBraces(Placeholder placeholder, String nearest) {
		int key = "${".length() + placeholder.prefix().length() + 1;
		return "%s: %s, so Spring uses the text after the first colon as a default. Did you mean '%s'?".formatted(
				subject(placeholder.text()), unknown(placeholder.prefix(), placeholder.key()),
				placeholder.text().substring(0, key) + nearest
						+ placeholder.text().substring(key + placeholder.key().length()));
	}

	private static String unknown(String prefix, String key) {
		return "there is no '%s' after '%s:'".formatted(quote(key), prefix);
	}

	UnresolvedCloudPlaceholderException refused(Placeholder placeholder, String key, String refused,
			CloudInstance instance) {
		String reason = "the value of '%s' contains %s, which a placeholder does not return".formatted(key,
				PlaceholderCharacters.describe(refused));
		Text description = new Text("The placeholder '%s' has no value: %s.".formatted(placeholder.text(), reason));
		addOccurrences(description, placeholder.text());
		addDetection(description, instance);
		Text action = new Text("Either");
		action.line("    give it a default: %s", placeholder.textWithDefault(example(key)));
		action.line("    or change the value in the cloud");
		action.line("    or read it in code: CloudInstance returns it as it is");
		if (PlaceholderCharacters.isAddable(refused)) {
			action.line("    or allow the character: %s=%s", PlaceholderCharacters.ADDITIONAL, refused);
		}
		return failure(placeholder.text(), "no value: " + reason, description, action);
	}

	UnresolvedCloudPlaceholderException unknownKey(Placeholder placeholder, String key, CloudInstance instance) {
		List<String> names = Similarity.sorted(key, PlaceholderKeys.names(placeholder.prefix()));
		String nearest = names.get(0);
		String reason = unknown(placeholder.prefix(), key);
		Text description = new Text("The placeholder '%s' has no value: %s.".formatted(placeholder.text(), reason));
		addOccurrences(description, placeholder.text());
		addDetection(description, instance);
		description.line("").line("The keys that exist after '%s:', the nearest first:", placeholder.prefix());
		description.line("    %s, tags.<name>%s", String.join(", ", names),
				PlaceholderKeys.isProvider(placeholder.prefix())
						? " and each path with a slash of the provider's metadata" : "");
		Text action = new Text("Either");
		action.line("    write a key that exists, perhaps: %s", placeholder.textWithKey(nearest));
		action.line("    or give it a default: %s", placeholder.textWithDefault(EXAMPLE));
		return failure(placeholder.text(), "no value: %s, did you mean '%s'?".formatted(reason, nearest), description,
				action);
	}

	UnresolvedCloudPlaceholderException forbidden(Placeholder placeholder, String key, IllegalArgumentException cause) {
		Text description = new Text(
				"The placeholder '%s' contains a path that is never read.".formatted(placeholder.text()));
		if (cause.getMessage() != null) {
			description.line("").line("    %s", cause.getMessage());
		}
		addOccurrences(description, placeholder.text());
		Text action = new Text("Use another path than '%s'.".formatted(key));
		action.line(
				"Credentials, tokens, keys and user data never come through a placeholder, with or without a default:");
		action.line("the cloud's own SDK reads those.");
		UnresolvedCloudPlaceholderException failure = failure(placeholder.text(), "a path that is never read",
				description, action);
		failure.initCause(cause);
		return failure;
	}

	UnresolvedCloudPlaceholderException malformed(String text) {
		String quote = quote(text);
		boolean ended = text.endsWith(">");
		String reason = ended ? "there is no key after the colon" : "there is no '>' that ends it";
		Text description = new Text("The placeholder '%s' is malformed: %s.".formatted(quote, reason));
		addOccurrences(description, text);
		String prefix = PlaceholderSyntax.word(text, PlaceholderSyntax.START.length(), text.length());
		Text action = new Text("Write $<%1$s:key> or $<%1$s:key:default>, such as $<%1$s:region:%2$s>."
			.formatted((prefix != null) ? prefix : PlaceholderSyntax.NEUTRAL, EXAMPLE));
		action.line("If the text is not meant to be a placeholder, write \\$< instead of $<.");
		return failure(text, "malformed: " + reason, description, action);
	}

	UnresolvedCloudPlaceholderException inOwnSettings(String text) {
		Text description = new Text(
				"The placeholder '%s' is in a setting of cloudmeta that is needed to detect the cloud."
					.formatted(quote(text)));
		addOccurrences(description, text);
		Text action = new Text("Write the value itself there, or take it from another source than the cloud.");
		action.line("Settings that begin with 'cloudmeta.' are read before any value of the cloud is known.");
		String where = this.occurrences.of(text)
			.stream()
			.map(Occurrence::property)
			.findFirst()
			.map((property) -> " (%s)".formatted(property))
			.orElse("");
		return failure(text, "it is in a setting that is needed to detect the cloud%s".formatted(where), description,
				action);
	}

	UnresolvedCloudPlaceholderException notDetectedYet(String text) {
		return failure(text, "the cloud is not detected yet and Actuator's listing does not start the detection",
				new Text("The placeholder '%s' is not resolved yet.".formatted(quote(text))),
				new Text("Read it again when the application has resolved it."));
	}

	private UnresolvedCloudPlaceholderException failure(String text, String reason, Text description, Text action) {
		return new UnresolvedCloudPlaceholderException(text,
				this.occurrences.of(text).stream().map(Occurrence::property).distinct().toList(),
				"%s: %s".formatted(subject(text), reason), description.toString(), action.toString());
	}

	private String subject(String text) {
		List<Occurrence> places = this.occurrences.of(text);
		String where = places.isEmpty() ? ""
				: " in " + String.join(", ", places.stream().map(Occurrence::toString).toList());
		return "Placeholder '%s'%s".formatted(quote(text), where);
	}

	private void addOccurrences(Text description, String text) {
		List<Occurrence> places = this.occurrences.of(text);
		if (places.isEmpty()) {
			return;
		}
		description.line("").line("It stands in");
		places.forEach((place) -> description.line("    %s", place));
	}

	private static void addDetection(Text description, CloudInstance instance) {
		CloudProvider provider = instance.getProvider();
		DetectionReport report = instance.getDetection();
		description.line("").line("Detected: %s, because of", name(provider));
		if (report.evidence().isEmpty() && report.failures().isEmpty()) {
			description.line("    no evidence: the settings determine it");
		}
		report.evidence().forEach((evidence) -> description.line("    %s: %s", evidence.source(), evidence.finding()));
		report.failures().forEach((failure) -> description.line("    failed: %s", failure));
	}

	private static String name(CloudProvider provider) {
		return CloudProvider.LOCAL.equals(provider) ? "no cloud (local)"
				: "%s (%s)".formatted(provider.getDisplayName(), provider.getId());
	}

	private static boolean isOfOtherCloud(Placeholder placeholder, CloudProvider provider) {
		return PlaceholderKeys.isProvider(placeholder.prefix()) && !placeholder.prefix().equals(provider.getId());
	}

	/**
	 * Returns the property that fixes a value.
	 */
	private static @Nullable String setting(String key) {
		CloudField field = CloudField.of(key);
		if (field != null) {
			return "cloudmeta.instance." + field.getName();
		}
		String tag = PlaceholderKeys.tag(key);
		if (tag == null) {
			return null;
		}
		return "cloudmeta.instance.tags" + (SIMPLE_NAME.matcher(tag).matches() ? "." + tag : "[" + tag + "]");
	}

	private static String otherProvider(Placeholder placeholder, CloudProvider provider) {
		return isOfOtherCloud(placeholder, provider)
				? "cloudmeta.instance.provider=%s with ".formatted(placeholder.prefix()) : "";
	}

	private static String example(String key) {
		return (CloudField.of(key) == CloudField.REGION) ? EXAMPLE : "something";
	}

	private static String quote(String text) {
		String line = text.lines().findFirst().orElse("");
		return (line.length() > LONGEST_QUOTE) ? line.substring(0, LONGEST_QUOTE) + "…" : line;
	}

	/**
	 * Lines for people.
	 */
	private static final class Text {

		private final List<String> lines = new ArrayList<>();

		Text(String firstLine) {
			this.lines.add(firstLine);
		}

		@SuppressWarnings("AnnotateFormatMethod")
		Text line(String format, @Nullable Object... arguments) {
			this.lines.add((arguments.length > 0) ? format.formatted(arguments) : format);
			return this;
		}

		@Override
		public String toString() {
			return String.join(System.lineSeparator(), this.lines);
		}

	}

}

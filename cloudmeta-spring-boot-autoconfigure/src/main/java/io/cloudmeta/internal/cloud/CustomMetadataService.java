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

package io.cloudmeta.internal.cloud;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.Evidence;
import io.cloudmeta.Evidence.Bearing;
import io.cloudmeta.internal.cloud.CloudDeclaration.Check;
import io.cloudmeta.internal.cloud.CloudDeclaration.Lookup;
import io.cloudmeta.internal.cloud.CloudDeclaration.Token;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataClient.IssuedToken;
import io.cloudmeta.spi.MetadataDocument;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.spi.MetadataResponse;
import io.cloudmeta.spi.MetadataService;
import io.cloudmeta.spi.MetadataText;
import io.cloudmeta.spi.RestrictedPaths;
import org.jspecify.annotations.Nullable;

import org.springframework.util.PatternMatchUtils;

/**
 * The metadata service of a cloud that the user declares by {@code cloudmeta.custom.*}.
 * It reads what the declaration names and nothing else.
 *
 * @param declaration what the user says of the cloud
 * @since 0.1.0
 */
public record CustomMetadataService(CloudDeclaration declaration) implements MetadataService {

	private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e&&[^<>]]{1,4096}");

	/** Longer texts are not matched against the user's patterns. */
	private static final int MAX_LENGTH = 4096;

	/** What stands below the tags if they are a list. */
	private static final Pattern ELEMENT = Pattern.compile("\\d+]?([.].*)?");

	@Override
	public CloudProvider getProvider() {
		return this.declaration.provider();
	}

	@Override
	public MetadataEndpoint getEndpoint(Function<String, @Nullable String> environment) {
		MetadataEndpoint endpoint = MetadataEndpoint.configured(this.declaration.getPropertyName() + ".endpoint",
				this.declaration.endpoint());
		for (String name : this.declaration.match().environment().keySet()) {
			String value = environment.apply(name);
			if (value != null) {
				endpoint = endpoint.with(name, value);
			}
		}
		return endpoint;
	}

	@Override
	public List<Evidence> recognise(Function<String, @Nullable String> dmi, MetadataEndpoint endpoint) {
		List<Evidence> signs = new ArrayList<>();
		CloudDeclaration.Match match = this.declaration.match();
		boolean all = addSigns("dmi", match.dmi(), dmi, signs)
				&& addSigns("environment", match.environment(), endpoint.options()::get, signs);
		return all ? signs : List.of();
	}

	private boolean addSigns(String kind, Map<String, String> patterns, Function<String, @Nullable String> texts,
			List<Evidence> signs) {
		for (Map.Entry<String, String> pattern : patterns.entrySet()) {
			long start = System.nanoTime();
			String text = texts.apply(pattern.getKey());
			if (text == null || !PatternMatchUtils.simpleMatch(pattern.getValue(), text)) {
				return false;
			}
			String source = "%s.match.%s.%s".formatted(this.declaration.getPropertyName(), kind, pattern.getKey());
			// not the text itself: a variable may hold what is nobody's business
			signs.add(new Evidence(source, "is " + pattern.getValue(), getProvider(), Bearing.FOR,
					Duration.ofNanos(System.nanoTime() - start)));
		}
		return true;
	}

	@Override
	public InstanceMetadata identify(MetadataClient client, boolean proven) throws MetadataException {
		Answers answers = new Answers(client);
		for (Check check : this.declaration.checks()) {
			String value = answers.value(check.lookup());
			if (!MetadataText.matches(Pattern.compile(check.pattern()), value)) {
				throw notThisCloud("%s is not %s".formatted(check.lookup(), check.pattern()));
			}
		}
		return map(answers);
	}

	private InstanceMetadata map(Answers answers) throws MetadataException {
		String path = this.declaration.document();
		MetadataDocument document = (path != null) ? answers.document(path) : null;
		InstanceMetadata.Builder identity = InstanceMetadata.of(getProvider())
			.set(CloudField.PLATFORM, this.declaration.platform());
		for (Map.Entry<CloudField, Lookup> field : this.declaration.fields().entrySet()) {
			Lookup lookup = field.getValue();
			if (answers.has(lookup) && tagOf(field.getKey()) == null) {
				identity.set(field.getKey(), answers.value(lookup));
			}
			else {
				identity.defer(field.getKey());
			}
		}
		return identity.tags((document != null) ? tags(document) : Map.of())
			.attributes(answers.attributes(document))
			.build();
	}

	/**
	 * Tags are an object of texts, a list of objects with a key or name and a value, or a
	 * list of names.
	 */
	private Map<String, String> tags(MetadataDocument document) {
		Map<String, String> tags = new LinkedHashMap<>();
		String path = this.declaration.tags();
		if (path == null) {
			return tags;
		}
		for (String element : document.elements(path)) {
			String name = first(document, element, element + ".key", element + ".name");
			if (name != null) {
				String value = document.get(element + ".value");
				tags.put(name, (value != null) ? value : "");
			}
		}
		tags.putAll(document.members(path));
		return tags;
	}

	private static @Nullable String first(MetadataDocument document, String... paths) {
		for (String path : paths) {
			String value = MetadataText.value(document.get(path));
			if (value != null) {
				return value;
			}
		}
		return null;
	}

	@Override
	public InstanceMetadata identify(Map<String, String> dmi) {
		return InstanceMetadata.of(getProvider()).set(CloudField.PLATFORM, this.declaration.platform()).build();
	}

	@Override
	public RestrictedPaths getRestrictedPaths() {
		return this.declaration.restrictedPaths();
	}

	@Override
	public @Nullable String find(Map<String, String> attributes, String path) {
		String value = attributes.get(path);
		return (value != null) ? value : attributes.get(CloudDeclaration.inDocument(path));
	}

	@Override
	public @Nullable String tagOf(String path) {
		String tags = this.declaration.tags();
		String place = CloudDeclaration.inDocument(path);
		if (tags == null || !place.startsWith(tags)) {
			return null;
		}
		String rest = place.substring(tags.length());
		if (rest.isEmpty() || rest.startsWith("[")) {
			return "";
		}
		if (!rest.startsWith(".")) {
			return null;
		}
		String name = rest.substring(1);
		return MetadataText.matches(ELEMENT, name) ? "" : name;
	}

	@Override
	public @Nullable String tagOf(CloudField field) {
		Lookup lookup = this.declaration.fields().get(field);
		return (lookup != null && lookup.get() == null && lookup.path() != null) ? tagOf(lookup.path()) : null;
	}

	/**
	 * Nothing is asked for that the declaration does not name.
	 */
	@Override
	public @Nullable String fetch(MetadataClient client, String path) throws MetadataException {
		for (Lookup lookup : this.declaration.fields().values()) {
			if (lookup.path() == null && ("/" + path).equals(lookup.get())) {
				return leaf(read(client, "/" + path));
			}
		}
		return null;
	}

	@Override
	public @Nullable String fetch(MetadataClient client, CloudField field) throws MetadataException {
		Lookup lookup = this.declaration.fields().get(field);
		return (lookup != null) ? new Answers(client).value(lookup) : null;
	}

	/**
	 * Returns an answer that is a value. A whole document is none: it may hold secrets.
	 */
	private static @Nullable String leaf(@Nullable String text) {
		String value = MetadataText.value(text);
		return (value != null && (value.startsWith("{") || value.startsWith("["))) ? null : value;
	}

	private @Nullable String read(MetadataClient client, String path) throws MetadataException {
		MetadataResponse response = client.get(path, headers(client));
		if (response.status() == 401 && this.declaration.token() != null) {
			client.discardToken();
			response = client.get(path, headers(client));
		}
		if (response.status() == 404 || response.status() == 204) {
			return null;
		}
		check(response, path);
		return response.body();
	}

	private Map<String, String> headers(MetadataClient client) throws MetadataException {
		Token token = this.declaration.token();
		if (token == null) {
			return this.declaration.headers();
		}
		Map<String, String> headers = new HashMap<>(this.declaration.headers());
		String value = client.token(() -> requestToken(client, token));
		headers.put(token.header(), (token.scheme() != null) ? token.scheme() + " " + value : value);
		return headers;
	}

	private IssuedToken requestToken(MetadataClient client, Token token) throws MetadataException {
		MetadataResponse response = switch (token.method()) {
			case PUT -> client.put(token.path(), token.headers());
			case GET -> client.get(token.path(), token.headers());
		};
		check(response, token.path());
		String text = (token.pointer() != null) ? member(response.body(), token.pointer()) : response.body().trim();
		if (text == null || !MetadataText.matches(TOKEN, text)) {
			throw notThisCloud("what %s answered is no token".formatted(token.path()));
		}
		return new IssuedToken(text, token.life());
	}

	private static @Nullable String member(String json, String pointer) {
		return MetadataDocument.tokenOf(json, pointer);
	}

	private void check(MetadataResponse response, String path) throws MetadataException {
		String name = getProvider().getDisplayName();
		switch (response.status()) {
			case 200 -> {
			}
			case 429, 500, 502, 503,
					504 ->
				throw new MetadataException(Kind.BUSY,
						"the metadata service of %s is busy (status %d)".formatted(name, response.status()),
						"it may be starting, or many ask it; ask again by refresh()");
			case 401, 403 -> throw new MetadataException(Kind.DENIED,
					"the metadata service of %s refuses to answer (status %d)".formatted(name, response.status()),
					"check %s.headers and %1$s.token".formatted(this.declaration.getPropertyName()));
			default -> throw notThisCloud("%s got status %d".formatted(path, response.status()));
		}
	}

	private MetadataException notThisCloud(String problem) {
		return new MetadataException(Kind.NOT_THIS_CLOUD, problem,
				"something else answers there, or %s does not describe it"
					.formatted(this.declaration.getPropertyName()));
	}

	/**
	 * What one course of requests brings: nothing is asked for twice.
	 */
	private final class Answers {

		private final MetadataClient client;

		private final Map<String, @Nullable String> texts = new LinkedHashMap<>();

		private final Map<String, @Nullable MetadataDocument> documents = new HashMap<>();

		private Answers(MetadataClient client) {
			this.client = client;
		}

		/**
		 * Returns whether a value takes no request besides those for the identity.
		 */
		private boolean has(Lookup lookup) {
			return lookup.get() == null || this.texts.containsKey(lookup.get());
		}

		private @Nullable String value(Lookup lookup) throws MetadataException {
			String get = (lookup.get() != null) ? lookup.get() : CustomMetadataService.this.declaration.document();
			if (get == null) {
				return null;
			}
			String value = (lookup.path() != null) ? in(document(get), lookup.path()) : leaf(text(get));
			return extract(value, lookup.pattern());
		}

		private static @Nullable String in(@Nullable MetadataDocument document, String path) {
			return (document != null) ? MetadataText.value(document.get(path)) : null;
		}

		private static @Nullable String extract(@Nullable String value, @Nullable String pattern) {
			if (value == null || pattern == null) {
				return value;
			}
			Matcher matcher = Pattern.compile(pattern).matcher(value);
			return (value.length() <= MAX_LENGTH && matcher.matches()) ? matcher.group(1) : null;
		}

		private @Nullable String text(String get) throws MetadataException {
			if (!this.texts.containsKey(get)) {
				this.texts.put(get, read(this.client, get));
			}
			return this.texts.get(get);
		}

		private @Nullable MetadataDocument document(String get) throws MetadataException {
			if (!this.documents.containsKey(get)) {
				String text = text(get);
				this.documents.put(get, (text != null)
						? MetadataDocument.parse(text, CustomMetadataService.this.declaration.secrets()) : null);
			}
			return this.documents.get(get);
		}

		private Map<String, String> attributes(@Nullable MetadataDocument document) {
			Map<String, String> attributes = new LinkedHashMap<>();
			if (document != null) {
				attributes.putAll(document.asMap());
			}
			this.texts.forEach((get, text) -> {
				String value = this.documents.containsKey(get) ? null : leaf(text);
				if (value != null) {
					attributes.put(get.substring(1), value);
				}
			});
			return attributes;
		}

	}

}

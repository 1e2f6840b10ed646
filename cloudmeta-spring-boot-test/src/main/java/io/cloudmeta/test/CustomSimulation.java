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

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.cloudmeta.autoconfigure.custom.CustomCloudProperties;
import io.cloudmeta.autoconfigure.custom.CustomCloudProperties.Field;
import io.cloudmeta.autoconfigure.custom.CustomCloudProperties.Token;
import io.cloudmeta.spi.CloudField;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;
import org.springframework.util.StringUtils;

/**
 * A custom cloud, whose metadata service follows its definition: the same headers, token
 * and paths, and at each location of a value the text that a test gives.
 */
final class CustomSimulation implements Simulation {

	private static final String TAGS = "tags.";

	private static final String GET = "GET ";

	private final CustomDefinition definition;

	private final Map<String, String> values;

	private final IssuedTokens tokens;

	CustomSimulation(CustomDefinition definition, Map<String, String> values, InstanceSession session) {
		this.definition = definition;
		this.values = values;
		this.tokens = session.tokens();
		CustomCloudProperties known = definition.get();
		if (known != null) {
			new Documents(known).prove();
		}
	}

	@Override
	public void verify() {
		CustomCloudProperties known = this.definition.get();
		// the endpoint is the simulator's
		if (known == null || known.check().isEmpty()) {
			throw new IllegalArgumentException(
					"There is no %s in the application's configuration".formatted(this.definition.getPrefix()));
		}
		new Documents(known).prove();
	}

	/**
	 * A virtual machine that may be anywhere: the property names the cloud.
	 */
	@Override
	public Map<String, String> getDmi() {
		return Map.of("bios_vendor", "SeaBIOS", "chassis_vendor", "QEMU", "product_name",
				"Standard PC (Q35 + ICH9, 2009)", "sys_vendor", "QEMU");
	}

	@Override
	public Map<String, String> getProperties(URI url) {
		Map<String, String> properties = new LinkedHashMap<>(this.definition.getGiven());
		properties.put(this.definition.getPrefix() + ".endpoint", url.toString());
		properties.put("cloudmeta.provider", this.definition.getId());
		return properties;
	}

	@Override
	public Answer answer(SimulatedRequest request) {
		CustomCloudProperties known = this.definition.get();
		if (known == null) {
			return Answer.of(500);
		}
		Token token = known.token();
		if (token != null && StringUtils.hasText(token.path()) && request.isTo(token.path().trim())) {
			return issue(request, token);
		}
		if (token != null && !this.tokens.accept(tokenOf(request, token))) {
			return Answer.of(401);
		}
		if (!hasHeaders(request, known.headers())) {
			return Answer.of(400);
		}
		return request.method().equals("GET") ? read(request, known) : Answer.of(405);
	}

	private Answer issue(SimulatedRequest request, Token token) {
		if (!request.method().equals(token.method().name())) {
			return Answer.of(405);
		}
		if (!hasHeaders(request, token.headers())) {
			return Answer.of(400);
		}
		String issued = UUID.randomUUID().toString();
		this.tokens.add(issued, token.life());
		if (!StringUtils.hasText(token.pointer())) {
			return Answer.of(200, "text/plain", issued);
		}
		Map<String, Object> document = new LinkedHashMap<>();
		write(document, token.pointer().trim(), issued);
		return json(document);
	}

	private static @Nullable String tokenOf(SimulatedRequest request, Token token) {
		String header = StringUtils.hasText(token.header()) ? request.header(token.header().trim()) : null;
		if (header == null || !StringUtils.hasText(token.scheme())) {
			return header;
		}
		String scheme = token.scheme().trim() + " ";
		return header.startsWith(scheme) ? header.substring(scheme.length()) : null;
	}

	private static boolean hasHeaders(SimulatedRequest request, Map<String, String> headers) {
		return headers.entrySet()
			.stream()
			.allMatch((header) -> header.getValue().equals(request.header(header.getKey())));
	}

	private Answer read(SimulatedRequest request, CustomCloudProperties known) {
		for (Map.Entry<String, Object> document : new Documents(known).contents.entrySet()) {
			if (request.isTo(document.getKey())) {
				return (document.getValue() instanceof String text) ? Answer.of(200, "text/plain", text + "\n")
						: json(document.getValue());
			}
		}
		return Answer.of(404);
	}

	private static Answer json(Object document) {
		return Answer.of(200, "application/json", JsonWriter.standard().writeToString(withLists(document)));
	}

	/**
	 * Returns a document in which directories with the names 0, 1 and so on are lists.
	 */
	private static Object withLists(Object node) {
		if (!(node instanceof Map<?, ?>)) {
			return node;
		}
		Map<String, Object> children = new LinkedHashMap<>();
		MetadataTree.children(node).forEach((name, child) -> children.put(name, withLists(child)));
		List<Object> list = new ArrayList<>();
		while (children.containsKey(String.valueOf(list.size()))) {
			list.add(children.get(String.valueOf(list.size())));
		}
		return (!list.isEmpty() && list.size() == children.size()) ? list : children;
	}

	private static void write(Map<String, Object> document, String path, String value) {
		List<String> segments = segments(path);
		Map<String, Object> parent = document;
		for (String segment : segments.subList(0, segments.size() - 1)) {
			parent = MetadataTree.children(parent.computeIfAbsent(segment, (key) -> new LinkedHashMap<>()));
		}
		parent.put(segments.get(segments.size() - 1), value);
	}

	private static List<String> segments(String path) {
		String dotted = path.startsWith("/") ? path.substring(1).replace('/', '.') : MetadataTree.dotted(path);
		return List.of(dotted.split("\\."));
	}

	/**
	 * Location of a value.
	 *
	 * @param request the path of the request
	 * @param path the path in the JSON document, or {@code null} if the whole response is
	 * the value
	 */
	private record Place(String request, @Nullable String path) {

	}

	/**
	 * What the metadata service has by a definition.
	 */
	private final class Documents {

		private final CustomCloudProperties properties;

		/** By the paths of requests: texts and JSON documents. */
		private final Map<String, Object> contents = new LinkedHashMap<>();

		/** What was written, by its places. */
		private final Map<Place, String> texts = new LinkedHashMap<>();

		Documents(CustomCloudProperties properties) {
			this.properties = properties;
			if (StringUtils.hasText(properties.document())) {
				this.contents.put(properties.document().trim(), new LinkedHashMap<>());
			}
			CustomSimulation.this.values.forEach(this::add);
		}

		private void add(String name, String value) {
			Place place = place(name);
			if (place == null) {
				throw unknown(name);
			}
			if (value.isEmpty()) {
				return;
			}
			String other = this.texts.put(place, value);
			if (other != null && !other.equals(value)) {
				throw refuse(name, "its place is given another text, '%s'".formatted(other));
			}
			if (place.path() == null) {
				this.contents.put(place.request(), value);
			}
			else {
				Object document = this.contents.computeIfAbsent(place.request(), (request) -> new LinkedHashMap<>());
				write(MetadataTree.children(document), place.path(), value);
			}
		}

		private @Nullable Place place(String name) {
			Field field = field(name);
			if (field != null) {
				return place(field);
			}
			String document = this.properties.document();
			if (name.startsWith(TAGS) && name.length() > TAGS.length() && StringUtils.hasText(document)
					&& StringUtils.hasText(this.properties.tags())) {
				return new Place(document.trim(), this.properties.tags().trim() + "." + name.substring(TAGS.length()));
			}
			for (String place : places()) {
				if (place.equals(name)) {
					return place(Field.of(place));
				}
			}
			boolean path = !name.startsWith(GET) && (name.contains(".") || name.contains("/"));
			return (path && StringUtils.hasText(document)) ? new Place(document.trim(), name) : null;
		}

		private @Nullable Field field(String name) {
			CloudField getter = CloudField.of(name);
			for (Map.Entry<String, Field> field : this.properties.fields().entrySet()) {
				if (getter != null && getter == CloudField.of(field.getKey())) {
					return field.getValue();
				}
			}
			return null;
		}

		private Place place(Field field) {
			String document = this.properties.document();
			String path = StringUtils.hasText(field.path()) ? field.path().trim() : null;
			if (StringUtils.hasText(field.get())) {
				return new Place(field.get().trim(), path);
			}
			if (path == null || !StringUtils.hasText(document)) {
				throw new IllegalArgumentException("%s names no place of a value, or has no document"
					.formatted(CustomSimulation.this.definition.getPrefix()));
			}
			return new Place(document.trim(), path);
		}

		/**
		 * Returns the places that the definition names, as texts.
		 */
		private Set<String> places() {
			Set<String> places = new LinkedHashSet<>(this.properties.check().keySet());
			this.properties.fields().values().forEach((field) -> {
				if (StringUtils.hasText(field.get())) {
					places.add(GET + field.get().trim());
				}
				else if (StringUtils.hasText(field.path())) {
					places.add(field.path().trim());
				}
			});
			return places;
		}

		/**
		 * Refuses values by which the definition does not recognise its cloud.
		 */
		void prove() {
			this.properties.check().forEach((place, pattern) -> {
				String text = this.texts.get(place(Field.of(place)));
				if (text == null) {
					throw new IllegalArgumentException(
							"'%s' of the simulated cloud 'custom.%s' has to be given, as check.%1$s of the definition is %s"
								.formatted(place, CustomSimulation.this.definition.getId(), pattern));
				}
				if (!text.matches(pattern)) {
					throw refuse(place, text, "check.%s of the definition is %s".formatted(place, pattern));
				}
			});
			this.properties.fields().forEach((name, field) -> {
				String text = this.texts.get(place(field));
				if (text != null && StringUtils.hasText(field.pattern()) && !text.matches(field.pattern())) {
					throw refuse(name, text, "the pattern of fields.%s is %s".formatted(name, field.pattern()));
				}
			});
		}

		private IllegalArgumentException refuse(String name, String reason) {
			return refuse(name, String.valueOf(CustomSimulation.this.values.get(name)), reason);
		}

		private IllegalArgumentException refuse(String name, String value, String reason) {
			return new IllegalArgumentException("'%s=%s' can't be simulated on 'custom.%s': %s".formatted(name, value,
					CustomSimulation.this.definition.getId(), reason));
		}

		private IllegalArgumentException unknown(String name) {
			Set<String> known = new LinkedHashSet<>();
			this.properties.fields().keySet().forEach((field) -> {
				CloudField getter = CloudField.of(field);
				known.add((getter != null) ? getter.getName() : field);
			});
			known.addAll(places());
			return new IllegalArgumentException(("The simulated cloud 'custom.%s' has no value '%s'. Nearest: '%s'."
					+ " Known: %s, tags.<name> and the paths of its document")
				.formatted(CustomSimulation.this.definition.getId(), name, SimulatedValues.nearest(name, known),
						String.join(", ", known)));
		}

	}

}

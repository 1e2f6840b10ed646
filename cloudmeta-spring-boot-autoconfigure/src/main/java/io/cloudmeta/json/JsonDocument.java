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

package io.cloudmeta.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/**
 * A JSON document as flat text: {@code compute.location}, {@code network.interface[0]}.
 * Numbers keep all their digits; {@code null} and blank values are absent.
 *
 * @since 0.1.0
 */
public final class JsonDocument {

	private static final Pattern INDEX = Pattern.compile("/(\\d+)(?=/|$)");

	/**
	 * In all, and of one list or object: tags that others may set without end must not
	 * keep what follows them from being read.
	 */
	private static final int MAX_VALUES = 5000;

	private static final int MAX_MEMBERS = 1000;

	/** The longest one that a cloud has is of 90 characters. */
	private static final int MAX_PATH = 1024;

	/** In characters: what the guard reads of an answer at most. */
	private static final int MAX_LENGTH = 256 * 1024;

	/**
	 * Buffers that are used again would hold what was passed over.
	 */
	private static final JsonFactory FACTORY = JsonFactory.builder()
		.recyclerPool(JsonRecyclerPools.nonRecyclingPool())
		.streamReadConstraints(StreamReadConstraints.builder()
			.maxNestingDepth(32)
			.maxNumberLength(64)
			.maxNameLength(512)
			.maxStringLength(MAX_LENGTH)
			.build())
		.build();

	/** All texts, of which blank ones are seen as members only. */
	private final Map<String, String> texts;

	private final Map<String, String> values;

	private JsonDocument(Map<String, String> texts) {
		this.texts = texts;
		Map<String, String> values = new LinkedHashMap<>(texts);
		values.values().removeIf(String::isBlank);
		this.values = Collections.unmodifiableMap(values);
	}

	/**
	 * Reads a document.
	 * @param json the text
	 * @param skippedNames the names of members that are passed over with all they hold,
	 * at any depth: they never become text in memory
	 * @return the document, or {@code null} if the text is no JSON object
	 */
	public static @Nullable JsonDocument parse(String json, Set<String> skippedNames) {
		return parse(json, JsonToken.START_OBJECT, skippedNames::contains);
	}

	/**
	 * Reads a document.
	 * @param json the text
	 * @param skippedNames tells by their names which members are passed over with all
	 * they hold, at any depth: they never become text in memory
	 * @return the document, or {@code null} if the text is no JSON object
	 */
	public static @Nullable JsonDocument parse(String json, Predicate<String> skippedNames) {
		return parse(json, JsonToken.START_OBJECT, skippedNames);
	}

	/**
	 * Reads a document that is a list. Its {@link #elements elements} stand at the empty
	 * path: {@code [0].vnicId}.
	 * @param json the text
	 * @param skippedNames the names of members that are passed over with all they hold
	 * @return the document, or {@code null} if the text is no JSON array
	 */
	public static @Nullable JsonDocument parseList(String json, Set<String> skippedNames) {
		return parse(json, JsonToken.START_ARRAY, skippedNames::contains);
	}

	private static @Nullable JsonDocument parse(String json, JsonToken start, Predicate<String> skippedNames) {
		Map<String, String> values = new LinkedHashMap<>();
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
			if (parser.nextToken() != start) {
				return null;
			}
			readValue(parser, "", skippedNames, values);
			return (parser.nextToken() == null) ? new JsonDocument(values) : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private static void readObject(JsonParser parser, String prefix, Predicate<String> skippedNames,
			Map<String, String> values) {
		int members = 0;
		while (parser.nextToken() != JsonToken.END_OBJECT) {
			String name = parser.currentName();
			parser.nextToken();
			if (skippedNames.test(name) || members++ >= MAX_MEMBERS) {
				parser.skipChildren();
			}
			else {
				readValue(parser, prefix.isEmpty() ? name : prefix + "." + name, skippedNames, values);
			}
		}
	}

	private static void readArray(JsonParser parser, String prefix, Predicate<String> skippedNames,
			Map<String, String> values) {
		for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
			if (index >= MAX_MEMBERS) {
				parser.skipChildren();
			}
			else {
				readValue(parser, prefix + "[" + index + "]", skippedNames, values);
			}
		}
	}

	private static void readValue(JsonParser parser, String path, Predicate<String> skippedNames,
			Map<String, String> values) {
		switch (parser.currentToken()) {
			case START_OBJECT -> readObject(parser, path, skippedNames, values);
			case START_ARRAY -> readArray(parser, path, skippedNames, values);
			case VALUE_NULL -> {
			}
			default -> {
				String text = parser.getString();
				if (values.size() < MAX_VALUES && path.length() <= MAX_PATH) {
					values.put(path, text);
				}
			}
		}
	}

	/**
	 * Returns where a value stands that a path with slashes leads to.
	 * @param slashes the path, such as {@code network/interface/0/macAddress}
	 * @return the path, such as {@code network.interface[0].macAddress}
	 */
	public static String pathOf(String slashes) {
		return INDEX.matcher(slashes).replaceAll("[$1]").replace('/', '.');
	}

	/**
	 * Returns a value.
	 * @param path where it stands, such as {@code network.interface[0].macAddress}
	 * @return the value as text, or {@code null} if there is none
	 */
	public @Nullable String get(String path) {
		return this.values.get(path);
	}

	/**
	 * Returns whether a list has an element or a member has anything in it.
	 * @param path where it stands, such as {@code network.interface[1]}
	 * @return whether a value stands there or below
	 */
	public boolean has(String path) {
		if (this.values.containsKey(path)) {
			return true;
		}
		return this.values.keySet()
			.stream()
			.anyMatch((key) -> key.startsWith(path)
					&& (key.charAt(path.length()) == '.' || key.charAt(path.length()) == '['));
	}

	/**
	 * Returns the paths of a list's elements that hold anything.
	 * @param path where the list stands
	 * @return the paths, such as {@code tagsList[0]}, in order
	 */
	public List<String> elements(String path) {
		List<String> elements = new ArrayList<>();
		String start = path + "[";
		for (String key : this.values.keySet()) {
			if (key.startsWith(start)) {
				String element = key.substring(0, key.indexOf(']', start.length()) + 1);
				if (elements.isEmpty() || !elements.get(elements.size() - 1).equals(element)) {
					elements.add(element);
				}
			}
		}
		return elements;
	}

	/**
	 * Returns what stands below an object, as for tags, whose values may be empty.
	 * @param path where the object stands
	 * @return the texts, blank ones among them, by their paths below the object
	 */
	public Map<String, String> members(String path) {
		Map<String, String> members = new LinkedHashMap<>();
		this.texts.forEach((key, text) -> {
			if (key.startsWith(path + ".")) {
				members.put(key.substring(path.length() + 1), text);
			}
		});
		return members;
	}

	/**
	 * Returns all values by their paths.
	 * @return an unmodifiable map in the order of the document
	 */
	public Map<String, String> asMap() {
		return this.values;
	}

}

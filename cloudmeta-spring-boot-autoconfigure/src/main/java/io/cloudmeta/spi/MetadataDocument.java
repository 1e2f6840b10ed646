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

package io.cloudmeta.spi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import io.cloudmeta.internal.filter.SecretNames;
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
public final class MetadataDocument {

	/** Before each name or index of a path. */
	private static final String SEPARATOR = "[/.\\[]";

	private static final Pattern INDEX = Pattern.compile("/(\\d+)(?=/|$)");

	/**
	 * In all, and of one list or object: tags that others may set without end must not
	 * keep what follows them from being read.
	 */
	private static final int MAX_VALUES = 5000;

	private static final int MAX_MEMBERS = 1000;

	/** The longest one that a cloud has is of 90 characters. */
	private static final int MAX_PATH = 1024;

	/** In characters: the maximum size of a response. */
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

	private final boolean complete;

	private MetadataDocument(Map<String, String> texts, boolean complete) {
		this.texts = texts;
		this.complete = complete;
		Map<String, String> values = new LinkedHashMap<>();
		for (Map.Entry<String, String> text : texts.entrySet()) {
			if (!text.getValue().isBlank()) {
				values.put(text.getKey(), text.getValue());
			}
		}
		this.values = Collections.unmodifiableMap(values);
	}

	/**
	 * Reads a document. Members whose names look like {@linkplain SecretNames secrets}
	 * are skipped with their content, at any depth: they never become text in memory.
	 * @param json the text
	 * @return the document, or {@code null} if the text is no JSON object
	 */
	public static @Nullable MetadataDocument parse(String json) {
		return parse(json, Set.of());
	}

	/**
	 * Reads a document.
	 * @param json the text
	 * @param skippedNames the names of members that are skipped besides those that look
	 * like secrets, in any spelling
	 * @return the document, or {@code null} if the text is no JSON object
	 */
	public static @Nullable MetadataDocument parse(String json, Set<String> skippedNames) {
		return parse(json, JsonToken.START_OBJECT, oneOf(skippedNames));
	}

	/**
	 * Reads a document.
	 * @param json the text
	 * @param skippedNames whether a member is skipped even if its name does not look like
	 * a secret
	 * @return the document, or {@code null} if the text is no JSON object
	 */
	public static @Nullable MetadataDocument parse(String json, Predicate<String> skippedNames) {
		return parse(json, JsonToken.START_OBJECT, skippedNames);
	}

	/**
	 * Reads a document that is a list. Its {@link #elements elements} are at the empty
	 * path: {@code [0].vnicId}.
	 * @param json the text
	 * @param skippedNames the names of members that are skipped besides those that look
	 * like secrets, in any spelling
	 * @return the document, or {@code null} if the text is no JSON array
	 */
	public static @Nullable MetadataDocument parseList(String json, Set<String> skippedNames) {
		return parse(json, JsonToken.START_ARRAY, oneOf(skippedNames));
	}

	/**
	 * Reads the one value of a document that is needed although it is a secret: the token
	 * that a metadata service issues for its own requests. The others are passed over.
	 * @param json the text
	 * @param path the path of the token
	 * @return the token, or {@code null} if there is none
	 */
	public static @Nullable String tokenOf(String json, String path) {
		Map<String, String> texts = new LinkedHashMap<>();
		Reader reader = new Reader((name) -> false, (name) -> false, texts);
		return reader.read(json, JsonToken.START_OBJECT) ? texts.get(path) : null;
	}

	private static Predicate<String> oneOf(Set<String> names) {
		Set<String> uniform = new HashSet<>();
		for (String name : names) {
			uniform.add(SecretNames.uniform(name));
		}
		return (name) -> uniform.contains(SecretNames.uniform(name));
	}

	private static @Nullable MetadataDocument parse(String json, JsonToken start, Predicate<String> skippedNames) {
		Map<String, String> texts = new LinkedHashMap<>();
		Reader reader = new Reader(SecretNames::isSecret, skippedNames, texts);
		return reader.read(json, start) ? new MetadataDocument(texts, !reader.passedOver) : null;
	}

	/**
	 * Returns the location of a value for a path with slashes.
	 * @param slashes the path, such as {@code network/interface/0/macAddress}
	 * @return the path, such as {@code network.interface[0].macAddress}
	 */
	public static String pathOf(String slashes) {
		return INDEX.matcher(slashes).replaceAll("[$1]").replace('/', '.');
	}

	/**
	 * Returns a value.
	 * @param path its path, such as {@code network.interface[0].macAddress}
	 * @return the value as text, or {@code null} if there is none
	 */
	public @Nullable String get(String path) {
		return this.values.get(path);
	}

	/**
	 * Returns the first value that is present at some paths.
	 * @param paths the paths, the preferred one first
	 * @return the value, or {@code null} if none of them has a value in one line
	 */
	public @Nullable String value(String... paths) {
		for (String path : paths) {
			String value = MetadataText.value(this.values.get(path));
			if (value != null) {
				return value;
			}
		}
		return null;
	}

	/**
	 * Returns the IP addresses at some paths. At each path there may be an address, an
	 * object with an {@code address} or {@code ip_address}, or a list of either.
	 * @param paths the paths
	 * @return the addresses, IPv4 before IPv6 and otherwise in order, each once
	 */
	public List<String> addresses(String... paths) {
		Set<String> ipv4 = new LinkedHashSet<>();
		Set<String> ipv6 = new LinkedHashSet<>();
		for (String path : paths) {
			List<String> places = new ArrayList<>();
			places.add(path);
			places.addAll(elements(path));
			for (String place : places) {
				String address = value(place, place + ".address", place + ".ip_address");
				if (address != null) {
					((address.indexOf(':') < 0) ? ipv4 : ipv6).add(address);
				}
			}
		}
		List<String> addresses = new ArrayList<>(ipv4);
		addresses.addAll(ipv6);
		return addresses;
	}

	/**
	 * Returns the tags at a path: an object of texts, a list of objects with a
	 * {@code key} or {@code name} and a {@code value}, or a list of names.
	 * @param path the path
	 * @return the tags, with an empty value where a tag has only a name
	 */
	public Map<String, String> tags(String path) {
		Map<String, String> tags = new LinkedHashMap<>();
		for (String element : elements(path)) {
			String name = value(element, element + ".key", element + ".name");
			if (name != null) {
				tags.put(name, this.values.getOrDefault(element + ".value", ""));
			}
		}
		tags.putAll(members(path));
		return tags;
	}

	/**
	 * Returns what follows a directory in a path. Names are compared as the check of
	 * paths compares them, because services may accept more than one spelling.
	 * @param path the path, with slashes, dots or brackets
	 * @param directory the path of the directory, in the same forms
	 * @return the rest of the path, an empty text for the directory itself, or
	 * {@code null} if the path leads elsewhere
	 */
	public static @Nullable String below(String path, String directory) {
		String[] names = directory.split(SEPARATOR);
		String[] parts = path.split(SEPARATOR, names.length + 1);
		if (parts.length < names.length) {
			return null;
		}
		for (int i = 0; i < names.length; i++) {
			if (!SecretNames.uniform(names[i]).equals(SecretNames.uniform(parts[i]))) {
				return null;
			}
		}
		return (parts.length > names.length) ? parts[names.length] : "";
	}

	/**
	 * Returns whether a list has an element or a member has anything in it.
	 * @param path its path, such as {@code network.interface[1]}
	 * @return whether there is a value at this path or below
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
	 * @param path the path of the list
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
	 * Returns the values below an object, as for tags, whose values may be empty.
	 * @param path the path of the object
	 * @return the texts, blank ones among them, by their paths below the object
	 */
	public Map<String, String> members(String path) {
		Map<String, String> members = new LinkedHashMap<>();
		String start = path + ".";
		for (Map.Entry<String, String> text : this.texts.entrySet()) {
			if (text.getKey().startsWith(start)) {
				members.put(text.getKey().substring(start.length()), text.getValue());
			}
		}
		return members;
	}

	/**
	 * Returns whether nothing was skipped, because of a name that looks like a secret or
	 * because of the size.
	 * @return whether it is known that the document holds no secret
	 */
	public boolean isComplete() {
		return this.complete;
	}

	/**
	 * Returns all values by their paths.
	 * @return an unmodifiable map in the order of the document
	 */
	public Map<String, String> asMap() {
		return this.values;
	}

	/**
	 * Reads the texts of one document.
	 */
	private static final class Reader {

		private final Predicate<String> secretNames;

		private final Predicate<String> skippedNames;

		private final Map<String, String> texts;

		private boolean passedOver;

		Reader(Predicate<String> secretNames, Predicate<String> skippedNames, Map<String, String> texts) {
			this.secretNames = secretNames;
			this.skippedNames = skippedNames;
			this.texts = texts;
		}

		/**
		 * Reads a document.
		 * @return whether the text is one that starts like this
		 */
		boolean read(String json, JsonToken start) {
			try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
				if (parser.nextToken() != start) {
					return false;
				}
				readValue(parser, "");
				return parser.nextToken() == null;
			}
			catch (JacksonException ex) {
				return false;
			}
		}

		private void readObject(JsonParser parser, String prefix) {
			int members = 0;
			boolean element = prefix.endsWith("]");
			boolean secretElement = false;
			while (parser.nextToken() != JsonToken.END_OBJECT) {
				String name = parser.currentName();
				JsonToken token = parser.nextToken();
				boolean tagName = element && isTagName(name) && token == JsonToken.VALUE_STRING;
				boolean secretTag = tagName && this.secretNames.test(parser.getString());
				boolean secret = (secretElement && isTagValue(name)) || (!tagName && this.secretNames.test(name));
				boolean skipped = this.skippedNames.test(name);
				boolean excess = !secret && !skipped && members++ >= MAX_MEMBERS;
				this.passedOver |= secret || excess;
				if (secret || skipped || excess) {
					parser.skipChildren();
					continue;
				}
				String path = prefix.isEmpty() ? name : prefix + "." + name;
				readValue(parser, path);
				if (secretTag) {
					secretElement = true;
					this.passedOver |= this.texts.keySet().removeIf((text) -> isTagValueOf(prefix, text));
				}
			}
		}

		/** Tags in a list are objects with a name and a value. */
		private static boolean isTagName(String name) {
			return name.equalsIgnoreCase("name") || name.equalsIgnoreCase("key");
		}

		private static boolean isTagValue(String name) {
			return name.equalsIgnoreCase("value");
		}

		private static boolean isTagValueOf(String prefix, String path) {
			return path.length() > prefix.length() + 1 && path.startsWith(prefix + ".")
					&& isTagValue(path.substring(prefix.length() + 1).replaceAll("[.\\[].*", ""));
		}

		private void readArray(JsonParser parser, String prefix) {
			for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
				if (index >= MAX_MEMBERS || isSecretTag(parser)) {
					this.passedOver = true;
					parser.skipChildren();
				}
				else {
					readValue(parser, prefix + "[" + index + "]");
				}
			}
		}

		/** Where tags have names only, users write key=value and key:value. */
		private boolean isSecretTag(JsonParser parser) {
			if (parser.currentToken() != JsonToken.VALUE_STRING) {
				return false;
			}
			String[] parts = parser.getString().split("[=:]", 2);
			return parts.length == 2 && parts[0].length() <= MAX_PATH && this.secretNames.test(parts[0]);
		}

		private void readValue(JsonParser parser, String path) {
			switch (parser.currentToken()) {
				case START_OBJECT -> readObject(parser, path);
				case START_ARRAY -> readArray(parser, path);
				case VALUE_NULL -> {
				}
				default -> {
					if (this.texts.size() < MAX_VALUES && path.length() <= MAX_PATH) {
						this.texts.put(path, parser.getString());
					}
					else {
						this.passedOver = true;
					}
				}
			}
		}

	}

}

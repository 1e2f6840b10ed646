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
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.cloudmeta.internal.filter.RepeatedGroups;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Where a cloud's metadata service returns a value: in the {@linkplain CloudDefinition
 * definition's} JSON document, or in the response to a request of its own.
 *
 * @since 0.1.0
 */
public final class ValueLocation {

	private static final int MAX_LENGTH = 4096;

	private final @Nullable String request;

	private final List<String> paths;

	private final UnaryOperator<String> spelling;

	private final @Nullable Pattern pattern;

	private ValueLocation(@Nullable String request, List<String> paths, UnaryOperator<String> spelling,
			@Nullable Pattern pattern) {
		this.request = request;
		this.paths = paths;
		this.spelling = spelling;
		this.pattern = pattern;
	}

	/**
	 * Returns the location of a value in the JSON document of the definition.
	 * @param path the path in the document: {@code network.interfaces[0].mac},
	 * {@code network.interfaces.0.mac} or the JSON pointer
	 * {@code /network/interfaces/0/mac}
	 * @param alternatives the paths that are used, in this order, if there is no value at
	 * the first one
	 * @return the location
	 */
	public static ValueLocation at(String path, String... alternatives) {
		List<String> paths = new ArrayList<>();
		paths.add(inDocument(path));
		for (String alternative : alternatives) {
			paths.add(inDocument(alternative));
		}
		return new ValueLocation(null, List.copyOf(paths), UnaryOperator.identity(), null);
	}

	/**
	 * Returns the location of a value that is the whole response to a GET request.
	 * @param request the path of the request, with its query
	 * @return the location
	 */
	public static ValueLocation get(String request) {
		return new ValueLocation(request, List.of(), UnaryOperator.identity(), null);
	}

	/**
	 * Returns a location in the JSON document that the request responds with.
	 * @param path the path in that document, in the forms of {@link #at}
	 * @return the location
	 */
	public ValueLocation path(String path) {
		return new ValueLocation(this.request, List.of(inDocument(path)), this.spelling, this.pattern);
	}

	/**
	 * Returns a location whose text is spelled otherwise than by the cloud's API, such as
	 * in capital letters. The spelling comes before the {@linkplain #matching pattern}.
	 * @param spelling returns the text as the API spells it
	 * @return the location
	 */
	public ValueLocation spelled(UnaryOperator<String> spelling) {
		return new ValueLocation(this.request, this.paths, spelling, this.pattern);
	}

	/**
	 * Returns a location whose value is a part of the text there.
	 * @param pattern the regular expression that the whole text has to match, whose one
	 * group is the value, such as {@code (.+)-\d+} for the region of a zone. The value is
	 * missing if the text does not match
	 * @return the location
	 */
	public ValueLocation matching(String pattern) {
		Pattern compiled = compile(pattern);
		Assert.isTrue(compiled.matcher("").groupCount() == 1, "The pattern must have one group");
		return new ValueLocation(this.request, this.paths, this.spelling, compiled);
	}

	/**
	 * Compiles a pattern for texts that a metadata service returns.
	 * @throws IllegalArgumentException if a long text would make the pattern slow
	 */
	static Pattern compile(String pattern) {
		Assert.isTrue(!RepeatedGroups.isUnbounded(pattern),
				() -> "'%s' repeats a group without a bound, which a long value makes slow".formatted(pattern));
		return Pattern.compile(pattern);
	}

	/**
	 * Returns the path of a request of its own.
	 * @return the path, or {@code null} if the value is in the document of the definition
	 */
	public @Nullable String getRequest() {
		return this.request;
	}

	/**
	 * Returns the paths in a document.
	 * @return the paths as {@link MetadataDocument#get} accepts them, the preferred one
	 * first, or an empty list if the value is the whole response
	 */
	public List<String> getPaths() {
		return this.paths;
	}

	/**
	 * Returns the value that a document has at this location.
	 * @param document the document
	 * @return the value, or {@code null} if it is missing
	 */
	@Nullable String in(MetadataDocument document) {
		return part(document.value(this.paths.toArray(String[]::new)));
	}

	/**
	 * Returns the value of a text that was found at this location.
	 * @param text the text
	 * @return the value, or {@code null} if it is missing
	 */
	@Nullable String part(@Nullable String text) {
		if (text == null) {
			return null;
		}
		String spelled = this.spelling.apply(text);
		if (this.pattern == null) {
			return spelled;
		}
		Matcher matcher = this.pattern.matcher(spelled);
		return (spelled.length() <= MAX_LENGTH && matcher.matches()) ? matcher.group(1) : null;
	}

	/**
	 * Returns the location of a value in a document.
	 * @param path a JSON pointer ({@code /network/0/mac}) or a path with dots
	 * ({@code network[0].mac}, {@code network.0.mac})
	 * @return the path as {@link MetadataDocument#get} accepts it
	 */
	static String inDocument(String path) {
		if (path.startsWith("/")) {
			return MetadataDocument.pathOf(path.substring(1).replace("~1", "/").replace("~0", "~"));
		}
		return MetadataDocument.pathOf(path.replace("[", ".").replace("]", "").replace('.', '/'));
	}

	@Override
	public String toString() {
		String paths = String.join(" or ", this.paths);
		if (this.request == null) {
			return paths;
		}
		return "GET " + this.request + (paths.isEmpty() ? "" : " " + paths);
	}

}

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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.filter.SecretNames;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.MetadataDocument;
import io.cloudmeta.spi.RestrictedPaths;
import org.jspecify.annotations.Nullable;

/**
 * A cloud in words instead of code: where its metadata service lives, how it is
 * recognised and proven, and where each value stands.
 *
 * @param provider the cloud
 * @param platform what {@code CloudInstance.getPlatform()} returns there, or {@code null}
 * @param match what the machine has to say of itself to name this cloud
 * @param endpoint the base URL
 * @param headers the headers that each GET bears, by their names
 * @param token how a token is got, or {@code null} if none is needed
 * @param document the path of the JSON document, with its query, or {@code null} if there
 * is none
 * @param checks what has to be so before anything is believed
 * @param fields where the values of the getters stand
 * @param tags where the tags stand in the document, or {@code null} if it has none
 * @param secrets names of members of the document that are never read, besides those that
 * never are
 * @since 0.1.0
 */
public record CloudDeclaration(CloudProvider provider, @Nullable String platform, Match match, String endpoint,
		Map<String, String> headers, @Nullable Token token, @Nullable String document, List<Check> checks,
		Map<CloudField, Lookup> fields, @Nullable String tags, Set<String> secrets) {

	public CloudDeclaration {
		headers = Map.copyOf(headers);
		checks = List.copyOf(checks);
		fields = Map.copyOf(fields);
		secrets = Set.copyOf(secrets);
	}

	/**
	 * Returns the property that this declaration begins with.
	 * @return the name, such as {@code cloudmeta.custom.acme}
	 */
	public String getPropertyName() {
		return "cloudmeta.custom." + this.provider.getId();
	}

	/**
	 * Returns whether a path leads to what may be a secret.
	 * @param path a path in the document or of a request
	 * @return whether it is never read
	 */
	public boolean isSecret(String path) {
		return SecretNames.isSecretPath(path) || restrictedPaths().refuses(path);
	}

	RestrictedPaths restrictedPaths() {
		return RestrictedPaths.NONE.closed(this.secrets.toArray(String[]::new));
	}

	/**
	 * Returns where a value stands in a document.
	 * @param path a JSON pointer ({@code /network/0/mac}) or a path with dots
	 * ({@code network[0].mac}, {@code network.0.mac})
	 * @return the path as {@link MetadataDocument#get} takes it
	 */
	static String inDocument(String path) {
		if (path.startsWith("/")) {
			return MetadataDocument.pathOf(path.substring(1).replace("~1", "/").replace("~0", "~"));
		}
		return MetadataDocument.pathOf(path.replace("[", ".").replace("]", "").replace('.', '/'));
	}

	@Override
	public String toString() {
		// a header may be a token
		return "CloudDeclaration[%s]".formatted(this.provider);
	}

	/**
	 * What the machine says of itself: all of it has to match. In a pattern, an asterisk
	 * stands for any text.
	 *
	 * @param dmi patterns of the firmware's strings by the names of their files
	 * @param environment patterns of environment variables by their names
	 */
	public record Match(Map<String, String> dmi, Map<String, String> environment) {

		public Match {
			dmi = Collections.unmodifiableMap(new LinkedHashMap<>(dmi));
			environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
		}

	}

	/**
	 * How a token is got and sent.
	 *
	 * @param method the method of the request that is answered with a token
	 * @param path the path of that request, with its query
	 * @param headers the headers of that request by their names
	 * @param header the name of the header in which the token is sent then
	 * @param scheme the word that stands before the token in that header, such as
	 * {@code Bearer}, or {@code null} if there is none
	 * @param pointer where the token stands in a JSON answer, or {@code null} if it is
	 * the answer
	 * @param life how long a token is good for
	 */
	public record Token(Method method, String path, Map<String, String> headers, String header, @Nullable String scheme,
			@Nullable String pointer, Duration life) {

		public Token {
			headers = Map.copyOf(headers);
			pointer = (pointer != null) ? inDocument(pointer) : null;
		}

		@Override
		public String toString() {
			return "Token[%s %s]".formatted(this.method, this.path);
		}

		/**
		 * How a token is asked for.
		 */
		public enum Method {

			/** By a PUT request without a body. */
			PUT,

			/** By a GET request. */
			GET

		}

	}

	/**
	 * What has to be so before anything is believed.
	 *
	 * @param lookup where the value stands
	 * @param pattern the regular expression that the whole value has to match
	 */
	public record Check(Lookup lookup, String pattern) {

	}

	/**
	 * Where a value stands.
	 *
	 * @param get the path of the request that is answered with the value or with a JSON
	 * document that has it, or {@code null} for the document of the declaration
	 * @param path where the value stands in the document, or {@code null} if it is the
	 * answer
	 * @param pattern the regular expression that the whole value has to match, whose only
	 * group is what counts of it, or {@code null} if all of it counts
	 */
	public record Lookup(@Nullable String get, @Nullable String path, @Nullable String pattern) {

		public Lookup {
			path = (path != null) ? inDocument(path) : null;
		}

		@Override
		public String toString() {
			if (this.get == null) {
				return String.valueOf(this.path);
			}
			return "GET " + this.get + ((this.path != null) ? " " + this.path : "");
		}

	}

}

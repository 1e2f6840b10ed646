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

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import io.cloudmeta.spi.TokenExchange;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A custom cloud: {@code cloudmeta.custom.<id>}.
 *
 * @param name name of the cloud for people. The id if it is not set
 * @param platform name of the cloud's service that runs the application, in the form of
 * OpenTelemetry's names, such as "acme_compute"
 * @param match local evidence that identifies this cloud
 * @param endpoint base URL of the metadata service
 * @param headers headers to send with each GET, by their names
 * @param token how a token is requested, for a service that requires one
 * @param document path of the JSON document that has most of the values
 * @param check regular expressions that whole values have to match before the response is
 * used, by the paths of the values in the document ("region", "network.0.mac",
 * "[/network/0/mac]") or by requests ("[GET /meta-data/instance-id]")
 * @param fields locations of the values, by the names of the getters of CloudInstance: a
 * path in the document, "GET" and the path of a request that returns the value, or "get",
 * "path" and "pattern" below it
 * @param tags path in the document of an object of tags, of a list of objects with a key
 * (or name) and a value, or of a list of names
 * @param secrets names of members of the document that are never read, besides those that
 * look like secrets
 * @since 0.1.0
 */
public record CustomCloudProperties(@Nullable String name, @Nullable String platform, @DefaultValue Match match,
		@Nullable String endpoint, @DefaultValue Map<String, String> headers, @Nullable Token token,
		@Nullable String document, @DefaultValue Map<String, String> check, @DefaultValue Map<String, Field> fields,
		@Nullable String tags, @DefaultValue Set<String> secrets) {

	/**
	 * Local evidence that identifies a cloud. All of it has to match; in a pattern, an
	 * asterisk matches any text.
	 *
	 * @param dmi patterns of the firmware's strings, by the names of their files below
	 * /sys/class/dmi/id, such as "sys_vendor"
	 * @param environment patterns of environment variables, by their names
	 */
	public record Match(@DefaultValue Map<String, String> dmi, @DefaultValue Map<String, String> environment) {

	}

	/**
	 * How a token is got and sent.
	 *
	 * @param method method of the request that returns a token
	 * @param path path of that request
	 * @param headers headers of that request, by their names
	 * @param header name of the header in which the token is sent
	 * @param scheme word before the token in that header, such as "Bearer"
	 * @param pointer path of the token in a JSON response. The whole response if it is
	 * not set
	 * @param life how long a token is good for
	 */
	public record Token(@DefaultValue("put") TokenExchange.Method method, @Nullable String path,
			@DefaultValue Map<String, String> headers, @Nullable String header, @Nullable String scheme,
			@Nullable String pointer, @DefaultValue("5m") Duration life) {

	}

	/**
	 * Location of a value.
	 *
	 * @param get path of a request that returns the value, or a JSON document that
	 * contains it. Sent when the value is first needed
	 * @param path path of the value in the document
	 * @param pattern regular expression that the whole value has to match, whose only
	 * group is what counts of it
	 */
	public record Field(@Nullable String get, @Nullable String path, @Nullable String pattern) {

		private static final String GET = "GET ";

		/**
		 * Returns the place of a value that is written as one text.
		 * @param text a path in the document, or {@code GET} and the path of a request
		 * @return the place
		 */
		public static Field of(String text) {
			return text.startsWith(GET) ? new Field(text.substring(GET.length()).trim(), null, null)
					: new Field(null, text.trim(), null);
		}

	}

}

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

package io.cloudmeta.benchmarks.brief;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

import io.cloudmeta.benchmarks.application.Place;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.util.StringUtils;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * The usual algorithm in its simplest form: the variable {@code CLOUD_PROVIDER}, or else
 * AWS, Google and Azure one after the other with a bounded wait for each, or else local.
 */
class BriefDetector {

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	private final @Nullable String override;

	private final RestClient restClient;

	private final JsonMapper jsonMapper = new JsonMapper();

	BriefDetector(@Nullable String override) {
		this.override = override;
		SimpleClientHttpRequestFactory requests = new SimpleClientHttpRequestFactory();
		requests.setConnectTimeout(TIMEOUT);
		requests.setReadTimeout(TIMEOUT);
		this.restClient = RestClient.builder().baseUrl("http://169.254.169.254").requestFactory(requests).build();
	}

	Place detect() {
		if (StringUtils.hasText(this.override)) {
			return switch (this.override.toLowerCase(Locale.ROOT)) {
				case "aws" -> orLocal(attempt(this::aws));
				case "gcp" -> orLocal(attempt(this::gcp));
				case "azure" -> orLocal(attempt(this::azure));
				default -> orLocal(null);
			};
		}
		Place place = attempt(this::aws);
		place = (place != null) ? place : attempt(this::gcp);
		place = (place != null) ? place : attempt(this::azure);
		return orLocal(place);
	}

	private static Place orLocal(@Nullable Place place) {
		return (place != null) ? place : Place.of(null, null);
	}

	private @Nullable Place attempt(Supplier<@Nullable Place> cloud) {
		try {
			return cloud.get();
		}
		catch (RestClientException | JacksonException ex) {
			return null;
		}
	}

	private @Nullable Place aws() {
		String token = this.restClient.put()
			.uri("/latest/api/token")
			.header("X-aws-ec2-metadata-token-ttl-seconds", "21600")
			.retrieve()
			.body(String.class);
		if (token == null) {
			return null;
		}
		String document = this.restClient.get()
			.uri("/latest/dynamic/instance-identity/document")
			.header("X-aws-ec2-metadata-token", token)
			.retrieve()
			.body(String.class);
		return place("aws", read(document), "region");
	}

	private @Nullable Place gcp() {
		String instance = this.restClient.get()
			.uri("/computeMetadata/v1/instance/?recursive=true")
			.header("Metadata-Flavor", "Google")
			.retrieve()
			.body(String.class);
		Object zone = read(instance).get("zone");
		if (zone == null) {
			return null;
		}
		String name = StringUtils.getFilename(zone.toString());
		return Place.of("gcp", (name != null) ? name.substring(0, name.lastIndexOf('-')) : null);
	}

	private @Nullable Place azure() {
		String document = this.restClient.get()
			.uri("/metadata/instance?api-version=2021-12-13")
			.header("Metadata", "true")
			.retrieve()
			.body(String.class);
		return place("azure", (Map<?, ?>) read(document).get("compute"), "location");
	}

	// EC2 says that its document is plain text
	private Map<?, ?> read(@Nullable String json) {
		return (json != null) ? this.jsonMapper.readValue(json, Map.class) : Map.of();
	}

	private static @Nullable Place place(String cloud, @Nullable Map<?, ?> document, String region) {
		Object value = (document != null) ? document.get(region) : null;
		return (value != null) ? Place.of(cloud, value.toString()) : null;
	}

}

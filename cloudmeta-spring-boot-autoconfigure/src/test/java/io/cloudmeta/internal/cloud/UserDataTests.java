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

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.cloudmeta.CloudInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CloudInstance#fetchUserData()}.
 */
class UserDataTests {

	private static final String SCRIPT = "#!/bin/sh\necho parcels\n";

	private static final String BASE64 = Base64.getEncoder().encodeToString(SCRIPT.getBytes(StandardCharsets.UTF_8));

	/** Bytes that are no text, as compressed user data is. */
	private static final byte[] GZIP = { 0x1f, (byte) 0x8b, 8, 0, (byte) 0xff, (byte) 0xfe, 0, 0x0a };

	/** Where the simulated clouds keep it, and as what. */
	private static final Map<String, Map<String, String>> PLACES = places();

	private static Map<String, Map<String, String>> places() {
		Map<String, Map<String, String>> places = new LinkedHashMap<>();
		for (String cloud : List.of("aws", "alibaba", "akamai", "cloudstack", "exoscale", "tencent")) {
			places.put(cloud, Map.of("user-data", SCRIPT));
		}
		places.put("azure", Map.of("compute.userData", BASE64));
		places.put("gcp", Map.of("instance/attributes/user-data", SCRIPT));
		places.put("yandex", Map.of("instance/attributes/user-data", SCRIPT));
		places.put("oracle", Map.of("metadata.user_data", BASE64));
		places.put("digitalocean", Map.of("user_data", SCRIPT));
		places.put("upcloud", Map.of("user_data", SCRIPT));
		places.put("hetzner", Map.of("userdata", SCRIPT));
		return places;
	}

	static List<String> clouds() {
		return List.copyOf(PLACES.keySet());
	}

	@ParameterizedTest
	@MethodSource("clouds")
	void isFetchedAtEachCallAndNotBefore(String name) {
		TestInstance instance = TestInstance.of(name, PLACES.get(name));
		instance.getTags();
		instance.getAttributes();
		assertThat(instance.getRequests()).noneMatch((request) -> request.matches("(?i).*user[-_]?data.*"));
		instance.resetRequests();
		assertThat(instance.fetchUserData()).asString(StandardCharsets.UTF_8).isEqualTo(SCRIPT);
		assertThat(instance.getRequests()).isNotEmpty();
		assertThat(instance.getFailures()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "openstack", "huawei" })
	void isFetchedFromNova(String name) {
		TestInstance instance = TestInstance.of(name);
		assertThat(instance.fetchUserData()).isNull();
		instance.respondTo("GET", "/openstack/latest/user_data").withBytes(GZIP);
		assertThat(instance.fetchUserData()).isEqualTo(GZIP);
	}

	@ParameterizedTest
	@MethodSource("io.cloudmeta.test.CloudSimulator#getClouds")
	void isAbsentWhereThereIsNone(String name) {
		TestInstance instance = TestInstance.of(name);
		assertThat(instance.getFetchedAt()).isNotNull();
		assertThat(instance.fetchUserData()).isNull();
		assertThat(instance.getFailures()).isEmpty();
	}

	@Test
	void bytesStayAsTheyAre() {
		TestInstance instance = TestInstance.of("aws");
		instance.respondTo("GET", "/latest/user-data").withBytes(GZIP);
		assertThat(instance.fetchUserData()).isEqualTo(GZIP);
	}

	@Test
	void isDecodedOnGoogleIfAnAttributeDeclaresIt() {
		TestInstance instance = TestInstance.of("gcp",
				Map.of("instance/attributes/user-data", BASE64, "instance/attributes/user-data-encoding", "base64"));
		assertThat(instance.fetchUserData()).asString(StandardCharsets.UTF_8).isEqualTo(SCRIPT);
	}

	@Test
	void isNotRepeatedIfItIsNotBase64() {
		TestInstance instance = TestInstance.of("azure", Map.of("compute.userData", "!secret!"));
		assertThat(instance.fetchUserData()).isNull();
		assertThat(instance.getFailures()).singleElement()
			.asString()
			.contains("not in base64")
			.doesNotContain("secret");
	}

}

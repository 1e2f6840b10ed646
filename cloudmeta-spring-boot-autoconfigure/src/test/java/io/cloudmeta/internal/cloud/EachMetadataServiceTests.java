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

import java.util.List;
import java.util.Map;

import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what holds for several clouds.
 */
class EachMetadataServiceTests {

	@ParameterizedTest
	@ValueSource(strings = { "akamai", "digitalocean", "hetzner", "scaleway", "upcloud", "vultr" })
	void isNotFooledByAUselessAnswer(String name) {
		for (UselessAnswer answer : UselessAnswer.values()) {
			answer.assertGivesNothing(name);
		}
	}

	@ParameterizedTest
	@CsvSource({ "digitalocean, ", "upcloud, ", "vultr, vultr.cloud_compute" })
	void leavesAbsentWhatTheCloudDoesNotReturn(String cloud, String platform) {
		TestInstance instance = TestInstance.of(cloud);
		assertThat(instance.getPlatform()).isEqualTo(platform);
		assertThat(instance.getAvailabilityZone()).isNull();
		assertThat(instance.getAccountId()).isNull();
		assertThat(instance.getInstanceName()).isNull();
		assertThat(instance.getInstanceType()).isNull();
		assertThat(instance.getImageId()).isNull();
		assertThat(instance.getRequests()).hasSize(1);
	}

	@ParameterizedTest
	@MethodSource("clouds")
	void namesTheProxyThatARefusalShows(String cloud) {
		for (Map.Entry<String, String> header : Map
			.of("Via", "1.1 squid", "Server", "istio-envoy", "x-envoy-upstream-service-time", "3")
			.entrySet()) {
			TestInstance instance = TestInstance.of(cloud);
			instance.respondTo((request) -> true).with(403, "").header(header.getKey(), header.getValue());
			assertThat(instance.getFailures()).as(cloud)
				.singleElement()
				.asString()
				.contains("a proxy forwards", "status 403", header.getKey())
				.doesNotContain("turn it on");
		}
	}

	@ParameterizedTest
	@MethodSource("clouds")
	void suggestsNoSwitchWhereARequestIsRefusedThatMayBeForwarded(String cloud) {
		TestInstance instance = TestInstance.of(cloud);
		// what EC2 refuses without a token is no forwarded request
		boolean aws = cloud.equals("aws");
		instance.respondTo((request) -> !aws || request.method().equals("PUT")).with(403, "");
		assertThat(instance.getFailures()).as(cloud).singleElement().asString().doesNotContain("turn it on");
	}

	static List<String> clouds() {
		return CloudSimulator.getClouds();
	}

	@ParameterizedTest
	@CsvSource({ "alibaba, aws", "alibaba, azure", "alibaba, gcp", "ibm, aws", "ibm, azure", "ibm, gcp", "ibm, alibaba",
			"ibm, tencent", "ibm, yandex", "tencent, aws", "tencent, azure", "tencent, gcp", "tencent, alibaba",
			"yandex, aws", "yandex, azure", "yandex, gcp", "yandex, alibaba", "yandex, tencent" })
	void isNotFooledByAnotherCloud(String name, String other) {
		TestInstance instance = TestInstance.of(name, CloudSimulator.of(other), Map.of());
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getInstanceId()).isNull();
		assertThat(instance.getFailures()).hasSize(1);
	}

}

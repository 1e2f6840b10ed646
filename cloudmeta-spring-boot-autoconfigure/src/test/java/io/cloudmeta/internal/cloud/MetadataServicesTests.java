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

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.spi.MetadataService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MetadataServices}.
 */
class MetadataServicesTests {

	@ParameterizedTest
	@MethodSource("io.cloudmeta.internal.cloud.MetadataServices#providers")
	void hasAServiceForEachCloud(CloudProvider provider) {
		assertThat(MetadataServices.of(provider)).isNotNull()
			.satisfies((service) -> assertThat(service.getProvider()).isEqualTo(provider));
	}

	@ParameterizedTest
	@MethodSource("io.cloudmeta.internal.cloud.MetadataServices#providers")
	void noticesWhateverAServiceLooksAtToFindItself(CloudProvider provider) {
		Set<String> names = new LinkedHashSet<>();
		MetadataServices.of(provider).getEndpoint((name) -> {
			names.add(name);
			return null;
		});
		assertThat(names).contains("cloudmeta.%s.endpoint".formatted(provider)).allSatisfy((name) -> {
			String value = (name.endsWith("-fallback")) ? "true" : "http://127.0.0.1:1";
			assertThat(MetadataServices.endpoints(Map.of(name, value)::get)).containsKey(provider);
		});
	}

	@Test
	void hasNothingToSayOfAPlainEnvironment() {
		assertThat(MetadataServices.endpoints(Map.of("PATH", "/bin", "HOSTNAME", "box")::get)).isEmpty();
	}

	@Test
	void knowsNoServiceOfAPlatform() {
		assertThat(MetadataServices.of(CloudProvider.HEROKU)).isNull();
		assertThat(MetadataServices.of(CloudProvider.of("acme"))).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "aws, http://[fd00:ec2::254]", "gcp, http://[fd20:ce::254]", "openstack, http://[fe80::a9fe:a9fe]",
			"oracle, http://[fd00:c1::a9fe:a9fe]", "akamai, http://[fd00:a9fe:a9fe::1]",
			"scaleway, http://[fd00:42::42]" })
	void knowsTheIpv6AddressThatTheVendorDocuments(String provider, String address) {
		MetadataService service = MetadataServices.of(CloudProvider.of(provider));
		assertThat(service).isNotNull();
		assertThat(service.getEndpoint((name) -> null).alternatives()).singleElement().hasToString(address);
	}

}

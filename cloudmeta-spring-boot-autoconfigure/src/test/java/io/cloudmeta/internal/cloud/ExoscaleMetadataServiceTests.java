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

import java.util.Map;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for what is read of Exoscale, against its simulated service.
 */
class ExoscaleMetadataServiceTests {

	private static final String TREE = "/1.0/meta-data/";

	@Test
	void readsTheIdentityWithThreeRequests() {
		TestInstance instance = TestInstance.of("exoscale");
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.EXOSCALE);
		assertThat(instance.getPlatform()).isEqualTo("exoscale");
		assertThat(instance.getInstanceId()).isEqualTo("e4a90b17-5c28-4d63-b1f0-829d7c36ea5b");
		assertThat(instance.getAvailabilityZone()).isEqualTo("ch-gva-2");
		assertThat(instance.getRequests()).containsExactly("GET " + TREE, "GET " + TREE + "availability-zone",
				"GET " + TREE + "instance-id");
	}

	@Test
	void fetchesTheOtherValuesAtFirstUse() {
		TestInstance instance = TestInstance.of("exoscale");
		assertThat(instance.getInstanceType()).isEqualTo("Medium");
		assertThat(instance.getHostname()).isEqualTo("parcels-7");
		assertThat(instance.getInstanceName()).isEqualTo("parcels-7");
		assertThat(instance.getPrivateIp()).isEqualTo("203.0.113.54");
		assertThat(instance.getPublicIp()).isEqualTo("203.0.113.54");
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getAccountId()).isNull();
		assertThat(instance.getImageId()).isNull();
		assertThat(instance.getTags()).isEmpty();
		assertThat(instance.getNetworkInterfaces()).singleElement()
			.satisfies((card) -> assertThat(card.publicAddresses()).containsExactly("203.0.113.54"));
		assertThat(instance.getAttribute("cloud-identifier")).startsWith("CloudStack-{");
		assertThat(instance.getAttribute("nope")).isNull();
		assertThat(instance.getRequests()).allMatch((request) -> request.startsWith("GET " + TREE));
		assertThat(instance.getFailures()).isEmpty();
	}

	@Test
	void hasTheVendorsNames() {
		assertThat(MetadataServices.of(CloudProvider.EXOSCALE).getNames()).containsEntry("serviceOffering",
				"service-offering");
	}

	@ParameterizedTest
	@ValueSource(strings = { "user-data", "password", "a/../b" })
	void asksForNoSecretAndNothingOutsideTheTree(String path) {
		TestInstance instance = TestInstance.of("exoscale");
		assertThatIllegalArgumentException().isThrownBy(() -> instance.getAttribute(path));
	}

	@Test
	void isIdentifiedWithoutProofByAZoneThatOnlyItHas() throws MetadataException {
		assertThat(TestInstance.of("exoscale").identify(false).getProvider()).isEqualTo(CloudProvider.EXOSCALE);
	}

	@Test
	void isNotClaimedWithoutProofInAZoneThatItIsNotKnownToHave() {
		TestInstance elsewhere = TestInstance.of("exoscale", Map.of("availabilityZone", "zone-1"));
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> elsewhere.identify(false));
		TestInstance instance = TestInstance.of("exoscale", Map.of("availabilityZone", "xx-new-1"));
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> instance.identify(false));
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.EXOSCALE);
		assertThat(instance.getAvailabilityZone()).isEqualTo("xx-new-1");
	}

	@Test
	void whenTheRealCloudStackAnswersIsNotExoscale() {
		TestInstance instance = TestInstance.of("exoscale", CloudSimulator.of("cloudstack"), Map.of());
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> instance.identify(false));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "<html>service-offering\nvm-id</html>", "null", "{}", "user-data\nmeta-data\n" })
	void acceptsNoOtherListing(String body) {
		TestInstance instance = TestInstance.of("exoscale");
		instance.respondTo((request) -> true).with(body);
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.EXOSCALE);
		assertThat(instance.getInstanceId()).isNull();
		assertThat(instance.getFetchedAt()).isNull();
		assertThat(instance.getFailures()).singleElement().asString().contains("Exoscale");
	}

}

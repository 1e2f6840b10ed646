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

package io.cloudmeta.internal.detection;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.Evidence;
import io.cloudmeta.internal.cloud.MetadataServices;
import io.cloudmeta.internal.detection.ProbePlan.Step;
import io.cloudmeta.internal.detection.ProbePlan.Target;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProbePlan}.
 */
class ProbePlanTests {

	private final Map<CloudProvider, MetadataEndpoint> endpoints = new HashMap<>();

	private final List<Evidence> evidence = new ArrayList<>();

	ProbePlanTests() {
		for (CloudProvider provider : MetadataServices.providers()) {
			MetadataService service = MetadataServices.of(provider);
			this.endpoints.put(provider, service.getEndpoint((name) -> null));
		}
	}

	@Test
	void listsEachCloudOnceWithItsReason() {
		List<CloudProvider> planned = Stream.concat(ProbePlan.STEPS.stream(), ProbePlan.NOT_PROBED.stream())
			.filter((step) -> step != ProbePlan.CANARY)
			.map(Step::provider)
			.toList();
		assertThat(planned).doesNotHaveDuplicates().isSubsetOf(MetadataServices.providers());
		assertThat(ProbePlan.STEPS).allSatisfy((step) -> assertThat(step.reason()).isNotBlank());
		assertThat(ProbePlan.NOT_PROBED).allSatisfy((step) -> assertThat(step.reason()).isNotBlank());
	}

	@Test
	void looksUpNoName() {
		assertThat(this.endpoints.values())
			.allSatisfy((endpoint) -> assertThat(endpoint.uri().getHost()).matches("[0-9.]+|\\[[0-9a-f:]+]"));
	}

	@Test
	void asksOneAddressByDefault() {
		List<Target> targets = ProbePlan.targets(candidates(), this.endpoints::get);
		assertThat(targets).singleElement()
			.satisfies((target) -> assertThat(target.steps()).isEqualTo(ProbePlan.STEPS));
		assertThat(this.evidence).isEmpty();
	}

	@Test
	void queriesEc2FirstAndThenAPathThatNoCloudHas() {
		assertThat(ProbePlan.STEPS.get(0).provider()).isEqualTo(CloudProvider.AWS);
		assertThat(ProbePlan.STEPS.get(1)).isEqualTo(ProbePlan.CANARY);
	}

	@Test
	void asksEachAddressByItself() {
		set(CloudProvider.GCP, "http://127.0.0.1:1");
		List<Target> targets = ProbePlan.targets(candidates(), this.endpoints::get);
		assertThat(targets).hasSize(2)
			.anySatisfy((target) -> assertThat(target.steps()).extracting(Step::provider)
				.containsExactly(CloudProvider.GCP));
	}

	@Test
	void queriesNoCloudAtTheAddressOfEc2IfEc2MustNotBeQueried() {
		forbid(CloudProvider.AWS);
		assertThat(candidates()).isEmpty();
		assertThat(this.evidence).anySatisfy((found) -> assertThat(found.source()).isEqualTo("A_SWITCH"));
	}

	@Test
	void queriesAConfiguredAddressEvenIfEc2MustNotBeQueried() {
		forbid(CloudProvider.AWS);
		set(CloudProvider.AZURE, "http://127.0.0.1:1");
		assertThat(candidates()).containsExactly(CloudProvider.AZURE);
	}

	@ParameterizedTest
	@CsvSource({ "gcp, yandex, false", "gcp, azure, true", "azure, yandex, true" })
	void queriesNoCloudWhoseRequestsTheForbiddenOneAccepts(String forbidden, String other, boolean asked) {
		forbid(CloudProvider.of(forbidden));
		assertThat(candidates().contains(CloudProvider.of(other))).isEqualTo(asked);
	}

	@Test
	void sendsNoCanaryForOneCloudAlone() {
		List<Target> targets = ProbePlan.targets(List.of(CloudProvider.SCALEWAY), this.endpoints::get);
		assertThat(targets).singleElement()
			.satisfies((target) -> assertThat(target.steps()).extracting(Step::provider)
				.containsExactly(CloudProvider.SCALEWAY));
	}

	private List<CloudProvider> candidates() {
		return ProbePlan.candidates(this.endpoints::get, this.evidence);
	}

	private void set(CloudProvider provider, String uri) {
		this.endpoints.put(provider, new MetadataEndpoint(URI.create(uri), true, null, Map.of()));
	}

	private void forbid(CloudProvider provider) {
		this.endpoints.computeIfPresent(provider, (key, endpoint) -> endpoint.disabledBy("A_SWITCH"));
	}

}

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

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.Evidence;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of pods that cannot reach the metadata service of their node, which is how
 * clusters are meant to be set up.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html">Amazon
 * EKS Best Practices Guide: restrict access to the instance profile</a>
 * @see <a href="https://learn.microsoft.com/azure/aks/imds-restriction">AKS: block pod
 * access to the Azure Instance Metadata Service</a>
 */
class ClosedToPodsTests {

	private GroupLog log;

	@BeforeEach
	void captureLog() {
		this.log = GroupLog.attach();
	}

	@AfterEach
	void releaseLog() {
		this.log.close();
	}

	@Test
	void podOnEksWithoutARoleWaitsASecondAndLogsALine() {
		try (CloudSimulator cloud = CloudSimulator.start("aws_eks");
				DetectedCloudInstance instance = closed(cloud).property("AWS_WEB_IDENTITY_TOKEN_FILE", "").instance()) {
			assertThatItIsClosed(instance, cloud, CloudProvider.AWS);
			assertThat(instance.getInstanceId()).isEqualTo("i-0d58e2a7f1c4963bb");
			assertThat(this.log.lines()).singleElement()
				.asString()
				.startsWith("INFO Runs on Amazon Web Services; its metadata service")
				.contains("kubernetes", "cloudmeta.instance.*")
				.doesNotContain("hop limit");
		}
	}

	@Test
	void podOnEksWithARoleIsLikeOneWithout() {
		try (CloudSimulator cloud = CloudSimulator.start("aws_eks");
				DetectedCloudInstance instance = closed(cloud).instance()) {
			assertThatItIsClosed(instance, cloud, CloudProvider.AWS);
			assertThat(this.log.lines()).singleElement()
				.asString()
				.startsWith("INFO Runs on Amazon Web Services, region eu-central-1; its metadata service");
		}
	}

	@Test
	void podOnAksWithRestrictedAccessWaitsASecondAndLogsALine() {
		try (CloudSimulator cloud = CloudSimulator.of("azure.aks").value("imdsRestriction", "true").start();
				DetectedCloudInstance instance = closed(cloud).instance()) {
			assertThatItIsClosed(instance, cloud, CloudProvider.AZURE);
			assertThat(this.log.lines()).singleElement().asString().startsWith("INFO Runs on Microsoft Azure;");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "gcp_kubernetes_engine", "gcp", "oracle", "alibaba", "digitalocean" })
	void podOnAnyCloudWaitsASecondAndLogsALine(String name) {
		try (CloudSimulator cloud = CloudSimulator.start(name);
				DetectedCloudInstance instance = closed(cloud).instance()) {
			cloud.getWireMock()
				.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok().withFixedDelay(30_000)));
			assertThatItIsClosed(instance, cloud, CloudProvider.of(name.substring(0, (name + "_").indexOf('_'))));
			assertThat(this.log.lines()).singleElement().asString().startsWith("INFO Runs on ");
		}
	}

	@ParameterizedTest
	@EnumSource(value = Fault.class, names = { "REFUSED", "SILENT" })
	void podOnAksWhoseRequestsAreRejectedIsLikeOneWhoseRequestsAreDropped(Fault fault) throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("azure.aks");
				FaultyServer server = new FaultyServer(cloud.getUrl());
				DetectedCloudInstance instance = closed(cloud).property("cloudmeta.azure.endpoint", server.url())
					.instance()) {
			server.breakWith(fault);
			assertThatItIsClosed(instance, cloud, CloudProvider.AZURE);
		}
	}

	@Test
	void serviceThatHasRespondedHasMoreTime() {
		try (CloudSimulator cloud = CloudSimulator.start("aws_eks", Map.of("HttpPutResponseHopLimit", "2"));
				DetectedCloudInstance instance = closed(cloud).property("AWS_WEB_IDENTITY_TOKEN_FILE", "").instance()) {
			String document = "/latest/dynamic/instance-identity/document";
			cloud.getWireMock()
				.stubFor(WireMock.get(document)
					.willReturn(WireMock
						.okJson("{\"instanceId\": \"i-0d58e2a7f1c4963bb\", \"accountId\": \"123456789012\","
								+ " \"region\": \"eu-west-3\", \"availabilityZone\": \"eu-west-3a\"}")
						.withFixedDelay(2000)));
			assertThat(instance.getDetection().failures()).isEmpty();
			assertThat(instance.getRegion()).isEqualTo("eu-west-3");
		}
	}

	@Test
	void serviceThatHasRespondedBeforeIsNotClosed() {
		try (CloudSimulator cloud = CloudSimulator.start("azure.aks");
				DetectedCloudInstance instance = TestSettings.of(cloud)
					.timeouts(Duration.ofMillis(100), Duration.ofMillis(1500))
					.instance()) {
			assertThat(instance.getRegion()).isEqualTo("northeurope");
			cloud.getWireMock()
				.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok().withFixedDelay(30_000)));
			assertThat(instance.refresh()).isFalse();
			assertThat(instance.getRegion()).isEqualTo("northeurope");
			assertThat(instance.getDetection().failures()).singleElement().asString().contains("was not read");
		}
	}

	@Test
	@Timeout(value = 20, unit = TimeUnit.SECONDS)
	void serviceThatOpensLaterIsFoundInTheBackground() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("azure.aks");
				DetectedCloudInstance instance = closed(cloud).background(Duration.ofMinutes(1)).instance()) {
			StubMapping silence = cloud.getWireMock()
				.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok().withFixedDelay(30_000)));
			assertThat(instance.getRegion()).isNull();
			cloud.getWireMock().removeStub(silence);
			while (instance.getRegion() == null) {
				Thread.sleep(50);
			}
			assertThat(instance.getPlatform()).isEqualTo("azure.aks");
			assertThat(instance.getHostname()).isNotNull();
			assertThat(this.log.lines()).hasSize(2)
				.last()
				.asString()
				.startsWith("INFO Runs on")
				.contains("northeurope");
		}
	}

	@Test
	void switchOfTheUserIsNoFailureInAPod() {
		try (CloudSimulator cloud = CloudSimulator.start("aws_eks");
				DetectedCloudInstance instance = closed(cloud).property("AWS_WEB_IDENTITY_TOKEN_FILE", "")
					.property("AWS_EC2_METADATA_DISABLED", "true")
					.instance()) {
			assertThat(instance.getProvider()).isEqualTo(CloudProvider.AWS);
			assertThat(instance.getDetection().failures()).isEmpty();
			assertThat(instance.getDetection().evidence()).extracting(Evidence::source)
				.contains("AWS_EC2_METADATA_DISABLED");
			assertThat(cloud.getRequests()).isEmpty();
		}
	}

	private void assertThatItIsClosed(DetectedCloudInstance instance, CloudSimulator cloud, CloudProvider provider) {
		long begin = System.nanoTime();
		assertThat(instance.getProvider()).isEqualTo(provider);
		assertThat(instance.getAvailabilityZone()).isNull();
		assertThat(instance.getHostname()).isNull();
		assertThat(instance.getTags()).isEmpty();
		assertThat(instance.getTag("team")).isNull();
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
		assertThat(instance.getDetection().elapsed()).isLessThan(Duration.ofMillis(2500));
		assertThat(instance.getDetection().failures()).isEmpty();
		assertThat(instance.getDetection().evidence())
			.anySatisfy((evidence) -> assertThat(evidence.finding()).contains(", which is usual on "));
		assertThat(this.log.lines()).noneMatch((line) -> line.startsWith("WARN"));
	}

	/**
	 * Returns settings of a pod that would wait a minute for a cloud that is named.
	 */
	private TestSettings closed(CloudSimulator cloud) {
		this.log.clear();
		return TestSettings.of(cloud)
			.property("KUBERNETES_SERVICE_HOST", "10.0.0.1")
			.property("KUBERNETES_SERVICE_PORT", "443")
			.timeouts(Duration.ofMillis(500), Duration.ofSeconds(60));
	}

}

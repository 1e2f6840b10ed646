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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.Evidence;
import io.cloudmeta.Evidence.Bearing;
import io.cloudmeta.internal.evidence.LocalFiles;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LocalDecider}: what is decided before any request is sent.
 */
class LocalDeciderTests {

	private static final CloudProvider ACME = CloudProvider.of("acme");

	private static final CloudProvider ZENITH = CloudProvider.of("zenith");

	@TempDir
	private Path machine;

	private final Map<String, String> variables = new HashMap<>();

	private final Map<CloudProvider, MetadataEndpoint> endpoints = new HashMap<>();

	private final Map<CloudField, String> fixedValues = new HashMap<>();

	private Probe probe = Probe.AUTO;

	private CloudProvider word;

	private List<MetadataService> declared = List.of();

	@BeforeEach
	void makeFirmware() throws IOException {
		dmi("sys_vendor", "QEMU");
	}

	@Test
	void aFixedProviderDecidesAlone() throws IOException {
		dmi("sys_vendor", "Amazon EC2");
		this.word = CloudProvider.GCP;
		this.variables.put("DYNO", "web.1");
		this.fixedValues.put(CloudField.PROVIDER, "azure");
		LocalDecision verdict = decide();
		assertThat(verdict.proven()).isEqualTo(CloudProvider.AZURE);
		assertThat(verdict.conclusive()).isTrue();
		assertThat(verdict.platforms()).isEmpty();
		assertThat(verdict.evidence()).singleElement()
			.satisfies((evidence) -> assertThat(evidence.source()).isEqualTo("cloudmeta.instance.provider"));
	}

	@Test
	void settingsTakePrecedenceOverTheFirmware() throws IOException {
		dmi("sys_vendor", "Amazon EC2");
		this.word = CloudProvider.GCP;
		LocalDecision verdict = decide();
		assertThat(verdict.proven()).isEqualTo(CloudProvider.GCP);
		assertThat(verdict.candidates()).isEmpty();
		assertThat(verdict.evidence()).singleElement().satisfies((evidence) -> {
			assertThat(evidence.source()).isEqualTo("cloudmeta.provider");
			assertThat(evidence.provider()).isEqualTo(CloudProvider.GCP);
		});
	}

	@Test
	void firmwareThatOneCloudHasProvesIt() throws IOException {
		dmi("sys_vendor", "Amazon EC2");
		LocalDecision verdict = decide();
		assertThat(verdict.proven()).isEqualTo(CloudProvider.AWS);
		assertThat(verdict.conclusive()).isTrue();
		assertThat(verdict.dmi()).containsEntry("sys_vendor", "Amazon EC2");
	}

	@Test
	void whatOneDeclaredCloudAloneHasProvesItAgainstTheFirmware() throws IOException {
		dmi("sys_vendor", "Amazon EC2");
		this.declared = List.of(new Declared(ACME, true), new Declared(ZENITH, false));
		LocalDecision verdict = decide();
		assertThat(verdict.proven()).isEqualTo(ACME);
		assertThat(verdict.conclusive()).isTrue();
		assertThat(verdict.evidence())
			.anySatisfy((evidence) -> assertThat(evidence.finding()).isEqualTo("QEMU of acme"));
	}

	@Test
	void twoCustomCloudsThatMatchAreQueried() {
		this.declared = List.of(new Declared(ACME, true), new Declared(ZENITH, true));
		LocalDecision verdict = decide();
		assertThat(verdict.proven()).isNull();
		assertThat(verdict.candidates()).containsExactly(ACME, ZENITH);
		assertThat(verdict.conclusive()).isFalse();
	}

	@Test
	void noCloudIsQueriedIfProbingIsForbidden() {
		this.probe = Probe.NEVER;
		assertThat(decide().candidates()).isEmpty();
		assertThat(decide().evidence()).anySatisfy((evidence) -> assertThat(evidence.finding()).startsWith("never"));
		this.declared = List.of(new Declared(ACME, true), new Declared(ZENITH, true));
		assertThat(decide().candidates()).isEmpty();
	}

	@Test
	void hardwareRulesCloudsOutUnlessProbingIsForced() throws IOException {
		dmi("sys_vendor", "LENOVO");
		assertThat(decide().candidates()).isEmpty();
		assertThat(decide().conclusive()).isTrue();
		this.probe = Probe.ALWAYS;
		assertThat(decide().candidates()).contains(CloudProvider.AWS, CloudProvider.GCP, CloudProvider.AZURE)
			.doesNotContain(CloudProvider.ALIBABA);
		assertThat(decide().conclusive()).isFalse();
	}

	@Test
	void nothingNamedLeavesThePlan() {
		assertThat(decide().candidates()).containsExactlyInAnyOrderElementsOf(ProbePlan.providers());
	}

	@Test
	void aHintLeavesOneCandidate() throws IOException {
		file("hypervisor/uuid", "ec2e1916-9099-7caf-fd21-012345abcdef");
		assertThat(decide().candidates()).containsExactly(CloudProvider.AWS);
		assertThat(decide().proven()).isNull();
	}

	@Test
	void aHintAtACloudThatMustNotBeQueriedLeavesNone() throws IOException {
		file("hypervisor/uuid", "ec2e1916-9099-7caf-fd21-012345abcdef");
		this.endpoints.put(CloudProvider.AWS,
				MetadataEndpoint.wellKnown("http://169.254.169.254").disabledBy("AWS_EC2_METADATA_DISABLED"));
		LocalDecision verdict = decide();
		assertThat(verdict.candidates()).isEmpty();
		assertThat(verdict.evidence()).extracting(Evidence::source).contains("AWS_EC2_METADATA_DISABLED");
	}

	@Test
	void anAddressThatTheUserGaveLeavesItsCloudAlone() {
		this.endpoints.put(CloudProvider.ALIBABA,
				MetadataEndpoint.configured("cloudmeta.alibaba.endpoint", "127.0.0.1:1"));
		LocalDecision verdict = decide();
		assertThat(verdict.candidates()).containsExactly(CloudProvider.ALIBABA);
		assertThat(verdict.evidence()).anySatisfy((evidence) -> {
			assertThat(evidence.source()).isEqualTo("endpoint of alibaba");
			assertThat(evidence.bearing()).isEqualTo(Bearing.FOR);
		});
	}

	@Test
	void anAddressThatIsGivenForSeveralLeavesThoseThatAreProbedAnyway() {
		for (CloudProvider provider : List.of(CloudProvider.AWS, CloudProvider.GCP, CloudProvider.ALIBABA)) {
			this.endpoints.put(provider, MetadataEndpoint.configured("x", "http://127.0.0.1:1"));
		}
		this.endpoints.put(CloudProvider.AZURE, MetadataEndpoint.configured("x", "http://127.0.0.1:1").disabledBy("y"));
		assertThat(decide().candidates()).containsExactly(CloudProvider.AWS, CloudProvider.GCP);
	}

	@Test
	void anEnvironmentThatOnlyOnePlatformMakesProvesItsCloud() {
		this.variables.putAll(
				Map.of("AWS_LAMBDA_FUNCTION_NAME", "f", "AWS_REGION", "eu-west-1", "LAMBDA_TASK_ROOT", "/var/task"));
		LocalDecision verdict = decide();
		assertThat(verdict.proven()).isEqualTo(CloudProvider.AWS);
		assertThat(verdict.platformOf(CloudProvider.AWS)).isNotNull();
		assertThat(verdict.platformOf(CloudProvider.GCP)).isNull();
		assertThat(verdict.evidence()).anySatisfy((evidence) -> {
			assertThat(evidence.finding()).isEqualTo("set as on aws_lambda");
			assertThat(evidence.bearing()).isEqualTo(Bearing.FOR);
		});
	}

	@Test
	void halfOfSuchAnEnvironmentDecidesNothing() {
		this.variables.put("AWS_LAMBDA_FUNCTION_NAME", "f");
		LocalDecision verdict = decide();
		assertThat(verdict.proven()).isNull();
		assertThat(verdict.evidence()).anySatisfy((evidence) -> {
			assertThat(evidence.finding())
				.isEqualTo("set as on aws_lambda and elsewhere, which decides nothing by itself");
			assertThat(evidence.bearing()).isEqualTo(Bearing.NEITHER);
		});
	}

	@Test
	void firmwareTakesPrecedenceOverTheEnvironment() throws IOException {
		dmi("sys_vendor", "LENOVO");
		this.variables.putAll(
				Map.of("AWS_LAMBDA_FUNCTION_NAME", "f", "AWS_REGION", "eu-west-1", "LAMBDA_TASK_ROOT", "/var/task"));
		LocalDecision verdict = decide();
		assertThat(verdict.proven()).isNull();
		assertThat(verdict.platforms()).isEmpty();
		assertThat(verdict.evidence()).anySatisfy((evidence) -> assertThat(evidence.finding())
			.isEqualTo("set as on aws_lambda, which the local evidence contradicts"));
	}

	@Test
	void aPlatformThatHostsTheApplicationIsThereWhateverIsBelowIt() {
		this.variables.putAll(Map.of("DYNO", "web.1", "HEROKU_APP_ID", "a"));
		LocalDecision verdict = decide();
		assertThat(verdict.proven()).isNull();
		assertThat(verdict.candidates()).isEmpty();
		assertThat(verdict.conclusive()).isTrue();
		assertThat(verdict.ownPlatform()).isNotNull()
			.satisfies((signs) -> assertThat(signs.provider()).isEqualTo(CloudProvider.HEROKU));
	}

	private LocalDecision decide() {
		return LocalDecider.decide(new DetectionSettings(true, this.word, "cloudmeta.provider", this.probe,
				Duration.ofSeconds(1), Duration.ZERO, Duration.ofSeconds(1), FetchSource.SERVICE,
				this.machine.resolve("sys"), this.machine, this.variables, this.endpoints, this.fixedValues, Map.of(),
				Map.of(), TagFilter.ALL, this.declared), new LocalFiles());
	}

	private void dmi(String name, String text) throws IOException {
		file("class/dmi/id/" + name, text);
	}

	private void file(String name, String text) throws IOException {
		Path file = this.machine.resolve("sys").resolve(name);
		Files.createDirectories(file.getParent());
		Files.writeString(file, text);
	}

	/**
	 * A service that the user declared.
	 *
	 * @param cloud its cloud
	 * @param here whether the machine is one of that cloud's
	 */
	private record Declared(CloudProvider cloud, boolean here) implements MetadataService {

		@Override
		public CloudProvider getProvider() {
			return this.cloud;
		}

		@Override
		public MetadataEndpoint getEndpoint(Function<String, String> environment) {
			return MetadataEndpoint.wellKnown("http://127.0.0.1:1");
		}

		@Override
		public List<Evidence> recognise(Function<String, String> dmi, MetadataEndpoint endpoint) {
			return this.here
					? List.of(new Evidence("declared", "QEMU of " + this.cloud, this.cloud, Bearing.FOR, Duration.ZERO))
					: List.of();
		}

		@Override
		public InstanceMetadata identify(MetadataClient exchange, boolean proven) {
			return InstanceMetadata.of(this.cloud).build();
		}

		@Override
		public String find(Map<String, String> attributes, String path) {
			return null;
		}

		@Override
		public String fetch(MetadataClient exchange, String path) {
			return null;
		}

	}

}

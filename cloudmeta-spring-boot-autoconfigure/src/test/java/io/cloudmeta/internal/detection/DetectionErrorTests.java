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

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.Evidence;
import io.cloudmeta.internal.cloud.MetadataServices;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataService;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that an error while evidence or a response is read never reaches the application.
 */
@ExtendWith(OutputCaptureExtension.class)
class DetectionErrorTests {

	private static final CloudProvider ACME = CloudProvider.of("acme");

	@ParameterizedTest
	@EnumSource
	void whenAServiceEndsWithAnErrorEachGetterStillReturns(Phase phase, CapturedOutput output) {
		try (DetectedCloudInstance instance = instance(phase, new StackOverflowError("secret"))) {
			for (int i = 0; i < 2; i++) {
				assertThat(instance.getProvider()).isEqualTo(phase.provider);
				assertThat(instance.getRegion()).isNull();
				assertThat(instance.getTags()).isEmpty();
			}
			assertThat(instance.refresh()).isFalse();
			assertThat(instance.getDetection().failures()).singleElement().asString().contains(phase.failure);
		}
		assertThat(output).containsOnlyOnce("WARN").contains(phase.failure).doesNotContain("secret");
	}

	@ParameterizedTest
	@EnumSource
	void whenAServiceEndsWithAnExceptionEachGetterStillReturns(Phase phase) {
		try (DetectedCloudInstance instance = instance(phase, new NumberFormatException("secret"))) {
			assertThat(instance.getProvider()).isEqualTo(phase.provider);
			assertThat(instance.getDetection().failures()).singleElement().asString().contains(phase.failure);
		}
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "NONE")
	void whenCodeOfAServiceFailsBesideARequestEachGetterStillReturns(Code code, CapturedOutput output) {
		DetectionSettings settings = settings(new Talking(code));
		try (DetectedCloudInstance instance = new DetectedCloudInstance(() -> settings)) {
			for (int i = 0; i < 2; i++) {
				assertThat(instance.getProvider()).isEqualTo(ACME);
				assertThat(instance.getHostname()).isNull();
				assertThat(instance.getAttributes()).isEqualTo((code == Code.FIND) ? Map.of("region", "a") : Map.of());
				assertThat(instance.getAttribute("zone")).isNull();
			}
			assertThat(instance.getDetection().failures())
				.anySatisfy((failure) -> assertThat(failure)
					.startsWith("Metadata of Acme WARN forged is left out, as the provider's own code fails"))
				.noneMatch((failure) -> failure.contains("secret") || failure.contains("\n"));
		}
		assertThat(output).doesNotContain("secret").doesNotContainPattern("(?m)^WARN forged");
	}

	@Test
	void whenASettingOfAServiceMakesNoSenseTheCallerLearnsOfIt() {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> MetadataServices.endpoint(new Talking(Code.NONE), (name) -> "not a url"));
	}

	@Test
	void whenAValueOverflowsTheStackOfAPatternEachGetterStillReturns() {
		try (CloudSimulator cloud = CloudSimulator.of("oracle")
			.value("canonicalRegionName", "a-".repeat(3000) + "1")
			.start(); DetectedCloudInstance instance = TestSettings.of(cloud).instance()) {
			for (int i = 0; i < 2; i++) {
				assertThat(instance.getProvider()).isEqualTo(CloudProvider.ORACLE);
				assertThat(instance.getRegion()).isNull();
			}
		}
	}

	@Test
	void doesNotHideThatMemoryIsExhausted() {
		try (DetectedCloudInstance instance = instance(Phase.LOCAL_EVIDENCE, new OutOfMemoryError("test"))) {
			assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(instance::getRegion);
		}
	}

	private static DetectedCloudInstance instance(Phase phase, Throwable failure) {
		DetectionSettings settings = settings(new Failing(phase, failure));
		return new DetectedCloudInstance(() -> settings);
	}

	private static DetectionSettings settings(MetadataService service) {
		boolean named = !(service instanceof Failing failing) || failing.phase != Phase.LOCAL_EVIDENCE;
		return new DetectionSettings(true, named ? ACME : null, "cloudmeta.provider", Probe.AUTO, Duration.ofSeconds(2),
				Duration.ZERO, Duration.ofSeconds(2), FetchSource.SERVICE, Path.of("/nowhere"), Path.of("/nowhere"),
				Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), new TagFilter(List.of("web*")), List.of(service));
	}

	/**
	 * When a service fails.
	 */
	enum Phase {

		LOCAL_EVIDENCE(CloudProvider.LOCAL, "The detection of the cloud failed"),

		RESPONSE(ACME, "returned a response that cannot be parsed"),

		STAND_IN(CloudProvider.LOCAL, "The detection of the cloud failed");

		private final CloudProvider provider;

		private final String failure;

		Phase(CloudProvider provider, String failure) {
			this.provider = provider;
			this.failure = failure;
		}

	}

	/**
	 * The code that fails.
	 */
	enum Code {

		NONE, ENDPOINT, FIND, TAG

	}

	/**
	 * A third party's service that identifies its cloud, with code that fails beside.
	 */
	private static final class Talking implements MetadataService {

		private final Code code;

		Talking(Code code) {
			this.code = code;
		}

		private void failIn(Code code) {
			if (this.code == code) {
				throw new IllegalStateException("secret");
			}
		}

		@Override
		public CloudProvider getProvider() {
			return CloudProvider.of("acme", "Acme\nWARN forged");
		}

		@Override
		public MetadataEndpoint getEndpoint(Function<String, String> environment) {
			failIn(Code.ENDPOINT);
			return MetadataEndpoint.of(environment, "acme.endpoint", "http://127.0.0.1:1");
		}

		@Override
		public InstanceMetadata identify(MetadataClient client, boolean proven) {
			return InstanceMetadata.of(getProvider())
				.defer(CloudField.HOSTNAME)
				.attributes(Map.of("region", "a"))
				.build();
		}

		@Override
		public String find(Map<String, String> attributes, String path) {
			failIn(Code.FIND);
			return null;
		}

		@Override
		public String tagOf(String path) {
			failIn(Code.TAG);
			return null;
		}

		@Override
		public String tagOf(CloudField field) {
			failIn(Code.TAG);
			return null;
		}

		@Override
		public String fetch(MetadataClient client, String path) {
			return null;
		}

	}

	/**
	 * A third party's service that fails.
	 */
	private static final class Failing implements MetadataService {

		private final Phase phase;

		private final Throwable failure;

		Failing(Phase phase, Throwable failure) {
			this.phase = phase;
			this.failure = failure;
		}

		private void failIn(Phase phase) {
			if (this.phase == phase) {
				Failing.<RuntimeException>fail(this.failure);
			}
		}

		@SuppressWarnings("unchecked")
		private static <T extends Throwable> void fail(Throwable failure) throws T {
			throw (T) failure;
		}

		@Override
		public CloudProvider getProvider() {
			return ACME;
		}

		@Override
		public MetadataEndpoint getEndpoint(Function<String, String> environment) {
			return MetadataEndpoint.wellKnown("http://127.0.0.1:1");
		}

		@Override
		public List<Evidence> recognise(Function<String, String> dmi, MetadataEndpoint endpoint) {
			failIn(Phase.LOCAL_EVIDENCE);
			return List.of();
		}

		@Override
		public InstanceMetadata identify(MetadataClient exchange, boolean proven) {
			Failing.<RuntimeException>fail(this.failure);
			return InstanceMetadata.of(ACME).build();
		}

		@Override
		public InstanceMetadata identify(Map<String, String> dmi) {
			failIn(Phase.STAND_IN);
			return InstanceMetadata.of(ACME).build();
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

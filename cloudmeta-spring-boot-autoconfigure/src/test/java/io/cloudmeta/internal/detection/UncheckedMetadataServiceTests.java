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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.Evidence;
import io.cloudmeta.Evidence.Bearing;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataService;
import io.cloudmeta.spi.RestrictedPaths;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.CloudSimulator.Dmi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the service of a third party that checks nothing itself: paths, attributes,
 * tags and the forms of values are checked for it.
 */
class UncheckedMetadataServiceTests {

	private static final CloudProvider ACME = CloudProvider.of("acme");

	private final UncheckedService service = new UncheckedService();

	private final CloudSimulator machine = CloudSimulator.of("aws").dmi(Dmi.NONE).start();

	private final DetectedCloudInstance instance = TestSettings.of(this.machine).services(this.service).instance();

	@AfterEach
	void close() {
		this.instance.close();
		this.machine.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "dbPassword", "config/db-pwd", "meta/private_key", "tls-key", "api.token", "kube-env",
			"config/service-account-json", "user-data", "internal/x", "Internal", "custom", "custom/", "../x", "a//b",
			"a%2fb", "tags/api-token", "x\ny", "attested/document" })
	void pathIsRefusedBeforeTheServiceIsCalled(String path) {
		assertThat(this.instance.getProvider()).isEqualTo(ACME);
		assertThatIllegalArgumentException().isThrownBy(() -> this.instance.getAttribute(path));
		assertThat(this.service.called).isEmpty();
	}

	@Test
	void customMetadataIsReadByItsExactPath() {
		assertThat(this.instance.getAttribute("custom/team")).isEqualTo("value of custom/team");
		assertThat(this.service.called).containsExactly("find custom/team", "fetch custom/team");
	}

	@Test
	void attributesShowNoSecretsAndNoCustomMetadata() {
		assertThat(this.instance.getAttributes()).containsExactly(Map.entry("zone", "a"));
	}

	@Test
	void secretTagsAreNeitherFetchedNorShown() {
		assertThat(this.instance.getTags()).containsExactly(Map.entry("team", "ml"), Map.entry("spot", ""));
		assertThat(this.service.refusedTags).containsExactly("db_password");
	}

	@Test
	void valuesThatBreakTheirFormAreMissing() {
		assertThat(this.instance.getRegion()).isNull();
		assertThat(this.instance.getHostname()).isNull();
		assertThat(this.instance.getAccountId()).isEqualTo("acme-1");
		assertThat(this.instance.getNetworkInterfaces())
			.containsExactly(new NetworkInterface(null, List.of("10.0.0.7"), List.of(), null, null));
		assertThat(this.instance.getAttribute("lines")).isEqualTo("a\nb");
		assertThat(this.instance.getAttribute("control")).isNull();
		assertThat(this.instance.getAttribute("found")).isNotEqualTo("a\u001b[31mevil");
		assertThat(this.instance.getAttribute("json")).isNull();
		assertThat(this.instance.getDetection().failures())
			.anySatisfy((failure) -> assertThat(failure).contains("region", "U+003F"))
			.anySatisfy((failure) -> assertThat(failure).contains("hostname", "host name"))
			.anySatisfy((failure) -> assertThat(failure).contains("networkInterfaces"))
			.anySatisfy((failure) -> assertThat(failure).contains("control", "U+001B"))
			.anySatisfy((failure) -> assertThat(failure).contains("json", "secret"))
			.noneMatch((failure) -> failure.contains("evil") || failure.contains("s3cr3t"));
	}

	private static final class UncheckedService implements MetadataService {

		private final List<String> called = new ArrayList<>();

		private final List<String> refusedTags = new ArrayList<>();

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
			return List.of(new Evidence("test", "is Acme", ACME, Bearing.FOR, Duration.ZERO));
		}

		@Override
		public RestrictedPaths getRestrictedPaths() {
			return RestrictedPaths.NONE.closed("internal").custom("custom");
		}

		@Override
		public InstanceMetadata identify(MetadataClient exchange, boolean proven) {
			Map<String, String> attributes = new LinkedHashMap<>();
			attributes.put("zone", "a");
			attributes.put("dbPassword", "s3cr3t");
			attributes.put("meta.tls-key", "s3cr3t");
			attributes.put("custom.team", "ml");
			attributes.put("internal.x", "y");
			return InstanceMetadata.of(ACME)
				.set(CloudField.REGION, "evil.example/?x=../..")
				.set(CloudField.ACCOUNT_ID, "acme-1")
				.defer(CloudField.HOSTNAME)
				.attributes(attributes)
				.deferTags()
				.deferNetworkInterfaces()
				.build();
		}

		@Override
		public String find(Map<String, String> attributes, String path) {
			this.called.add("find " + path);
			return path.equals("found") ? "a\u001b[31mevil" : null;
		}

		@Override
		public String fetch(MetadataClient exchange, String path) {
			this.called.add("fetch " + path);
			return switch (path) {
				case "lines" -> "a\nb";
				case "control" -> "a\nevil\u001b[31m";
				case "json" -> "{\"app\": {\"db\": {\"password\": \"s3cr3t\"}}}";
				default -> "value of " + path;
			};
		}

		@Override
		public String fetch(MetadataClient exchange, CloudField field) {
			return "evil host";
		}

		@Override
		public Map<String, String> fetchTags(MetadataClient exchange, Predicate<String> allowed) {
			Map<String, String> tags = new LinkedHashMap<>();
			tags.put("team", "ml");
			tags.put("db_password", "s3cr3t");
			tags.put("apiToken", "s3cr3t");
			tags.put("owner", "a\u202eb");
			tags.put("spot", "");
			if (!allowed.test("db_password")) {
				this.refusedTags.add("db_password");
			}
			return tags;
		}

		@Override
		public List<NetworkInterface> fetchNetworkInterfaces(MetadataClient exchange) {
			return List.of(new NetworkInterface("evil", List.of("10.0.0.7", "evil.example"), List.of("10.0.0.300"),
					"a<b>", "a\nb"));
		}

	}

}

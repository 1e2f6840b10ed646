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

package io.cloudmeta.autoconfigure.custom;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.cloudmeta.CloudInstance;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.Evidence;
import io.cloudmeta.Evidence.Bearing;
import io.cloudmeta.autoconfigure.actuate.CloudInfoContributor;
import io.cloudmeta.autoconfigure.actuate.CloudMetaInfoAutoConfiguration;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfigurationTests;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.CloudSimulator.Dmi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for clouds that users declare by {@code cloudmeta.custom.*}, each against the
 * simulator of a cloud that a class reads too.
 */
class CustomCloudTests {

	private static final String ACME = "acme";

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(CloudMetaAutoConfiguration.class, CloudMetaInfoAutoConfiguration.class));

	@ParameterizedTest
	@ValueSource(strings = { "digitalocean", "scaleway" })
	void readsTheSameAsTheClassForThatCloud(String name) throws IOException {
		try (CloudSimulator cloud = CloudSimulator.start(name)) {
			Map<CloudField, String> values = new LinkedHashMap<>();
			List<String> requests = new ArrayList<>();
			this.runner.withPropertyValues(CloudMetaAutoConfigurationTests.properties(cloud)).run((context) -> {
				values.putAll(values(context));
				values.put(CloudField.PROVIDER, name + "-declared");
				requests.addAll(cloud.getRequests());
				cloud.resetRequests();
			});
			Declaration declaration = Declaration.ofResource("custom/" + name + ".yml");
			this.runner.withPropertyValues(CloudMetaAutoConfigurationTests.properties(cloud))
				.withPropertyValues(declaration.at(cloud))
				.run((context) -> {
					CloudInstance declared = context.getBean(CloudInstance.class);
					assertThat(values(context)).isEqualTo(values);
					assertThat(declared.getTags()).isNotEmpty();
					assertThat(declared.getFetchedAt()).isNotNull();
					assertThat(declared.getDetection().failures()).isEmpty();
					assertThat(cloud.getRequests()).isEqualTo(requests);
				});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "digitalocean", "scaleway" })
	void hasTheSameTagsAndAttributes(String name) throws IOException {
		try (CloudSimulator cloud = CloudSimulator.start(name)) {
			Declaration declaration = Declaration.ofResource("custom/" + name + ".yml");
			this.runner.withPropertyValues(CloudMetaAutoConfigurationTests.properties(cloud)).run((context) -> {
				CloudInstance known = context.getBean(CloudInstance.class);
				this.runner.withPropertyValues(CloudMetaAutoConfigurationTests.properties(cloud))
					.withPropertyValues(declaration.at(cloud))
					.run((other) -> {
						CloudInstance declared = other.getBean(CloudInstance.class);
						assertThat(declared.getProvider().getId()).isEqualTo(name + "-declared");
						assertThat(declared.getTags()).isEqualTo(known.getTags());
						assertThat(declared.getAttributes()).isEqualTo(known.getAttributes());
					});
			});
		}
	}

	@Test
	void isRecognisedByAllThatTheFirmwareHasToSay() {
		try (CloudSimulator cloud = CloudSimulator.start("digitalocean")) {
			on(cloud, "match.dmi.sys_vendor=Digital*", "match.dmi.product_name=Droplet").run((context) -> {
				CloudInstance instance = context.getBean(CloudInstance.class);
				assertThat(instance.getProvider()).isEqualTo(CloudProvider.of(ACME));
				assertThat(instance.getProvider().getDisplayName()).isEqualTo("Acme Cloud");
				assertThat(instance.getRegion()).isEqualTo("ams3");
				assertThat(instance.getDetection().evidence())
					.filteredOn(
							(sign) -> sign.bearing() == Bearing.FOR && CloudProvider.of(ACME).equals(sign.provider()))
					.extracting(Evidence::source)
					.containsExactly("cloudmeta.custom.acme.match.dmi.sys_vendor",
							"cloudmeta.custom.acme.match.dmi.product_name", "metadata service at " + cloud.getUrl());
				assertThat(instance.getDetection().conclusive()).isTrue();
			});
			on(cloud, "match.dmi.sys_vendor=Digital*", "match.dmi.product_name=Raft")
				.run((context) -> assertThat(context.getBean(CloudInstance.class).getProvider())
					.isEqualTo(CloudProvider.DIGITALOCEAN));
		}
	}

	@Test
	void isRecognisedByAFileThatNoOtherCloudNeeds() {
		try (CloudSimulator cloud = CloudSimulator.start("digitalocean")) {
			on(cloud, "match.dmi.product_family=*_Drop*")
				.run((context) -> assertThat(provider(context)).isEqualTo(ACME));
		}
	}

	@Test
	void isRecognisedByItsVariables() {
		try (CloudSimulator cloud = CloudSimulator.of("digitalocean").dmi(Dmi.KVM).start()) {
			on(cloud, "match.environment.ACME_REGION=*", "match.environment.ACME_KIND=vm-*")
				.withPropertyValues("ACME_REGION=s3cret", "ACME_KIND=vm-2")
				.run((context) -> {
					assertThat(provider(context)).isEqualTo(ACME);
					assertThat(context.getBean(CloudInstance.class).getDetection().evidence().toString())
						.contains("cloudmeta.custom.acme.match.environment.ACME_REGION")
						.doesNotContain("s3cret");
				});
		}
	}

	@Test
	void isNotRecognisedWhereAVariableIsMissing() {
		try (CloudSimulator cloud = CloudSimulator.of("digitalocean").dmi(Dmi.KVM).start()) {
			on(cloud, "match.environment.ACME_REGION=*", "match.environment.ACME_KIND=vm-*")
				.withPropertyValues("ACME_REGION=s3cret", "ACME_KIND=container", "cloudmeta.detection.probe=never")
				.run((context) -> {
					assertThat(provider(context)).isEqualTo("local");
					assertThat(cloud.getRequests()).isEmpty();
				});
		}
	}

	@ParameterizedTest
	@CsvSource({ "cloudmeta.provider, acme", "cloudmeta.provider, ACME", "CLOUD_PROVIDER, acme" })
	void isQueriedIfTheSettingsNameIt(String property, String id) {
		try (CloudSimulator cloud = CloudSimulator.of("digitalocean").dmi(Dmi.NONE).start()) {
			Map<String, String> properties = cloud.getProperties();
			properties.remove("cloudmeta.provider");
			properties.put(property, id);
			this.runner.withPropertyValues(Declaration.pairs(properties))
				.withPropertyValues(acme(cloud.getUrl().toString()))
				.run((context) -> {
					assertThat(provider(context)).isEqualTo(ACME);
					assertThat(context.getBean(CloudInstance.class).getInstanceId()).isEqualTo("412907365");
					assertThat(cloud.getRequests()).containsExactly("GET /metadata/v1.json");
				});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "auto", "always" })
	void isNeverProbed(String probe) {
		try (CloudSimulator elsewhere = CloudSimulator.start("none");
				CloudSimulator acme = CloudSimulator.start("digitalocean")) {
			this.runner.withPropertyValues(CloudMetaAutoConfigurationTests.properties(elsewhere))
				.withPropertyValues("cloudmeta.detection.probe=" + probe,
						"cloudmeta.custom.acme.match.dmi.sys_vendor=Acme")
				.withPropertyValues(acme(acme.getUrl().toString()))
				.run((context) -> {
					assertThat(provider(context)).isEqualTo("local");
					assertThat(acme.getRequests()).isEmpty();
				});
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			200 | <html><body>Welcome to the hotel</body></html>
			200 | OK
			200 | {}
			200 | null
			200 | [{'droplet_id': 1}]
			200 | {'droplet_id': 412907365}
			200 | {'droplet_id': [412907365], 'region': 'ams3'}
			200 | {'droplet_id': 'i-1', 'region': 'ams3'}
			200 | {'droplet_id': 412907365, 'region': 'ams3\\nfra1'}
			200 | {'droplet_id': 412907365, 'region': 'ams3'
			200 | {'region': {'droplet_id': 412907365, 'region': 'ams3'}}
			302 | {'droplet_id': 412907365, 'region': 'ams3'}
			400 | bad request
			403 | forbidden
			404 | not found
			""")
	void takesNothingFromWhatDoesNotProveItself(int status, String body) {
		try (CloudSimulator cloud = CloudSimulator.start("digitalocean")) {
			cloud.getWireMock()
				.stubFor(WireMock.any(WireMock.anyUrl())
					.willReturn(WireMock.aResponse()
						.withStatus(status)
						.withHeader("Location", cloud.getUrl() + "/elsewhere")
						.withBody(body.replace('\'', '"'))));
			on(cloud, "match.dmi.sys_vendor=DigitalOcean").run((context) -> {
				CloudInstance instance = context.getBean(CloudInstance.class);
				assertThat(values(context)).containsOnlyKeys(CloudField.PROVIDER);
				assertThat(instance.getTags()).isEmpty();
				assertThat(instance.getAttributes()).isEmpty();
				assertThat(instance.getFetchedAt()).isNull();
				assertThat(instance.getDetection().failures()).singleElement().asString().contains("Acme Cloud");
				assertThat(cloud.getRequests()).containsExactly("GET /metadata/v1.json");
			});
		}
	}

	@Test
	void probesBothWhereTwoAreRecognisedAndTheFirstThatProvesItselfCounts() {
		try (CloudSimulator cloud = CloudSimulator.start("digitalocean")) {
			on(cloud, "match.dmi.sys_vendor=DigitalOcean")
				.withPropertyValues("cloudmeta.detection.timeout=5s",
						"cloudmeta.custom.other.endpoint=" + cloud.getUrl(),
						"cloudmeta.custom.other.document=/metadata/v1.json",
						"cloudmeta.custom.other.match.dmi.product_name=Droplet",
						"cloudmeta.custom.other.check.droplet_id=i-.+")
				.run((context) -> {
					assertThat(provider(context)).isEqualTo(ACME);
					assertThat(cloud.getRequests()).hasSizeBetween(1, 2);
				});
			on(cloud, "match.dmi.sys_vendor=DigitalOcean")
				.withPropertyValues("cloudmeta.detection.timeout=5s",
						"cloudmeta.custom.other.endpoint=" + cloud.getUrl(),
						"cloudmeta.custom.other.document=/metadata/v1.json",
						"cloudmeta.custom.other.match.dmi.product_name=Droplet",
						"cloudmeta.custom.other.check.droplet_id=.+")
				.run((context) -> {
					assertThat(provider(context)).isEqualTo(ACME);
					assertThat(context.getBean(CloudInstance.class).getDetection().failures()).isEmpty();
				});
		}
	}

	@Test
	void findsPathsInTheDocumentAndRequestsNoOthers() {
		try (CloudSimulator cloud = CloudSimulator.start("digitalocean")) {
			on(cloud, "match.dmi.sys_vendor=DigitalOcean", "secrets=anchor_ipv4",
					"fields.instance-name=GET /metadata/v1/id")
				.run((context) -> {
					CloudInstance instance = context.getBean(CloudInstance.class);
					assertThat(instance.getAttribute("features/dhcp_enabled")).isEqualTo("false");
					assertThat(instance.getAttribute("interfaces.public.0.type")).isEqualTo("public");
					assertThat(instance.getAttribute("no/such/path")).isNull();
					assertThat(instance.getAttribute("metadata/v1/hostname")).isNull();
					assertThat(cloud.getRequests()).hasSize(1);
					assertThat(instance.getAttribute("metadata/v1/id")).isEqualTo("412907365");
					assertThat(instance.getInstanceName()).isEqualTo("412907365");
					assertThat(cloud.getRequests()).containsExactly("GET /metadata/v1.json", "GET /metadata/v1/id",
							"GET /metadata/v1/id");
					assertThat(instance.getAttributes().keySet()).noneMatch((path) -> path.contains("anchor"));
					for (String path : List.of("user_data", "auth-key", "public/keys/x/keys",
							"interfaces/anchor-ipv4/x", "../x")) {
						assertThatIllegalArgumentException().isThrownBy(() -> instance.getAttribute(path));
					}
				});
		}
	}

	@Test
	void takesNoWholeDocumentForAValue() {
		try (CloudSimulator cloud = CloudSimulator.of("digitalocean").value("user_data", "s3cret").start()) {
			on(cloud, "match.dmi.sys_vendor=DigitalOcean", "fields.hostname=GET /metadata/v1.json",
					"fields.instance-name=GET /metadata/v1/hostname")
				.run((context) -> {
					CloudInstance instance = context.getBean(CloudInstance.class);
					assertThat(instance.getHostname()).isNull();
					assertThat(instance.getAttribute("metadata/v1.json")).isNull();
					assertThat(instance.getInstanceName()).isEqualTo("parcels-7");
					assertThat(instance.getAttributes().toString()).doesNotContain("s3cret");
				});
		}
	}

	@Test
	void readsOnlyTheTagsThatItMay() {
		try (CloudSimulator cloud = CloudSimulator.start("digitalocean")) {
			cloud.getWireMock().stubFor(WireMock.get("/metadata/v1.json").willReturn(WireMock.okJson("""
					{"droplet_id": 7, "region": "x", "labels": {"team": "ml", "owner": "bo", "Name": "n7"},
					"list": [{"key": "team", "value": "ml"}, {"name": "owner"}, {"value": "none"}]}""")));
			on(cloud, "match.dmi.sys_vendor=DigitalOcean", "tags=/labels", "fields.instance-name=labels.Name")
				.withPropertyValues("cloudmeta.tags.include=te*")
				.run((context) -> {
					CloudInstance instance = context.getBean(CloudInstance.class);
					assertThat(instance.getTags()).containsExactly(Map.entry("team", "ml"));
					assertThat(instance.getInstanceName()).isNull();
					assertThat(instance.getAttribute("labels/owner")).isNull();
					assertThat(instance.getAttributes()).containsKey("labels.team").doesNotContainKey("labels.owner");
				});
			on(cloud, "match.dmi.sys_vendor=DigitalOcean", "tags=/labels", "fields.instance-name=labels.Name")
				.run((context) -> assertThat(context.getBean(CloudInstance.class).getInstanceName()).isEqualTo("n7"));
			on(cloud, "match.dmi.sys_vendor=DigitalOcean", "tags=list")
				.run((context) -> assertThat(context.getBean(CloudInstance.class).getTags())
					.containsExactly(Map.entry("team", "ml"), Map.entry("owner", "")));
		}
	}

	@Test
	void sharesOneDetectionBetweenContextsWithTheSameDeclaration() {
		try (CloudSimulator cloud = CloudSimulator.start("digitalocean")) {
			on(cloud, "match.dmi.sys_vendor=DigitalOcean").run((context) -> {
				assertThat(provider(context)).isEqualTo(ACME);
				on(cloud, "match.dmi.sys_vendor=DigitalOcean")
					.run((other) -> assertThat(provider(other)).isEqualTo(ACME));
				assertThat(cloud.getRequests()).hasSize(1);
			});
		}
	}

	@Test
	void isInInfo() {
		try (CloudSimulator cloud = CloudSimulator.start("digitalocean")) {
			on(cloud, "match.dmi.sys_vendor=DigitalOcean", "platform=acme_compute").run((context) -> {
				Info.Builder info = new Info.Builder();
				context.getBean(CloudInfoContributor.class).contribute(info);
				assertThat(info.build().getDetails().get("cloud")).isEqualTo(Map.of("provider", ACME, "platform",
						"acme_compute", "region", "ams3", "instanceId", "412907365"));
			});
		}
	}

	private ApplicationContextRunner on(CloudSimulator cloud, String... further) {
		return this.runner.withPropertyValues(CloudMetaAutoConfigurationTests.properties(cloud))
			.withPropertyValues(acme(cloud.getUrl().toString()))
			.withPropertyValues(List.of(further)
				.stream()
				.map((property) -> "cloudmeta.custom.acme." + property)
				.toArray(String[]::new));
	}

	/**
	 * A Droplet in other words.
	 */
	private static String[] acme(String endpoint) {
		return List
			.of("name=Acme Cloud", "endpoint=" + endpoint, "document=/metadata/v1.json", "check.droplet_id=\\d+",
					"check.region=[a-z0-9]+", "fields.region=region", "fields.instanceId=droplet_id")
			.stream()
			.map((property) -> "cloudmeta.custom.acme." + property)
			.toArray(String[]::new);
	}

	private static String provider(AssertableApplicationContext context) {
		return context.getBean(CloudInstance.class).getProvider().getId();
	}

	private static Map<CloudField, String> values(AssertableApplicationContext context) {
		CloudInstance instance = context.getBean(CloudInstance.class);
		Map<CloudField, String> values = new LinkedHashMap<>();
		for (CloudField field : CloudField.values()) {
			String value = field.get(instance);
			if (value != null) {
				values.put(field, value);
			}
		}
		return values;
	}

}

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

package io.cloudmeta.test;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.cloud.MetadataServices;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataClient.IssuedToken;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.spi.MetadataResponse;
import io.cloudmeta.spi.MetadataService;
import io.cloudmeta.test.FakeMetadataClient.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link FakeMetadataClient}.
 */
class FakeMetadataClientTests {

	private static final MetadataService AWS = MetadataServices.of(CloudProvider.AWS);

	private final FakeMetadataClient client = FakeMetadataClient
		.of(MetadataEndpoint.wellKnown("http://169.254.169.254"));

	@Test
	void respondsWithStatus404WhereNoResponseIsDefined() throws MetadataException {
		this.client.respondTo("GET", "/v1").with("one");
		assertThat(get("/v1").body()).isEqualTo("one");
		assertThat(get("/v1?alt=json").status()).isEqualTo(404);
		assertThat(get("/v1/").status()).isEqualTo(404);
		assertThat(this.client.put("/v1", Map.of()).status()).isEqualTo(404);
	}

	@Test
	void respondsWithTextJsonAndBytes() throws MetadataException {
		this.client.respondTo("GET", "/text").with("Zürich");
		this.client.respondTo("GET", "/error").with(503, "busy").header("Retry-After", "2");
		this.client.respondTo("GET", "/json").withJson("{}");
		this.client.respondTo("GET", "/bytes").withBytes(new byte[] { 0, -1 });
		assertThat(get("/text").bytes()).isEqualTo("Zürich".getBytes(StandardCharsets.UTF_8));
		assertThat(get("/text").header("Content-Type")).isEqualTo("text/plain;charset=UTF-8");
		assertThat(get("/error").status()).isEqualTo(503);
		assertThat(get("/error").header("retry-after")).isEqualTo("2");
		assertThat(get("/json").header("Content-Type")).isEqualTo("application/json");
		assertThat(get("/bytes").bytes()).containsExactly(0, -1);
	}

	@Test
	void returnsEachResponseOnceAndTheLastAgain() throws MetadataException {
		this.client.respondTo("GET", "/v1").with(401, "").with("one").with("two");
		assertThat(get("/v1").status()).isEqualTo(401);
		assertThat(get("/v1").body()).isEqualTo("one");
		assertThat(get("/v1").body()).isEqualTo("two");
		assertThat(get("/v1").body()).isEqualTo("two");
	}

	@Test
	void laterResponsesReplaceEarlierOnes() throws MetadataException {
		this.client.respondTo("GET", "/v1").with("one");
		this.client.respondTo((request) -> request.pathAndQuery().startsWith("/v")).with("two");
		assertThat(get("/v1").body()).isEqualTo("two");
		assertThat(get("/v2").body()).isEqualTo("two");
		assertThat(get("/w").status()).isEqualTo(404);
	}

	@Test
	void respondsAsBefore() throws MetadataException {
		this.client.respondTo("GET", "/v1").with("one").with("two");
		this.client.respondTo((request) -> true).with(503, "").asBefore();
		assertThat(get("/v1").status()).isEqualTo(503);
		assertThat(get("/v1").body()).isEqualTo("one");
		assertThat(get("/v1").body()).isEqualTo("two");
		assertThat(get("/v2").status()).isEqualTo(404);
	}

	@Test
	void requiresHeaders() throws MetadataException {
		this.client.respondTo("GET", "/v1")
			.requiring("Metadata", "true", 400)
			.requiring("X-Token", 401)
			.with(503, "")
			.with("one");
		assertThat(get("/v1").status()).isEqualTo(400);
		assertThat(this.client.get("/v1", Map.of("Metadata", "no", "X-Token", "t")).status()).isEqualTo(400);
		assertThat(this.client.get("/v1", Map.of("metadata", "true")).status()).isEqualTo(401);
		Map<String, String> headers = Map.of("metadata", "true", "x-token", "t");
		assertThat(this.client.get("/v1", headers).status()).isEqualTo(503);
		assertThat(this.client.get("/v1", headers).body()).isEqualTo("one");
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	void failsAsDefined(Kind kind) throws MetadataException {
		this.client.respondTo("GET", "/v1").failWith(kind).with("one");
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> get("/v1"))
			.withMessageContaining("GET /v1")
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(kind));
		assertThat(get("/v1").body()).isEqualTo("one");
	}

	@Test
	void refusesResponsesThatAreIncomplete() {
		this.client.respondTo("GET", "/v1").requiring("Metadata", "true", 400);
		assertThatIllegalStateException().isThrownBy(() -> this.client.get("/v1", Map.of("Metadata", "true")))
			.withMessageContaining("GET /v1");
		assertThatIllegalStateException().isThrownBy(() -> this.client.respondTo("GET", "/v2").header("a", "b"));
		assertThatIllegalStateException()
			.isThrownBy(() -> this.client.respondTo("GET", "/v2").with("one").asBefore().header("a", "b"));
	}

	@Test
	void keepsTheRequests() throws MetadataException {
		get("/v1?alt=json");
		this.client.put("/token", Map.of("X-Life", "60"), "body");
		assertThat(this.client.getRequests()).containsExactly(
				new Request("GET", URI.create("http://169.254.169.254/v1?alt=json"), Map.of(), "", 1),
				new Request("PUT", URI.create("http://169.254.169.254/token"), Map.of("X-Life", "60"), "body", 1));
		assertThat(this.client.getRequests()).extracting(Request::toString)
			.containsExactly("GET /v1?alt=json", "PUT /token");
		assertThat(this.client.getRequests().get(1).headers().get("x-life")).isEqualTo("60");
		this.client.resetRequests();
		assertThat(this.client.getRequests()).isEmpty();
	}

	@Test
	void sendsTheEndpointsOwnPathFirst() throws MetadataException {
		FakeMetadataClient task = FakeMetadataClient.of(MetadataEndpoint.wellKnown("http://169.254.170.2/v4/7f3e"));
		task.respondTo("GET", "/v4/7f3e/task").with("task");
		assertThat(task.get("/task", Map.of()).body()).isEqualTo("task");
		assertThat(task.getRequests()).extracting(Request::pathAndQuery).containsExactly("/v4/7f3e/task");
		assertThat(new Request("GET", URI.create("http://169.254.170.2"), Map.of(), "", 1)).hasToString("GET /");
	}

	@ParameterizedTest
	@CsvSource({ "v1", "?x=1", "''", "//other host/", "/a b" })
	void refusesPathsThatAreNone(String path) {
		assertThatIllegalArgumentException().isThrownBy(() -> get(path));
		assertThat(this.client.getRequests()).isEmpty();
	}

	@Test
	void sendsNoHeaderThatCannotBeSent() {
		this.client.respondTo("GET", "/v1").with("one");
		for (Map<String, String> headers : List.of(Map.of("X-Token", "a\r\nb: c"), Map.of("X-Token", "€"),
				Map.of("X-Token", "\u007f"), Map.of("X Token", "a"), Map.of("X-Token:", "a"), Map.of("", "a"))) {
			assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> this.client.get("/v1", headers))
				.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.UNUSABLE));
		}
	}

	@Test
	void refusesABodyThatIsTooLong() throws MetadataException {
		this.client.respondTo("GET", "/long").withBytes(new byte[256 * 1024]);
		this.client.respondTo("GET", "/longer").withBytes(new byte[256 * 1024 + 1]);
		assertThat(get("/long").bytes()).hasSize(256 * 1024);
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> get("/longer"))
			.withMessageContaining("more than 256 KB")
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.UNUSABLE));
	}

	@Test
	void keepsATokenForFourFifthsOfItsLife() throws MetadataException {
		assertThat(token("one", Duration.ofHours(5))).isEqualTo("one");
		this.client.elapse(Duration.ofMinutes(239));
		assertThat(token("two", Duration.ofHours(5))).isEqualTo("one");
		this.client.elapse(Duration.ofMinutes(1));
		assertThat(token("two", Duration.ofHours(5))).isEqualTo("two");
		assertThatIllegalArgumentException().isThrownBy(() -> this.client.elapse(Duration.ofMinutes(-1)));
	}

	@Test
	void requestsATokenAgainIfItIsDiscardedOrNoneWasIssued() throws MetadataException {
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> this.client.token(() -> {
			throw new MetadataException(Kind.DENIED, "no token", "");
		}));
		assertThat(token("one", Duration.ofHours(5))).isEqualTo("one");
		this.client.at(URI.create("http://169.254.0.1")).discardToken();
		assertThat(token("two", Duration.ofHours(5))).isEqualTo("two");
	}

	@Test
	void sendsToOtherAddressesAndSettlesThere() throws MetadataException {
		MetadataEndpoint endpoint = MetadataEndpoint.wellKnown("http://169.254.169.254").with("routers", "x");
		FakeMetadataClient first = FakeMetadataClient.of(endpoint);
		first.respondTo((request) -> "10.1.1.1".equals(request.uri().getHost())).with("router");
		MetadataClient router = first.withinPart(3).at(URI.create("http://10.1.1.1"));
		assertThat(router.get("/latest", Map.of()).body()).isEqualTo("router");
		assertThat(first.get("/latest", Map.of()).status()).isEqualTo(404);
		assertThat(first.getRequests()).extracting(Request::uri, Request::divisor)
			.containsExactly(tuple(URI.create("http://10.1.1.1/latest"), 3),
					tuple(URI.create("http://169.254.169.254/latest"), 1));
		assertThat(first.getEndpoint()).isEqualTo(endpoint);
		router.settle();
		assertThat(first.get("/latest", Map.of()).body()).isEqualTo("router");
		assertThat(first.getEndpoint()).isEqualTo(MetadataEndpoint.wellKnown("http://10.1.1.1").with("routers", "x"));
	}

	@Test
	void hasTheAddressOfTheService() {
		assertThat(FakeMetadataClient.of(AWS).getEndpoint().uri()).hasToString("http://169.254.169.254");
	}

	@Test
	void refusesAnAddressThatAnApplicationRefuses() {
		MetadataEndpoint elsewhere = MetadataEndpoint.wellKnown("http://metadata.example.com");
		assertThatIllegalArgumentException().isThrownBy(() -> FakeMetadataClient.of(elsewhere))
			.withMessageContaining("metadata.example.com");
		MetadataEndpoint named = MetadataEndpoint.configured("acme.endpoint", "http://metadata.example.com");
		assertThat(FakeMetadataClient.of(named).getEndpoint()).isEqualTo(named);
	}

	@Test
	void asksASimulatedCloud() throws MetadataException {
		FakeMetadataClient aws = CloudSimulator.of("aws").value("region", "eu-west-3").client(AWS);
		assertThat(AWS.identify(aws, false).get(CloudField.REGION)).isEqualTo("eu-west-3");
		assertThat(aws.getRequests()).extracting(Request::toString)
			.containsExactly("PUT /latest/api/token", "GET /latest/dynamic/instance-identity/document");
		assertThat(aws.get("/latest/meta-data/mac", Map.of()).status()).isEqualTo(401);
		aws.respondTo("GET", "/latest/meta-data/mac").with(500, "").asBefore();
		assertThat(aws.get("/latest/meta-data/mac", Map.of()).status()).isEqualTo(500);
		assertThat(AWS.fetch(aws, "mac")).isEqualTo("0a:3f:51:c2:7e:9b");
	}

	@Test
	void passesQueryAndBodyToASimulatedCloud() throws MetadataException {
		MetadataService azure = MetadataServices.of(CloudProvider.AZURE);
		FakeMetadataClient client = CloudSimulator.of("azure").client(azure);
		Map<String, String> header = Map.of("Metadata", "true");
		assertThat(client.get("/metadata/instance", header).status()).isEqualTo(400);
		assertThat(client.get("/metadata/instance/compute/location?api-version=2021-12-13&format=text", header).body())
			.isEqualTo("northeurope");
		FakeMetadataClient ibm = CloudSimulator.of("ibm").client(MetadataServices.of(CloudProvider.IBM));
		Map<String, String> flavor = Map.of("Metadata-Flavor", "ibm", "Content-Type", "application/json");
		String token = "/identity/v1/token?version=2025-08-26";
		assertThat(ibm.put(token, flavor, "{\"expires_in\": 300}").status()).isEqualTo(200);
		assertThat(ibm.put(token, flavor, "{\"expires_in\": 1}").status()).isEqualTo(400);
	}

	@Test
	void simulatedTokensExpireByTheClientsClock() throws MetadataException {
		FakeMetadataClient aws = CloudSimulator.of("aws").client(AWS);
		Map<String, String> life = Map.of("X-aws-ec2-metadata-token-ttl-seconds", "60");
		Map<String, String> token = Map.of("X-aws-ec2-metadata-token", aws.put("/latest/api/token", life).body());
		aws.elapse(Duration.ofSeconds(50));
		assertThat(aws.get("/latest/meta-data/mac", token).status()).isEqualTo(200);
		aws.elapse(Duration.ofSeconds(11));
		assertThat(aws.get("/latest/meta-data/mac", token).status()).isEqualTo(401);
	}

	@Test
	void simulatedInstanceChangesByTheClientsClock() throws MetadataException {
		MetadataService vultr = MetadataServices.of(CloudProvider.VULTR);
		FakeMetadataClient client = CloudSimulator.of("vultr")
			.value("region", "fra")
			.changeAfter(Duration.ofHours(1), "region=ewr")
			.client(vultr);
		assertThat(vultr.identify(client, true).get(CloudField.REGION)).isEqualTo("fra");
		client.elapse(Duration.ofHours(1));
		assertThat(vultr.identify(client, true).get(CloudField.REGION)).isEqualTo("ewr");
	}

	@Test
	void hasTheEnvironmentOfTheSimulatedMachineAndOther() {
		MetadataService openNebula = MetadataServices.of(CloudProvider.OPENNEBULA);
		CloudSimulator.Builder cloud = CloudSimulator.of("opennebula").value("instanceId", "77");
		Map<String, String> options = cloud.client(openNebula).getEndpoint().options();
		assertThat(options).containsEntry("VMID", "77").containsKey("TOKENTXT");
		assertThat(cloud.client(openNebula, Map.of("TOKENTXT", "", "VMID", "78")).getEndpoint().options())
			.doesNotContainKey("TOKENTXT")
			.containsEntry("VMID", "78");
	}

	@Test
	void platformWithoutAMetadataServiceIsBrokenOrSlow() {
		FakeMetadataClient lambda = CloudSimulator.of("aws_lambda").client(AWS);
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> AWS.identify(lambda, true))
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.BROKEN));
		FakeMetadataClient pod = CloudSimulator.of("aws_eks").client(AWS);
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> AWS.identify(pod, true))
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.TIMEOUT));
	}

	private MetadataResponse get(String path) throws MetadataException {
		return this.client.get(path, Map.of());
	}

	private String token(String next, Duration life) throws MetadataException {
		return this.client.token(() -> new IssuedToken(next, life));
	}

}

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

package io.cloudmeta.spi;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.Evidence;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.test.FakeMetadataClient;
import io.cloudmeta.test.FakeMetadataClient.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link CloudDefinition} and {@link DefinedMetadataService}.
 */
class CloudDefinitionTests {

	private static final CloudProvider ACME = CloudProvider.of("acme", "Acme");

	private static final String ENDPOINT = "http://169.254.169.254";

	private static CloudDefinition.Builder definition() {
		return CloudDefinition.of(ACME, ENDPOINT).document("/doc").proof(ValueLocation.at("id"), "a-\\d+");
	}

	private static FakeMetadataClient client(MetadataService service, String document) {
		FakeMetadataClient client = FakeMetadataClient.of(service);
		client.respondTo("GET", "/doc").withJson(document);
		return client;
	}

	private static InstanceMetadata identify(CloudDefinition.Builder definition, String document)
			throws MetadataException {
		MetadataService service = new DefinedMetadataService(definition.build());
		return service.identify(client(service, document), true);
	}

	@Test
	void whenThereIsNoProofRefusesTheDefinition() {
		assertThatIllegalArgumentException().isThrownBy(() -> CloudDefinition.of(ACME, ENDPOINT).build())
			.withMessageContaining("has no proof");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> CloudDefinition.of(ACME, ENDPOINT).proofIfPresent(ValueLocation.get("/id"), ".+").build())
			.withMessageContaining("has no proof");
	}

	@Test
	void whenThereIsNoDocumentRefusesAValueInIt() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> CloudDefinition.of(ACME, ENDPOINT)
				.proof(ValueLocation.get("/id"), ".+")
				.field(CloudField.REGION, "region")
				.build())
			.withMessageContaining("locates a value in a document");
	}

	@ParameterizedTest
	@ValueSource(strings = { "(a+)+", "(?:a|b)*", "([a-z]+-){2,}" })
	void refusesAPatternThatALongValueMakesSlow(String pattern) {
		assertThatIllegalArgumentException().isThrownBy(() -> definition().proof(ValueLocation.at("x"), pattern))
			.withMessageContaining("repeats a group without a bound");
		assertThatIllegalArgumentException().isThrownBy(() -> ValueLocation.at("x").matching(pattern));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a+", "(a)(b)" })
	void refusesAPatternWithoutExactlyOneGroup(String pattern) {
		assertThatIllegalArgumentException().isThrownBy(() -> ValueLocation.at("x").matching(pattern))
			.withMessageContaining("one group");
	}

	@Test
	void usesTheFirstPathThatHasAValue() throws MetadataException {
		CloudDefinition.Builder definition = definition().field(CloudField.REGION, "a", "b.c", "/d/0");
		assertThat(identify(definition, "{\"id\":\"a-1\",\"a\":\" \",\"b\":{\"c\":\"r\"}}").get(CloudField.REGION))
			.isEqualTo("r");
		assertThat(identify(definition, "{\"id\":\"a-1\",\"d\":[\"s\"]}").get(CloudField.REGION)).isEqualTo("s");
		assertThat(identify(definition, "{\"id\":\"a-1\"}").get(CloudField.REGION)).isNull();
	}

	@Test
	void takesAPartOfAText() throws MetadataException {
		CloudDefinition.Builder definition = definition().field(CloudField.REGION,
				ValueLocation.at("zone").matching("(.+)-\\d"));
		assertThat(identify(definition, "{\"id\":\"a-1\",\"zone\":\"eu-2\"}").get(CloudField.REGION)).isEqualTo("eu");
		assertThat(identify(definition, "{\"id\":\"a-1\",\"zone\":\"eu\"}").get(CloudField.REGION)).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{}             | id is missing
			{"id":"b-1"}   | id is not a-\\d+
			{"id":["a-1"]} | id is missing
			[]             | describes no instance
			<html>         | describes no instance
			""")
	void whenAProofIsMissingReportsWhichOne(String document, String problem) {
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> identify(definition(), document))
			.withMessageContaining(problem)
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.NOT_THIS_CLOUD));
	}

	@Test
	void sendsNoRequestTwiceForAnIdentity() throws MetadataException {
		MetadataService service = new DefinedMetadataService(definition().proof(ValueLocation.get("/type"), ".+")
			.field(CloudField.INSTANCE_ID, "id")
			.field(CloudField.INSTANCE_TYPE, ValueLocation.get("/type"))
			.field(CloudField.REGION, ValueLocation.get("/place").path("region"))
			.field(CloudField.AVAILABILITY_ZONE, ValueLocation.get("/place").path("zone"))
			.build());
		FakeMetadataClient client = client(service, "{\"id\":\"a-1\"}");
		client.respondTo("GET", "/type").with("small");
		client.respondTo("GET", "/place").withJson("{\"region\":\"eu\",\"zone\":\"eu-1\"}");
		InstanceMetadata identity = service.identify(client, true);
		assertThat(identity.get(CloudField.AVAILABILITY_ZONE)).isEqualTo("eu-1");
		assertThat(identity.getAttributes()).containsOnly(Map.entry("id", "a-1"), Map.entry("type", "small"));
		assertThat(client.getRequests()).extracting(Request::pathAndQuery)
			.containsExactlyInAnyOrder("/doc", "/type", "/place");
	}

	@Test
	void addressesThatNoFieldLocatesAreThoseOfTheInterfaces() throws MetadataException {
		CloudDefinition.Builder definition = definition().networkInterfaces(
				(document) -> List.of(new NetworkInterface(null, List.of(), document.addresses("public"), null, null),
						new NetworkInterface(null, document.addresses("private"), List.of(), null, null)));
		InstanceMetadata identity = identify(definition,
				"{\"id\":\"a-1\",\"public\":\"203.0.113.7\",\"private\":[\"fd00::1\",\"10.0.0.7\"]}");
		assertThat(identity.get(CloudField.PUBLIC_IP)).isEqualTo("203.0.113.7");
		assertThat(identity.get(CloudField.PRIVATE_IP)).isEqualTo("10.0.0.7");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"team":"ml","empty":""}                            | team, empty
			[{"key":"team","value":"ml"},{"name":"empty"}]      | team, empty
			["team","empty"]                                    | team, empty
			""")
	void readsTagsInEachForm(String tags, String names) throws MetadataException {
		InstanceMetadata identity = identify(definition().tags("meta.tags"),
				"{\"id\":\"a-1\",\"meta\":{\"tags\":%s}}".formatted(tags));
		assertThat(identity.getTags()).containsOnlyKeys(names.split(", ")).containsEntry("empty", "");
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			meta/tags,         ''
			meta.tags[0].value,''
			meta/tags/0/value, ''
			Meta/TAGS/team,    team
			meta/other,        -
			meta,              -
			""")
	void recognizesPathsOfTags(String path, String tag) {
		MetadataService service = new DefinedMetadataService(definition().tags("meta.tags").build());
		assertThat(service.tagOf(path)).isEqualTo(tag);
	}

	@ParameterizedTest
	@ValueSource(strings = { "machines[0].tags", "machines.0.tags", "/machines/0/tags" })
	void recognizesPathsOfTagsInAnElement(String tags) {
		MetadataService service = new DefinedMetadataService(definition().tags(tags).build());
		assertThat(service.tagOf("machines/0/tags/team")).isEqualTo("team");
		assertThat(service.tagOf("machines[0].tags.team")).isEqualTo("team");
		// as the path of an attribute is passed
		assertThat(service.tagOf("machines/0]/tags/team")).isEqualTo("team");
		assertThat(service.tagOf("machines/1/tags/team")).isNull();
	}

	@Test
	void aFieldIsATagIfAnyOfItsPathsIsOne() {
		MetadataService service = new DefinedMetadataService(definition().tags("tags")
			.field(CloudField.INSTANCE_NAME, "name", "tags.Name")
			.deferredField(CloudField.HOSTNAME, ValueLocation.at("tags.host"))
			.field(CloudField.REGION, "region")
			.build());
		assertThat(service.tagOf(CloudField.INSTANCE_NAME)).isEqualTo("Name");
		assertThat(service.tagOf(CloudField.HOSTNAME)).isEqualTo("host");
		assertThat(service.tagOf(CloudField.REGION)).isNull();
	}

	@Test
	void aFieldThatIsATagIsReadWhenItIsNeeded() throws MetadataException {
		MetadataService service = new DefinedMetadataService(
				definition().tags("tags").field(CloudField.INSTANCE_NAME, "tags.name").build());
		FakeMetadataClient client = client(service, "{\"id\":\"a-1\",\"tags\":{\"name\":\"web\"}}");
		assertThat(service.identify(client, true).isDeferred(CloudField.INSTANCE_NAME)).isTrue();
		assertThat(service.tagOf(CloudField.INSTANCE_NAME)).isEqualTo("name");
		assertThat(service.fetch(client, CloudField.INSTANCE_NAME)).isEqualTo("web");
	}

	@Test
	void withoutATreeReadsNoPathThatTheDefinitionDoesNotName() throws MetadataException {
		MetadataService service = new DefinedMetadataService(
				definition().deferredField(CloudField.HOSTNAME, ValueLocation.get("/host"))
					.deferredField(CloudField.REGION, ValueLocation.get("/place").path("region"))
					.build());
		FakeMetadataClient client = client(service, "{}");
		client.respondTo("GET", "/host").with("web-1");
		assertThat(service.fetch(client, "host")).isEqualTo("web-1");
		assertThat(service.fetch(client, "place")).isNull();
		assertThat(service.fetch(client, "other")).isNull();
		assertThat(client.getRequests()).hasSize(1);
	}

	@Test
	void aDocumentIsNoValue() throws MetadataException {
		MetadataService service = new DefinedMetadataService(
				definition().deferredField(CloudField.HOSTNAME, ValueLocation.get("/host")).build());
		FakeMetadataClient client = client(service, "{}");
		client.respondTo("GET", "/host").with("{\"x\":\"y\"}").with("[\"a\"]");
		assertThat(service.fetch(client, CloudField.HOSTNAME)).isNull();
		assertThat(service.fetch(client, CloudField.HOSTNAME)).isNull();
	}

	@Test
	void isRecognizedIfAllConditionsAreMet() {
		MetadataService service = new DefinedMetadataService(
				definition().recognizedByDmi("sys_vendor", "Acme*").recognizedByEnvironment("ACME_NODE", "*").build());
		MetadataEndpoint without = service.getEndpoint((name) -> null);
		MetadataEndpoint with = service.getEndpoint((name) -> name.equals("ACME_NODE") ? "n1-secret" : null);
		assertThat(service.recognise((file) -> "Acme Inc.", without)).isEmpty();
		assertThat(service.recognise((file) -> "Other", with)).isEmpty();
		assertThat(service.recognise((file) -> "Acme Inc.", with)).hasSize(2)
			.noneMatch((evidence) -> evidence.toString().contains("n1-secret"));
	}

	@Test
	void evidenceNamesTheConditionOfAPropertyWhateverItsCharacters() {
		MetadataService service = new DefinedMetadataService(
				definition().endpointProperty("cloudmeta.custom.acme.endpoint")
					.recognizedByEnvironment("ACME$1\\NODE", "*")
					.build());
		MetadataEndpoint endpoint = service.getEndpoint((name) -> "n1");
		assertThat(service.recognise((file) -> null, endpoint)).extracting(Evidence::source)
			.containsExactly("cloudmeta.custom.acme.match.environment.ACME$1\\NODE");
	}

	@Test
	void withoutConditionsIsNotRecognized() {
		MetadataService service = new DefinedMetadataService(definition().build());
		assertThat(service.recognise((file) -> "Acme", service.getEndpoint((name) -> null))).isEmpty();
	}

	@Test
	void propertyReplacesTheEndpoint() {
		MetadataService service = new DefinedMetadataService(definition().build());
		assertThat(service.getEndpoint((name) -> null).uri()).hasToString(ENDPOINT);
		assertThat(
				service.getEndpoint((name) -> name.equals("cloudmeta.acme.endpoint") ? "http://127.0.0.1:8080" : null)
					.uri())
			.hasToString("http://127.0.0.1:8080");
	}

	@Test
	void alternativeEndpointIsOneOfTheVendorsAddressOnly() {
		MetadataService service = new DefinedMetadataService(
				definition().alternativeEndpoint("http://[fd00:42::42]").build());
		assertThat(service.getEndpoint((name) -> null).alternatives()).singleElement()
			.hasToString("http://[fd00:42::42]");
		assertThat(service.getEndpoint((name) -> "http://127.0.0.1:8080").alternatives()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 404, 204 })
	void aMissingResponseIsAMissingValue(int status) throws MetadataException {
		MetadataService service = new DefinedMetadataService(definition().tree("/tree/")
			.deferredField(CloudField.HOSTNAME, ValueLocation.get("/tree/host"))
			.userData("/user-data")
			.build());
		FakeMetadataClient client = client(service, "{}");
		client.respondTo((request) -> true).with(status, "");
		assertThat(service.fetch(client, CloudField.HOSTNAME)).isNull();
		assertThat(service.fetch(client, "host")).isNull();
		assertThat(service.fetchUserData(client)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "401, DENIED", "403, DENIED", "429, BUSY", "500, BUSY", "502, BUSY", "503, BUSY", "504, BUSY",
			"302, NOT_THIS_CLOUD", "418, NOT_THIS_CLOUD" })
	void mapsStatusesOfEachRequestAlike(int status, Kind kind) {
		MetadataService service = new DefinedMetadataService(
				definition().tree("/tree/").userDataInBase64("/user-data").build());
		FakeMetadataClient client = FakeMetadataClient.of(service);
		client.respondTo((request) -> true).with(status, "");
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> service.identify(client, true))
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(kind));
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> service.fetch(client, "x"))
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(kind));
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> service.fetchUserData(client))
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(kind));
	}

	@Test
	void aTokenThatIsRefusedIsRequestedOnceMore() throws MetadataException {
		MetadataService service = withToken(
				TokenExchange.put("/token", Map.of("Life", "60"), Duration.ofMinutes(1), "Token"));
		FakeMetadataClient client = FakeMetadataClient.of(service);
		client.respondTo("PUT", "/token").requiring("Life", "60", 400).with("first").with("second");
		client.respondTo("GET", "/doc").requiring("Token", "second", 401).withJson("{\"id\":\"a-1\"}");
		assertThat(service.identify(client, true)).isNotNull();
		assertThat(client.getRequests()).extracting(Request::pathAndQuery)
			.containsExactly("/token", "/doc", "/token", "/doc");
	}

	@Test
	void aTokenThatIsRefusedTwiceIsAFailure() {
		MetadataService service = withToken(TokenExchange.put("/token", Map.of(), Duration.ofMinutes(1), "Token"));
		FakeMetadataClient client = FakeMetadataClient.of(service);
		client.respondTo("PUT", "/token").with("first");
		client.respondTo("GET", "/doc").with(401, "");
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> service.identify(client, true))
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.DENIED));
		assertThat(client.getRequests()).hasSize(4);
	}

	@Test
	void sendsATokenOfAJsonResponseWithItsScheme() throws MetadataException {
		MetadataService service = withToken(TokenExchange
			.request(TokenExchange.Method.GET, "/token", Map.of(), "/auth/token", Duration.ofMinutes(1),
					"Authorization")
			.scheme("Bearer"));
		FakeMetadataClient client = FakeMetadataClient.of(service);
		client.respondTo("GET", "/token").withJson("{\"auth\":{\"token\":\"t0\"}}");
		client.respondTo("GET", "/doc").requiring("Authorization", "Bearer t0", 401).withJson("{\"id\":\"a-1\"}");
		assertThat(service.identify(client, true)).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "<html>", "a b", "a\nb", "ä" })
	void sendsNothingThatIsNoToken(String token) {
		MetadataService service = withToken(TokenExchange.put("/token", Map.of(), Duration.ofMinutes(1), "Token"));
		FakeMetadataClient client = FakeMetadataClient.of(service);
		client.respondTo("PUT", "/token").with(token);
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> service.identify(client, true))
			.withMessageContaining("is no token");
		assertThat(client.getRequests()).hasSize(1);
	}

	private static MetadataService withToken(TokenExchange token) {
		return new DefinedMetadataService(definition().reader(MetadataReader.of("Acme").token(token)).build());
	}

	@Test
	void toStringsContainNoSecret() {
		CloudDefinition definition = definition()
			.reader(MetadataReader.of("Acme")
				.headers(Map.of("Key", "swordfish"))
				.token(TokenExchange.put("/token", Map.of("Key", "swordfish"), Duration.ofMinutes(1), "Token")))
			.build();
		assertThat(definition.toString()).doesNotContain("swordfish");
		assertThat(TokenExchange.put("/token", Map.of("Key", "swordfish"), Duration.ofMinutes(1), "Token").toString())
			.doesNotContain("swordfish");
	}

}

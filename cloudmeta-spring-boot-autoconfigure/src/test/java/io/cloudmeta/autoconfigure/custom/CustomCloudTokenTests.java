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

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import io.cloudmeta.CloudInstance;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfigurationTests;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for declared clouds whose metadata service wants a token.
 */
class CustomCloudTokenTests {

	private static final String DOCUMENT = "{\"id\": 7, \"region\": \"east\"}";

	private final CloudSimulator cloud = CloudSimulator.start("none");

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CloudMetaAutoConfiguration.class))
		.withPropertyValues(CloudMetaAutoConfigurationTests.properties(this.cloud))
		.withPropertyValues("cloudmeta.provider=acme", "cloudmeta.custom.acme.endpoint=" + this.cloud.getUrl(),
				"cloudmeta.custom.acme.document=/document", "cloudmeta.custom.acme.check.id=[0-9]+",
				"cloudmeta.custom.acme.fields.region=region", "cloudmeta.custom.acme.fields.hostname=GET /hostname",
				"cloudmeta.custom.acme.headers.X-Acme=yes", "cloudmeta.custom.acme.token.path=/token?for=me",
				"cloudmeta.custom.acme.token.header=Authorization", "cloudmeta.custom.acme.token.headers.X-Life=60");

	@BeforeEach
	void answer() {
		stub(WireMock.get("/document")
			.withHeader("Authorization", WireMock.equalTo("Bearer t-1"))
			.withHeader("X-Acme", WireMock.equalTo("yes")), WireMock.okJson(DOCUMENT));
		stub(WireMock.get("/hostname").withHeader("Authorization", WireMock.equalTo("Bearer t-1")),
				WireMock.ok("h7\n"));
	}

	@AfterEach
	void stop() {
		this.cloud.close();
	}

	@Test
	void sendsATokenThatStandsInJson() {
		stub(WireMock.get("/token?for=me").withHeader("X-Life", WireMock.equalTo("60")),
				WireMock.okJson("{\"data\": [{\"access_token\": \"t-1\"}]}"));
		this.runner.withPropertyValues("cloudmeta.custom.acme.token.method=GET",
				"cloudmeta.custom.acme.token.pointer=/data/0/access_token", "cloudmeta.custom.acme.token.scheme=Bearer")
			.run((context) -> {
				CloudInstance instance = context.getBean(CloudInstance.class);
				assertThat(instance.getRegion()).isEqualTo("east");
				assertThat(instance.getHostname()).isEqualTo("h7");
				assertThat(instance.getAttributes().toString()).doesNotContain("t-1");
				assertThat(this.cloud.getRequests()).containsExactly("GET /token?for=me", "GET /document",
						"GET /hostname");
			});
	}

	@Test
	void requestsATokenByPost() {
		stub(WireMock.post("/token?for=me")
			.withHeader("X-Life", WireMock.equalTo("60"))
			.withHeader("Content-Length", WireMock.equalTo("0")), WireMock.ok("t-1"));
		this.runner
			.withPropertyValues("cloudmeta.custom.acme.token.method=post", "cloudmeta.custom.acme.token.scheme=Bearer")
			.run((context) -> {
				assertThat(context.getBean(CloudInstance.class).getRegion()).isEqualTo("east");
				assertThat(this.cloud.getRequests()).containsExactly("POST /token?for=me", "GET /document");
			});
	}

	@Test
	void renewsATokenThatIsRefused() {
		stub(WireMock.put("/token?for=me").inScenario("token").willSetStateTo("renewed"), WireMock.ok("t-0"));
		stub(WireMock.put("/token?for=me").inScenario("token").whenScenarioStateIs("renewed"), WireMock.ok("t-1"));
		stub(WireMock.get("/document").withHeader("Authorization", WireMock.equalTo("t-0")), WireMock.unauthorized());
		stub(WireMock.get("/document").withHeader("Authorization", WireMock.equalTo("t-1")), WireMock.okJson(DOCUMENT));
		this.runner.run((context) -> {
			assertThat(context.getBean(CloudInstance.class).getRegion()).isEqualTo("east");
			assertThat(this.cloud.getRequests()).containsExactly("PUT /token?for=me", "GET /document",
					"PUT /token?for=me", "GET /document");
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			200 | <html><body>Welcome</body></html> | is no token
			200 | two words                         | is no token
			200 | ''                                | is no token
			302 | t-1                               | got status 302
			404 | t-1                               | got status 404
			403 | t-1                               | refuses the request
			""")
	void takesNothingWithoutAToken(int status, String body, String failure) {
		stub(WireMock.put("/token?for=me"),
				WireMock.aResponse().withStatus(status).withBody(body).withHeader("Location", "/elsewhere"));
		assertNothingIsTaken(failure);
		assertThat(this.cloud.getRequests()).containsExactly("PUT /token?for=me");
	}

	@ParameterizedTest
	@ValueSource(ints = { 302, 400, 404 })
	void takesNothingFromATokenWithoutADocument(int status) {
		stub(WireMock.put("/token?for=me"), WireMock.ok("t-1"));
		stub(WireMock.get("/document"),
				WireMock.aResponse().withStatus(status).withBody(DOCUMENT).withHeader("Location", "/elsewhere"));
		assertNothingIsTaken("Acme");
		assertThat(this.cloud.getRequests()).containsExactly("PUT /token?for=me", "GET /document");
	}

	private void assertNothingIsTaken(String failure) {
		this.runner.withPropertyValues("cloudmeta.custom.acme.name=Acme").run((context) -> {
			CloudInstance instance = context.getBean(CloudInstance.class);
			assertThat(instance.getRegion()).isNull();
			assertThat(instance.getHostname()).isNull();
			assertThat(instance.getFetchedAt()).isNull();
			assertThat(instance.getDetection().failures()).singleElement().asString().contains("Acme", failure);
		});
	}

	private void stub(MappingBuilder request, ResponseDefinitionBuilder answer) {
		this.cloud.getWireMock().stubFor(request.willReturn(answer));
	}

}

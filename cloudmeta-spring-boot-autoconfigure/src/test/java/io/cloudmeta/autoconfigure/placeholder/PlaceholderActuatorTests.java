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

package io.cloudmeta.autoconfigure.placeholder;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.cloudmeta.autoconfigure.core.FakeCloudApplication;
import io.cloudmeta.internal.placeholder.FakeCloudInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.EmbeddedValueResolver;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for what Actuator shows of properties with placeholders.
 */
@ExtendWith(OutputCaptureExtension.class)
class PlaceholderActuatorTests {

	private static final String[] ARGUMENTS = { "--server.port=0", "--server.address=127.0.0.1",
			"--management.endpoints.web.exposure.include=env,configprops",
			"--management.endpoint.env.show-values=always", "--management.endpoint.configprops.show-values=always",
			// asks for the sake of its resource
			"--cloudmeta.opentelemetry.enabled=false" };

	private final FakeCloudInstance cloud = FakeCloudInstance.aws();

	private ConfigurableApplicationContext run(String... more) {
		String[] arguments = Stream.concat(Arrays.stream(ARGUMENTS), Arrays.stream(more)).toArray(String[]::new);
		return new FakeCloudApplication(this.cloud, Web.class).servlet().run(arguments);
	}

	private static String get(ConfigurableApplicationContext context, String path) throws Exception {
		int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		HttpResponse<String> response = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/actuator/%s".formatted(port, path))).build(),
					HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return response.body();
	}

	@Test
	void listsEnvironmentWithoutDetectionAndWithLiteralTexts() throws Exception {
		try (ConfigurableApplicationContext context = run("--app.a=$<cloud:region>", "--app.b=${cloud:region:none}",
				"--app.c=$<cloud:imageId:${x:y}>", "--app.d=$<cloud:region", "--app.lazy=$<cloud:region>",
				"--app.e=a${nope:$<cloud:imageId>}b")) {
			int reads = this.cloud.getReads();
			assertThat(get(context, "env")).contains("\"app.a\":{\"value\":\"$<cloud:region>\"")
				.contains("\"app.b\":{\"value\":\"${cloud:region:none}\"")
				.contains("\"app.c\":{\"value\":\"$<cloud:imageId:${x:y}>\"")
				.contains("\"app.d\":{\"value\":\"$<cloud:region\"")
				.contains("\"app.e\":{\"value\":\"a$<cloud:imageId>b\"");
			assertThat(get(context, "env/app.a")).contains("$<cloud:region>");
			get(context, "configprops");
			assertThat(this.cloud.getReads()).isEqualTo(reads).isZero();
		}
	}

	@Test
	void listsEnvironmentWithValuesAndOriginsAfterDetection() throws Exception {
		try (ConfigurableApplicationContext context = run("--spring.config.location=classpath:/placeholders/",
				"--app.missing=$<cloud:imageId>", "--app.hidden=${cloud:imageId}")) {
			assertThat(get(context, "env"))
				.contains("\"app.region\":{\"origin\":\"class path resource "
						+ "[placeholders/application.yml] - 2:11\",\"value\":\"eu-west-1\"")
				.contains("\"app.missing\":{\"value\":\"$<cloud:imageId>\"")
				.contains("\"app.hidden\":{\"value\":\"${cloud:imageId}\"");
			assertThat(get(context, "env/app.hidden")).contains("${cloud:imageId}");
		}
	}

	@Test
	void aRequestForAPropertyIsNotLogged(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = run("--app.region=$<cloud:region>")) {
			assertThat(context.getEnvironment().getProperty("app.region")).isEqualTo("eu-west-1");
			get(context, "env/%3Ccloud:regoin%0AFORGED:none%3E");
			get(context, "env/%3Ccloud:tags.evil%0AFORGED:none%3E");
			get(context, "env/%3Caws:amiid-%0AFORGED:none%3E");
		}
		assertThat(output).contains("Started").doesNotContain("FORGED", "Did you mean");
	}

	@Test
	void listsConfigurationPropertiesAsWritten() throws Exception {
		try (ConfigurableApplicationContext context = run("--app.lazy=$<cloud:imageId>",
				"--early.region=in $<cloud:region>", "--early.nested=$<cloud:region:${x:y}>")) {
			String body = get(context, "configprops");
			assertThat(body).contains("\"region\":\"in eu-west-1\"")
				.contains("\"value\":\"in $<cloud:region>\"")
				.contains("\"value\":\"$<cloud:region:${x:y}>\"");
			assertThat(body).as("a bean that cannot be created is left out").doesNotContain("$<cloud:imageId>");
			assertThatException().isThrownBy(() -> context.getBean(LazyProperties.class));
		}
	}

	@Test
	void servesTheContextOnPortOfItsOwn() {
		String hostile = "#{T(java.lang.System).setProperty('cloudmeta.test.owned','yes')}";
		this.cloud.withTag("evil", hostile);
		List<ConfigurableApplicationContext> children = new ArrayList<>();
		SpringApplication application = new FakeCloudApplication(this.cloud, Web.class).servlet().build();
		application.addListeners((ApplicationListener<WebServerInitializedEvent>) (event) -> children
			.add((ConfigurableApplicationContext) event.getApplicationContext()));
		try (ConfigurableApplicationContext context = application.run("--server.port=0", "--management.server.port=0",
				"--server.address=127.0.0.1", "--management.server.address=127.0.0.1",
				"--app.x=$<cloud:tags.evil:none>")) {
			ConfigurableListableBeanFactory child = children.stream()
				.filter((candidate) -> candidate != context)
				.findFirst()
				.orElseThrow()
				.getBeanFactory();
			assertThat(child.resolveEmbeddedValue("in $<cloud:region>")).isEqualTo("in eu-west-1");
			assertThat(new EmbeddedValueResolver(child).resolveStringValue("${app.x}")).isEqualTo("none");
			assertThat(System.getProperty("cloudmeta.test.owned")).isNull();
		}
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@EnableConfigurationProperties(EarlyProperties.class)
	static class Web {

		@Bean
		@Lazy
		@ConfigurationProperties("app")
		LazyProperties lazyProperties() {
			return new LazyProperties();
		}

	}

	@ConfigurationProperties("early")
	record EarlyProperties(String region, String nested) {

	}

	public static class LazyProperties {

		private String lazy;

		public String getLazy() {
			return this.lazy;
		}

		public void setLazy(String lazy) {
			this.lazy = lazy;
		}

	}

}

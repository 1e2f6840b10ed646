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

package io.cloudmeta.autoconfigure;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.LoggedResponse;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.cloudmeta.CloudInstance;
import io.cloudmeta.autoconfigure.actuate.CloudEndpoint;
import io.cloudmeta.autoconfigure.actuate.CloudHealthIndicator;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.actuate.info.InfoEndpoint;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for what is to be seen nowhere: the tokens of a metadata service, the secrets in
 * its documents and user data. All views are looked at, with everything included and
 * shown, and all that is logged at the finest level.
 */
class SecretLeakTests {

	private static final String PLANTED = "PLANTED-SECRET-7";

	/** What the simulators answer where credentials are. */
	private static final String NOT_FOR_YOU = "not for you";

	/** How the simulated Nova's random seed begins. */
	private static final String RANDOM_SEED = "c2VlZA";

	/** Where a cloud keeps secrets, by the simulators' names. */
	private static final Map<String, List<String>> SECRETS = Map.ofEntries(
			Map.entry("aws", List.of("user-data", "tags.db_password", "tags.apiToken")),
			Map.entry("azure", List.of("compute.userData", "compute.customData", "tags.dbPassword", "tags.tls-key")),
			Map.entry("gcp",
					List.of("instance/attributes/user-data", "instance/attributes/db-password",
							"project/attributes/startup-script", "instance/attributes/tls-key",
							"instance/attributes/privkey", "instance/attributes/service-account-json",
							"project/attributes/kube-env", "instance/attributes/team")),
			Map.entry("openstack", List.of("tags.db_password", "tags.private_key", "tags.api.token")),
			Map.entry("cloudstack", List.of("user-data")), Map.entry("exoscale", List.of("user-data")),
			Map.entry("opennebula", List.of("VM.USER_TEMPLATE.DB_PASSWORD", "VM.USER_TEMPLATE.API_TOKEN")),
			Map.entry("oracle", List.of("metadata.user_data", "metadata.db_password", "metadata.team", "tags.db-pwd")),
			Map.entry("alibaba", List.of("user-data", "tags.db_passwd")),
			Map.entry("digitalocean", List.of("user_data")), Map.entry("hetzner", List.of("userdata")),
			Map.entry("tencent", List.of("user-data")),
			Map.entry("huawei", List.of("tags.db_password", "tags.sshKeys")), Map.entry("ibm", List.of()),
			Map.entry("akamai", List.of("user-data")), Map.entry("vultr", List.of("user-data")),
			Map.entry("scaleway", List.of()), Map.entry("upcloud", List.of("user_data")), Map.entry("yandex",
					List.of("instance/attributes/user-data", "instance/attributes/db-password", "tags.api-token")));

	private final PrintStream console = System.out;

	private final ByteArrayOutputStream output = new ByteArrayOutputStream();

	static List<String> clouds() {
		return CloudSimulator.getClouds();
	}

	/**
	 * Tens of thousands of lines, which do not belong into the build's own log.
	 */
	@BeforeEach
	void keepWhatIsLogged() {
		System.setOut(new PrintStream(this.output, true, StandardCharsets.UTF_8));
	}

	@AfterEach
	void logLess() {
		System.setOut(this.console);
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel("sun.net.www", null);
	}

	private static ConfigurableApplicationContext run(CloudSimulator cloud) {
		Map<String, Object> properties = new LinkedHashMap<>(cloud.getProperties());
		properties.put("cloudmeta.provider", cloud.getCloud());
		properties.put("cloudmeta.info.include", "*");
		properties.put("cloudmeta.placeholders.unresolved", "leave");
		properties.put("logging.level.root", "trace");
		properties.put("logging.level.sun.net.www", "trace");
		properties.put("management.endpoints.web.exposure.include", "*");
		properties.put("management.endpoints.access.default", "unrestricted");
		properties.put("management.endpoint.env.show-values", "always");
		properties.put("management.endpoint.configprops.show-values", "always");
		properties.put("management.endpoints.jmx.exposure.include", "*");
		properties.put("app.region", "$<cloud:region>");
		properties.put("app.secret", "$<%s:latest/user-data>".formatted(cloud.getCloud()));
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setRegisterShutdownHook(false);
		application.setDefaultProperties(properties);
		return application.run();
	}

	@ParameterizedTest
	@MethodSource("clouds")
	void isSeenInNoViewAndNoLog(String cloud) {
		Map<String, String> values = new LinkedHashMap<>();
		SECRETS.get(cloud).forEach((name) -> values.put(name, PLANTED));
		StringBuilder seen = new StringBuilder();
		try (CloudSimulator simulator = CloudSimulator.start(cloud, values);
				ConfigurableApplicationContext context = run(simulator)) {
			assertThat(context.getEnvironment().getProperty("app.region")).isNotNull();
			assertThatException().isThrownBy(() -> context.getEnvironment().getProperty("app.secret"))
				.satisfies((ex) -> seen.append(ex));
			JsonMapper json = JsonMapper.builder().build();
			CloudInstance instance = context.getBean(CloudInstance.class);
			seen.append(instance)
				.append(instance.getTags())
				.append(instance.getAttributes())
				.append(instance.getNetworkInterfaces())
				.append(json.writeValueAsString(instance))
				.append(instance.getDetection())
				.append(json.writeValueAsString(context.getBean(InfoEndpoint.class).info()))
				.append(json.writeValueAsString(context.getBean(CloudHealthIndicator.class).health()))
				.append(json.writeValueAsString(context.getBean(CloudEndpoint.class).cloud()))
				.append(json.writeValueAsString(context.getBean(EnvironmentEndpoint.class).environment(null)))
				.append(json.writeValueAsString(
						context.getBean(ConfigurationPropertiesReportEndpoint.class).configurationProperties()));
			instance.refresh();
			assertThat(seen).contains("\"provider\":\"" + cloud + "\"");
			assertThat(seen).doesNotContain(PLANTED, NOT_FOR_YOU, RANDOM_SEED);
			String output = this.output.toString(StandardCharsets.UTF_8);
			assertThat(output).contains("TRACE").doesNotContain(PLANTED, NOT_FOR_YOU, RANDOM_SEED);
			for (String token : tokens(simulator)) {
				assertThat(output).doesNotContain(token);
				if (!simulator.getProperties().containsValue(token)) {
					// what is a property of the environment is shown where the user has
					// it shown
					assertThat(seen).doesNotContain(token);
				}
			}
		}
	}

	/**
	 * Returns what went over the wire to prove that the one who asks may do so.
	 */
	private static Set<String> tokens(CloudSimulator simulator) {
		Set<String> tokens = new LinkedHashSet<>();
		for (ServeEvent event : simulator.getWireMock().getAllServeEvents()) {
			for (HttpHeader header : event.getRequest().getHeaders().all()) {
				String name = header.key().toLowerCase(Locale.ROOT);
				if ((name.endsWith("token") || name.equals("authorization")) && header.isPresent()) {
					tokens.add(header.firstValue());
				}
			}
			LoggedResponse response = event.getResponse();
			if (event.getRequest().getUrl().endsWith("token") && response.getStatus() == 200) {
				tokens.add(response.getBodyAsString().trim());
			}
		}
		return tokens;
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}

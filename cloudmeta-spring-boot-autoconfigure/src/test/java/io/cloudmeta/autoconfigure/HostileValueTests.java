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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.cloudmeta.CloudInstance;
import io.cloudmeta.actuate.CloudEndpoint;
import io.cloudmeta.test.CloudSimulator;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what becomes of values that were written to do harm, in an application on a
 * cloud whose tags others may set.
 */
@ExtendWith(OutputCaptureExtension.class)
class HostileValueTests {

	/** Stands for what only the application may know. */
	private static final String SECRET = "owned-by-the-application";

	@BeforeEach
	@AfterEach
	void forgetHowItWasLogged() {
		for (LoggingSystemProperty property : LoggingSystemProperty.values()) {
			System.clearProperty(property.getEnvironmentVariableName());
		}
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
	}

	private static ConfigurableApplicationContext run(CloudSimulator cloud, Map<String, String> properties) {
		Map<String, Object> all = new LinkedHashMap<>(cloud.getProperties());
		all.put("app.secret", SECRET);
		all.put("spring.main.banner-mode", "off");
		all.put("management.endpoints.access.default", "unrestricted");
		all.put("management.endpoints.web.exposure.include", "*");
		all.putAll(properties);
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setRegisterShutdownHook(false);
		application.setDefaultProperties(all);
		return application.run();
	}

	@ParameterizedTest
	@ValueSource(strings = { "${app.secret}", "${app.secret:-x}", "$<cloud:region>", "\\$<cloud:region>",
			"#{systemProperties['app.secret']}", "#{'owned'}", "${", "}", "#{", "$<", ">", "%d{HH}",
			"%property{user.home}", "{}", "\\", "\\${app.secret}", "a: b", "- c", "a,b", "@app.secret@",
			"${jndi:ldap://127.0.0.1/a}", "<script>alert(1)</script>", "*/*", "classpath:x", "$${app.secret}",
			"<cloud:region>", "${cloud:region}" })
	void staysTextWhereverItIsRead(String value) {
		try (CloudSimulator cloud = CloudSimulator.start("azure", Map.of("region", "westeurope", "tags.evil", value));
				ConfigurableApplicationContext context = run(cloud,
						Map.of("app.alone", "$<cloud:tags.evil>", "app.braces", "${cloud:tags.evil}", "app.within",
								"<< $<cloud:tags.evil> >>", "app.indirect", "${app.within}", "app.list[0]",
								"$<cloud:tags.evil>", "app.map.key", "$<cloud:tags.evil>", "cloudmeta.info.include",
								"tags"))) {
			assertThat(context.getBean(CloudInstance.class).getTags()).containsEntry("evil", value);
			App app = context.getBean(App.class);
			assertThat(app.alone()).isEqualTo(value);
			assertThat(app.braces()).isEqualTo(value);
			assertThat(app.within()).isEqualTo("<< " + value + " >>");
			assertThat(app.indirect()).isEqualTo("<< " + value + " >>");
			assertThat(app.map()).containsEntry("key", value);
			if (!value.contains(",")) {
				assertThat(app.list()).containsExactly(value);
			}
			Injected injected = context.getBean(Injected.class);
			assertThat(List.of(injected.alone, injected.braces, injected.property, injected.bean)).containsOnly(value);
			assertThat(context.getEnvironment().getProperty("app.alone")).isEqualTo(value);
			Info.Builder info = new Info.Builder();
			context.getBeansOfType(InfoContributor.class)
				.values()
				.forEach((contributor) -> contributor.contribute(info));
			assertThat(String.valueOf(info.build().getDetails().get("cloud"))).contains("evil=%s, ".formatted(value));
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "${app.secret}", "${app.secret:-x}", "%property{app.secret}", "%d{yyyy}", "%replace(a){a,b}",
					"${HOME}", "${jndi:ldap://127.0.0.1/a}", "%X{app.secret}", "$$${app.secret}", "%nopex)" })
	void isNeitherSubstitutedNorFormattedByLogging(String value, CapturedOutput output) {
		System.setProperty("app.secret", SECRET);
		try (CloudSimulator cloud = CloudSimulator.start("azure", Map.of("tags.evil", value));
				ConfigurableApplicationContext context = run(cloud,
						Map.of("logging.pattern.console", "in %clr([$<cloud:tags.evil>]){faint} %m%n",
								"spring.application.name", "$<cloud:tags.evil>"))) {
			String harmless = value.replaceAll("[$%{}()\\\\]|:(?=-)", "_");
			LogFactory.getLog(HostileValueTests.class).info("logged");
			assertThat(output).contains("[" + harmless + "]").doesNotContain(SECRET);
			assertThat(System.getProperty("CONSOLE_LOG_PATTERN")).contains("[" + harmless + "]");
			assertThat(context.getEnvironment().getProperty("spring.application.name")).isEqualTo(value);
		}
		finally {
			System.clearProperty("app.secret");
		}
	}

	@Test
	void isNotSubstitutedInLogbacksOwnConfiguration(CapturedOutput output) {
		System.setProperty("app.secret", SECRET);
		try (CloudSimulator cloud = CloudSimulator.start("azure", Map.of("tags.evil", "${app.secret}"));
				ConfigurableApplicationContext context = run(cloud, Map.of("logging.config",
						"classpath:hostile/logback-spring.xml", "app.team", "$<cloud:tags.evil>"))) {
			LogFactory.getLog(HostileValueTests.class).info("logged");
			assertThat(output).contains("of [__app.secret_] logged").doesNotContain(SECRET);
			assertThat(context.getEnvironment().getProperty("app.team")).isEqualTo("${app.secret}");
		}
		finally {
			System.clearProperty("app.secret");
		}
	}

	@Test
	void forgesNoLineOfTheLog(CapturedOutput output) {
		String forged = "westeurope\nFORGED line\r\u001b[31mFORGED\u0085FORGED\u2028FORGED\u2029FORGED\u202eFORGED";
		try (CloudSimulator cloud = CloudSimulator.start("azure",
				Map.of("region", forged, "tags.evil", forged, "instanceName", forged));
				ConfigurableApplicationContext context = run(cloud, Map.of())) {
			CloudInstance instance = context.getBean(CloudInstance.class);
			assertThat(instance.getRegion()).isNull();
			assertThat(instance.getInstanceName()).isNull();
			assertThat(instance.getTags()).isNotEmpty().doesNotContainKey("evil");
			assertThat(output).doesNotContain("FORGED");
			assertThat(instance.getDetection().toString()).doesNotContain("FORGED");
		}
	}

	@Test
	void failureRepeatsNothingThatWasAnswered(CapturedOutput output) {
		try (CloudSimulator cloud = CloudSimulator.start("azure")) {
			cloud.getWireMock()
				.stubFor(WireMock.any(WireMock.anyUrl())
					.willReturn(WireMock.status(400)
						.withBody("{\"error\":\"FORGED\\nFORGED\",\"newest-versions\":[\"FORGED\\r\\nFORGED: x\"]}")));
			try (ConfigurableApplicationContext context = run(cloud,
					Map.of("cloudmeta.provider", "azure", "logging.level.root", "trace"))) {
				assertThat(context.getBean(CloudInstance.class).getRegion()).isNull();
				assertThat(context.getBean(CloudInstance.class).getDetection().toString()).doesNotContain("FORGED");
				assertThat(context.getBean(CloudEndpoint.class).cloud().toString()).doesNotContain("FORGED");
			}
		}
		assertThat(output).doesNotContain("FORGED");
	}

	@ConfigurationProperties("app")
	record App(String alone, String braces, String within, String indirect, List<String> list,
			Map<String, String> map) {

	}

	static class Injected {

		@Value("$<cloud:tags.evil:none>")
		String alone;

		@Value("${cloud:tags.evil:none}")
		String braces;

		@Value("${app.alone:none}")
		String property;

		@Value("#{cloudInstance.tags['evil']}")
		String bean;

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableConfigurationProperties(App.class)
	static class Application {

		@Bean
		@Lazy
		Injected injected() {
			return new Injected();
		}

	}

}

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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.cloudmeta.CloudInstance;
import io.cloudmeta.autoconfigure.actuate.CloudEndpoint;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.AnnotationConfigUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericXmlApplicationContext;
import org.springframework.context.support.PropertySourcesPlaceholderConfigurer;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attacks an application on a cloud whose tags others may set: each value is read by all
 * that Spring reads properties with, in every kind of context.
 */
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class HostileValueTests {

	/** Stands for what only the application may know. */
	static final String SECRET = "owned-by-the-application";

	/** What is read where a value is refused. */
	private static final String DEFAULT = "none";

	private CloudSimulator cloud;

	private ConfigurableApplicationContext main;

	/** What the consumers whose results do not depend on the value have to read. */
	private static final Map<String, String> UNRELATED = Map.of("@Value unrelatedSplit", "[a, b]",
			"@Value unrelatedSystemProperty", System.getProperty("java.vm.name"), "@Value unrelatedExpression",
			"plain!", "@Value unrelatedCharacters", "{x}$'#");

	@BeforeAll
	void startApplication() {
		System.setProperty("app.secret", SECRET);
		this.cloud = CloudSimulator.start("azure", Map.of("tags.evil", "ml"));
		this.main = run(this.cloud, Application.class, Map.of("app.cron", "-", "app.retries", "1"));
	}

	@AfterAll
	void stopApplication() {
		this.main.close();
		this.cloud.close();
		System.clearProperty("app.secret");
	}

	@BeforeEach
	@AfterEach
	void resetCanary() {
		Canary.reset();
	}

	private static ConfigurableApplicationContext run(CloudSimulator cloud, Class<?> type,
			Map<String, String> properties) {
		Map<String, Object> all = new LinkedHashMap<>(cloud.getProperties());
		all.put("server.port", "0");
		all.put("app.secret", SECRET);
		all.put("app.name", "secret");
		all.put("app.plain", "plain");
		all.put("app.team", "$<cloud:tags.evil:none>");
		all.put("app.indirect", "${app.team}");
		all.put("app.halves", "$$<cloud:tags.evil:none>{app.secret} #$<cloud:tags.evil:none>{app.secret}");
		all.put("app.list[0]", "$<cloud:tags.evil:none>");
		all.put("app.map.key", "${cloud:tags.evil:none}");
		all.put("app.url", "http://127.0.0.1/$<cloud:tags.evil:none>");
		all.put("app.resources.one", "${app.team}");
		all.put("app.resources.many", "${app.team}");
		all.put("app.locations.url", "${app.url}");
		all.put("app.files.path", "${app.team}");
		all.put("app.files.file", "${app.team}");
		all.put("app.cron", "$<cloud:tags.evil:->");
		all.put("app.retries", "$<cloud:tags.evil:1>");
		all.put("spring.main.banner-mode", "off");
		all.put("management.endpoints.access.default", "unrestricted");
		all.put("management.endpoints.web.exposure.include", "*");
		all.putAll(properties);
		SpringApplication application = new SpringApplication(type);
		application.setRegisterShutdownHook(false);
		application.setDefaultProperties(all);
		return application.run();
	}

	static Stream<String> values() {
		return HostileValues.all();
	}

	@ParameterizedTest
	@MethodSource("values")
	void isReadAsDataInEveryContext(String value, CapturedOutput output) {
		this.cloud.change("tags.evil=" + value);
		CloudInstance instance = this.main.getBean(CloudInstance.class);
		instance.refresh();
		String expected = HostileValues.HARMLESS.contains(value) ? value : DEFAULT;
		Map<String, Map<String, Object>> results = new LinkedHashMap<>();
		results.put("main", HostileValueConsumers.read(this.main));
		results.put("second servlet", HostileValueConsumers.read(servletContext()));
		contexts().forEach((name, factory) -> {
			try (ConfigurableApplicationContext context = factory.apply(this.main)) {
				results.put(name, HostileValueConsumers.read(context));
				assertThat(context.containsLocalBean("mlOnly")).as(name)
					.isEqualTo(!name.equals("XML") && expected.equals("ml"));
				if (name.equals("XML")) {
					assertThat(context.getBeansOfType(StringBuilder.class).values()).extracting(Object::toString)
						.containsOnly(expected);
				}
			}
		});
		results.forEach((name, read) -> {
			assertThat(read.values()).as(name).noneMatch((result) -> String.valueOf(result).contains(SECRET));
			assertThat(read).as(name)
				.containsAllEntriesOf(UNRELATED)
				.containsEntry("@Value text", expected)
				.containsEntry("@Value within", "before " + expected + " after")
				.containsEntry("@Value indirect", expected)
				.containsEntry("@Value halves", "$" + expected + "{app.secret} #" + expected + "{app.secret}")
				.containsEntry("@Value braces", expected)
				.containsEntry("@Value array", List.of(expected.split(",")).toString())
				.containsEntry("@Value quoted", expected)
				.containsEntry("@Value length", Integer.toString(expected.length()))
				.containsEntry("@Value ternary", expected.equals("ml") ? "yes" : "no")
				.containsEntry("@Value fromEnvironment", expected)
				.containsEntry("resolver", expected)
				.containsEntry("@HttpExchange", "http://127.0.0.1/" + expected + "/" + expected)
				.containsEntry("Environment", expected)
				.containsEntry("Environment.resolvePlaceholders", expected);
		});
		assertThat(results.get("main")).containsEntry("@Value direct", expected);
		assertThat(Canary.isEvaluated()).isFalse();
		assertThat(output).doesNotContain(SECRET);
	}

	private ConfigurableApplicationContext servletContext() {
		DispatcherServlet servlet = (DispatcherServlet) this.main
			.getBean("secondServlet", ServletRegistrationBean.class)
			.getServlet();
		return (ConfigurableApplicationContext) servlet.getWebApplicationContext();
	}

	/**
	 * Contexts that no initializer of Spring Boot's reaches.
	 */
	private static Map<String, Function<ConfigurableApplicationContext, ConfigurableApplicationContext>> contexts() {
		Map<String, Function<ConfigurableApplicationContext, ConfigurableApplicationContext>> contexts = new LinkedHashMap<>();
		contexts.put("child", (main) -> {
			AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
			context.setParent(main);
			return refreshed(context, HostileValueConsumers.class);
		});
		contexts.put("shared environment", (main) -> {
			AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
			context.setEnvironment(main.getEnvironment());
			return refreshed(context, HostileValueConsumers.class);
		});
		contexts.put("two configurers", (main) -> {
			AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
			context.setEnvironment(main.getEnvironment());
			return refreshed(context, HostileValueConsumers.class, TwoConfigurers.class);
		});
		contexts.put("XML", (main) -> xml(main.getEnvironment()));
		return contexts;
	}

	private static ConfigurableApplicationContext refreshed(AnnotationConfigApplicationContext context,
			Class<?>... types) {
		context.register(types);
		context.refresh();
		return context;
	}

	private static ConfigurableApplicationContext xml(ConfigurableEnvironment environment) {
		GenericXmlApplicationContext context = new GenericXmlApplicationContext();
		context.setEnvironment(environment);
		context.setValidating(false);
		AnnotationConfigUtils.registerAnnotationConfigProcessors(context);
		context.load(new ByteArrayResource(
				"""
						<beans xmlns="http://www.springframework.org/schema/beans">
							<bean class="org.springframework.context.support.PropertySourcesPlaceholderConfigurer"/>
							<bean class="java.lang.StringBuilder"><constructor-arg type="java.lang.String" value="${app.team}"/></bean>
							<bean class="java.lang.StringBuilder">
								<constructor-arg type="java.lang.String" value="#{'${app.team}'}"/>
							</bean>
						</beans>
						"""
					.getBytes()));
		context.refresh();
		return context;
	}

	/**
	 * Those that read a value only while their context starts: a few values of each kind.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "#{T(io.cloudmeta.autoconfigure.Canary).sing()}", "${app.secret}",
			"' + T(io.cloudmeta.autoconfigure.Canary).sing() + '", "${app.secret:*}", "'.split(", "#{systemProperties",
			"\\${app.secret}", "$<cloud:accountId>", "a\u202eb", "{app.secret}" })
	void isReadAsDataWhileTheApplicationStarts(String value, CapturedOutput output) {
		try (CloudSimulator hostile = CloudSimulator.start("azure", Map.of("tags.evil", value));
				ConfigurableApplicationContext context = run(hostile, Application.class,
						Map.of("server.servlet.context-path", "/$<cloud:tags.evil:none>", "spring.application.name",
								"$<cloud:tags.evil:none>", "spring.main.banner-mode", "console",
								"spring.banner.location", "classpath:hostile/banner.txt", "spring.jmx.default-domain",
								"$<cloud:tags.evil:none>"))) {
			assertThat(Canary.isEvaluated()).isFalse();
			assertThat(HostileValueConsumers.read(context)).containsAllEntriesOf(UNRELATED)
				.containsEntry("@Scheduled", "[]")
				.containsEntry("@Retryable", "2")
				.containsEntry("EmbeddedValueResolverAware", DEFAULT);
			assertThat(patterns(context)).contains("/of/" + DEFAULT);
			assertThat(context.getEnvironment().getProperty("server.servlet.context-path")).isEqualTo("/" + DEFAULT);
			DispatcherServlet servlet = (DispatcherServlet) context
				.getBean("secondServlet", ServletRegistrationBean.class)
				.getServlet();
			assertThat(patterns((ConfigurableApplicationContext) servlet.getWebApplicationContext()))
				.contains("/of/" + DEFAULT);
			assertThat(output).contains("team [" + DEFAULT + "]").doesNotContain(SECRET);
			assertThat(Canary.isEvaluated()).isFalse();
		}
	}

	private static List<String> patterns(ConfigurableApplicationContext context) {
		List<String> patterns = new ArrayList<>();
		context.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
			.getHandlerMethods()
			.keySet()
			.forEach((mapping) -> patterns.addAll(mapping.getPatternValues()));
		return patterns;
	}

	@Test
	void warnsOnceOfValueThatIsRefused(CapturedOutput output) {
		try (CloudSimulator hostile = CloudSimulator.start("azure", Map.of("tags.evil", "PRIVATE${x}"));
				ConfigurableApplicationContext context = run(hostile, Application.class, Map.of())) {
			context.getEnvironment().getProperty("app.team");
			context.getEnvironment().getProperty("app.team");
			assertThat(output.toString()
				.lines()
				.filter((line) -> line.contains("the value of 'tags.evil'"))
				.filter((line) -> line.contains("'$<cloud:tags.evil:none>'"))).singleElement()
				.asString()
				.contains("WARN", "app.team", "'$' (U+0024)", "counts as missing");
			assertThat(output).doesNotContain("PRIVATE");
		}
	}

	@Test
	void forgesNoLineOfTheLog(CapturedOutput output) {
		String forged = "westeurope\nFORGED line\r\u001b[31mFORGED\u0085FORGED\u2028FORGED\u2029FORGED\u202eFORGED";
		try (CloudSimulator hostile = CloudSimulator.start("azure",
				Map.of("region", forged, "tags.evil", forged, "instanceName", forged));
				ConfigurableApplicationContext context = run(hostile, Application.class, Map.of())) {
			CloudInstance instance = context.getBean(CloudInstance.class);
			assertThat(instance.getRegion()).isNull();
			assertThat(instance.getInstanceName()).isNull();
			assertThat(instance.getTags().getOrDefault("evil", ""))
				.doesNotContainPattern("[\\p{Cntrl}\\u0080-\\u009f\\u2028-\\u202e\\u2066-\\u2069]");
			assertThat(output).doesNotContain("FORGED");
			assertThat(instance.getDetection().toString()).doesNotContain("FORGED");
		}
	}

	@Test
	void failureRepeatsNothingThatWasAnswered(CapturedOutput output) {
		try (CloudSimulator hostile = CloudSimulator.start("azure")) {
			hostile.getWireMock()
				.stubFor(WireMock.any(WireMock.anyUrl())
					.willReturn(WireMock.status(400)
						.withBody("{\"error\":\"FORGED\\nFORGED\",\"newest-versions\":[\"FORGED\\r\\nFORGED: x\"]}")));
			SpringApplication application = new SpringApplication(Plain.class);
			application.setWebApplicationType(WebApplicationType.NONE);
			Map<String, Object> properties = new LinkedHashMap<>(hostile.getProperties());
			properties.putAll(Map.of("cloudmeta.provider", "azure", "logging.level.root", "trace",
					"management.endpoints.web.exposure.include", "*", "management.endpoints.access.default",
					"unrestricted"));
			application.setDefaultProperties(properties);
			try (ConfigurableApplicationContext context = application.run()) {
				assertThat(context.getBean(CloudInstance.class).getRegion()).isNull();
				assertThat(context.getBean(CloudInstance.class).getDetection().toString()).doesNotContain("FORGED");
				assertThat(context.getBean(CloudEndpoint.class).cloud().toString()).doesNotContain("FORGED");
			}
		}
		assertThat(output).doesNotContain("FORGED");
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Plain {

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ HostileValueConsumers.class, Controller.class })
	static class Application {

		/**
		 * A servlet with a context of its own, which is refreshed when the servlet is.
		 */
		@Bean
		static ServletRegistrationBean<DispatcherServlet> secondServlet() {
			AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();
			context.register(SecondServlet.class);
			ServletRegistrationBean<DispatcherServlet> servlet = new ServletRegistrationBean<>(
					new DispatcherServlet(context), "/second/*");
			servlet.setName("second");
			servlet.setLoadOnStartup(1);
			return servlet;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebMvc
	@Import({ HostileValueConsumers.class, Controller.class })
	static class SecondServlet {

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoConfigurers {

		@Bean
		static PropertySourcesPlaceholderConfigurer first() {
			PropertySourcesPlaceholderConfigurer configurer = new PropertySourcesPlaceholderConfigurer();
			configurer.setIgnoreUnresolvablePlaceholders(true);
			return configurer;
		}

		@Bean
		static PropertySourcesPlaceholderConfigurer second() {
			return new PropertySourcesPlaceholderConfigurer();
		}

	}

	@RestController
	static class Controller {

		@GetMapping("/of/${app.team}")
		String get() {
			return "team";
		}

	}

}

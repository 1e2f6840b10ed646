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

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.cloudmeta.autoconfigure.core.FakeCloudApplication;
import io.cloudmeta.internal.placeholder.FakeCloudInstance;
import io.cloudmeta.internal.placeholder.UnresolvedCloudPlaceholderException;
import io.cloudmeta.spi.CloudField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.PropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for placeholders in whole applications.
 */
@ExtendWith(OutputCaptureExtension.class)
class PlaceholderApplicationTests {

	private static final String FILES = "--spring.config.location=classpath:/placeholders/";

	private static final String NO_FILES = "--spring.config.location=optional:classpath:/nothing/";

	private static final String HOSTILE = "#{T(java.lang.System).setProperty('cloudmeta.test.owned','yes')}";

	private final FakeCloudInstance cloud = FakeCloudInstance.aws();

	@AfterEach
	void nothingWasRun() {
		assertThat(System.getProperty("cloudmeta.test.owned")).isNull();
	}

	private FakeCloudApplication application(Class<?>... sources) {
		return new FakeCloudApplication(this.cloud, sources);
	}

	@Test
	void resolvesInConfigurationFiles() {
		try (ConfigurableApplicationContext context = application(Props.class).run(FILES)) {
			Props props = context.getBean(Props.class);
			assertThat(props.region()).isEqualTo("eu-west-1");
			assertThat(props.text()).isEqualTo("in eu-west-1, m, $<name>");
			assertThat(props.zone()).isEqualTo("eu-west-1b");
			assertThat(props.list()).containsExactly("a", "eu-west-1", "c");
			assertThat(props.map()).containsExactly(Map.entry("first", "prod"), Map.entry("second", "none"));
			assertThat(context.getEnvironment().getProperty("app.imported")).isEqualTo("yes, by eu-west-1");
			assertThat(new File("target/placeholders/eu-west-1.log")).exists();
			assertThat(this.cloud.getStarts()).isEqualTo(1);
		}
	}

	@Test
	void resolvesInProfileFilesWhoseListsReplaceOthers() {
		try (ConfigurableApplicationContext context = application(Props.class).run(FILES,
				"--spring.profiles.active=eu")) {
			assertThat(context.getBean(Props.class).list()).containsExactly("aws");
			assertThat(context.getEnvironment().getProperty("app.profile")).isEqualTo("012345678901");
		}
	}

	@Test
	void resolvesInEnvironmentVariablesBeforeFilesAreRead() {
		try (ConfigurableApplicationContext context = application(Props.class)
			.variable("SPRING_PROFILES_ACTIVE", "$<cloud:tags.profile:eu>")
			.variable("APP_OVERRIDE", "$<cloud:provider>")
			.variable("APP_MAP_THIRD", "$<cloud:region>")
			.run(FILES)) {
			assertThat(context.getEnvironment().getActiveProfiles()).containsExactly("eu");
			assertThat(context.getEnvironment().getProperty("app.override")).isEqualTo("aws");
			assertThat(context.getEnvironment().getProperty("APP_OVERRIDE")).isEqualTo("aws");
			assertThat(context.getBean(Props.class).map()).containsEntry("third", "eu-west-1");
		}
	}

	@Test
	void resolvesOnTheCommandLineAndInSystemProperties() {
		System.setProperty("app.system", "$<cloud:region>");
		try (ConfigurableApplicationContext context = application(Props.class).run(FILES,
				"--app.override=$<cloud:region>", "--app.list=$<cloud:provider>,x", "other")) {
			ConfigurableEnvironment environment = context.getEnvironment();
			assertThat(environment.getProperty("app.override")).isEqualTo("eu-west-1");
			assertThat(context.getBean(Props.class).list()).containsExactly("aws", "x");
			assertThat(environment.getProperty("nonOptionArgs")).isEqualTo("other");
			assertThat(environment.getProperty("app.system")).isEqualTo("eu-west-1");
			System.setProperty("app.later", "$<cloud:provider>");
			assertThat(environment.getProperty("app.later")).as("live").isEqualTo("aws");
			assertThat(System.getProperty("app.system")).isEqualTo("$<cloud:region>");
		}
		finally {
			System.clearProperty("app.system");
			System.clearProperty("app.later");
		}
	}

	@Test
	void resolvesInJsonAndInImportsFromTheEnvironment() {
		try (ConfigurableApplicationContext context = application(Empty.class)
			.variable("SPRING_APPLICATION_JSON", "{\"app\":{\"json\":\"$<cloud:region>\"}}")
			.variable("SPRING_CONFIG_IMPORT", "classpath:/placeholders/imported/$<cloud:region>.yml")
			.run(NO_FILES)) {
			assertThat(context.getEnvironment().getProperty("app.json")).isEqualTo("eu-west-1");
			assertThat(context.getEnvironment().getProperty("app.imported")).isEqualTo("yes, by eu-west-1");
		}
	}

	@Test
	void resolvesBracesInWhatSpringBootReadsFirst() {
		try (ConfigurableApplicationContext context = application(Empty.class)
			.run("--spring.config.location=classpath:/placeholders/braces/")) {
			assertThat(context.getEnvironment().getActiveProfiles()).containsExactly("aws");
			assertThat(context.getEnvironment().getProperty("app.activated")).isEqualTo("in eu-west-1");
		}
	}

	@Test
	void resolvesInConfigurationTree(@TempDir Path directory) throws IOException {
		Files.writeString(directory.resolve("app.mounted"), "in $<cloud:region>");
		Files.writeString(directory.resolve("app.other"), "other");
		try (ConfigurableApplicationContext context = application(Empty.class).run(NO_FILES,
				"--spring.config.import=configtree:" + directory + "/")) {
			assertThat(context.getEnvironment().getProperty("app.mounted")).isEqualTo("in eu-west-1");
			assertThat(context.getEnvironment().getProperty("app.other")).isEqualTo("other");
		}
	}

	@Test
	void survivesRefreshThatRunsPostProcessorsOnCopy() {
		try (ConfigurableApplicationContext context = application(Empty.class)
			.variable("APP_X", "$<cloud:region:${y:z}>")
			.run(FILES, "--app.line=$<cloud:provider> \\$<x>")) {
			MutablePropertySources live = context.getEnvironment().getPropertySources();
			StandardEnvironment copy = new StandardEnvironment();
			copy.getPropertySources().addFirst(live.get("commandLineArgs"));
			SpringApplication again = application(Empty.class).build();
			again.setEnvironment(copy);
			again.run(FILES).close();
			copy.getPropertySources()
				.stream()
				.filter((source) -> !source.getName().startsWith("system") && live.contains(source.getName()))
				.filter((source) -> !source.getName().equals("configurationProperties"))
				.toList()
				.forEach((source) -> live.replace(source.getName(), source));
			assertThat(context.getEnvironment().getProperty("app.x")).isEqualTo("eu-west-1");
			assertThat(context.getEnvironment().getProperty("app.region")).isEqualTo("eu-west-1");
			assertThat(context.getEnvironment().getProperty("app.line")).isEqualTo("aws $<x>");
		}
	}

	@Test
	void resolvesInPropertySourceAnnotations() {
		try (ConfigurableApplicationContext context = application(Late.class).run(FILES)) {
			assertThat(context.getEnvironment().getProperty("late.region")).isEqualTo("eu-west-1");
			assertThat(context.getEnvironment().getProperty("late.zone")).isEqualTo("eu-west-1b");
			assertThat(Binder.get(context.getEnvironment()).bind("late.list", String[].class).get())
				.containsExactly("x", "eu-west-1");
			assertThat(context.getBean(Late.class).region).isEqualTo("eu-west-1");
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { Values.class, ValuesWithAutoConfiguration.class })
	void resolvesInValueAnnotations(Class<?> configuration) {
		try (ConfigurableApplicationContext context = application(configuration).run(FILES)) {
			Values values = context.getBean(Values.class);
			assertThat(values.direct).isEqualTo("eu-west-1");
			assertThat(values.braces).isEqualTo("eu-west-1");
			assertThat(values.text).isEqualTo("s3://prod-eu-west-1/none/$<x>");
			assertThat(values.property).isEqualTo("eu-west-1");
			assertThat(values.fallback).isEqualTo("eu-west-1");
			assertThat(values.length).isEqualTo(9);
			assertThat(values.literal).isEqualTo("$<cloud:region>");
		}
	}

	@Test
	void keepsItsHandsOffApplicationsWithoutPlaceholders() {
		try (ConfigurableApplicationContext context = application(Plain.class).run(NO_FILES, "--app.x=1",
				"--app.y=$<name>")) {
			assertThat(context.getBean(Plain.class).x).isEqualTo("1$<name>${nope}");
			assertThat(this.cloud.getStarts() + this.cloud.getReads()).isZero();
			assertThat(context.getEnvironment().getPropertySources().stream().map(Object::getClass))
				.noneMatch((type) -> type.getSimpleName().startsWith("Rewritten"));
		}
	}

	@Test
	void decidesConditions() {
		try (ConfigurableApplicationContext context = application(Conditions.class).run(FILES)) {
			assertThat(context.containsBean("here")).isTrue();
			assertThat(context.containsBean("there")).isFalse();
			assertThat(context.containsBean("expression")).isTrue();
		}
	}

	@Test
	void startsNoDetectionWhileTheCloudIsSwitchedOff() {
		for (String off : List.of("--cloudmeta.enabled=false", "--cloudmeta.placeholders.enabled=false")) {
			application(Empty.class).run(NO_FILES, "--app.x=$<cloud:region>", off).close();
		}
		assertThat(this.cloud.getStarts()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "--cloudmeta.placeholders.enabled=false, $<cloud:region:x>, region:x, region",
			"--cloudmeta.enabled=false, x, x, ${cloud:region}" })
	void documentsWhatIsLeftWithoutThem(String off, String brackets, String braces, String required) {
		try (ConfigurableApplicationContext context = new FakeCloudApplication(FakeCloudInstance.local(), Empty.class)
			.run(NO_FILES, off, "--app.x=$<cloud:region:x>", "--app.y=${cloud:region:x}", "--app.z=${cloud:region}",
					"--cloudmeta.placeholders.unresolved=leave")) {
			assertThat(context.getEnvironment().getProperty("app.x")).isEqualTo(brackets);
			assertThat(context.getEnvironment().getProperty("app.y")).isEqualTo(braces);
			assertThat(context.getEnvironment().getProperty("app.z")).isEqualTo(required);
		}
	}

	@Test
	void showsTextOfVariablesAsWrittenIfFilesSwitchPlaceholdersOff() {
		try (ConfigurableApplicationContext context = application(Empty.class).variable("APP_X", "$<cloud:region:x>")
			.run(NO_FILES, "--cloudmeta.placeholders.enabled=false", "--app.y=\\$<cloud:region>")) {
			assertThat(context.getEnvironment().getProperty("app.x")).isEqualTo("$<cloud:region:x>");
			assertThat(context.getEnvironment().getProperty("app.y")).isEqualTo("\\$<cloud:region>");
		}
	}

	@Test
	void fillsInWhatLaterSourcesSay() {
		SpringApplication application = application(Empty.class).build();
		application.addInitializers((context) -> context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("custom", new LinkedHashMap<>(Map.of("custom.x", "$<cloud:region>")))));
		try (ConfigurableApplicationContext context = application.run(FILES)) {
			assertThat(context.getEnvironment().getProperty("custom.x")).isEqualTo("eu-west-1");
		}
	}

	@Test
	void putsViewBeforeSourceOfUnknownClass() {
		SpringApplication application = application(Empty.class).build();
		Special special = new Special(new LinkedHashMap<>(Map.of("sp[0]", "a", "sp[1]", "$<cloud:region>")));
		application.addInitializers((context) -> context.getEnvironment().getPropertySources().addFirst(special));
		try (ConfigurableApplicationContext context = application.run(FILES)) {
			MutablePropertySources sources = context.getEnvironment().getPropertySources();
			assertThat(sources.get("special")).isSameAs(special);
			assertThat(Binder.get(context.getEnvironment()).bind("sp", String[].class).get()).containsExactly("a",
					"eu-west-1");
			special.getSource().put("sp[2]", "$<cloud:provider>");
			assertThat(context.getEnvironment().getProperty("sp[2]")).as("live").isEqualTo("aws");
		}
	}

	@Test
	void runsTwiceInOneMachineAndInParentsAndChildren() {
		for (int i = 0; i < 2; i++) {
			SpringApplicationBuilder builder = new SpringApplicationBuilder(Values.class).web(WebApplicationType.NONE)
				.listeners(new FakeCloudApplication.Attachment(this.cloud, Map.of()));
			try (ConfigurableApplicationContext child = builder.properties("app.parent=$<cloud:region>")
				.child(Props.class)
				.web(WebApplicationType.NONE)
				.listeners(new FakeCloudApplication.Attachment(this.cloud, Map.of()))
				.run(FILES, "--app.x=\\$<cloud:x>")) {
				assertThat(child.getBean(Props.class).region()).isEqualTo("eu-west-1");
				assertThat(child.getEnvironment().getProperty("app.parent")).isEqualTo("eu-west-1");
				assertThat(child.getEnvironment().getProperty("app.x")).isEqualTo("$<cloud:x>");
				assertThat(child.getEnvironment()
					.getPropertySources()
					.stream()
					.filter((s) -> s.getName().equals("cloudmeta"))).hasSize(1);
			}
		}
	}

	@Test
	void keepsOriginsOfProperties() {
		try (ConfigurableApplicationContext context = application(Empty.class).run(FILES)) {
			org.springframework.core.env.PropertySource<?> file = context.getEnvironment()
				.getPropertySources()
				.stream()
				.filter((source) -> source.getName().contains("application.yml"))
				.findFirst()
				.orElseThrow();
			assertThat(org.springframework.boot.origin.OriginLookup.getOrigin(file, "app.region").toString())
				.contains("application.yml", "2:11");
		}
	}

	@Test
	void throwsWhereBeanIsCreatedLate() {
		try (ConfigurableApplicationContext context = application(LateBean.class).run(FILES)) {
			assertThatExceptionOfType(BeanCreationException.class).isThrownBy(() -> context.getBean("image"))
				.havingRootCause()
				.isInstanceOf(UnresolvedCloudPlaceholderException.class)
				.withMessageContaining("$<cloud:imageId>");
		}
	}

	@Test
	void neverEvaluatesValues() {
		this.cloud.with(CloudField.REGION, HOSTILE).with(CloudField.AVAILABILITY_ZONE, "${user.name}");
		try (ConfigurableApplicationContext context = application(Injected.class).run(NO_FILES,
				"--app.region=$<cloud:region:none>", "--app.zone=$<cloud:availabilityZone:none>")) {
			Injected injected = context.getBean(Injected.class);
			assertThat(injected.region).isEqualTo("none");
			assertThat(injected.direct).isEqualTo("xnone");
			assertThat(injected.zone).isEqualTo("none");
			assertThat(injected.sum).isEqualTo(2);
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { Values.class, ExpressionCondition.class, ExpressionConditionOnImport.class })
	void failsWhereRequiredValueIsHostile(Class<?> configuration) {
		this.cloud.with(CloudField.REGION, "'+T(java.lang.System).setProperty('cloudmeta.test.owned','yes')+'");
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> application(configuration).run(NO_FILES, "--app.region=$<cloud:region>"))
			.havingRootCause()
			.isInstanceOf(UnresolvedCloudPlaceholderException.class)
			.withMessageContaining("the value of 'region' contains ''' (U+0027)");
		assertThat(System.getProperty("cloudmeta.test.owned")).isNull();
	}

	@Test
	void warnsOfPrefixThatIsProbablyMistyped(CapturedOutput output) {
		application(Empty.class).run(NO_FILES, "--app.x=$<clod:region> $<asw:region> $<foo:bar>").close();
		assertThat(output).containsOnlyOnce("'$<clod:region>' in app.x")
			.contains("Did you mean '$<cloud:region>'?")
			.containsOnlyOnce("Did you mean '$<aws:region>'?")
			.doesNotContain("foo:bar>' in");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void warnsOnceOfAKeyThatExistsOnNoCloud(boolean onACloud, CapturedOutput output) {
		FakeCloudInstance instance = onACloud ? this.cloud : FakeCloudInstance.local();
		try (ConfigurableApplicationContext context = new FakeCloudApplication(instance, Empty.class).run(NO_FILES,
				"--app.x=$<cloud:regoin:none>", "--app.y=$<cloud:regoin:none> $<cloud:regoin:other>",
				"--app.z=$<azure:subscribtionId:none>", "--app.far=$<cloud:nothing-like-it:far>")) {
			for (int i = 0; i < 2; i++) {
				assertThat(context.getEnvironment().getProperty("app.x")).isEqualTo("none");
				assertThat(context.getEnvironment().getProperty("app.y")).isEqualTo("none other");
				assertThat(context.getEnvironment().getProperty("app.z")).isEqualTo("none");
				assertThat(context.getEnvironment().getProperty("app.far")).isEqualTo("far");
			}
		}
		assertThat(output).containsOnlyOnce("there is no 'regoin' after 'cloud:'")
			.containsOnlyOnce("'$<cloud:regoin:none>' in app.x (")
			.containsOnlyOnce("so it never has a value. Did you mean 'region'?")
			.containsOnlyOnce("there is no 'subscribtionId' after 'azure:', so it never has a value. Did you mean "
					+ "'subscriptionId'?")
			.containsOnlyOnce("there is no 'nothing-like-it' after 'cloud:', so it never has a value. The keys are "
					+ "provider, platform, region,");
	}

	@Test
	void warnsOfAKeyThatExistsOnNoCloudIfItsTextStays(CapturedOutput output) {
		try (ConfigurableApplicationContext context = application(Empty.class).run(NO_FILES,
				"--cloudmeta.placeholders.unresolved=leave", "--app.x=$<cloud:regoin> $<cloud:imageId>")) {
			assertThat(context.getEnvironment().getProperty("app.x")).isEqualTo("$<cloud:regoin> $<cloud:imageId>");
		}
		assertThat(output).containsOnlyOnce("so it never has a value. Did you mean 'region'?")
			.doesNotContain("The keys");
	}

	@Test
	void warnsOfNoKeyThatMayExist(CapturedOutput output) {
		try (ConfigurableApplicationContext context = application(Empty.class).run(NO_FILES,
				"--app.x=$<cloud:image_id:none> $<cloud:tags.regoin:none> $<azure:subscriptionId:none>"
						+ " $<aws:placement/regoin:none> $<azure:compute/regoin:none>")) {
			assertThat(context.getEnvironment().getProperty("app.x")).isEqualTo("none none none none none");
		}
		assertThat(output).doesNotContain("Did you mean", "The keys are", "WARN");
	}

	@Test
	void warnsOfAKeyInBracesThatIsProbablyMistyped(CapturedOutput output) {
		try (ConfigurableApplicationContext context = application(Empty.class).run(NO_FILES,
				"--app.x=${cloud:regoin:none}", "--app.y=${aws:regoin}", "--aws=mine", "--app.z=${cloud:unlike}")) {
			assertThat(context.getEnvironment().getProperty("app.z")).isEqualTo("unlike");
			assertThat(context.getEnvironment().getProperty("app.x")).isEqualTo("regoin:none");
			assertThat(context.getEnvironment().getProperty("app.y")).isEqualTo("mine");
		}
		assertThat(output).containsOnlyOnce("Placeholder '${cloud:regoin:none}': there is no 'regoin' after 'cloud:'")
			.containsOnlyOnce("Did you mean '${cloud:region:none}'?")
			.doesNotContain("${aws:", "unlike");
	}

	@ConfigurationProperties("app")
	record AppProperties(String region, String text, String zone, List<String> list, Map<String, String> map) {

	}

	@Configuration(proxyBeanMethods = false)
	static class Empty {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(AppProperties.class)
	static class Props {

		private final AppProperties properties;

		Props(AppProperties properties) {
			this.properties = properties;
		}

		String region() {
			return this.properties.region();
		}

		String text() {
			return this.properties.text();
		}

		String zone() {
			return this.properties.zone();
		}

		List<String> list() {
			return this.properties.list();
		}

		Map<String, String> map() {
			return this.properties.map();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@PropertySource("classpath:/placeholders/late.properties")
	static class Late {

		@Value("${late.region}")
		private String region;

	}

	@Configuration(proxyBeanMethods = false)
	static class Plain {

		@Value("${app.x}${app.y}${nope}")
		private String x;

	}

	@Configuration(proxyBeanMethods = false)
	static class Values {

		@Value("$<cloud:region>")
		private String direct;

		@Value("${cloud:region}")
		private String braces;

		@Value("s3://$<aws:tags.${nope:env}:x>-$<cloud:region>/$<cloud:imageId:none>/$<x>")
		private String text;

		@Value("${app.region}")
		private String property;

		@Value("${nope:$<cloud:region>}")
		private String fallback;

		@Value("#{'${app.region}'.length()}")
		private int length;

		@Value("\\$<cloud:region>")
		private String literal;

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(PropertyPlaceholderAutoConfiguration.class)
	static class ValuesWithAutoConfiguration extends Values {

	}

	@Configuration(proxyBeanMethods = false)
	static class Conditions {

		@Bean
		@ConditionalOnProperty(name = "app.region", havingValue = "eu-west-1")
		String here() {
			return "here";
		}

		@Bean
		@ConditionalOnProperty(name = "app.region", havingValue = "us-east-1")
		String there() {
			return "there";
		}

		@Bean
		@ConditionalOnExpression("'${app.region}'.startsWith('eu') and '${cloud:provider}' == 'aws'")
		String expression() {
			return "expression";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LateBean {

		@Bean
		@Lazy
		String image(@Value("$<cloud:imageId>") String image) {
			return image;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(PropertyPlaceholderAutoConfiguration.class)
	static class Injected {

		@Value("${app.region}")
		private String region;

		@Value("x$<cloud:region:none>")
		private String direct;

		@Value("${app.zone}")
		private String zone;

		@Value("#{1 + 1}")
		private int sum;

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnExpression("'${app.region}' == 'x'")
	static class ExpressionCondition {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ExpressionCondition.class)
	static class ExpressionConditionOnImport {

	}

	static class Special extends MapPropertySource {

		Special(Map<String, Object> source) {
			super("special", source);
		}

	}

}

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

import io.cloudmeta.autoconfigure.core.FakeCloudApplication;
import io.cloudmeta.internal.placeholder.FakeCloudInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for the reports of applications that do not start because of a placeholder.
 */
@ExtendWith(OutputCaptureExtension.class)
class PlaceholderFailureReportTests {

	private static final String NO_FILES = "--spring.config.location=optional:classpath:/nothing/";

	private String report(FakeCloudInstance cloud, CapturedOutput output, Class<?> configuration, String... arguments) {
		assertThatException().isThrownBy(() -> new FakeCloudApplication(cloud, configuration).run(arguments));
		assertThat(output).containsOnlyOnce("APPLICATION FAILED TO START");
		String all = output.getAll();
		return all.substring(all.indexOf("Description:")).replace("\r\n", "\n");
	}

	@Test
	void namesPlacesAndDetectionAndWaysOut(CapturedOutput output) {
		String report = report(FakeCloudInstance.local(), output, Bound.class,
				"--spring.config.location=classpath:/placeholders/bad/");
		assertThat(report)
			.contains("The placeholder '$<cloud:imageId>' has no value: this is no cloud (local) and it "
					+ "has no value for 'imageId'.")
			.contains("app.one (class path resource [placeholders/bad/application.yml] - 2:8)")
			.contains("app.two (class path resource [placeholders/bad/application.yml] - 3:8)")
			.contains("server.port (class path resource [placeholders/bad/application.yml] - 5:9)")
			.contains("Detected: no cloud (local), because of")
			.contains("dmi sys_vendor: says 'Example Hardware Inc.'")
			.contains("failed: GET http://127.0.0.1/token timed out: raise the hop limit")
			.contains("give it a default: $<cloud:imageId:something>")
			.contains("or a fixed value: cloudmeta.instance.imageId=something")
			.doesNotContain("Failed to bind");
	}

	@Test
	void namesTheBeanWherePlaceholderStandsInAnnotation(CapturedOutput output) {
		String report = report(FakeCloudInstance.local(), output, Annotated.class, NO_FILES);
		assertThat(report).contains("The placeholder '$<cloud:region>' has no value")
			.contains("The bean 'placeholderFailureReportTests.Annotated' needs it.")
			.contains("$<cloud:region:eu-west-1>")
			.contains("cloudmeta.instance.region=eu-west-1");
	}

	@Test
	void namesTheNearestKeyForTypo(CapturedOutput output) {
		String report = report(FakeCloudInstance.aws(), output, Injected.class, NO_FILES, "--app.x=$<cloud:regoin>");
		assertThat(report).contains("there is no 'regoin' after 'cloud:'")
			.contains("app.x (property source \"commandLineArgs\")")
			.contains("the nearest first:\n    region, ")
			.contains("perhaps: $<cloud:region>");
	}

	@Test
	void namesThePropertyOnceAndNotWhatRepeatsTheCommandLine(CapturedOutput output) {
		String command = System.setProperty("sun.java.command", "app.jar --app.x=$<cloud:regoin> --app.y=$<clod:x>");
		try {
			assertThatException().isThrownBy(() -> new FakeCloudApplication(FakeCloudInstance.aws(), Injected.class)
				.variable("JAVA_TOOL_OPTIONS", "-Dapp.x=$<cloud:regoin>")
				.variable("SPRING_APPLICATION_JSON", "{\"app\": {\"json\": \"$<cloud:regoin> $<asw:region>\"}}")
				.run(NO_FILES, "--app.x=$<cloud:regoin>", "--app.y=$<clod:region>"));
		}
		finally {
			System.setProperty("sun.java.command", command);
		}
		assertThat(output).containsOnlyOnce("    app.x (property source \"commandLineArgs\")")
			.containsOnlyOnce("    app.json (System Environment Property \"SPRING_APPLICATION_JSON\")")
			.doesNotContain("sun.java.command", "JAVA_TOOL_OPTIONS", "    SPRING_APPLICATION_JSON")
			.containsOnlyOnce("Did you mean '$<cloud:region>'?")
			.containsOnlyOnce("Did you mean '$<aws:region>'?");
	}

	@Test
	void saysOnWhichCloudItIs(CapturedOutput output) {
		String report = report(FakeCloudInstance.aws(), output, Injected.class, NO_FILES, "--app.x=${azure:region}");
		assertThat(report)
			.contains("The placeholder '${azure:region}' has no value: it is a value of Microsoft Azure "
					+ "and this is Amazon Web Services (aws).")
			.contains("${azure:region:eu-west-1}")
			.contains("cloudmeta.instance.provider=azure with cloudmeta.instance.region=eu-west-1");
	}

	@Test
	void namesThePropertyThatFixesTag(CapturedOutput output) {
		String report = report(FakeCloudInstance.aws(), output, Injected.class, NO_FILES,
				"--app.x=$<cloud:tags.a\\:b>");
		assertThat(report).contains("it has no value for 'tags.a:b'")
			.contains("$<cloud:tags.a\\:b:something>")
			.contains("cloudmeta.instance.tags[a:b]=something");
	}

	@Test
	void offersNothingThatCannotBeFixed(CapturedOutput output) {
		String report = report(FakeCloudInstance.aws(), output, Injected.class, NO_FILES,
				"--app.x=$<aws:placement/nothing>");
		assertThat(report).contains("$<aws:placement/nothing:something>").doesNotContain("cloudmeta.instance");
	}

	@Test
	void reportsPlaceholderThatLoggingNeeds(CapturedOutput output) {
		String report = report(FakeCloudInstance.local(), output, Empty.class, NO_FILES,
				"--logging.file.name=$<cloud:region>.log");
		assertThat(report).contains("logging.file.name (property source \"commandLineArgs\")");
	}

	@Test
	void reportsPlaceholderThatProfilesNeed(CapturedOutput output) {
		String report = report(FakeCloudInstance.local(), output, Empty.class, NO_FILES,
				"--spring.profiles.active=$<cloud:region>");
		assertThat(report).contains("spring.profiles.active (property source \"commandLineArgs\")");
	}

	@Test
	void explainsMissingEnd(CapturedOutput output) {
		String report = report(FakeCloudInstance.aws(), output, Injected.class, NO_FILES, "--app.x=a $<cloud:region");
		assertThat(report).contains("The placeholder '$<cloud:region' is malformed: there is no '>' that ends it.")
			.contains("app.x (property source \"commandLineArgs\")")
			.contains("Write $<cloud:key> or $<cloud:key:default>, such as $<cloud:region:eu-west-1>.")
			.contains("write \\$< instead of $<");
	}

	@Test
	void explainsMissingKey(CapturedOutput output) {
		String report = report(FakeCloudInstance.aws(), output, Injected.class, NO_FILES, "--app.x=$<aws::x>");
		assertThat(report).contains("The placeholder '$<aws::x>' is malformed: there is no key after the colon.")
			.contains("Write $<aws:key>");
	}

	@Test
	void explainsPathThatIsNeverRead(CapturedOutput output) {
		String report = report(FakeCloudInstance.aws(), output, Injected.class, NO_FILES,
				"--app.x=$<aws:user-data/x:none>");
		assertThat(report).contains("contains a path that is never read")
			.contains("'user-data/x' may hold a secret")
			.contains("app.x");
	}

	@Test
	void explainsWayOfLeavingThingsThatDoesNotExist(CapturedOutput output) {
		String report = report(FakeCloudInstance.aws(), output, Injected.class, NO_FILES, "--app.x=$<cloud:region>",
				"--cloudmeta.placeholders.unresolved=ignore");
		assertThat(report).contains("cloudmeta.placeholders.unresolved").contains("Write fail (", "leave (", "empty (");
	}

	@Test
	void explainsSwitchThatIsNeitherOnNorOff(CapturedOutput output) {
		String report = report(FakeCloudInstance.aws(), output, Injected.class, NO_FILES, "--app.x=$<cloud:region>",
				"--cloudmeta.placeholders.enabled=perhaps");
		assertThat(report).contains("cloudmeta.placeholders.enabled")
			.contains("perhaps")
			.contains("Write true or false");
	}

	@Test
	void explainsPlaceholderInImportOfFile(CapturedOutput output) {
		String report = report(FakeCloudInstance.aws(), output, Injected.class,
				"--spring.config.location=classpath:/placeholders/import/");
		assertThat(report).contains("The placeholder '$<cloud:region>'")
			.contains("placeholders/import/application.yml] - 1:23")
			.contains("Write ${cloud:region:default} there.");
	}

	@Test
	void explainsPlaceholderInProfilesOfFile(CapturedOutput output) {
		String report = report(FakeCloudInstance.aws(), output, Injected.class,
				"--spring.config.location=classpath:/placeholders/profiles/");
		assertThat(report).contains("The placeholder '$<cloud:provider>'")
			.contains("Write ${cloud:provider:default} there.");
	}

	@Test
	void leavesOtherFailuresToOthers(CapturedOutput output) {
		String report = report(FakeCloudInstance.aws(), output, Injected.class,
				"--spring.config.location=classpath:/nothing-at-all/");
		assertThat(report).contains("does not exist").doesNotContain("laceholder");
	}

	@ParameterizedTest
	@ValueSource(strings = { "$<cloud:region:${undefined.prop}>", "$<cloud:tags.${undefined.prop}:none>",
			"a \\$<x> $<cloud:imageId:{x}> ${undefined.prop}", "$<cloud:imageId:$<cloud:region:${undefined.prop}>>" })
	void showsTextAsWrittenIfDefaultCannotBeResolved(String text, CapturedOutput output) {
		String report = report(FakeCloudInstance.local(), output, Strict.class, NO_FILES, "--app.x=" + text);
		assertThat(report).contains("Could not resolve placeholder 'undefined.prop'")
			.contains("\"%s\"".formatted(text))
			.contains("app.x (property source \"commandLineArgs\")")
			.doesNotContainPattern("[\uFDD0-\uFDEF]")
			.doesNotContain("${<");
	}

	@ParameterizedTest
	@ValueSource(strings = { "$<cloud:tags.level:LOUD>", "$<cloud:tags.level:${app.other:LOUD}>" })
	void showsTextAsWrittenIfValueCannotBeBound(String text, CapturedOutput output) {
		String report = report(FakeCloudInstance.local(), output, Leveled.class, NO_FILES, "--app.level=" + text);
		assertThat(report).contains("Failed to bind properties under 'app.level'")
			.contains("Value: \"%s\"".formatted(text))
			.contains("SOFT")
			.doesNotContainPattern("[\uFDD0-\uFDEF]")
			.doesNotContain("${<");
	}

	@Test
	void warnsOfPlaceholderInOptionalImportThatIsSkipped(CapturedOutput output) {
		new FakeCloudApplication(FakeCloudInstance.aws(), Empty.class)
			.run("--spring.config.location=classpath:/placeholders/optional/")
			.close();
		assertThat(output).containsOnlyOnce("spring.config.import (class path resource")
			.contains("write ${cloud:region:default}");
	}

	@Configuration(proxyBeanMethods = false)
	static class Empty {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(AppProperties.class)
	static class Bound {

	}

	@ConfigurationProperties("app")
	record AppProperties(String one) {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(LevelProperties.class)
	static class Leveled {

	}

	@ConfigurationProperties("app")
	record LevelProperties(Level level) {

	}

	enum Level {

		SOFT

	}

	@Configuration(proxyBeanMethods = false)
	static class Annotated {

		@Value("$<cloud:region>")
		private String region;

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(PropertyPlaceholderAutoConfiguration.class)
	static class Strict extends Injected {

	}

	@Configuration(proxyBeanMethods = false)
	static class Injected {

		@Value("${app.x}")
		private String x;

	}

}

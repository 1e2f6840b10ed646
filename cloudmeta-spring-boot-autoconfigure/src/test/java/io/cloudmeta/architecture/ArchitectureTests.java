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

package io.cloudmeta.architecture;

import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.cloudmeta.CloudInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Keeps the house as {@link ArchitectureRules} has it, and shows for each rule that it
 * can be broken.
 */
class ArchitectureTests {

	private static final JavaClasses HOUSE = new ClassFileImporter()
		.importUrl(CloudInstance.class.getProtectionDomain().getCodeSource().getLocation());

	private static final String BROKEN = "io.cloudmeta.architecture.broken";

	private static final JavaClasses BROKEN_HOUSE = new ClassFileImporter().importPackages(BROKEN);

	/**
	 * Public because another package of this library, Spring Boot or a user's
	 * configuration names them.
	 */
	private static final String[] BOUND_BY_NAME = { "io.cloudmeta.autoconfigure.actuate.CloudEndpoint",
			"io.cloudmeta.autoconfigure.actuate.CloudHealthIndicator",
			"io.cloudmeta.autoconfigure.actuate.CloudInfoContributor",
			"io.cloudmeta.autoconfigure.condition.OnCloudCondition", "io.cloudmeta.autoconfigure.core.CloudAttribute",
			"io.cloudmeta.autoconfigure.core.CloudMetaProperties", "io.cloudmeta.autoconfigure.core.CloudMetaSettings",
			"io.cloudmeta.autoconfigure.core.EnvironmentCloudInstance",
			"io.cloudmeta.autoconfigure.custom.CustomCloudProperties", "io.cloudmeta.autoconfigure.custom.CustomClouds",
			"io.cloudmeta.autoconfigure.logging.CloudConverter" };

	@ParameterizedTest
	@MethodSource("layers")
	void packageDependsOnlyOnThoseBelow(String layer, Set<String> known) {
		ArchitectureRules rules = new ArchitectureRules("io.cloudmeta");
		rules.packageKnowsOnly(layer, known).check(HOUSE);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("rules")
	void houseKeeps(String name, Function<ArchitectureRules, ArchRule> rule) {
		rule.apply(new ArchitectureRules("io.cloudmeta")).check(HOUSE);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("rules")
	void ruleCanBeBroken(String name, Function<ArchitectureRules, ArchRule> rule) {
		ArchRule brokenRule = rule.apply(new ArchitectureRules(BROKEN));
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> brokenRule.check(BROKEN_HOUSE))
			.withMessageContaining("broken");
	}

	@Test
	void layersCanBeBroken() {
		ArchitectureRules rules = new ArchitectureRules(BROKEN);
		ArchRule http = rules.packageKnowsOnly("internal.http", Set.of(""));
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> http.check(BROKEN_HOUSE))
			.withMessageContaining("broken.internal.detection.Detector");
	}

	@Test
	void testsOfProvidersUseNoSockets() {
		JavaClasses tests = new ClassFileImporter().withImportOption(new ImportOption.OnlyIncludeTests())
			.importPackages("io.cloudmeta.internal");
		new ArchitectureRules("io.cloudmeta").testsOfProvidersUseNoSockets().check(tests);
	}

	@Test
	void testsOfProvidersWithSocketsAreFound() {
		ArchRule rule = new ArchitectureRules(BROKEN).testsOfProvidersUseNoSockets();
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> rule.check(BROKEN_HOUSE))
			.withMessageContaining("ServerUser.provider()> calls method <com.github.tomakehurst.wiremock")
			.withMessageContaining("CloudSimulator$Builder.start()>");
	}

	static Stream<Arguments> layers() {
		return new ArchitectureRules("io.cloudmeta").layers()
			.entrySet()
			.stream()
			.map((layer) -> Arguments.of(layer.getKey(), layer.getValue()));
	}

	static Stream<Arguments> rules() {
		return Stream.of(rule("every package is a layer", ArchitectureRules::everyPackageIsALayer),
				rule("packages have no cycles", ArchitectureRules::packagesHaveNoCycles),
				rule("only the boundary is public", (rules) -> rules.onlyTheBoundaryIsPublic(BOUND_BY_NAME)),
				rule("auto-configurations are public and final",
						ArchitectureRules::autoConfigurationsArePublicAndFinal),
				rule("bean methods are package-private", ArchitectureRules::beanMethodsArePackagePrivate),
				rule("bean methods have no conditions on classes",
						ArchitectureRules::beanMethodsHaveNoConditionsOnClasses),
				rule("post-processors are declared by static methods",
						ArchitectureRules::postProcessorsAreDeclaredByStaticMethods),
				rule("cases are changed in a locale", ArchitectureRules::casesAreChangedInALocale),
				rule("texts are formatted in a locale", ArchitectureRules::textsAreFormattedInALocale),
				rule("nothing that waits asks the clock", ArchitectureRules::nothingThatWaitsAsksTheClock),
				rule("patterns repeat groups within a bound", ArchitectureRules::patternsRepeatGroupsWithinABound),
				rule("packages are null-marked", ArchitectureRules::packagesAreNullMarked),
				rule("nothing static changes but what contexts share",
						(rules) -> rules.nothingStaticChangesBut(
								"io.cloudmeta.internal.detection.DetectionRegistry.SHARED",
								// Filled while the class is initialised
								"io.cloudmeta.CloudProvider.KNOWN")));
	}

	private static Arguments rule(String name, Function<ArchitectureRules, ArchRule> rule) {
		return Arguments.of(name, rule);
	}

}

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

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLConnection;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.cloudmeta.internal.filter.RepeatedGroups;
import io.cloudmeta.test.CloudSimulator;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.util.ReflectionUtils;

/**
 * How the house is built, as rules over the classes below a root package: they hold for
 * {@code io.cloudmeta}, and tests break them in packages of their own.
 */
final class ArchitectureRules {

	private final String root;

	ArchitectureRules(String root) {
		this.root = root;
	}

	/**
	 * Arrows point one way: each package with all that it may know.
	 */
	Map<String, Set<String>> layers() {
		return Map.ofEntries(
				// An annotation names its condition
				Map.entry("", Set.of("autoconfigure.condition")), //
				Map.entry("interruption", Set.of("")), //
				Map.entry("internal.filter", Set.of()), //
				Map.entry("spi", Set.of("", "internal.filter")), //
				Map.entry("internal.evidence", Set.of("", "spi")), //
				Map.entry("internal.http", Set.of("", "spi")), //
				Map.entry("internal.cloud", Set.of("", "spi", "internal.filter", "internal.evidence", "internal.http")), //
				Map.entry("internal.platform",
						Set.of("", "spi", "internal.evidence", "internal.http", "internal.cloud")), //
				Map.entry("internal.detection",
						Set.of("", "spi", "internal.evidence", "internal.http", "internal.cloud", "internal.platform")), //
				Map.entry("internal.interruption",
						Set.of("", "interruption", "spi", "internal.http", "internal.cloud", "internal.detection")), //
				Map.entry("internal.placeholder",
						Set.of("", "spi", "internal.filter", "internal.detection", "internal.cloud",
								"internal.platform")), //
				Map.entry("autoconfigure.custom",
						Set.of("", "spi", "internal.cloud", "internal.http", "internal.filter")), //
				Map.entry("autoconfigure.core",
						Set.of("", "spi", "internal.filter", "internal.http", "internal.cloud", "internal.platform",
								"internal.evidence", "internal.detection", "autoconfigure.custom")), //
				Map.entry("autoconfigure.placeholder",
						Set.of("", "internal.detection", "internal.placeholder", "autoconfigure.core")), //
				Map.entry("autoconfigure.condition",
						Set.of("", "internal.filter", "internal.cloud", "internal.detection", "autoconfigure.core")), //
				Map.entry("autoconfigure.profile",
						Set.of("", "internal.cloud", "internal.detection", "autoconfigure.core")), //
				Map.entry("autoconfigure.interruption",
						Set.of("", "interruption", "spi", "internal.filter", "internal.http", "internal.detection",
								"internal.interruption", "autoconfigure.core")), //
				Map.entry("autoconfigure.actuate",
						Set.of("", "interruption", "spi", "internal.detection", "autoconfigure.core")), //
				Map.entry("autoconfigure.metrics",
						Set.of("", "internal.filter", "internal.detection", "autoconfigure.core")), //
				Map.entry("autoconfigure.opentelemetry", Set.of("", "spi", "internal.detection", "autoconfigure.core")), //
				Map.entry("autoconfigure.logging",
						Set.of("", "spi", "internal.filter", "internal.detection", "autoconfigure.core")), //
				Map.entry("autoconfigure.discovery", Set.of("", "spi", "internal.detection", "autoconfigure.core")));
	}

	ArchRule packageKnowsOnly(String layer, Set<String> known) {
		String[] allowed = known.stream().map(this::nameOf).toArray(String[]::new);
		return ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage(nameOf(layer))
			.should()
			.dependOnClassesThat(DescribedPredicate
				.<JavaClass>describe("live elsewhere in the house",
						(type) -> isOurs(type) && !type.getPackageName().equals(nameOf(layer)))
				.and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(allowed))))
			.because("a value never goes back");
	}

	ArchRule everyPackageIsALayer() {
		String[] packages = layers().keySet().stream().map(this::nameOf).toArray(String[]::new);
		return ArchRuleDefinition.classes().should().resideInAnyPackage(packages);
	}

	ArchRule packagesHaveNoCycles() {
		return SlicesRuleDefinition.slices()
			.matching(this.root + ".(**)")
			.should()
			.beFreeOfCycles()
			.ignoreDependency(
					DescribedPredicate.<JavaClass>describe("@ConditionalOnCloud",
							(type) -> type.getSimpleName().equals("ConditionalOnCloud")),
					DescribedPredicate.alwaysTrue());
	}

	/**
	 * Outside of the internal packages, only what applications, providers and Spring Boot
	 * must find is public: the API, the SPI and the classes that are named here.
	 */
	ArchRule onlyTheBoundaryIsPublic(String... exceptions) {
		Set<String> allowed = Set.of(exceptions);
		return ArchRuleDefinition.classes()
			.that()
			.arePublic()
			.and()
			.areTopLevelClasses()
			.and(DescribedPredicate.describe("are no exception", (type) -> !allowed.contains(type.getName())))
			.should()
			.resideInAnyPackage(this.root, nameOf("interruption"), nameOf("spi"), nameOf("internal.."))
			.orShould()
			.beAnnotatedWith(AutoConfiguration.class)
			.because("everything else may change at any time");
	}

	ArchRule autoConfigurationsArePublicAndFinal() {
		return ArchRuleDefinition.classes()
			.that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL);
	}

	ArchRule beanMethodsArePackagePrivate() {
		return ArchRuleDefinition.methods()
			.that()
			.areAnnotatedWith(Bean.class)
			.should()
			.bePackagePrivate()
			.because("they are called by the container alone");
	}

	ArchRule beanMethodsHaveNoConditionsOnClasses() {
		return ArchRuleDefinition.noMethods()
			.that()
			.areAnnotatedWith(Bean.class)
			.should()
			.beAnnotatedWith("org.springframework.boot.autoconfigure.condition.ConditionalOnClass")
			.because("the method's own signature would load the class");
	}

	ArchRule postProcessorsAreDeclaredByStaticMethods() {
		return ArchRuleDefinition.methods()
			.that()
			.areAnnotatedWith(Bean.class)
			.and()
			.haveRawReturnType(JavaClass.Predicates.assignableTo(BeanPostProcessor.class)
				.or(JavaClass.Predicates.assignableTo(BeanFactoryPostProcessor.class)))
			.should()
			.beStatic()
			// There need be none
			.allowEmptyShould(true)
			.because("otherwise their configuration is created before any post-processor");
	}

	ArchRule casesAreChangedInALocale() {
		return ArchRuleDefinition.noClasses()
			.should()
			.callMethod(String.class, "toLowerCase")
			.orShould()
			.callMethod(String.class, "toUpperCase")
			.because("in Turkish, a small I has no dot: name Locale.ROOT");
	}

	ArchRule textsAreFormattedInALocale() {
		return ArchRuleDefinition.noClasses()
			.should()
			.callMethod(String.class, "format", String.class, Object[].class)
			.because("the machine's locale has digits of its own: name Locale.ROOT");
	}

	ArchRule patternsRepeatGroupsWithinABound() {
		return ArchRuleDefinition.fields()
			.that()
			.areStatic()
			.and()
			.haveRawType(Pattern.class)
			.should(new ArchCondition<JavaField>("repeat groups within a bound or possessively") {

				@Override
				public void check(JavaField field, ConditionEvents events) {
					boolean bounded = !RepeatedGroups.isUnbounded(String.valueOf(valueOf(field)));
					events.add(new SimpleConditionEvent(field, bounded,
							"%s repeats a group without a bound".formatted(field.getFullName())));
				}

			})
			.because("a long text from outside would overflow the stack");
	}

	ArchRule nothingThatWaitsAsksTheClock() {
		return ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage(nameOf("internal.http"))
			.should()
			.callMethod(System.class, "currentTimeMillis")
			.orShould()
			.callMethod(Instant.class, "now")
			.because("the clock may be set: System.nanoTime() measures the time that passes");
	}

	ArchRule packagesAreNullMarked() {
		return ArchRuleDefinition.classes().should(new ArchCondition<JavaClass>("live in a @NullMarked package") {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				boolean nullMarked = type.getPackage().isAnnotatedWith(NullMarked.class);
				events.add(new SimpleConditionEvent(type, nullMarked, "%s: package %s has no @NullMarked package-info"
					.formatted(type.getName(), type.getPackageName())));
			}

		});
	}

	ArchRule nothingStaticChangesBut(String... exceptions) {
		Set<String> allowed = Set.of(exceptions);
		return ArchRuleDefinition.fields()
			.that()
			.areStatic()
			.and()
			.doNotHaveModifier(JavaModifier.SYNTHETIC)
			.and(DescribedPredicate.describe("are no exception", (field) -> !allowed.contains(field.getFullName())))
			.should(new ArchCondition<JavaField>("never change") {

				@Override
				public void check(JavaField field, ConditionEvents events) {
					boolean constant = field.getModifiers().contains(JavaModifier.FINAL) && !isMutable(valueOf(field));
					events.add(new SimpleConditionEvent(field, constant,
							"%s is static and can change".formatted(field.getFullName())));
				}

			});
	}

	private static @Nullable Object valueOf(JavaField field) {
		Field reflected = field.reflect();
		ReflectionUtils.makeAccessible(reflected);
		return ReflectionUtils.getField(reflected, null);
	}

	private static boolean isMutable(@Nullable Object value) {
		if (value instanceof Collection || value instanceof Map) {
			String type = value.getClass().getName();
			return !type.startsWith("java.util.ImmutableCollections$") && !type.startsWith("java.util.Collections$");
		}
		if (value == null || value instanceof ThreadLocal || value instanceof StringBuilder) {
			return value != null;
		}
		return value.getClass().isArray() && Array.getLength(value) > 0
				|| value.getClass().getPackageName().equals("java.util.concurrent.atomic");
	}

	/**
	 * Tests of providers and platforms call them with a client that needs no server.
	 */
	ArchRule testsOfProvidersUseNoSockets() {
		return ArchRuleDefinition.noClasses()
			.that()
			.resideInAnyPackage(nameOf("internal.cloud"), nameOf("internal.platform"))
			.should()
			.dependOnClassesThat(JavaClass.Predicates
				.resideInAnyPackage("java.net.http..", "java.nio.channels..", "com.sun.net.httpserver..",
						"com.github.tomakehurst.wiremock..", nameOf("internal.http"), nameOf("internal.detection"))
				.or(JavaClass.Predicates.assignableTo(Socket.class))
				.or(JavaClass.Predicates.assignableTo(ServerSocket.class))
				.or(JavaClass.Predicates.assignableTo(DatagramSocket.class))
				.or(JavaClass.Predicates.assignableTo(URLConnection.class)))
			.orShould()
			.callMethodWhere(DescribedPredicate.describe("it starts a server",
					(call) -> call.getName().equals("start")
							&& call.getTargetOwner().getName().startsWith(CloudSimulator.class.getName())))
			.because("sockets are for tests of the detection and of the HTTP client");
	}

	private boolean isOurs(JavaClass type) {
		return type.getPackageName().equals(this.root) || type.getPackageName().startsWith(this.root + ".");
	}

	private String nameOf(String layer) {
		return layer.isEmpty() ? this.root : this.root + "." + layer;
	}

}

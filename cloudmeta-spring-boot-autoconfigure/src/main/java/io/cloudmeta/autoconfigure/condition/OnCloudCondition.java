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

package io.cloudmeta.autoconfigure.condition;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.ConditionalOnCloud;
import io.cloudmeta.Evidence;
import io.cloudmeta.Evidence.Bearing;
import io.cloudmeta.autoconfigure.core.EnvironmentCloudInstance;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.SpringProperties;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.core.type.ClassMetadata;
import org.springframework.core.type.MethodMetadata;
import org.springframework.util.Assert;

/**
 * {@link SpringBootCondition} of {@link ConditionalOnCloud}. The last of all conditions,
 * because it may have to wait for the network.
 *
 * @since 0.1.0
 */
@Order(Ordered.LOWEST_PRECEDENCE)
public class OnCloudCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		if (SpringProperties.getFlag(AbstractAotProcessor.AOT_PROCESSING)) {
			throw CloudConditionException.frozen(name(metadata));
		}
		Assert.state(context.getEnvironment() instanceof ConfigurableEnvironment,
				"The environment has to be a ConfigurableEnvironment");
		ConfigurableEnvironment environment = (ConfigurableEnvironment) context.getEnvironment();
		KnownClouds words = KnownClouds.of(environment);
		List<MergedAnnotation<ConditionalOnCloud>> annotations = metadata.getAnnotations()
			.stream(ConditionalOnCloud.class)
			.toList();
		// a typo is one on each machine
		annotations.forEach((annotation) -> check(annotation, words, name(metadata)));
		CloudInstance instance = EnvironmentCloudInstance.of(environment);
		List<ConditionMessage> messages = new ArrayList<>();
		for (MergedAnnotation<ConditionalOnCloud> annotation : annotations) {
			ConditionOutcome outcome = outcome(annotation, instance);
			if (!outcome.isMatch()) {
				return outcome;
			}
			messages.add(outcome.getConditionMessage());
		}
		return ConditionOutcome.match(ConditionMessage.of(messages));
	}

	private static void check(MergedAnnotation<ConditionalOnCloud> annotation, KnownClouds words, String where) {
		for (String id : annotation.getStringArray("value")) {
			if (!words.isProvider(id)) {
				throw CloudConditionException.unknown(where, "cloud", id, words.nearestProvider(id), words.providers());
			}
		}
		for (String platform : annotation.getStringArray("platform")) {
			String meant = words.misspeltPlatform(platform);
			if (meant != null) {
				throw CloudConditionException.unknown(where, "platform", platform, meant, words.platforms());
			}
		}
	}

	private static ConditionOutcome outcome(MergedAnnotation<ConditionalOnCloud> annotation, CloudInstance instance) {
		String[] providers = annotation.getStringArray("value");
		String[] platforms = annotation.getStringArray("platform");
		String[] lifecycles = annotation.getStringArray("lifecycle");
		boolean matches = isAnyOf(providers, instance.getProvider().getId())
				&& isAnyOf(platforms, instance.getPlatform());
		if (providers.length == 0 && platforms.length == 0 && lifecycles.length == 0) {
			matches = instance.isCloud();
		}
		// which may take a request
		String lifecycle = (matches && lifecycles.length > 0) ? instance.getLifecycle() : null;
		matches = matches && isAnyOf(lifecycles, lifecycle);
		List<String> wanted = new ArrayList<>(Arrays.asList(providers));
		Arrays.stream(platforms).map("platform %s"::formatted).forEach(wanted::add);
		Arrays.stream(lifecycles).map("lifecycle %s"::formatted).forEach(wanted::add);
		ConditionMessage message = ConditionMessage
			.forCondition(ConditionalOnCloud.class, wanted.isEmpty() ? "any" : String.join(", ", wanted))
			.because(place(instance, lifecycle));
		return new ConditionOutcome(matches, message);
	}

	private static boolean isAnyOf(String[] wanted, @Nullable String actual) {
		return wanted.length == 0 || (actual != null
				&& Arrays.stream(wanted).anyMatch((candidate) -> candidate.trim().equalsIgnoreCase(actual)));
	}

	/**
	 * Returns where the application runs, with the evidence.
	 */
	private static String place(CloudInstance instance, @Nullable String lifecycle) {
		CloudProvider provider = instance.getProvider();
		String platform = instance.getPlatform();
		StringBuilder place = new StringBuilder("the application runs on ");
		place.append(instance.isCloud() ? provider.getId() : "no cloud (%s)".formatted(provider));
		if (platform != null) {
			place.append(", platform ").append(platform);
		}
		if (lifecycle != null) {
			place.append(", lifecycle ").append(lifecycle);
		}
		reasons(instance).forEach((reason) -> place.append("; ").append(reason));
		return place.toString();
	}

	private static List<String> reasons(CloudInstance instance) {
		List<String> reasons = new ArrayList<>();
		for (Evidence evidence : instance.getDetection().evidence()) {
			boolean names = evidence.bearing() == Bearing.FOR && instance.getProvider().equals(evidence.provider());
			if (names || (!instance.isCloud() && evidence.bearing() == Bearing.AGAINST)) {
				reasons.add("%s: %s".formatted(evidence.source(), evidence.finding()));
			}
		}
		reasons.addAll(instance.getDetection().failures());
		return reasons;
	}

	private static String name(AnnotatedTypeMetadata metadata) {
		if (metadata instanceof MethodMetadata method) {
			return "%s.%s".formatted(method.getDeclaringClassName(), method.getMethodName());
		}
		return (metadata instanceof ClassMetadata type) ? type.getClassName() : metadata.toString();
	}

}

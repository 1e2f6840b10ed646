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

package io.cloudmeta.internal.detection;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.Evidence;
import io.cloudmeta.Evidence.Bearing;
import io.cloudmeta.internal.cloud.MetadataServices;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataService;
import org.jspecify.annotations.Nullable;

/**
 * Which clouds are asked where nothing on the machine names one, in which order, how many
 * at once, and why.
 * <p>
 * At one address one after the other: most of them share 169.254.169.254, some limit how
 * often they may be asked, and what one answers decides whether the next may be asked.
 * Different addresses, which only users can name, side by side. All under
 * {@code cloudmeta.detection.timeout}.
 * <p>
 * A platform whose variable leads to metadata of its own, on this machine or its link, is
 * asked before any of them, for half of that time.
 */
final class ProbePlan {

	/** Tells a service that knows its paths from one that says yes to everything. */
	static final Step CANARY = new Step(null,
			"a path that no cloud has: who answers it says yes to everything, and only OpenNebula's add-on does that");

	static final List<Step> STEPS = List.of(
			new Step(CloudProvider.AWS,
					"first, and by a request for a token: on EC2 any other request would count as one of version 1,"
							+ " which alarms; without an answer to it nobody else is asked"),
			CANARY,
			new Step(CloudProvider.OPENNEBULA,
					"asked only if the path that no cloud has was answered, and nobody else is then"),
			new Step(CloudProvider.GCP, "common, one request, and its header means nothing elsewhere"),
			new Step(CloudProvider.YANDEX, "answers as Google does, but for what only it has"),
			new Step(CloudProvider.AZURE, "common, one request, and its header means nothing elsewhere"),
			new Step(CloudProvider.ORACLE, "before OpenStack, whose paths it may serve too"),
			new Step(CloudProvider.HUAWEI, "before OpenStack, whose document it serves with a region in it"),
			new Step(CloudProvider.OPENSTACK,
					"common where the firmware says nothing: operators change its texts, and"
							+ " other processors than x86 often have none"),
			new Step(CloudProvider.DIGITALOCEAN, "its firmware nearly always names it"),
			new Step(CloudProvider.UPCLOUD, "shares DigitalOcean's path and is told from it by the document"),
			new Step(CloudProvider.HETZNER, "its firmware nearly always names it"),
			new Step(CloudProvider.VULTR, "its firmware nearly always names it, but for machines of metal"),
			new Step(CloudProvider.AKAMAI, "its firmware nearly always names it; late, because it takes a token"),
			new Step(CloudProvider.IBM,
					"its firmware names it, and its service is turned off unless its users turn it on"),
			new Step(CloudProvider.EXOSCALE, "answers as CloudStack does, but in zones of its own"),
			new Step(CloudProvider.CLOUDSTACK, "last, as its keys are EC2's and more; the network's router, where it"
					+ " really lives, is asked only where something names it"));

	private static final String ADDRESS_OF_ITS_OWN = "lives at an address of its own, which on another network may be"
			+ " anybody's";

	/**
	 * Those of which it has to be said why they are asked only where something names
	 * them.
	 */
	static final List<Step> NOT_ASKED = List.of(new Step(CloudProvider.ALIBABA, ADDRESS_OF_ITS_OWN),
			new Step(CloudProvider.TENCENT, ADDRESS_OF_ITS_OWN), new Step(CloudProvider.SCALEWAY, ADDRESS_OF_ITS_OWN));

	private ProbePlan() {
	}

	/**
	 * Returns the steps that belong to a service, those of other libraries last.
	 */
	static List<Step> steps() {
		List<Step> steps = new ArrayList<>(STEPS);
		for (MetadataService service : MetadataServices.registered()) {
			if (service.isProbed() && STEPS.stream().noneMatch((step) -> step.isFor(service.getProvider()))) {
				steps.add(new Step(service.getProvider(), "not one of cloudmeta's own, and says that it may be asked"));
			}
		}
		return steps;
	}

	/**
	 * Returns the clouds that have a step.
	 */
	static Set<CloudProvider> providers() {
		return steps().stream()
			.flatMap((step) -> Stream.ofNullable(step.provider()))
			.collect(Collectors.toUnmodifiableSet());
	}

	static Evidence forbidden(String property, CloudProvider provider) {
		return new Evidence(property, "forbids to ask", provider, Bearing.NEITHER, Duration.ZERO);
	}

	/**
	 * Returns the clouds that may be asked where nothing names one.
	 * @param endpoints where each lives
	 * @param evidence receives why one may not be asked
	 */
	static List<CloudProvider> candidates(Function<CloudProvider, @Nullable MetadataEndpoint> endpoints,
			List<Evidence> evidence) {
		Set<CloudProvider> forbidden = new HashSet<>();
		List<CloudProvider> candidates = new ArrayList<>();
		for (Step step : steps()) {
			CloudProvider provider = step.provider();
			MetadataEndpoint endpoint = (provider != null) ? endpoints.apply(provider) : null;
			if (provider == null || endpoint == null) {
				continue;
			}
			if (endpoint.disabledBy() != null) {
				evidence.add(forbidden(endpoint.disabledBy(), provider));
				forbidden.add(provider);
			}
			else if (endpoint.configured() || forbidden.stream()
				.noneMatch((other) -> reaches(endpoint, provider, endpoints.apply(other), other))) {
				candidates.add(provider);
			}
			else {
				evidence.add(new Evidence(endpoint.uri().toString(), "not asked: it may be who must not be", provider,
						Bearing.NEITHER, Duration.ZERO));
			}
		}
		return candidates;
	}

	/**
	 * Were this EC2, whatever is sent to its address would ask EC2's service; Google's
	 * would understand what is meant for Yandex.
	 */
	private static boolean reaches(MetadataEndpoint endpoint, CloudProvider provider, @Nullable MetadataEndpoint other,
			CloudProvider forbidden) {
		boolean understood = forbidden.equals(CloudProvider.AWS)
				|| (forbidden.equals(CloudProvider.GCP) && provider.equals(CloudProvider.YANDEX));
		return understood && other != null && other.uri().equals(endpoint.uri());
	}

	/**
	 * Returns what is asked: those of the plan in its order at each address, and each
	 * that something speaks for by itself.
	 * @param candidates the clouds that may be asked
	 * @param endpoints where each lives
	 */
	static List<List<Step>> sequences(List<CloudProvider> candidates,
			Function<CloudProvider, @Nullable MetadataEndpoint> endpoints) {
		Map<URI, List<Step>> planned = new LinkedHashMap<>();
		List<Step> steps = steps();
		for (Step step : steps) {
			CloudProvider provider = step.provider();
			MetadataEndpoint endpoint = (provider != null && candidates.contains(provider)) ? endpoints.apply(provider)
					: null;
			if (endpoint != null) {
				planned.computeIfAbsent(endpoint.uri(), (uri) -> new ArrayList<>()).add(step);
			}
		}
		planned.values().forEach(ProbePlan::addCanary);
		List<List<Step>> sequences = new ArrayList<>(planned.values());
		for (CloudProvider candidate : candidates) {
			if (steps.stream().noneMatch((step) -> step.isFor(candidate))) {
				sequences.add(List.of(new Step(candidate, "something on the machine or the user speaks for it")));
			}
		}
		return sequences;
	}

	/**
	 * One cloud alone has to prove itself by its own document.
	 */
	private static void addCanary(List<Step> sequence) {
		if (sequence.size() > 1) {
			sequence.add(sequence.get(0).isFor(CloudProvider.AWS) ? 1 : 0, CANARY);
		}
	}

	/**
	 * Something to ask.
	 *
	 * @param provider the cloud whose service is asked, or {@code null}
	 * @param reason why, and why there
	 */
	record Step(@Nullable CloudProvider provider, String reason) {

		boolean isFor(CloudProvider candidate) {
			return candidate.equals(this.provider);
		}

	}

}

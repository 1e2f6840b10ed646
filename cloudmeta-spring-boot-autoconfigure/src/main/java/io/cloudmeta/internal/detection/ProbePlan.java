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
 * The clouds that are probed where nothing local identifies one: in which order and why.
 * <p>
 * Most clouds share the address 169.254.169.254, some limit the number of requests, and
 * the response of one decides whether the next may be probed. Therefore the requests to
 * one address are sent in waves: the next wave begins when the responses to the previous
 * one are there. Different addresses, which only users can configure, are independent of
 * each other. If several clouds prove themselves, the first one in this order counts.
 * <p>
 * A platform whose variable leads to metadata of its own, on this machine or its link, is
 * queried before any of them, for half of the time.
 */
final class ProbePlan {

	/** The wave of clouds that are not in the plan. */
	private static final int LAST = 9;

	/** Distinguishes a service with certain paths from one that serves any path. */
	static final Step CANARY = new Step(2, null,
			"distinguishes a service that knows its paths from one that returns something for any path, which of all"
					+ " clouds only OpenNebula's add-on does");

	static final List<Step> STEPS = List.of(
			new Step(1, CloudProvider.AWS,
					"first and alone, with the request for a token: on EC2, monitoring reports requests without one."
							+ " If there is no response, nothing else is sent to this address"),
			CANARY,
			new Step(3, CloudProvider.OPENNEBULA,
					"only if the path that no cloud serves was found; then no other cloud is probed"),
			new Step(4, CloudProvider.GCP, "common, one request, and its header means nothing to other clouds"),
			new Step(4, CloudProvider.YANDEX,
					"serves Google's paths, and one that Google does not have, with the same header"),
			new Step(4, CloudProvider.AZURE, "common, one request, and its header means nothing to other clouds"),
			new Step(5, CloudProvider.ORACLE, "before OpenStack, whose paths it may serve too"),
			new Step(5, CloudProvider.HUAWEI, "before OpenStack, whose document it serves with a region in it"),
			new Step(5, CloudProvider.OPENSTACK,
					"common where the firmware does not identify it: operators change its strings, and processors"
							+ " other than x86 often have none"),
			new Step(5, CloudProvider.DIGITALOCEAN, "nearly always identified by its firmware"),
			new Step(6, CloudProvider.UPCLOUD, "serves DigitalOcean's path with a document of its own"),
			new Step(6, CloudProvider.HETZNER, "nearly always identified by its firmware"),
			new Step(6, CloudProvider.VULTR, "nearly always identified by its firmware, except for bare metal"),
			new Step(6, CloudProvider.AKAMAI, "nearly always identified by its firmware; late, as it needs a token"),
			new Step(7, CloudProvider.IBM,
					"identified by its firmware, and its service is off unless its users turn it on"),
			new Step(7, CloudProvider.EXOSCALE, "serves CloudStack's keys, with zones of its own"),
			new Step(8, CloudProvider.CLOUDSTACK,
					"last, as its keys are EC2's and more; the network's router, where its service really is, is"
							+ " queried only where something local identifies CloudStack"));

	private static final String ADDRESS_OF_ITS_OWN = "has an address of its own, which may belong to any machine on"
			+ " another network";

	/**
	 * The clouds that are not probed, with the reason.
	 */
	static final List<Step> NOT_PROBED = List.of(new Step(0, CloudProvider.ALIBABA, ADDRESS_OF_ITS_OWN),
			new Step(0, CloudProvider.TENCENT, ADDRESS_OF_ITS_OWN),
			new Step(0, CloudProvider.SCALEWAY, ADDRESS_OF_ITS_OWN));

	private ProbePlan() {
	}

	/**
	 * Returns the steps that belong to a service, those of other libraries last.
	 */
	static List<Step> steps() {
		List<Step> steps = new ArrayList<>(STEPS);
		for (MetadataService service : MetadataServices.registered()) {
			if (service.isProbed() && STEPS.stream().noneMatch((step) -> step.isFor(service.getProvider()))) {
				steps.add(new Step(LAST, service.getProvider(), "registered by another library, to be probed"));
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
		return new Evidence(property, "forbids requests", provider, Bearing.NEITHER, Duration.ZERO);
	}

	/**
	 * Returns the clouds that may be probed where nothing local identifies one.
	 * @param endpoints the endpoint of each cloud
	 * @param evidence receives the reason why one may not be probed
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
				evidence.add(new Evidence(endpoint.uri().toString(),
						"not queried: it may be the cloud whose switch forbids requests", provider, Bearing.NEITHER,
						Duration.ZERO));
			}
		}
		return candidates;
	}

	/**
	 * On EC2, any request to the address reaches EC2's service; Google's service
	 * understands the requests for Yandex.
	 */
	private static boolean reaches(MetadataEndpoint endpoint, CloudProvider provider, @Nullable MetadataEndpoint other,
			CloudProvider forbidden) {
		boolean understood = forbidden.equals(CloudProvider.AWS)
				|| (forbidden.equals(CloudProvider.GCP) && provider.equals(CloudProvider.YANDEX));
		return understood && other != null && other.uri().equals(endpoint.uri());
	}

	/**
	 * Returns what is probed at each address: the clouds of the plan in its order, and
	 * each other candidate on its own.
	 * @param candidates the clouds that may be probed
	 * @param endpoints the endpoint of each cloud
	 */
	static List<Target> targets(List<CloudProvider> candidates,
			Function<CloudProvider, @Nullable MetadataEndpoint> endpoints) {
		Map<URI, List<Step>> planned = new LinkedHashMap<>();
		List<Target> targets = new ArrayList<>();
		List<Step> steps = steps();
		for (Step step : steps) {
			MetadataEndpoint endpoint = endpoint(step.provider(), candidates, endpoints);
			if (endpoint != null) {
				planned.computeIfAbsent(endpoint.uri(), (uri) -> new ArrayList<>()).add(step);
			}
		}
		planned.forEach((uri, stepsThere) -> targets.add(new Target(uri, withCanary(stepsThere))));
		for (CloudProvider candidate : candidates) {
			MetadataEndpoint endpoint = endpoint(candidate, candidates, endpoints);
			if (endpoint != null && steps.stream().noneMatch((step) -> step.isFor(candidate))) {
				targets.add(new Target(endpoint.uri(),
						List.of(new Step(LAST, candidate, "identified by local evidence or by the user"))));
			}
		}
		return targets;
	}

	private static @Nullable MetadataEndpoint endpoint(@Nullable CloudProvider provider, List<CloudProvider> candidates,
			Function<CloudProvider, @Nullable MetadataEndpoint> endpoints) {
		return (provider != null && candidates.contains(provider)) ? endpoints.apply(provider) : null;
	}

	/**
	 * A single cloud proves itself by its own document, and needs no further request.
	 */
	private static List<Step> withCanary(List<Step> steps) {
		if (steps.size() == 1) {
			return steps;
		}
		List<Step> result = new ArrayList<>(steps);
		result.add(steps.get(0).isFor(CloudProvider.AWS) ? 1 : 0, CANARY);
		return result;
	}

	/**
	 * A request or two that are sent to probe for a cloud.
	 *
	 * @param wave the number of the wave: the responses to lower ones come before
	 * @param provider the cloud, or {@code null} for the canary, the path that no cloud
	 * serves
	 * @param reason the reason for its place
	 */
	record Step(int wave, @Nullable CloudProvider provider, String reason) {

		boolean isFor(CloudProvider candidate) {
			return candidate.equals(this.provider);
		}

		boolean isCanary() {
			return this.provider == null;
		}

	}

	/**
	 * What is probed at one address.
	 *
	 * @param address the base URL
	 * @param steps the steps in the order of the plan
	 */
	record Target(URI address, List<Step> steps) {

		Target {
			steps = List.copyOf(steps);
		}

	}

}

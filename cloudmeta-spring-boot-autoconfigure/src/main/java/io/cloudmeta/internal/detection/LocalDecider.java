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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.Evidence;
import io.cloudmeta.Evidence.Bearing;
import io.cloudmeta.internal.cloud.MetadataServices;
import io.cloudmeta.internal.evidence.LocalEvidence;
import io.cloudmeta.internal.evidence.LocalFiles;
import io.cloudmeta.internal.platform.PlatformEnvironment;
import io.cloudmeta.internal.platform.PlatformMatch;
import io.cloudmeta.internal.platform.PlatformMatch.Weight;
import io.cloudmeta.internal.platform.Platforms;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataService;
import org.jspecify.annotations.Nullable;

/**
 * Decides from local evidence which clouds may be queried, in this order: the setting
 * that names a provider; what only the machines of a custom cloud have; firmware that
 * only one cloud's machines have, or an environment that only one cloud's platform sets;
 * firmware that rules all clouds out; what cloud-init found when the machine booted; an
 * address that is set for a cloud's metadata service; a hint at one cloud. Where none of
 * these decides, the clouds of the {@link ProbePlan} are candidates.
 */
final class LocalDecider {

	private LocalDecider() {
	}

	/**
	 * Decides.
	 * @param settings the settings
	 * @param files reads the machine's files
	 * @return the decision
	 */
	static LocalDecision decide(DetectionSettings settings, LocalFiles files) {
		CloudProvider fixed = settings.fixedProvider();
		if (fixed != null) {
			return word("cloudmeta.instance.provider", fixed, List.of());
		}
		PlatformEnvironment environment = new PlatformEnvironment(settings.platformVariables(), settings.root(), files);
		if (settings.provider() != null) {
			return word(settings.providerSource(), settings.provider(), Platforms.look(environment));
		}
		// first what decides: if a file hangs, those after it are not read
		LocalEvidence local = LocalEvidence.collect(settings.sysfs(), settings.root(), files);
		List<Evidence> evidence = new ArrayList<>(local.evidence());
		List<CloudProvider> recognised = recognised(settings, evidence, files);
		List<PlatformMatch> signs = Platforms.look(environment);
		if (recognised.size() == 1) {
			return new LocalDecision(recognised.get(0), List.of(), true, evidence, local.dmi(), Map.of(), signs);
		}
		if (!recognised.isEmpty()) {
			boolean asked = settings.probe() != Probe.NEVER;
			return new LocalDecision(null, asked ? recognised : List.of(), false, evidence, local.dmi(), Map.of(),
					signs);
		}
		List<PlatformMatch> platforms = new ArrayList<>();
		boolean hosted = false;
		for (PlatformMatch sign : signs) {
			if (isConsistent(sign, local, evidence)) {
				platforms.add(sign);
				hosted |= isHosted(sign);
			}
		}
		CloudProvider proven = (local.proven() != null) ? local.proven() : namedBy(platforms);
		if (proven != null && !hosted) {
			return new LocalDecision(proven, List.of(), true, evidence, local.dmi(), local.values(), platforms);
		}
		if (hosted) {
			// the platform's own machines, whose metadata an application there may seldom
			// read
			List<CloudProvider> below = (proven != null) ? List.of(proven) : List.of();
			return new LocalDecision(null, below, true, evidence, local.dmi(), Map.of(), platforms);
		}
		List<CloudProvider> candidates = candidates(settings, local, evidence, files);
		boolean conclusive = local.ruledOut() && candidates.isEmpty();
		return new LocalDecision(null, candidates, conclusive, evidence, local.dmi(), Map.of(), platforms);
	}

	/**
	 * Queries the services that recognise their machines themselves. Custom and
	 * third-party clouds take precedence over the table of signatures; if several match,
	 * their responses decide.
	 */
	private static List<CloudProvider> recognised(DetectionSettings settings, List<Evidence> evidence,
			LocalFiles files) {
		List<CloudProvider> recognised = new ArrayList<>();
		for (MetadataService service : settings.furtherServices()) {
			MetadataEndpoint endpoint = settings.endpoint(service.getProvider());
			if (endpoint != null) {
				List<Evidence> signs = service.recognise((file) -> LocalEvidence.dmi(settings.sysfs(), file, files),
						endpoint);
				evidence.addAll(signs);
				if (!signs.isEmpty()) {
					recognised.add(service.getProvider());
				}
			}
		}
		return recognised;
	}

	private static LocalDecision word(String source, CloudProvider provider, List<PlatformMatch> platforms) {
		Evidence evidence = new Evidence(source, provider.getId(), provider, Bearing.FOR, Duration.ZERO);
		return new LocalDecision(provider, List.of(), true, List.of(evidence), Map.of(), Map.of(), platforms);
	}

	private static @Nullable CloudProvider namedBy(List<PlatformMatch> platforms) {
		for (PlatformMatch signs : platforms) {
			if (signs.weight() == Weight.NAMES_THE_CLOUD) {
				return signs.provider();
			}
		}
		return null;
	}

	private static boolean isHosted(PlatformMatch signs) {
		return signs.weight() == Weight.OF_ITS_OWN && !signs.metadataService();
	}

	/**
	 * Variables can be set by hand and by tools that imitate a platform; firmware takes
	 * precedence.
	 */
	private static boolean isConsistent(PlatformMatch signs, LocalEvidence local, List<Evidence> evidence) {
		boolean consistent = !contradicts(local, signs);
		boolean decides = consistent && signs.weight() != Weight.WITHIN_THE_CLOUD;
		String finding = "set as on " + signs.platform().getName();
		if (!consistent) {
			finding += ", which the local evidence contradicts";
		}
		else if (!decides) {
			finding += " and elsewhere, which decides nothing by itself";
		}
		evidence.add(new Evidence(signs.source(), finding, signs.provider(), decides ? Bearing.FOR : Bearing.NEITHER,
				Duration.ZERO));
		return consistent;
	}

	private static boolean contradicts(LocalEvidence local, PlatformMatch signs) {
		boolean ofItsOwn = signs.weight() == Weight.OF_ITS_OWN;
		if (local.ruledOut()) {
			return !ofItsOwn || isHosted(signs);
		}
		return !ofItsOwn && local.proven() != null && !local.proven().equals(signs.provider());
	}

	private static List<CloudProvider> candidates(DetectionSettings unlocated, LocalEvidence local,
			List<Evidence> evidence, LocalFiles files) {
		if (unlocated.probe() == Probe.NEVER) {
			evidence.add(new Evidence("cloudmeta.detection.probe", "never: no request is sent", null, Bearing.NEITHER,
					Duration.ZERO));
			return List.of();
		}
		if (local.ruledOut() && unlocated.probe() == Probe.AUTO) {
			return List.of();
		}
		DetectionSettings settings = unlocated.locate(MetadataServices.providers(), false, files);
		List<CloudProvider> addressed = addressed(settings, evidence);
		if (!addressed.isEmpty()) {
			return addressed;
		}
		CloudProvider hinted = local.hinted();
		if (hinted != null && settings.endpoint(hinted) != null) {
			return mayBeAsked(settings, hinted, evidence) ? List.of(hinted) : List.of();
		}
		List<CloudProvider> candidates = ProbePlan.candidates(settings::endpoint, evidence);
		for (CloudProvider candidate : candidates) {
			MetadataEndpoint endpoint = settings.endpoint(candidate);
			if (endpoint != null && endpoint.ignoredVariable() != null) {
				evidence.add(new Evidence(endpoint.ignoredVariable(), "is ignored, as its value is no address",
						candidate, Bearing.NEITHER, Duration.ZERO));
			}
		}
		return candidates;
	}

	/**
	 * Returns the clouds whose metadata service has a configured address. If several
	 * clouds have the same address, it does not identify one of them: then only those are
	 * candidates that may be queried without evidence.
	 */
	private static List<CloudProvider> addressed(DetectionSettings settings, List<Evidence> evidence) {
		List<CloudProvider> addressed = new ArrayList<>();
		Set<CloudProvider> planned = ProbePlan.providers();
		Set<URI> probed = planned.stream()
			.map(settings::endpoint)
			.filter((endpoint) -> endpoint != null && endpoint.configured())
			.map(MetadataEndpoint::uri)
			.collect(Collectors.toSet());
		for (CloudProvider provider : MetadataServices.providers()) {
			MetadataService service = settings.service(provider);
			MetadataEndpoint endpoint = settings.endpoint(provider);
			if (service == null || endpoint == null || !endpoint.configured() || endpoint.disabledBy() != null) {
				continue;
			}
			if (planned.contains(provider) || service.isNamedBy(endpoint) || !probed.contains(endpoint.uri())) {
				addressed.add(provider);
				evidence.add(new Evidence("endpoint of " + provider, endpoint.uri().toString(), provider, Bearing.FOR,
						Duration.ZERO));
			}
		}
		return addressed;
	}

	private static boolean mayBeAsked(DetectionSettings settings, CloudProvider provider, List<Evidence> evidence) {
		MetadataEndpoint endpoint = settings.endpoint(provider);
		if (endpoint == null || endpoint.disabledBy() == null) {
			return true;
		}
		evidence.add(ProbePlan.forbidden(endpoint.disabledBy(), provider));
		return false;
	}

}

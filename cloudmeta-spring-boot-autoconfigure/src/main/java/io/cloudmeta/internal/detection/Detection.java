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

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.cloudmeta.CloudPlacement;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.Evidence;
import io.cloudmeta.Evidence.Bearing;
import io.cloudmeta.internal.cloud.MetadataServices;
import io.cloudmeta.internal.detection.CloudProber.Outcome;
import io.cloudmeta.internal.evidence.LocalFiles;
import io.cloudmeta.internal.http.Deadline;
import io.cloudmeta.internal.http.RehearsedSession;
import io.cloudmeta.internal.platform.PlatformMatch;
import io.cloudmeta.internal.platform.PlatformMatch.Weight;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataDocument;
import io.cloudmeta.spi.MetadataService;
import org.jspecify.annotations.Nullable;

/**
 * One detection: the decision, the client that confirms it, and the result of what was
 * found. Used once.
 */
final class Detection {

	private static final int MAX_TAGS = 1000;

	/** How many clouds of the plan are common or come before those. */
	private static final int FIRST_CLOUDS = 5;

	private final DetectionSettings settings;

	private final MetadataSessions sessions;

	private final LocalFiles files;

	private final Duration timeout;

	private final boolean again;

	private @Nullable CloudProber prober;

	private final DetectionResultBuilder findings = new DetectionResultBuilder();

	/**
	 * Creates a detection.
	 * @param settings the settings
	 * @param sessions the sessions
	 * @param files reads the machine's files
	 * @param timeout the time that all candidates together have to prove themselves
	 * @param again whether there was one before, so that what is wanted is news
	 * @param prober what probed in the attempt that this one continues, or {@code null}
	 */
	Detection(DetectionSettings settings, MetadataSessions sessions, LocalFiles files, Duration timeout, boolean again,
			@Nullable CloudProber prober) {
		this.settings = settings;
		this.sessions = sessions;
		this.files = files;
		this.timeout = timeout;
		this.again = again;
		this.prober = prober;
	}

	/**
	 * Returns what probed, for another attempt to continue.
	 * @return the prober, or {@code null} if nothing was probed
	 */
	@Nullable CloudProber prober() {
		return this.prober;
	}

	DetectionResult run() {
		if (!this.settings.enabled()) {
			this.findings.add(new Evidence("cloudmeta.enabled", "false", null, Bearing.AGAINST, Duration.ZERO));
			this.findings.conclusive(true);
			return this.findings.build(InstanceMetadata.of(CloudProvider.LOCAL).build(), null);
		}
		LocalDecision decision = LocalDecider.decide(this.settings, this.files);
		DetectionSettings located = located(decision);
		this.files.finish();
		this.findings.add(decision.evidence());
		if (this.files.getHung() != null) {
			this.findings.hung(this.files.getHung(), this.settings.detectionTimeout());
		}
		for (MetadataService service : located.furtherServices()) {
			if (located.endpoint(service.getProvider()) == null) {
				this.findings.failing(service.getProvider(), "getEndpoint");
			}
		}
		this.findings.conclusive(decision.conclusive());
		InstanceMetadata identity = withFixedValues(onPlatforms(identity(decision, located), decision));
		return this.findings.build(identity, located.endpoint(identity.getProvider()));
	}

	/**
	 * Returns the settings with what local files hold of the clouds that are queried.
	 */
	private DetectionSettings located(LocalDecision decision) {
		CloudProvider proven = decision.proven();
		if (proven == null) {
			return this.settings.locate(decision.candidates(), false, this.files);
		}
		return (this.settings.fixedProvider() == null) ? this.settings.locate(List.of(proven), true, this.files)
				: this.settings;
	}

	private InstanceMetadata identity(LocalDecision decision, DetectionSettings located) {
		CloudProvider proven = decision.proven();
		boolean none = proven == null && decision.candidates().isEmpty() && decision.platforms().isEmpty();
		if (none || CloudProvider.LOCAL.equals(proven)) {
			return InstanceMetadata.of(CloudProvider.LOCAL).build();
		}
		if (proven != null && this.settings.fixedProvider() != null) {
			return InstanceMetadata.of(proven).build();
		}
		if (proven != null && decision.oftenClosed() != null) {
			rehearse(List.of(proven), located);
		}
		else if (proven == null && !decision.candidates().isEmpty()) {
			rehearse(decision.candidates(), located);
		}
		IdentityReader reader = new IdentityReader(located, this.sessions, decision, this.findings, this.timeout,
				this.again);
		if (proven != null) {
			return reader.read(proven);
		}
		InstanceMetadata platform = reader.provePlatform();
		return (platform != null) ? platform : probe(decision, reader, located);
	}

	/**
	 * Loads what the requests to the first clouds and their responses need, which is no
	 * waiting for a response: it can take as long as the time limit of all requests. Code
	 * of other libraries is called only where its cloud is queried.
	 */
	private void rehearse(List<CloudProvider> candidates, DetectionSettings located) {
		if (this.again) {
			return;
		}
		List<CloudProvider> first = candidates.stream()
			.filter((provider) -> MetadataServices.registered()
				.stream()
				.noneMatch((service) -> service.getProvider().equals(provider)))
			.limit(FIRST_CLOUDS)
			.toList();
		MetadataDocument.parse("{\"name\": \"value\"}");
		Deadline deadline = Deadline.after(located.detectionTimeout());
		MetadataSessions rehearsed = new MetadataSessions(RehearsedSession::new);
		new CloudProber(rehearsed).run(located, first, deadline, deadline);
		rehearsed.close();
	}

	private InstanceMetadata probe(LocalDecision decision, IdentityReader reader, DetectionSettings located) {
		CloudProber cloudProber = (this.prober != null) ? this.prober : new CloudProber(this.sessions);
		this.prober = cloudProber;
		CloudProvider known = cloudProber.proven();
		if (known != null) {
			this.findings.conclusive(true);
			return reader.read(known);
		}
		Outcome outcome = cloudProber.run(located, decision.candidates(), reader.detectionDeadline(),
				reader.fetchDeadline());
		this.findings.add(outcome.evidence());
		CloudProvider provider = outcome.provider();
		if (provider != null) {
			this.findings.conclusive(true);
			return proven(provider, outcome);
		}
		boolean probed = !decision.candidates().isEmpty();
		this.findings.conclusive(probed && outcome.outlook() == null);
		this.findings.outlook(outcome.outlook());
		PlatformMatch own = decision.ownPlatform();
		return (own != null) ? own.identity() : InstanceMetadata.of(CloudProvider.LOCAL).build();
	}

	private InstanceMetadata proven(CloudProvider provider, Outcome outcome) {
		if (outcome.identity() != null) {
			this.findings.fetched();
			return outcome.identity();
		}
		if (outcome.failure() != null) {
			this.findings.unread(provider.getDisplayName(), outcome.failure());
		}
		MetadataService service = this.settings.service(provider);
		return (service != null) ? service.identify(Map.of()) : InstanceMetadata.of(provider).build();
	}

	/**
	 * Adds the environment's values of the platforms on which the application runs. A
	 * platform that can run on any machines provides nothing about the machine itself.
	 */
	private InstanceMetadata onPlatforms(InstanceMetadata identity, LocalDecision decision) {
		if (identity.getProvider().equals(CloudProvider.LOCAL)) {
			return identity;
		}
		InstanceMetadata result = identity;
		PlatformMatch platform = decision.platformOf(identity.getProvider());
		if (platform != null && platform.weight() != Weight.OF_ITS_OWN) {
			result = platform.platform().refine(result, platform);
		}
		for (PlatformMatch signs : decision.platforms()) {
			if (signs.weight() == Weight.OF_ITS_OWN) {
				result = result.completedBy(InstanceMetadata.of(identity.getProvider())
					.attributes(signs.identity().getAttributes())
					.build());
			}
		}
		return result;
	}

	private InstanceMetadata withFixedValues(InstanceMetadata identity) {
		InstanceMetadata.Builder builder = identity.toBuilder();
		Map<String, String> tags = identity.getTags();
		if (tags != null) {
			builder.tags(effectiveTags(this.settings, tags));
			String excess = excess(identity.getProvider(), tags);
			if (excess != null) {
				this.findings.addFailure(excess);
			}
		}
		if (!identity.getAttributes().isEmpty()) {
			builder.attributes(guardedAttributes(identity));
		}
		for (Map.Entry<CloudField, String> fixed : this.settings.fixedValues().entrySet()) {
			if (fixed.getKey() != CloudField.PROVIDER) {
				builder.set(fixed.getKey(), fixed.getValue());
			}
		}
		CloudPlacement placement = identity.getPlacement();
		if (placement != null && !this.settings.fixedPlacement().isEmpty()) {
			Map<String, String> ids = new LinkedHashMap<>(placement.toMap());
			ids.putAll(this.settings.fixedPlacement());
			builder.placement(ids);
		}
		return builder.build();
	}

	/**
	 * Returns the attributes that may be shown: none if the code of the provider that
	 * restricts them fails.
	 */
	private Map<String, String> guardedAttributes(InstanceMetadata identity) {
		try {
			return visibleAttributes(identity);
		}
		catch (RuntimeException | LinkageError | StackOverflowError ex) {
			this.findings.failing(identity.getProvider(), "getRestrictedPaths or tagOf");
			return Map.of();
		}
	}

	private Map<String, String> visibleAttributes(InstanceMetadata identity) {
		MetadataService service = this.settings.service(identity.getProvider());
		Map<String, String> attributes = new LinkedHashMap<>(identity.getAttributes());
		if (service != null) {
			attributes.entrySet()
				.removeIf((attribute) -> service.getRestrictedPaths().hides(attribute.getKey())
						|| isHiddenTag(service, attribute.getKey(), attribute.getValue()));
		}
		return attributes;
	}

	private boolean isHiddenTag(MetadataService service, String path, String value) {
		String tag = service.tagOf(path.replace('.', '/').replace('[', '/'));
		if (tag == null) {
			return false;
		}
		if (!this.settings.tagFilter().allowsAll() && (tag.isEmpty() || !this.settings.tagFilter().test(tag))) {
			return true;
		}
		// an element of a list of tags that are only names
		return tag.isEmpty() && path.endsWith("]") && InstanceMetadata.isSecretTag(value);
	}

	/**
	 * Returns the fixed tags, and then those of the cloud that may be read, up to a
	 * limit.
	 * @param settings the settings
	 * @param tags the cloud's tags
	 * @return the tags that the views show
	 */
	static Map<String, String> effectiveTags(DetectionSettings settings, Map<String, String> tags) {
		Map<String, String> effective = new LinkedHashMap<>(settings.fixedTags());
		for (Map.Entry<String, String> tag : tags.entrySet()) {
			if (effective.size() >= MAX_TAGS) {
				break;
			}
			if (settings.tagFilter().test(tag.getKey()) && !InstanceMetadata.isSecretTag(tag.getKey())) {
				effective.putIfAbsent(tag.getKey(), tag.getValue());
			}
		}
		return effective;
	}

	/**
	 * Returns the failure of a cloud with more tags than are read.
	 * @param provider the cloud
	 * @param tags its tags
	 * @return the failure, or {@code null} if all tags are read
	 */
	static @Nullable String excess(CloudProvider provider, Map<String, String> tags) {
		return (tags.size() < MAX_TAGS) ? null
				: "Only the first %d tags from %s are read: set cloudmeta.instance.tags.* if another one is needed"
					.formatted(MAX_TAGS, provider.getDisplayName());
	}

}

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
import java.util.Arrays;
import java.util.List;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.Evidence;
import io.cloudmeta.Evidence.Bearing;
import io.cloudmeta.internal.evidence.LocalEvidence;
import io.cloudmeta.internal.http.Deadline;
import io.cloudmeta.internal.http.MetadataCall;
import io.cloudmeta.internal.http.MetadataCall.Exchange;
import io.cloudmeta.internal.http.MetadataSession;
import io.cloudmeta.internal.platform.PlatformMatch;
import io.cloudmeta.internal.platform.PlatformMatch.Weight;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataService;
import org.jspecify.annotations.Nullable;

/**
 * Reads the identity from a cloud that is known to be the one, or from its platform.
 */
final class IdentityReader {

	/** How long a service that is often closed may be silent, if not longer. */
	private static final Duration SILENCE = Duration.ofSeconds(1);

	private final DetectionSettings settings;

	private final MetadataSessions sessions;

	private final LocalDecision decision;

	private final DetectionResultBuilder findings;

	private final Deadline detectionDeadline;

	private final Deadline fetchDeadline;

	/** The deadline of a service that is often closed. */
	private final Deadline silenceDeadline;

	private final boolean again;

	/**
	 * Creates a reader, whose deadlines begin now.
	 * @param settings the settings
	 * @param sessions the sessions
	 * @param decision what is known of the machine
	 * @param findings receives what is found
	 * @param timeout the time that all that may be no cloud has together
	 * @param again whether it was read before, so that what is wanted is news
	 */
	IdentityReader(DetectionSettings settings, MetadataSessions sessions, LocalDecision decision,
			DetectionResultBuilder findings, Duration timeout, boolean again) {
		this.settings = settings;
		this.sessions = sessions;
		this.decision = decision;
		this.findings = findings;
		this.detectionDeadline = Deadline.after(timeout);
		this.fetchDeadline = Deadline.after(settings.fetchTimeout());
		this.silenceDeadline = this.fetchDeadline.within((timeout.compareTo(SILENCE) > 0) ? timeout : SILENCE);
		this.again = again;
	}

	InstanceMetadata read(CloudProvider provider) {
		PlatformMatch platform = this.decision.platformOf(provider);
		if (platform == null) {
			return readService(provider);
		}
		this.findings.askable(platform.metadataService());
		if (platform.failure() != null) {
			this.findings.addFailure(platform.failure());
		}
		if (platform.endpoint() != null) {
			return readPlatform(platform, platform.endpoint());
		}
		if (!platform.metadataService() || platform.weight() == Weight.OF_ITS_OWN) {
			return platform.identity();
		}
		return readService(provider);
	}

	private InstanceMetadata readPlatform(PlatformMatch signs, MetadataEndpoint endpoint) {
		String name = signs.platform().getName();
		InstanceMetadata identity = ask(this.sessions.of(name, endpoint), signs.provider(), name,
				(client) -> signs.platform().identify(client, signs));
		if (identity != null) {
			return identity;
		}
		return signs.metadataService() ? readService(signs.provider()) : signs.identity();
	}

	private InstanceMetadata readService(CloudProvider provider) {
		MetadataService service = this.settings.service(provider);
		MetadataEndpoint endpoint = this.settings.endpoint(provider);
		if (service == null || endpoint == null) {
			this.findings
				.addFailure("cloudmeta does not read the metadata of %s: set cloudmeta.instance.* for what is needed"
					.formatted(provider.getDisplayName()));
			return InstanceMetadata.of(provider).build();
		}
		if (endpoint.ignoredVariable() != null) {
			this.findings.addFailure("%s is ignored, as its value is no address: correct or remove it"
				.formatted(endpoint.ignoredVariable()));
		}
		PlatformMatch oftenClosed = this.decision.oftenClosed();
		if (endpoint.disabledBy() != null && oftenClosed != null) {
			this.findings.add(ProbePlan.forbidden(endpoint.disabledBy(), provider));
			return standIn(service, endpoint);
		}
		if (endpoint.disabledBy() != null) {
			this.findings
				.addFailure("%s forbids requests to the metadata service of %s: remove it or set cloudmeta.instance.*"
					.formatted(endpoint.disabledBy(), provider.getDisplayName()));
			return standIn(service, endpoint);
		}
		if (this.settings.fetchSource() == FetchSource.CLOUD_INIT && !this.again && !this.decision.values().isEmpty()) {
			return standIn(service, endpoint);
		}
		MetadataSession session = this.sessions.of(provider, this.settings);
		Exchange<InstanceMetadata> course = (client) -> service.identify(client, true);
		InstanceMetadata identity = (oftenClosed != null) ? askIfOpen(session, provider, oftenClosed, course)
				: ask(session, provider, provider.getDisplayName(), course);
		return (identity != null) ? identity : standIn(service, endpoint);
	}

	/**
	 * Returns the values of the firmware, and those that cloud-init read when the machine
	 * booted.
	 */
	private InstanceMetadata standIn(MetadataService service, MetadataEndpoint endpoint) {
		InstanceMetadata identity = service.identify(this.decision.dmi(), endpoint);
		InstanceMetadata.Builder local = InstanceMetadata.of(identity.getProvider());
		this.decision.values().forEach(local::set);
		InstanceMetadata whole = identity.completedBy(local.build());
		List<String> added = Arrays.stream(CloudField.values())
			.filter((field) -> identity.get(field) == null && whole.get(field) != null)
			.map(CloudField::getName)
			.toList();
		if (!added.isEmpty()) {
			this.findings.add(new Evidence(LocalEvidence.CLOUD_INIT,
					"is used instead of the metadata service: " + String.join(", ", added), identity.getProvider(),
					Bearing.NEITHER, Duration.ZERO));
		}
		return whole;
	}

	/**
	 * Queries a platform whose variables decide nothing by themselves, but lead to
	 * metadata that only this platform has.
	 * @return the identity, or {@code null} if no platform has proved itself
	 */
	@Nullable InstanceMetadata provePlatform() {
		if (this.settings.probe() == Probe.NEVER) {
			return null;
		}
		for (PlatformMatch signs : this.decision.platforms()) {
			if (signs.endpoint() != null) {
				String name = signs.platform().getName();
				InstanceMetadata identity = askOnce(this.sessions.of(name, signs.endpoint()), signs.provider(), name,
						// the clouds need time too
						(client) -> signs.platform().identify(client.withinPart(2), signs));
				if (identity != null) {
					this.findings.askable(signs.metadataService());
					this.findings.conclusive(true);
					return identity;
				}
			}
		}
		return null;
	}

	/**
	 * Returns the deadline over all that may be no cloud.
	 */
	Deadline detectionDeadline() {
		return this.detectionDeadline;
	}

	/**
	 * Returns the deadline over all that is known to be the cloud. It is not before the
	 * other one, so that a cloud that proves itself never has less time than before.
	 */
	Deadline fetchDeadline() {
		return (this.fetchDeadline.nanoTime() - this.detectionDeadline.nanoTime() < 0) ? this.detectionDeadline
				: this.fetchDeadline;
	}

	/**
	 * Queries a service that is known to be the right one: a platform's metadata and the
	 * cloud's below it share one deadline.
	 * @return the identity, or {@code null} if it was not read, for the reason in the
	 * failures
	 */
	private @Nullable InstanceMetadata ask(MetadataSession session, CloudProvider provider, String name,
			Exchange<InstanceMetadata> course) {
		long begin = System.nanoTime();
		try {
			InstanceMetadata identity = MetadataCall.startWithRetries(session, this.fetchDeadline, course).await();
			this.findings.answered(session, provider, name, begin);
			return identity;
		}
		catch (MetadataException ex) {
			return unread(session, provider, name, ex, begin);
		}
	}

	private @Nullable InstanceMetadata unread(MetadataSession session, CloudProvider provider, String name,
			MetadataException ex, long begin) {
		this.findings.unread(name, ex);
		this.findings.unanswered(session, provider, ex, "", begin);
		return null;
	}

	/**
	 * Queries the right service where applications often have no access to it, by
	 * intention: its silence ends soon, is no failure, and no getter waits for it again.
	 * One that responds, or has responded before, is like any other.
	 * @return the identity, or {@code null} if it was not read
	 */
	private @Nullable InstanceMetadata askIfOpen(MetadataSession session, CloudProvider provider, PlatformMatch signs,
			Exchange<InstanceMetadata> course) {
		if (session.isOpen()) {
			return ask(session, provider, provider.getDisplayName(), course);
		}
		long begin = System.nanoTime();
		try {
			InstanceMetadata identity = MetadataCall
				.startWithRetries(session, this.silenceDeadline, this.fetchDeadline, course)
				.await();
			this.findings.answered(session, provider, provider.getDisplayName(), begin);
			return identity;
		}
		catch (MetadataException ex) {
			if (session.isOpen() || !ex.getKind().isSilence()) {
				return unread(session, provider, provider.getDisplayName(), ex, begin);
			}
			this.findings.closed(session, provider, signs.platform().getName(), ex, begin);
			return null;
		}
	}

	/**
	 * Queries a service that may be silent without a failure: once, and not for long.
	 * @return the identity, or {@code null} if there is none
	 */
	private @Nullable InstanceMetadata askOnce(MetadataSession session, CloudProvider provider, String name,
			Exchange<InstanceMetadata> course) {
		long begin = System.nanoTime();
		try {
			InstanceMetadata identity = MetadataCall.start(session, this.detectionDeadline, course).await();
			this.findings.answered(session, provider, name, begin);
			return identity;
		}
		catch (MetadataException ex) {
			this.findings.unanswered(session, provider, ex, "", begin);
			return null;
		}
	}

}

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

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.Evidence;
import io.cloudmeta.Evidence.Bearing;
import io.cloudmeta.internal.http.MetadataSession;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Collects the result of one detection. Used by one thread.
 */
final class DetectionResultBuilder {

	private final long start = System.nanoTime();

	private final List<Evidence> evidence = new ArrayList<>();

	private final List<String> failures = new ArrayList<>();

	private @Nullable Instant fetchedAt;

	private boolean conclusive;

	private @Nullable Outlook outlook;

	private String notice = "";

	/** Whether further values can be fetched from the cloud's metadata service. */
	private boolean askable = true;

	void add(Collection<Evidence> evidence) {
		this.evidence.addAll(evidence);
	}

	void add(Evidence evidence) {
		this.evidence.add(evidence);
	}

	void addFailure(String failure) {
		this.failures.add(failure);
	}

	/**
	 * Notes that a local file could not be read, nor those after it.
	 */
	void hung(Path file, Duration limit) {
		String finding = "was not read within %d ms".formatted(limit.toMillis());
		add(new Evidence(file.toString(), finding, null, Bearing.NEITHER, limit));
		addFailure("%s %s: its file system hangs; until it responds, the detection works without further files"
			.formatted(file, finding));
	}

	/**
	 * Notes that code of a provider fails. Its message may repeat a response.
	 */
	void failing(CloudProvider provider, String method) {
		addFailure(failure(provider, method));
	}

	static String failure(CloudProvider provider, String method) {
		return "Metadata of %s is left out, as the provider's own code fails (%s)".formatted(provider.getDisplayName(),
				method);
	}

	/**
	 * Records that the identity was read from a cloud.
	 */
	void fetched() {
		this.fetchedAt = Instant.now();
	}

	void answered(MetadataSession session, CloudProvider provider, String name, long begin) {
		fetched();
		add(new Evidence(source(session), "responds as " + name + " does", provider, Bearing.FOR, since(begin)));
	}

	void unanswered(MetadataSession session, CloudProvider provider, MetadataException ex, String remark, long begin) {
		add(new Evidence(source(session), ex.getMessage() + remark, provider,
				(ex.getKind() == Kind.NOT_THIS_CLOUD) ? Bearing.AGAINST : Bearing.NEITHER, since(begin)));
	}

	void unread(String name, MetadataException ex) {
		outlook(Outlook.of(ex.getKind()));
		addFailure("The metadata of %s was not read, as %s".formatted(name, ex.toLine()));
	}

	/**
	 * Notes that a service does not respond where that is usual.
	 */
	void closed(MetadataSession session, CloudProvider provider, String platform, MetadataException ex, long begin) {
		unanswered(session, provider, ex, ", which is usual on " + platform, begin);
		outlook(Outlook.of(ex.getKind()));
		askable(false);
		this.notice = "; its metadata service does not respond, which is usual on %s: set cloudmeta.instance.* for what is needed"
			.formatted(platform);
	}

	void conclusive(boolean conclusive) {
		this.conclusive |= conclusive;
	}

	void outlook(@Nullable Outlook outlook) {
		if (outlook != null) {
			this.outlook = Outlook.of(this.outlook, outlook);
		}
	}

	void askable(boolean askable) {
		this.askable = askable;
	}

	DetectionResult build(InstanceMetadata identity, @Nullable MetadataEndpoint endpoint) {
		for (String failure : identity.getFailures()) {
			addFailure(failure);
		}
		return new DetectionResult(identity, this.fetchedAt, this.evidence, this.failures, this.conclusive,
				this.askable ? endpoint : null, this.outlook, this.notice, since(this.start));
	}

	static String source(MetadataSession session) {
		return "metadata service at " + session.getEndpoint().uri();
	}

	static Duration since(long nanoTime) {
		return Duration.ofNanos(System.nanoTime() - nanoTime);
	}

}

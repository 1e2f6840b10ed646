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

import java.util.function.Supplier;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.http.Deadline;
import io.cloudmeta.internal.http.MetadataCall;
import io.cloudmeta.internal.http.MetadataCall.Callback;
import io.cloudmeta.internal.http.MetadataSession;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.function.SingletonSupplier;

/**
 * What one detection asks of services that something speaks for, and the two deadlines
 * over it, which begin when they are first needed.
 */
final class Enquiry {

	private final Findings findings;

	private final Supplier<Deadline> detectionDeadline;

	private final Supplier<Deadline> fetchDeadline;

	Enquiry(DetectionSettings settings, Findings findings) {
		this.findings = findings;
		this.detectionDeadline = SingletonSupplier.of(() -> Deadline.after(settings.detectionTimeout()));
		this.fetchDeadline = SingletonSupplier.of(() -> Deadline.after(settings.fetchTimeout()));
	}

	/**
	 * Returns the deadline over all that may be no cloud.
	 */
	Deadline detectionDeadline() {
		return this.detectionDeadline.get();
	}

	/**
	 * Asks a service that is known to be the right one: a platform's metadata and the
	 * cloud's below it share one deadline.
	 * @return the identity, or {@code null} if it was not read, which the failures tell
	 */
	@Nullable InstanceMetadata ask(MetadataSession session, CloudProvider provider, String name,
			Callback<InstanceMetadata> course) {
		long begin = System.nanoTime();
		try {
			InstanceMetadata identity = MetadataCall.startWithRetries(session, this.fetchDeadline.get(), (course))
				.await();
			this.findings.answered(session, provider, name, begin);
			return identity;
		}
		catch (MetadataException ex) {
			this.findings.unread(name, ex);
			this.findings.unanswered(session, provider, ex, "", begin);
			return null;
		}
	}

	/**
	 * Asks a service that is no failure if it does not answer: once, and not for long.
	 * @return the identity, or {@code null} if there is none
	 */
	@Nullable InstanceMetadata askOnce(MetadataSession session, CloudProvider provider, String name, String remark,
			Callback<InstanceMetadata> course) {
		long begin = System.nanoTime();
		try {
			InstanceMetadata identity = MetadataCall.start(session, detectionDeadline(), course).await();
			this.findings.answered(session, provider, name, begin);
			return identity;
		}
		catch (MetadataException ex) {
			this.findings.unanswered(session, provider, ex, remark, begin);
			return null;
		}
	}

}

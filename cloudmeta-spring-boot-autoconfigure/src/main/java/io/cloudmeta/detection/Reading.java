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

package io.cloudmeta.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.cloudmeta.CloudField;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.http.Conversation;
import io.cloudmeta.http.Conversation.Course;
import io.cloudmeta.http.Deadline;
import io.cloudmeta.http.Exchange;
import io.cloudmeta.http.MetadataException;
import io.cloudmeta.http.MetadataSession;
import io.cloudmeta.http.Retry;
import io.cloudmeta.platform.Platforms;
import io.cloudmeta.provider.Identity;
import io.cloudmeta.provider.MetadataPath;
import io.cloudmeta.provider.MetadataService;
import io.cloudmeta.provider.Text;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot and what was fetched for it since. What is known is read without a lock; one
 * request at a time is made for what is not.
 */
final class Reading {

	private static final int MAX_FAILURES = 100;

	private final Snapshot snapshot;

	private final DetectionSettings settings;

	private final @Nullable MetadataService service;

	private final @Nullable MetadataSession session;

	private final Map<CloudField, Optional<String>> fields = new ConcurrentHashMap<>();

	private final Map<String, Optional<String>> attributes = new ConcurrentHashMap<>();

	private volatile @Nullable Map<String, String> tags;

	private volatile @Nullable List<NetworkInterface> networkInterfaces;

	private volatile List<String> failures;

	/** Not to let each getter wait for a service that has just not answered. */
	private volatile @Nullable Deadline pause;

	/**
	 * Creates a reading.
	 * @param snapshot the snapshot
	 * @param settings the settings
	 * @param service the service that can be asked for more, or {@code null}
	 * @param session the session with it, or {@code null}
	 */
	Reading(Snapshot snapshot, DetectionSettings settings, @Nullable MetadataService service,
			@Nullable MetadataSession session) {
		this.snapshot = snapshot;
		this.settings = settings;
		this.service = service;
		this.session = session;
		this.tags = snapshot.identity().getTags();
		this.networkInterfaces = snapshot.identity().getNetworkInterfaces();
		this.failures = snapshot.failures();
	}

	Snapshot snapshot() {
		return this.snapshot;
	}

	Identity identity() {
		return this.snapshot.identity();
	}

	List<String> failures() {
		return this.failures;
	}

	@Nullable String get(CloudField field) {
		String value = identity().get(field);
		if (value != null || !identity().isDeferred(field)) {
			return value;
		}
		String tag = (this.service != null) ? this.service.tagOf(field) : null;
		if (tag != null && !this.settings.tagFilter().test(tag)) {
			return null;
		}
		return fetched(this.fields, field, (service, exchange) -> checked(field, service.fetch(exchange, field)));
	}

	@Nullable String attribute(String path) {
		if (this.service == null) {
			return attributeOfKnown(path);
		}
		MetadataPath.check(this.service, path);
		String found = checked(path, this.service.find(identity().getAttributes(), path));
		String tag = this.service.tagOf(path);
		if (tag != null && !this.settings.tagFilter().allowsAll() && !this.settings.tagFilter().test(tag)) {
			return null;
		}
		return (found != null || Platforms.isVariable(this.service.getProvider(), path)) ? found
				: fetched(this.attributes, path, (service, exchange) -> checked(path, service.fetch(exchange, path)));
	}

	private @Nullable String attributeOfKnown(String path) {
		String known = identity().getAttributes().get(path);
		if (known == null) {
			MetadataPath.check(this.settings.service(identity().getProvider()), path);
		}
		return known;
	}

	private @Nullable String checked(CloudField field, @Nullable String text) {
		return noted(Identity.of(identity().getProvider()).set(field, text)).get(field);
	}

	private @Nullable String checked(String path, @Nullable String text) {
		String block = Text.block(text);
		String violation = (block != null) ? Text.violation(block) : null;
		if (violation != null) {
			note("The value of %s was ignored, as %s: use the cloud's own SDK if it is needed".formatted(path,
					violation));
			return null;
		}
		return block;
	}

	private Identity noted(Identity.Builder builder) {
		Identity identity = builder.build();
		identity.getFailures().forEach(this::note);
		return identity;
	}

	Map<String, String> tags() {
		Map<String, String> current = this.tags;
		if (current != null) {
			return current;
		}
		synchronized (this) {
			current = this.tags;
			if (current == null) {
				current = ask((service, exchange) -> service.fetchTags(exchange, this::isReadable));
				if (current != null) {
					current = noted(
							Identity.of(identity().getProvider()).tags(Detection.effectiveTags(this.settings, current)))
						.getTags();
					this.tags = current;
				}
			}
			return (current != null) ? current : fixedTags();
		}
	}

	private Map<String, String> fixedTags() {
		Map<String, String> tags = Identity.of(identity().getProvider())
			.tags(this.settings.fixedTags())
			.build()
			.getTags();
		return (tags != null) ? tags : Map.of();
	}

	private boolean isReadable(String tag) {
		return this.settings.tagFilter().test(tag) && !Identity.isSecretTag(tag);
	}

	List<NetworkInterface> networkInterfaces() {
		List<NetworkInterface> current = this.networkInterfaces;
		if (current != null) {
			return current;
		}
		synchronized (this) {
			current = this.networkInterfaces;
			if (current == null) {
				current = ask(MetadataService::fetchNetworkInterfaces);
				if (current != null) {
					current = noted(Identity.of(identity().getProvider()).networkInterfaces(current))
						.getNetworkInterfaces();
					this.networkInterfaces = current;
				}
			}
			return (current != null) ? current : List.of();
		}
	}

	/**
	 * Fetches the user data, which is not kept.
	 */
	byte @Nullable [] userData() {
		Optional<byte[]> data = ask((service, exchange) -> Optional.ofNullable(service.fetchUserData(exchange)));
		return (data != null) ? data.orElse(null) : null;
	}

	private <K> @Nullable String fetched(Map<K, Optional<String>> known, K key, Question<@Nullable String> question) {
		Optional<String> value = known.get(key);
		if (value == null) {
			synchronized (this) {
				value = known.get(key);
				if (value == null) {
					value = ask((service, exchange) -> Optional.ofNullable(question.put(service, exchange)));
					if (value != null) {
						known.put(key, value);
					}
				}
			}
		}
		return (value != null) ? value.orElse(null) : null;
	}

	private <T> @Nullable T ask(Question<T> question) {
		Deadline pause = this.pause;
		if (this.service == null || this.session == null || (pause != null && !pause.isOver())) {
			return null;
		}
		MetadataService service = this.service;
		try {
			Course<T> course = Retry.of((exchange) -> question.put(service, exchange));
			return Conversation.start(this.session, Deadline.after(this.settings.fetchTimeout()), course).await();
		}
		catch (MetadataException ex) {
			this.pause = Deadline.after(this.settings.fetchTimeout());
			note("A value of %s was not read, as %s".formatted(service.getProvider().getDisplayName(), ex.toLine()));
			return null;
		}
	}

	private void note(String failure) {
		if (!this.failures.contains(failure) && this.failures.size() < MAX_FAILURES) {
			List<String> more = new ArrayList<>(this.failures);
			more.add(failure);
			this.failures = List.copyOf(more);
		}
	}

	/**
	 * Something to ask a metadata service.
	 */
	@FunctionalInterface
	private interface Question<T extends @Nullable Object> {

		T put(MetadataService service, Exchange exchange) throws MetadataException;

	}

}

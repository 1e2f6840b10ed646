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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.http.MetadataSession;
import io.cloudmeta.spi.MetadataEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that outlive a detection: their tokens serve later requests.
 */
final class MetadataSessions {

	private final Map<Service, MetadataSession> sessions = new ConcurrentHashMap<>();

	private final Function<MetadataEndpoint, MetadataSession> factory;

	private volatile boolean closed;

	MetadataSessions() {
		this(MetadataSession::new);
	}

	/**
	 * Creates sessions of another kind.
	 * @param factory creates a session
	 */
	MetadataSessions(Function<MetadataEndpoint, MetadataSession> factory) {
		this.factory = factory;
	}

	MetadataSession of(CloudProvider provider, DetectionSettings settings) {
		MetadataEndpoint endpoint = settings.endpoint(provider);
		if (endpoint == null) {
			throw new IllegalStateException("There is no endpoint for " + provider);
		}
		return of(provider.getId(), endpoint);
	}

	MetadataSession of(String name, MetadataEndpoint endpoint) {
		MetadataSession session = this.sessions.computeIfAbsent(new Service(name, endpoint),
				(service) -> this.factory.apply(service.endpoint()));
		if (this.closed) {
			session.close();
		}
		return session;
	}

	/**
	 * Closes all sessions, and each that is opened later.
	 */
	void close() {
		this.closed = true;
		this.sessions.values().forEach(MetadataSession::close);
	}

	int requests() {
		return this.sessions.values().stream().mapToInt(MetadataSession::getRequests).sum();
	}

	/**
	 * A metadata service as it was found: local files may lead elsewhere later.
	 *
	 * @param name the cloud's id or the platform's name
	 * @param endpoint the endpoint
	 */
	private record Service(String name, MetadataEndpoint endpoint) {

		// written by hand for the reason that MetadataEndpoint gives

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Service service && this.name.equals(service.name)
					&& this.endpoint.equals(service.endpoint);
		}

		@Override
		public int hashCode() {
			return 31 * this.name.hashCode() + this.endpoint.hashCode();
		}

	}

}

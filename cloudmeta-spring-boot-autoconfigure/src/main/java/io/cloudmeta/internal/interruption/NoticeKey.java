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

package io.cloudmeta.internal.interruption;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import io.cloudmeta.internal.cloud.MetadataServices.Requester;
import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataResponse;
import org.jspecify.annotations.Nullable;

/**
 * One key of a metadata service that announces interruptions, and how often it is read.
 * Used by one thread at a time.
 */
final class NoticeKey {

	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	/** How long a service is asked to wait for a change. */
	private static final Duration WAIT = Duration.ofSeconds(60);

	private static final Duration WAIT_MARGIN = Duration.ofSeconds(20);

	/** Is no etag of any value, so that the service responds at once. */
	private static final String NO_ETAG = "NONE";

	private static final int MAX_RETRY_AFTER = 300;

	private final String name;

	private final String path;

	private final Reader reader;

	private Duration interval = Duration.ofSeconds(5);

	private Duration firstTimeout = TIMEOUT;

	private boolean waiting;

	private boolean decisive;

	private boolean read;

	private boolean refused;

	private String etag = NO_ETAG;

	private NoticeKey(String name, String path, Reader reader) {
		this.name = name;
		this.path = path;
		this.reader = reader;
	}

	/**
	 * Returns a key.
	 * @param name the cloud's own name of it
	 * @param path the path of the request, with its query
	 * @param reader reads the responses
	 * @return the key, which is read every five seconds
	 */
	static NoticeKey of(String name, String path, Reader reader) {
		return new NoticeKey(name, path, reader);
	}

	NoticeKey every(Duration interval) {
		this.interval = interval;
		return this;
	}

	/**
	 * Sets how long the first response may take.
	 */
	NoticeKey firstWithin(Duration timeout) {
		this.firstTimeout = timeout;
		return this;
	}

	/**
	 * Lets the service respond only when the value changes.
	 */
	NoticeKey waitForChange() {
		this.waiting = true;
		return this;
	}

	/**
	 * Reads the key once more when the JVM is shut down: it may have the reason.
	 */
	NoticeKey decisive() {
		this.decisive = true;
		return this;
	}

	String getName() {
		return this.name;
	}

	Duration getInterval() {
		return this.interval;
	}

	boolean isWaiting() {
		return this.waiting;
	}

	boolean isDecisive() {
		return this.decisive;
	}

	/**
	 * Returns how long the next reading may take.
	 */
	Duration getTimeout() {
		if (this.waiting && !this.etag.equals(NO_ETAG)) {
			return WAIT.plus(WAIT_MARGIN);
		}
		return this.read ? TIMEOUT : this.firstTimeout;
	}

	/**
	 * Reads the key, and waits for a change if it is one of those and was read before.
	 */
	Sighting read(MetadataClient client, Requester requester, AtomicBoolean newTokenRefused) throws MetadataException {
		String path = this.waiting ? waitingPath() : this.path;
		// after a failure, the value itself is needed
		this.etag = NO_ETAG;
		MetadataResponse response = requester.get(client, path);
		Sighting sighting = sighting(response, client, requester, newTokenRefused);
		boolean known = sighting.unknown() == null;
		String etag = response.header("ETag");
		this.read |= known;
		this.etag = (known && etag != null) ? etag : NO_ETAG;
		return sighting;
	}

	/**
	 * Returns whether the service has answered as if it did not wait: the same again.
	 */
	boolean isCurrent(String before) {
		return this.etag.equals(before);
	}

	String getEtag() {
		return this.etag;
	}

	private String waitingPath() {
		return "%s%swait_for_change=true&timeout_sec=%d&last_etag=%s".formatted(this.path,
				this.path.contains("?") ? "&" : "?", WAIT.toSeconds(),
				URLEncoder.encode(this.etag, StandardCharsets.US_ASCII));
	}

	/**
	 * Reads the key without waiting for a change.
	 */
	Sighting readNow(MetadataClient client, Requester requester, AtomicBoolean newTokenRefused)
			throws MetadataException {
		return sighting(requester.get(client, this.path), client, requester, newTokenRefused);
	}

	/**
	 * A refusal may be that of an expired token, so the next request sends a new one. If
	 * that is refused too, it is kept: each further one would take a request.
	 */
	private Sighting sighting(MetadataResponse response, MetadataClient client, Requester requester,
			AtomicBoolean newTokenRefused) throws MetadataException {
		Sighting sighting = this.reader.read(response, (path) -> requester.get(client, path));
		boolean before = this.refused;
		this.refused = sighting.unknown() != null && response.status() == 403;
		if (this.refused && !before && !newTokenRefused.getAndSet(true)) {
			client.discardToken();
		}
		else if (!this.refused) {
			newTokenRefused.set(false);
		}
		String unknown = (sighting.unknown() != null) ? sighting.unknown() : tooMany(sighting.interruptions().size());
		return (unknown != null) ? new Sighting(sighting.interruptions(), unknown, retryAfter(response)) : sighting;
	}

	private @Nullable String tooMany(int number) {
		return (number > KnownNotices.MAX_NOTICES) ? "%s announces %d interruptions, of which %d count"
			.formatted(this.name, number, KnownNotices.MAX_NOTICES) : null;
	}

	private static @Nullable Duration retryAfter(MetadataResponse response) {
		String seconds = response.header("Retry-After");
		return (seconds != null && seconds.matches("\\d{1,9}"))
				? Duration.ofSeconds(Math.min(MAX_RETRY_AFTER, Integer.parseInt(seconds))) : null;
	}

	/**
	 * Returns the sighting of a response that is neither a notice nor its absence.
	 */
	Sighting unreadable(MetadataResponse response) {
		return unreadable(this.name, response);
	}

	static Sighting unreadable(String name, MetadataResponse response) {
		return Sighting.unknown(response.isOk() ? "the response to %s cannot be understood".formatted(name)
				: "%s got status %d".formatted(name, response.status()));
	}

	@Override
	public String toString() {
		return this.name;
	}

	/**
	 * Reads a response.
	 */
	@FunctionalInterface
	interface Reader {

		/**
		 * Reads a response.
		 * @param response the response
		 * @param further sends further requests of the same reading
		 * @return what it says
		 * @throws MetadataException if a further request failed
		 */
		Sighting read(MetadataResponse response, Further further) throws MetadataException;

	}

	/**
	 * Sends a further request.
	 */
	@FunctionalInterface
	interface Further {

		MetadataResponse get(String path) throws MetadataException;

	}

}

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
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import io.cloudmeta.internal.http.Deadline;
import io.cloudmeta.internal.http.MetadataCall;
import io.cloudmeta.internal.http.MetadataSession;
import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataService;
import org.jspecify.annotations.Nullable;

/**
 * The values that were fetched for one reading after it was made. Each call has one time
 * limit, which covers the wait for other requests and its own request. Calls for the same
 * value share one request. A value that is not fetched in time is missing, and a failure
 * gives the reason.
 */
final class FetchedValues {

	/** Metadata services limit the number of requests. */
	private static final int MAX_REQUESTS = 4;

	private static final int MAX_ATTRIBUTES = 256;

	private static final int MAX_CHARACTERS = 1024 * 1024;

	private static final int MAX_FAILURES = 16;

	private final MetadataService service;

	private final MetadataSession session;

	private final Duration timeout;

	private final Consumer<String> log;

	private final Semaphore requests = new Semaphore(MAX_REQUESTS, true);

	private final Map<Object, FutureTask<@Nullable Result>> underWay = new ConcurrentHashMap<>();

	/** All but attributes: there are as many as there are fields. */
	private final Map<Object, Result> values = new ConcurrentHashMap<>();

	/** By path, the least recently used first; guarded by itself. */
	private final Map<String, Result> attributes = new LinkedHashMap<>(16, 0.75f, true);

	/** The length of all attributes and their paths; guarded by the attributes. */
	private int characters;

	private volatile List<String> failures = List.of();

	/** Whether a later reading fetches all values too. */
	private volatile boolean all;

	/** Until then no request is sent, because the service has just failed. */
	private volatile @Nullable Deadline pause;

	/**
	 * Creates an instance without values.
	 * @param service the service that returns them
	 * @param session the session with it
	 * @param timeout how long no request is sent after the service has failed
	 * @param failed whether the reading itself has just failed, so that the next request
	 * would fail too
	 * @param log receives each new failure
	 */
	FetchedValues(MetadataService service, MetadataSession session, Duration timeout, boolean failed,
			Consumer<String> log) {
		this.service = service;
		this.session = session;
		this.timeout = timeout;
		this.log = log;
		this.pause = failed ? Deadline.after(timeout) : null;
	}

	/**
	 * Returns the session that values are fetched by.
	 */
	MetadataSession session() {
		return this.session;
	}

	List<String> failures() {
		return this.failures;
	}

	/**
	 * Returns a value, which is fetched by the first call and kept.
	 * @param key the field, the path of an attribute, or another key of the value
	 * @param deadline by when the call returns
	 * @param question the request
	 * @return the value, or {@code null} if there is none or it was not read in time
	 */
	@SuppressWarnings("unchecked")
	<T> @Nullable T get(Object key, Deadline deadline, Question<T> question) {
		Result value = kept(key);
		while (value == null) {
			FutureTask<@Nullable Result> own = new FutureTask<>(() -> fetch(key, question, deadline));
			FutureTask<@Nullable Result> other = this.underWay.putIfAbsent(key, own);
			if (other == null) {
				own.run();
			}
			value = await((other != null) ? other : own, deadline);
			boolean again = other != null && !deadline.isOver() && !isPaused()
					&& !Thread.currentThread().isInterrupted();
			if (value == null && !again) {
				return null;
			}
		}
		return (T) value.value();
	}

	/**
	 * Returns a text that was fetched before, without a request.
	 * @param key the key of the value
	 * @return the text, or {@code null} if it was not fetched or is not complete
	 */
	@Nullable String peek(Object key) {
		Result value = kept(key);
		return (value != null && value.until() == null && value.value() instanceof String text) ? text : null;
	}

	/**
	 * Returns the tags that were fetched before, without a request.
	 * @param key the key of the tags
	 * @return the tags, or {@code null} if they were not fetched or are not complete
	 */
	@SuppressWarnings("unchecked")
	@Nullable Map<String, String> peekTags(Object key) {
		Result value = kept(key);
		return (value != null && value.until() == null) ? (Map<String, String>) value.value() : null;
	}

	/**
	 * Returns whether it is known what the service has for a key, be it nothing.
	 */
	boolean has(Object key) {
		Result value = kept(key);
		return value != null && value.until() == null;
	}

	/**
	 * Returns what was fetched before, without a request, be it incomplete or due to be
	 * fetched again.
	 * @param key the key of the value
	 * @return the value, or {@code null} if there is none or it was not read
	 */
	@Nullable Object known(Object key) {
		Result value = this.values.get(key);
		return (value != null) ? value.value() : null;
	}

	/**
	 * Takes over what was fetched before, for the same instance.
	 * @param before the values
	 */
	void keepAll(FetchedValues before) {
		this.all = before.all;
		Map<Object, Result> results = new LinkedHashMap<>(before.values);
		synchronized (before.attributes) {
			results.putAll(before.attributes);
		}
		results.forEach((key, value) -> {
			if (value.until() == null) {
				keep(key, value);
			}
		});
	}

	/**
	 * Notes that all values are wanted.
	 */
	void wantAll() {
		this.all = true;
	}

	boolean areAllWanted() {
		return this.all;
	}

	/**
	 * Returns the keys of which it is known what the service has.
	 */
	List<Object> keys() {
		List<Object> keys = new ArrayList<>(this.values.keySet());
		synchronized (this.attributes) {
			keys.addAll(this.attributes.keySet());
		}
		keys.removeIf((key) -> !has(key));
		return keys;
	}

	/**
	 * Fetches a value that is not kept.
	 * @param deadline by when the call returns
	 * @param question the request
	 * @return the value, or {@code null} if there is none or it was not read in time
	 */
	@SuppressWarnings("unchecked")
	<T> @Nullable T getUnkept(Deadline deadline, Question<T> question) {
		Result result = request(question, deadline);
		return (result != null) ? (T) result.value() : null;
	}

	private @Nullable Result await(FutureTask<@Nullable Result> task, Deadline deadline) {
		try {
			return task.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			noteTimeout();
			return null;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return null;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("The request to the metadata service failed", ex.getCause());
		}
	}

	private @Nullable Result fetch(Object key, Question<?> question, Deadline deadline) {
		try {
			// another thread may have fetched it meanwhile
			Result value = kept(key);
			if (value == null) {
				value = request(question, deadline);
				if (value != null) {
					keep(key, value);
				}
			}
			return value;
		}
		finally {
			this.underWay.remove(key);
		}
	}

	/**
	 * Sends a request as soon as there are few enough others.
	 * @return what there is, or {@code null} if that was not found out
	 */
	private @Nullable Result request(Question<?> question, Deadline deadline) {
		if (deadline.isOver()) {
			noteUnread("the detection or other values took all the time of the call or of the start"
					+ " (cloudmeta.fetch.timeout, cloudmeta.detection.timeout)");
			return null;
		}
		try {
			if (!this.requests.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
				noteTimeout();
				return null;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return null;
		}
		try {
			return isPaused() ? null : send(question, deadline);
		}
		finally {
			this.requests.release();
		}
	}

	private @Nullable Result send(Question<?> question, Deadline deadline) {
		// in less time also a service that works may not respond
		boolean enough = deadline.remaining().multipliedBy(2).compareTo(this.timeout) >= 0;
		try {
			return MetadataCall.startWithRetries(this.session, deadline, (client) -> result(question, client)).await();
		}
		catch (MetadataException ex) {
			if (Thread.currentThread().isInterrupted()) {
				return null;
			}
			noteUnread(ex.toLine());
			Deadline retry = Deadline.after(this.timeout);
			if (!ex.getKind().isTransient()) {
				// the service responds: other values can be read
				return new Result(null, retry);
			}
			if (enough || !ex.getKind().isSilence()) {
				this.pause = retry;
			}
			return null;
		}
	}

	private Result result(Question<?> question, MetadataClient client) throws MetadataException {
		Object value = question.put(this.service, client);
		return new Result(value, question.isComplete() ? null : Deadline.after(this.timeout));
	}

	private boolean isPaused() {
		Deadline pause = this.pause;
		return pause != null && !pause.isOver();
	}

	private @Nullable Result kept(Object key) {
		Result value;
		if (key instanceof String) {
			synchronized (this.attributes) {
				value = this.attributes.get(key);
			}
		}
		else {
			value = this.values.get(key);
		}
		return (value != null && !value.isOver()) ? value : null;
	}

	private void keep(Object key, Result value) {
		if (!(key instanceof String path)) {
			this.values.put(key, value);
			return;
		}
		synchronized (this.attributes) {
			Result previous = this.attributes.put(path, value);
			this.characters += length(path, value) - ((previous != null) ? length(path, previous) : 0);
			Iterator<Map.Entry<String, Result>> eldest = this.attributes.entrySet().iterator();
			while (this.attributes.size() > MAX_ATTRIBUTES || this.characters > MAX_CHARACTERS) {
				Map.Entry<String, Result> dropped = eldest.next();
				this.characters -= length(dropped.getKey(), dropped.getValue());
				eldest.remove();
			}
		}
	}

	private static int length(String path, Result value) {
		return path.length() + ((value.value() != null) ? value.value().toString().length() : 0);
	}

	private void noteTimeout() {
		noteUnread("other requests to its metadata service received no response in time: the service is slow"
				+ " (cloudmeta.fetch.timeout)");
	}

	private void noteUnread(String reason) {
		note("A value of %s was not read, as %s".formatted(this.service.getProvider().getDisplayName(), reason));
	}

	/**
	 * Adds a failure, unless it is there already. Only the latest ones are kept.
	 */
	synchronized void note(String failure) {
		if (!this.failures.contains(failure)) {
			List<String> more = new ArrayList<>(this.failures);
			more.add(failure);
			this.failures = List.copyOf(more.subList(Math.max(0, more.size() - MAX_FAILURES), more.size()));
			this.log.accept(failure);
		}
	}

	/**
	 * The response to a request.
	 *
	 * @param value the value, or {@code null} if the service has none or it cannot be
	 * used
	 * @param until when the value is requested again, or {@code null} for never
	 */
	private record Result(@Nullable Object value, @Nullable Deadline until) {

		boolean isOver() {
			return this.until != null && this.until.isOver();
		}

	}

	/**
	 * A request to a metadata service.
	 *
	 * @param <T> the type of the value
	 */
	@FunctionalInterface
	interface Question<T> {

		@Nullable T put(MetadataService service, MetadataClient client) throws MetadataException;

		/**
		 * Returns whether the latest response had all parts of the value. Otherwise it is
		 * requested again after some time.
		 */
		default boolean isComplete() {
			return true;
		}

	}

}

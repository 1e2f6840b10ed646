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

package io.cloudmeta.internal.http;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A sequence of requests to one metadata service on a thread of its own, which ends with
 * its deadline at the latest, whatever the service does.
 *
 * @param <T> what it finds out
 * @since 0.1.0
 */
public final class MetadataCall<T> {

	private static final Log logger = LogFactory.getLog(MetadataCall.class);

	private final MetadataSession session;

	private final CallDeadline deadline;

	private final OpenConnection openConnection = new OpenConnection();

	private final RetryContext retryContext = new RetryContext();

	private final FutureTask<T> task;

	private MetadataCall(MetadataSession session, CallDeadline deadline, Exchange<T> exchange) {
		this.session = session;
		this.deadline = deadline;
		MetadataClient client = new HttpMetadataClient(session, deadline, this.openConnection, this.retryContext);
		this.task = new FutureTask<>(() -> exchange.run(client));
	}

	/**
	 * Starts a call, which sends each request once, at the other addresses of the service
	 * if the network has no route to the first one.
	 * @param <T> the type of the result
	 * @param session the session with the service
	 * @param deadline the deadline of all requests
	 * @param exchange sends the requests
	 * @return the call, which is running
	 */
	public static <T> MetadataCall<T> start(MetadataSession session, Deadline deadline, Exchange<T> exchange) {
		return start(
				new MetadataCall<>(session, new CallDeadline(deadline), (client) -> runAnywhere(exchange, client)));
	}

	/**
	 * Starts a call, which is repeated after growing pauses while it fails for a reason
	 * that may pass. A busy service that names a time ({@code Retry-After}) gets no
	 * request before that.
	 * @param <T> the type of the result
	 * @param session the session with the service
	 * @param deadline the deadline of all requests
	 * @param exchange sends the requests
	 * @return the call, which is running
	 */
	public static <T> MetadataCall<T> startWithRetries(MetadataSession session, Deadline deadline,
			Exchange<T> exchange) {
		return start(
				new MetadataCall<>(session, new CallDeadline(deadline), (client) -> runWithRetries(exchange, client)));
	}

	/**
	 * Starts a call as {@link #startWithRetries} does, with a service that may not be
	 * reachable from here.
	 * @param <T> the type of the result
	 * @param session the session with the service
	 * @param silence the deadline of a service that does not respond
	 * @param deadline the deadline of all requests to a service that responds
	 * @param exchange sends the requests
	 * @return the call, which is running
	 */
	public static <T> MetadataCall<T> startWithRetries(MetadataSession session, Deadline silence, Deadline deadline,
			Exchange<T> exchange) {
		return start(new MetadataCall<>(session, CallDeadline.untilResponse(silence, deadline),
				(client) -> runWithRetries(exchange, client)));
	}

	private static <T> T runWithRetries(Exchange<T> exchange, MetadataClient client) throws MetadataException {
		return Retry.run((anyClient) -> runAnywhere(exchange, anyClient), (HttpMetadataClient) client);
	}

	/**
	 * Runs an exchange, at the other addresses of the service if there is no route to the
	 * first one.
	 */
	private static <T> T runAnywhere(Exchange<T> exchange, MetadataClient client) throws MetadataException {
		try {
			return exchange.run(client);
		}
		catch (MetadataException ex) {
			if (ex.getKind() != Kind.UNREACHABLE || client.getEndpoint().alternatives().isEmpty()) {
				throw ex;
			}
			return AlternativeAddresses.run(exchange, client, ex);
		}
	}

	/**
	 * Starts a call with a service that has to prove to be the cloud's. Each request is
	 * sent once, and at one address.
	 * @param <T> the type of the result
	 * @param session the session with the service
	 * @param deadline the deadline by which the cloud has to prove itself
	 * @param afterProof the deadline of the requests that follow its proof
	 * @param listener called when the cloud has proven itself, with {@code false}, and
	 * when the call ends, with {@code true}
	 * @param exchange sends the requests
	 * @return the call, which is running
	 */
	public static <T> MetadataCall<T> probe(MetadataSession session, Deadline deadline, Deadline afterProof,
			Consumer<Boolean> listener, Exchange<T> exchange) {
		CallDeadline callDeadline = new CallDeadline(deadline, afterProof, () -> listener.accept(false));
		return start(new MetadataCall<>(session, callDeadline, (client) -> {
			try {
				return exchange.run(client);
			}
			finally {
				listener.accept(true);
			}
		}));
	}

	private static <T> MetadataCall<T> start(MetadataCall<T> call) {
		DetachedThread.start("cloudmeta-" + call.session.getEndpoint().uri().getHost(), call.task);
		return call;
	}

	/**
	 * Returns whether the cloud has proven itself before the end of the call.
	 * @return whether it has
	 */
	public boolean isProven() {
		return this.deadline.isProven();
	}

	/**
	 * Returns how long to wait before the next request to a service that limits the
	 * number of requests.
	 * @return the time, zero if the service does not return one, or {@code null} if it
	 * does not limit the number of requests
	 */
	public @Nullable Duration throttled() {
		return this.retryContext.isThrottled() ? this.retryContext.retryAfter() : null;
	}

	/**
	 * Prepares a call that the thread of the caller {@linkplain #run() runs}, which sends
	 * each request once.
	 * @param <T> the type of the result
	 * @param session the session with the service
	 * @param deadline the deadline of all requests
	 * @param exchange sends the requests
	 * @return the call
	 */
	public static <T> MetadataCall<T> of(MetadataSession session, Deadline deadline, Exchange<T> exchange) {
		return new MetadataCall<>(session, new CallDeadline(deadline), exchange);
	}

	/**
	 * Sends the requests on the thread of the caller, within the deadline.
	 * @return what it found out
	 * @throws MetadataException if it failed or was aborted
	 */
	public T run() throws MetadataException {
		this.task.run();
		return await();
	}

	/**
	 * Ends the call: its result is not needed.
	 */
	public void abort() {
		this.openConnection.abort();
	}

	/**
	 * Waits for the end.
	 * @return what it found out
	 * @throws MetadataException if it failed, or if the deadline came first: then the
	 * connection is closed without waiting
	 */
	public T await() throws MetadataException {
		try {
			return result();
		}
		catch (TimeoutException ex) {
			this.openConnection.abort();
			MetadataException failure = this.retryContext.failure();
			if (failure != null) {
				// the cause of the retries is more useful than the end of the time
				throw failure;
			}
			throw new MetadataException(Kind.TIMEOUT, this.session.getEndpoint().uri() + " did not answer in time",
					"a firewall drops the request, or the service is slow (cloudmeta.fetch.timeout,"
							+ " cloudmeta.detection.timeout)");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			this.openConnection.abort();
			throw new MetadataException(Kind.BROKEN, "The wait for the metadata service was interrupted", "");
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof MetadataException metadataException) {
				throw metadataException;
			}
			if (ex.getCause() instanceof OutOfMemoryError error) {
				throw error;
			}
			// no response is a reason to stop the application
			logger.debug("A response of a metadata service cannot be parsed: " + place(ex.getCause()));
			throw new MetadataException(Kind.UNUSABLE,
					this.session.getEndpoint().uri() + " returned a response that cannot be parsed",
					"the logger " + MetadataCall.class.getName() + " has the details at level DEBUG");
		}
	}

	private T result() throws InterruptedException, ExecutionException, TimeoutException {
		while (true) {
			Deadline end = this.deadline.ofCall();
			try {
				return this.task.get(end.remaining().toNanos(), TimeUnit.NANOSECONDS);
			}
			catch (TimeoutException ex) {
				if (this.deadline.ofCall().equals(end)) {
					throw ex;
				}
				// a response has come meanwhile
			}
		}
	}

	/**
	 * Returns where something failed, without the message, which may repeat the response.
	 */
	private static String place(@Nullable Throwable failure) {
		if (failure == null) {
			return "";
		}
		return failure.getClass().getName() + " at " + Arrays.stream(failure.getStackTrace()).limit(8).toList();
	}

	/**
	 * Sends requests to a metadata service.
	 *
	 * @param <T> the type of the result
	 */
	@FunctionalInterface
	public interface Exchange<T> {

		/**
		 * Sends the requests.
		 * @param client the client
		 * @return the result
		 * @throws MetadataException if there is none
		 */
		T run(MetadataClient client) throws MetadataException;

	}

}

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

import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.cloudmeta.internal.http.MetadataException.Kind;
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
public final class Conversation<T> {

	private static final Log logger = LogFactory.getLog(Conversation.class);

	private final MetadataSession session;

	private final Deadline deadline;

	private final OpenConnection openConnection = new OpenConnection();

	private final Setbacks setbacks = new Setbacks();

	private final FutureTask<T> task;

	private Conversation(MetadataSession session, Deadline deadline, Course<T> course) {
		this.session = session;
		this.deadline = deadline;
		// The exchange ends a little earlier, as it knows better what it was waiting for
		Deadline inner = deadline.within(deadline.remaining().multipliedBy(19).dividedBy(20));
		this.task = new FutureTask<>(
				() -> course.run(new Exchange(session, inner, this.openConnection, this.setbacks)));
	}

	/**
	 * Begins a conversation.
	 * @param <T> what it finds out
	 * @param session the service to speak with
	 * @param deadline by when it has to be over
	 * @param course what is said
	 * @return the conversation, under way
	 */
	public static <T> Conversation<T> start(MetadataSession session, Deadline deadline, Course<T> course) {
		Conversation<T> conversation = new Conversation<>(session, deadline, course);
		DetachedThread.start("cloudmeta-" + session.getEndpoint().uri().getHost(), conversation.task);
		return conversation;
	}

	/**
	 * Waits for the end.
	 * @return what it found out
	 * @throws MetadataException if it failed, or if the deadline came first: then the
	 * connection is cut, and nobody waits for that
	 */
	public T await() throws MetadataException {
		try {
			return this.task.get(this.deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			this.openConnection.abort();
			MetadataException failure = this.setbacks.failure();
			if (failure != null) {
				// what made it try again says more than that time is over
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
			logger.debug("A response of a metadata service was not understood: " + place(ex.getCause()));
			throw new MetadataException(Kind.UNUSABLE,
					this.session.getEndpoint().uri() + " answered what was not understood",
					"the logger " + Conversation.class.getName() + " says where at level DEBUG");
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
	 * What is said to a metadata service.
	 *
	 * @param <T> what it finds out
	 */
	@FunctionalInterface
	public interface Course<T> {

		/**
		 * Speaks with the service.
		 * @param exchange the way to it
		 * @return what was found out
		 * @throws MetadataException if nothing was
		 */
		T run(Exchange exchange) throws MetadataException;

	}

}

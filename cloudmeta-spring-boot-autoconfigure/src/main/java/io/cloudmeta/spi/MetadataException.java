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

package io.cloudmeta.spi;

/**
 * A metadata service was not read, and why.
 *
 * @since 0.1.0
 */
public class MetadataException extends Exception {

	private static final long serialVersionUID = 1L;

	private final Kind kind;

	private final String advice;

	private final boolean fromThisCloud;

	/**
	 * Creates an exception.
	 * @param kind what went wrong
	 * @param problem what happened, without a full stop
	 * @param advice what to do about it, or an empty text
	 */
	public MetadataException(Kind kind, String problem, String advice) {
		this(kind, problem, advice, false);
	}

	private MetadataException(Kind kind, String problem, String advice, boolean fromThisCloud) {
		super(oneLine(problem));
		this.kind = kind;
		this.advice = oneLine(advice);
		this.fromThisCloud = fromThisCloud;
	}

	/**
	 * A part of a response in a message must not forge another line of a log.
	 */
	private static String oneLine(String text) {
		return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]", " ");
	}

	/**
	 * Returns this exception for a refusal that only the cloud in question sends: its
	 * service cannot be read, but it is that cloud.
	 * @return an exception that proves the cloud
	 */
	public MetadataException fromThisCloud() {
		return new MetadataException(this.kind, getMessage(), this.advice, true);
	}

	/**
	 * Returns whether the refusal itself proves the cloud.
	 * @return whether only that cloud refuses like that
	 */
	public boolean isFromThisCloud() {
		return this.fromThisCloud;
	}

	/**
	 * Returns what went wrong.
	 * @return the kind
	 */
	public Kind getKind() {
		return this.kind;
	}

	/**
	 * Returns what to do about it.
	 * @return the advice, or an empty text
	 */
	public String getAdvice() {
		return this.advice;
	}

	/**
	 * Returns the one line for people: what happened and what to do about it.
	 * @return the line
	 */
	public String toLine() {
		return this.advice.isEmpty() ? getMessage() : getMessage() + ": " + this.advice;
	}

	/**
	 * Returns the message, which is never absent.
	 */
	@Override
	public String getMessage() {
		return String.valueOf(super.getMessage());
	}

	/**
	 * What went wrong.
	 */
	public enum Kind {

		/** Another service than this cloud's metadata service responded. */
		NOT_THIS_CLOUD(false),

		/** The service refuses the request. */
		DENIED(false),

		/** The service has no such value, now or ever. */
		ABSENT(false),

		/** The service receives too many requests, or it is not ready. */
		BUSY(true),

		/** No response in time. */
		TIMEOUT(true),

		/** Nothing listens at the address. */
		REFUSED(true),

		/** There is no route to the address. */
		UNREACHABLE(true),

		/**
		 * Nothing listens at the address yet, as the service starts with the instance.
		 */
		STARTING(true),

		/** The connection broke. */
		BROKEN(true),

		/** The response cannot be used. */
		UNUSABLE(false);

		private final boolean transientFailure;

		Kind(boolean transientFailure) {
			this.transientFailure = transientFailure;
		}

		/**
		 * Returns whether the same request may succeed later.
		 * @return whether it is worth to try again
		 */
		public boolean isTransient() {
			return this.transientFailure;
		}

		/**
		 * Returns whether there was no response at all.
		 * @return whether there was silence
		 */
		public boolean isSilence() {
			return this == TIMEOUT || this == REFUSED || this == UNREACHABLE;
		}

	}

}

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

import org.jspecify.annotations.Nullable;

/**
 * The deadline of a call. A cloud that has proven itself has more time than one that has
 * not.
 */
final class CallDeadline {

	private final Deadline afterProof;

	private final @Nullable Runnable whenProven;

	private final boolean untilResponse;

	private volatile Deadline deadline;

	private volatile Deadline requests;

	private volatile boolean proven;

	/**
	 * Creates a deadline of a cloud that does not have to prove itself.
	 * @param deadline the deadline
	 */
	CallDeadline(Deadline deadline) {
		this(deadline, deadline, null);
	}

	/**
	 * Creates a deadline.
	 * @param deadline the deadline
	 * @param afterProof the deadline once the cloud has proven itself
	 * @param whenProven called once when it has, or {@code null}
	 */
	CallDeadline(Deadline deadline, Deadline afterProof, @Nullable Runnable whenProven) {
		this(deadline, afterProof, whenProven, false);
	}

	private CallDeadline(Deadline deadline, Deadline afterProof, @Nullable Runnable whenProven, boolean untilResponse) {
		this.deadline = deadline;
		this.requests = ofRequests(deadline);
		this.afterProof = afterProof;
		this.whenProven = whenProven;
		this.untilResponse = untilResponse;
	}

	/**
	 * Returns the deadline of a service of which it is not known whether it can be
	 * reached: one that responds has more time.
	 */
	static CallDeadline untilResponse(Deadline deadline, Deadline afterResponse) {
		return new CallDeadline(deadline, afterResponse, () -> {
		}, true);
	}

	/**
	 * Notes that the service has responded.
	 */
	void responded() {
		if (this.untilResponse) {
			proven();
		}
	}

	/**
	 * The requests end a little earlier: their failures say more than that the call did
	 * not end in time.
	 */
	private static Deadline ofRequests(Deadline deadline) {
		return deadline.within(deadline.remaining().multipliedBy(19).dividedBy(20));
	}

	void proven() {
		if (this.whenProven != null && !this.proven) {
			this.requests = ofRequests(this.afterProof);
			this.deadline = this.afterProof;
			this.proven = true;
			this.whenProven.run();
		}
	}

	/**
	 * Returns whether it is not known yet whether the service can be reached.
	 */
	boolean awaitsResponse() {
		return this.untilResponse && !this.proven;
	}

	boolean isProven() {
		return this.proven;
	}

	Deadline ofCall() {
		return this.deadline;
	}

	Deadline ofRequests() {
		return this.requests;
	}

}

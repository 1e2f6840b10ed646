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

package io.cloudmeta.interruption;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The interruptions that the cloud has announced to the instance that the application
 * runs on. There is always exactly one bean of this type. It reads no notice unless
 * {@code cloudmeta.interruptions.enabled} is true, because watching changes the cloud:
 * Azure switches scheduled events on for the whole service at the first request, and
 * Google warns of a live migration only a machine that reads the key.
 * <p>
 * Most applications need a listener of {@link CloudInterruptionEvent} only. No getter
 * waits or sends a request. Implementations are thread-safe.
 *
 * @since 0.1.0
 */
public interface CloudInterruptions {

	/**
	 * Returns whether the notices of the cloud can be read.
	 * @return the status
	 */
	WatchStatus getStatus();

	/**
	 * Returns why the status is {@link WatchStatus#UNKNOWN} or
	 * {@link WatchStatus#UNSUPPORTED}.
	 * @return the reason in one line, or {@code null} for any other status
	 */
	@Nullable String getStatusReason();

	/**
	 * Returns the interruptions that have been announced and have neither been withdrawn
	 * nor ended.
	 * @return an unmodifiable list, the earliest deadline first and those without a
	 * deadline last; empty if there are none or if none are known
	 */
	List<CloudInterruption> getPending();

	/**
	 * Approves an interruption, so that the cloud does not wait for its deadline. This is
	 * possible on Azure only, where it approves the event for <strong>every machine that
	 * the event names</strong>. This library never calls it.
	 * @param interruption the interruption, one of {@link #getPending()}
	 * @throws UnsupportedOperationException if the cloud has no approval
	 * @throws IllegalStateException if the cloud does not accept the approval
	 * @see <a href=
	 * "https://learn.microsoft.com/en-us/azure/virtual-machines/linux/scheduled-events#start-an-event">Azure:
	 * start an event</a>
	 */
	void acknowledge(CloudInterruption interruption);

}

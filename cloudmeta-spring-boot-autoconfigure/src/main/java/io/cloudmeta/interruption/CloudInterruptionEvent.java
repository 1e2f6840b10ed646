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

import java.util.Locale;

import org.springframework.context.ApplicationEvent;

/**
 * Event that is published when the cloud announces an interruption of the instance, and
 * when such an announcement changes, is withdrawn or ends. There is one event for each
 * change. Each listener is called on a thread that no other listener uses at that time,
 * so that one that is slow delays no other; a listener receives the events in their
 * order.
 *
 * @since 0.1.0
 */
public class CloudInterruptionEvent extends ApplicationEvent {

	private static final long serialVersionUID = 1L;

	private final Change change;

	private final transient CloudInterruption interruption;

	/**
	 * Creates an event.
	 * @param source the interruptions that this one belongs to
	 * @param change what has changed
	 * @param interruption the interruption as it is now, or as it was known last if it is
	 * gone
	 */
	public CloudInterruptionEvent(Object source, Change change, CloudInterruption interruption) {
		super(source);
		this.change = change;
		this.interruption = interruption;
	}

	/**
	 * Returns what has changed.
	 * @return the change
	 */
	public Change getChange() {
		return this.change;
	}

	/**
	 * Returns the interruption.
	 * @return the interruption as it is now, or as it was known last if it is gone
	 */
	public CloudInterruption getInterruption() {
		return this.interruption;
	}

	@Override
	public String toString() {
		return "CloudInterruptionEvent[change=%s, interruption=%s]".formatted(this.change, this.interruption);
	}

	/**
	 * What has changed.
	 */
	public enum Change {

		/** The cloud announces the interruption. */
		ANNOUNCED,

		/** The deadline or the state is another one. */
		CHANGED,

		/** The announcement has vanished before the interruption started. */
		WITHDRAWN,

		/** The announcement has vanished after the interruption started. */
		ENDED;

		/**
		 * Returns the name in meters.
		 * @return the name, such as {@code announced}
		 */
		public String getId() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}

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

package io.cloudmeta;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.springframework.context.ApplicationEvent;

/**
 * Event that is published when the identity of the instance differs from the previous
 * one: because a cloud was found that did not respond when the application started,
 * because a value was changed from outside, or because the application was restored
 * elsewhere from a checkpoint.
 * <p>
 * {@link CloudInstance} has the new values already. Placeholders that were resolved
 * before keep the old ones. Listeners are called on the thread that has read the new
 * values, one at a time.
 *
 * @since 0.1.0
 */
public class CloudInstanceChangedEvent extends ApplicationEvent {

	private static final long serialVersionUID = 1L;

	private final transient Map<String, String> previous;

	private final transient Map<String, String> current;

	/**
	 * Creates an event.
	 * @param instance the instance
	 * @param previous what was known before, by the names of the getters
	 * @param current what is known now, by the names of the getters
	 */
	public CloudInstanceChangedEvent(CloudInstance instance, Map<String, String> previous,
			Map<String, String> current) {
		super(instance);
		this.previous = Collections.unmodifiableMap(new LinkedHashMap<>(previous));
		this.current = Collections.unmodifiableMap(new LinkedHashMap<>(current));
	}

	/**
	 * Returns the instance, which has the new values.
	 * @return the instance
	 */
	public CloudInstance getInstance() {
		return (CloudInstance) getSource();
	}

	/**
	 * Returns what was known before, {@code provider} at least.
	 * @return the values by the names of the getters, {@code region} or
	 * {@code tags.team}; missing values and those that were never read are left out
	 */
	public Map<String, String> getPrevious() {
		return this.previous;
	}

	/**
	 * Returns what is known now, {@code provider} at least.
	 * @return the values by the names of the getters, {@code region} or
	 * {@code tags.team}; absent ones and those that take further requests are left out,
	 * unless they were read before the change too
	 */
	public Map<String, String> getCurrent() {
		return this.current;
	}

	/**
	 * Returns which values differ.
	 * @return the names of the getters; empty if only network interfaces do
	 */
	public Set<String> getChanged() {
		Set<String> changed = new LinkedHashSet<>(this.previous.keySet());
		changed.addAll(this.current.keySet());
		changed.removeIf((name) -> Objects.equals(this.previous.get(name), this.current.get(name)));
		return changed;
	}

	@Override
	public String toString() {
		// values may be private
		return "CloudInstanceChangedEvent[changed=%s]".formatted(getChanged());
	}

}

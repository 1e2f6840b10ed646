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

package io.cloudmeta.test;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * An interruption that a simulated cloud announces to its machine, such as the end of a
 * spot instance.
 *
 * <pre class="code">
 * SimulatedInterruption preemption = SimulatedInterruption.preemption().in(Duration.ofSeconds(90));
 * cloud.announce(preemption);
 * cloud.announce(preemption.in(Duration.ofSeconds(30)));
 * cloud.withdraw(preemption);
 * </pre>
 *
 * Instances are immutable. One that is derived from another, by {@link #in(Duration)} or
 * {@link #started()}, is the same interruption with a newer notice; each call of a
 * factory method creates another one.
 *
 * @since 0.1.0
 * @see CloudSimulator#announce(SimulatedInterruption)
 */
public final class SimulatedInterruption {

	private static final List<String> KINDS = List.of("preemption", "stop", "hibernation", "termination", "reboot",
			"redeployment", "freeze", "live-migration", "maintenance", "retirement", "standby", "rebalance", "other");

	private final UUID id;

	private final String kind;

	private final @Nullable Duration delay;

	private final @Nullable Instant time;

	private final boolean started;

	private final Map<String, String> fields;

	private SimulatedInterruption(UUID id, String kind, @Nullable Duration delay, @Nullable Instant time,
			boolean started, Map<String, String> fields) {
		this.id = id;
		this.kind = kind;
		this.delay = delay;
		this.time = time;
		this.started = started;
		this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
	}

	/**
	 * Creates an interruption of a kind.
	 * @param kind the kind as in cloudmeta's JSON and meters, such as {@code preemption}
	 * or {@code live-migration}; letters' case does not count, and {@code _} is as good
	 * as {@code -}
	 * @return a new interruption
	 * @throws IllegalArgumentException if there is no such kind, or if no cloud announces
	 * it, as {@code shutdown}
	 */
	public static SimulatedInterruption of(String kind) {
		String name = kind.toLowerCase(Locale.ROOT).replace('_', '-');
		Assert.isTrue(KINDS.contains(name),
				() -> "There is no interruption of the kind '%s'. Known: %s".formatted(kind, String.join(", ", KINDS)));
		return new SimulatedInterruption(UUID.randomUUID(), name, null, null, false, Map.of());
	}

	/**
	 * Creates the end of a spot instance.
	 * @return a new interruption
	 */
	public static SimulatedInterruption preemption() {
		return of("preemption");
	}

	/**
	 * Creates the stop of an instance.
	 * @return a new interruption
	 */
	public static SimulatedInterruption stop() {
		return of("stop");
	}

	/**
	 * Creates the hibernation of an instance.
	 * @return a new interruption
	 */
	public static SimulatedInterruption hibernation() {
		return of("hibernation");
	}

	/**
	 * Creates the termination of an instance.
	 * @return a new interruption
	 */
	public static SimulatedInterruption termination() {
		return of("termination");
	}

	/**
	 * Creates a reboot.
	 * @return a new interruption
	 */
	public static SimulatedInterruption reboot() {
		return of("reboot");
	}

	/**
	 * Creates a redeployment to other hardware.
	 * @return a new interruption
	 */
	public static SimulatedInterruption redeployment() {
		return of("redeployment");
	}

	/**
	 * Creates a pause of some seconds.
	 * @return a new interruption
	 */
	public static SimulatedInterruption freeze() {
		return of("freeze");
	}

	/**
	 * Creates a live migration.
	 * @return a new interruption
	 */
	public static SimulatedInterruption liveMigration() {
		return of("live-migration");
	}

	/**
	 * Creates planned maintenance.
	 * @return a new interruption
	 */
	public static SimulatedInterruption maintenance() {
		return of("maintenance");
	}

	/**
	 * Creates the retirement of an instance's hardware.
	 * @return a new interruption
	 */
	public static SimulatedInterruption retirement() {
		return of("retirement");
	}

	/**
	 * Creates a time in which an instance is not in service.
	 * @return a new interruption
	 */
	public static SimulatedInterruption standby() {
		return of("standby");
	}

	/**
	 * Creates the advice that a spot instance is likely to be preempted.
	 * @return a new interruption
	 */
	public static SimulatedInterruption rebalance() {
		return of("rebalance");
	}

	/**
	 * Returns this interruption with the time that is left from the announcement on. By
	 * default it is as long as the cloud promises. A cloud whose notices have no time
	 * does not publish it.
	 * @param delay how long from the announcement; negative for a time that has passed
	 * @return the same interruption
	 */
	public SimulatedInterruption in(Duration delay) {
		return new SimulatedInterruption(this.id, this.kind, delay, null, this.started, this.fields);
	}

	/**
	 * Returns this interruption with the time at which it begins.
	 * @param time the time
	 * @return the same interruption
	 * @see #in(Duration)
	 */
	public SimulatedInterruption at(Instant time) {
		return new SimulatedInterruption(this.id, this.kind, null, time, this.started, this.fields);
	}

	/**
	 * Returns this interruption as one that has started. It also starts when its time has
	 * come.
	 * @return the same interruption
	 */
	public SimulatedInterruption started() {
		return new SimulatedInterruption(this.id, this.kind, this.delay, this.time, true, this.fields);
	}

	/**
	 * Returns this interruption with the machines that its notice names, where notices
	 * name machines, as on Azure. By default it is the simulated one alone.
	 * @param machines the names of all affected machines
	 * @return the same interruption
	 */
	public SimulatedInterruption affecting(String... machines) {
		return with("Resources", String.join(",", machines));
	}

	/**
	 * Returns this interruption with a field of the cloud's own notice, as it is written
	 * there: {@code with("EventSource", "User")}. A value that the cloud would not send
	 * is sent as it is.
	 * @param name the field's name
	 * @param value the value; an empty one leaves the field out
	 * @return the same interruption
	 */
	public SimulatedInterruption with(String name, String value) {
		Map<String, String> fields = new LinkedHashMap<>(this.fields);
		fields.put(name, value);
		return new SimulatedInterruption(this.id, this.kind, this.delay, this.time, this.started, fields);
	}

	/**
	 * Returns the kind of this interruption.
	 * @return the kind, such as {@code live-migration}
	 */
	public String getKind() {
		return this.kind;
	}

	UUID getId() {
		return this.id;
	}

	boolean isStarted() {
		return this.started;
	}

	Map<String, String> getFields() {
		return this.fields;
	}

	/**
	 * Returns when this interruption begins.
	 * @param announced the time of the announcement
	 * @param lead how long before the cloud announces such an interruption
	 * @return the time
	 */
	Instant begins(Instant announced, Duration lead) {
		return (this.time != null) ? this.time : announced.plus((this.delay != null) ? this.delay : lead);
	}

	/**
	 * Returns whether another notice states the same time.
	 * @param other a notice
	 * @return whether neither was given another time
	 */
	boolean beginsLike(SimulatedInterruption other) {
		return Arrays.asList(this.delay, this.time).equals(Arrays.asList(other.delay, other.time));
	}

	@Override
	public String toString() {
		return this.kind + this.fields;
	}

}

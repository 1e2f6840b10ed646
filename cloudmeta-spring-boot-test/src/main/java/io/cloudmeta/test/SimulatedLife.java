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

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;

/**
 * What a simulated machine is from its start on, as time goes by. Each state is made when
 * it is announced, so that one that cannot be is refused then and not when it is due.
 */
final class SimulatedLife {

	private static final URI ANYWHERE = URI.create("http://127.0.0.1");

	private final BiFunction<Map<String, String>, InstanceSession, Simulation> cloud;

	private final SimulatedClock clock;

	private final List<SimulatedChange> announced;

	private final State first;

	private State present;

	/** In the order of time. */
	private List<State> future = List.of();

	/**
	 * Begins a life.
	 * @param cloud makes the cloud that a machine of some values sees
	 * @param clock the time there
	 * @param values the values at the start
	 * @param announced the changes that are to come
	 * @throws IllegalArgumentException if the machine cannot be or become that
	 */
	SimulatedLife(BiFunction<Map<String, String>, InstanceSession, Simulation> cloud, SimulatedClock clock,
			Map<String, String> values, List<SimulatedChange> announced) {
		this.cloud = cloud;
		this.clock = clock;
		this.announced = List.copyOf(announced);
		InstanceSession session = InstanceSession.begin(clock);
		this.first = new State(new Due(clock.instant(), values), values, session, cloud.apply(values, session));
		this.present = this.first;
		restart();
	}

	/**
	 * Returns what the machine is now.
	 * @return the cloud as the machine sees it
	 */
	synchronized Simulation now() {
		while (!this.future.isEmpty() && !this.future.get(0).due().time().isAfter(this.clock.instant())) {
			this.present = this.future.get(0);
			this.future = this.future.subList(1, this.future.size());
		}
		return this.present.simulation();
	}

	/**
	 * Returns the interruptions that were announced to what the machine is now.
	 * @return the announcements
	 */
	synchronized Announcements announcements() {
		now();
		return this.present.session().announcements();
	}

	/**
	 * Announces a change.
	 * @param change the change
	 * @throws IllegalArgumentException if the machine cannot become that; nothing is
	 * changed then
	 */
	synchronized void announce(SimulatedChange change) {
		now();
		List<Due> dues = new ArrayList<>(this.future.stream().map(State::due).toList());
		dues.add(due(change));
		this.future = follow(dues);
	}

	/**
	 * Begins anew, with the changes that were announced at the beginning and without
	 * interruptions.
	 */
	synchronized void restart() {
		this.first.session().announcements().clear();
		this.present = this.first;
		this.future = follow(this.announced.stream().map(this::due).toList());
	}

	private Due due(SimulatedChange change) {
		return new Due(this.clock.instant().plus(change.after()), change.values());
	}

	private List<State> follow(List<Due> dues) {
		List<State> states = new ArrayList<>();
		State last = this.present;
		for (Due due : dues.stream().sorted(Comparator.comparing(Due::time)).toList()) {
			last = next(last, due);
			states.add(last);
		}
		return states;
	}

	private State next(State state, Due due) {
		Map<String, String> values = new LinkedHashMap<>(state.values());
		values.putAll(due.values());
		boolean same = Objects.equals(values.get("instanceId"), state.values().get("instanceId"));
		// an instance has none of the tokens and notices of another one
		InstanceSession session = same ? state.session() : InstanceSession.begin(this.clock);
		Simulation simulation = this.cloud.apply(values, session);
		Map<String, String> variables = state.simulation().getProperties(ANYWHERE);
		if (!simulation.getProperties(ANYWHERE).equals(variables)) {
			throw new IllegalArgumentException("A change to %s would change environment variables: of %s,"
				.formatted(due.values(), variables.keySet()) + " which an application keeps as long as it runs");
		}
		return new State(due, values, session, simulation);
	}

	/**
	 * A change and when it comes.
	 *
	 * @param time the time
	 * @param values the values that change
	 */
	private record Due(Instant time, Map<String, String> values) {

	}

	/**
	 * What the machine is from some time on.
	 *
	 * @param due how it came about
	 * @param values all values that the test gave
	 * @param session what the cloud keeps for the instance
	 * @param simulation the cloud as the machine sees it
	 */
	private record State(Due due, Map<String, String> values, InstanceSession session, Simulation simulation) {

	}

}

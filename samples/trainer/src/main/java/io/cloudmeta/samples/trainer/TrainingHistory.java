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

package io.cloudmeta.samples.trainer;

import java.util.ArrayList;
import java.util.List;

/**
 * What has happened until a step. It is part of a checkpoint, so that each machine can
 * show all of it.
 *
 * @param curve the losses
 * @param machines the machines, in their order
 */
record TrainingHistory(List<Point> curve, List<Machine> machines) {

	static final TrainingHistory NONE = new TrainingHistory(List.of(), List.of());

	TrainingHistory {
		curve = List.copyOf(curve);
		machines = List.copyOf(machines);
	}

	/**
	 * Returns this history with one more machine.
	 * @param machine the machine that continues
	 * @return the longer history
	 */
	TrainingHistory continuedBy(Machine machine) {
		List<Machine> longer = new ArrayList<>(this.machines);
		longer.add(machine);
		return new TrainingHistory(this.curve, longer);
	}

	int lastRepeated() {
		return this.machines.isEmpty() ? 0 : this.machines.get(this.machines.size() - 1).repeated();
	}

	/**
	 * A loss.
	 *
	 * @param step the number of steps after which it was computed
	 * @param loss the loss
	 */
	record Point(int step, double loss) {

	}

	/**
	 * A machine's part in the job.
	 *
	 * @param name the machine
	 * @param from the number of steps with which it began
	 * @param repeated how many steps it had to repeat, because the machine before it had
	 * done them without saving them. The least number, if that machine left no sign of
	 * its last steps
	 */
	record Machine(String name, int from, int repeated) {

	}

}

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

import io.cloudmeta.samples.store.ObjectStore;
import io.cloudmeta.samples.store.StoredObject;
import org.jspecify.annotations.Nullable;

/**
 * The two latest checkpoints of a job. A new one replaces the older of them, so that the
 * latest one stays until the new one is complete, whatever happens while it is written.
 */
class Checkpoints {

	private static final int SLOTS = 2;

	private final ObjectStore store;

	private final TrainerProperties properties;

	private int next;

	Checkpoints(ObjectStore store, TrainerProperties properties) {
		this.store = store;
		this.properties = properties;
	}

	/**
	 * Writes a checkpoint.
	 * @param checkpoint the checkpoint
	 */
	void save(Checkpoint checkpoint) {
		this.store.write(name(this.next), checkpoint.encode(this.properties.model()));
		this.next = (this.next + 1) % SLOTS;
	}

	/**
	 * Reads the latest checkpoint that can be used.
	 * @return the checkpoint and what was refused
	 * @throws IllegalStateException if there is none, but one that another version or
	 * another model can use and a new one would replace
	 */
	Latest load() {
		Checkpoint latest = null;
		List<String> refusals = new ArrayList<>();
		boolean incompatible = false;
		this.next = 0;
		for (int slot = 0; slot < SLOTS; slot++) {
			StoredObject object = this.store.read(name(slot));
			if (object == null) {
				continue;
			}
			try {
				Checkpoint checkpoint = Checkpoint.decode(object.content(), this.properties.model());
				if (latest == null || checkpoint.step() > latest.step()) {
					latest = checkpoint;
					this.next = (slot + 1) % SLOTS;
				}
			}
			catch (UnusableCheckpointException ex) {
				incompatible |= ex.isIncompatible();
				refusals.add("Checkpoint %s %s".formatted(name(slot), ex.getMessage()));
			}
		}
		if (latest == null && incompatible) {
			throw new IllegalStateException("%s. No other checkpoint can be used: set another trainer.job to begin anew"
				.formatted(String.join("; ", refusals)));
		}
		return new Latest(latest, refusals);
	}

	private String name(int slot) {
		return "%s.%d.ckpt".formatted(this.properties.job(), slot);
	}

	/**
	 * What a job continues from.
	 *
	 * @param checkpoint the latest checkpoint that can be used, or {@code null} if there
	 * is none
	 * @param refusals why others were refused
	 */
	record Latest(@Nullable Checkpoint checkpoint, List<String> refusals) {

	}

}

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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;

import io.cloudmeta.samples.store.ObjectStore;
import io.cloudmeta.samples.store.StoredObject;
import org.jspecify.annotations.Nullable;

/**
 * Lets only one machine at a time work on a job: an object in the store that the machine
 * writes again and again. A machine that has seen it unchanged for the duration of the
 * lease may take it over. Each machine measures that by its own clock, so that the clocks
 * of the machines need not agree.
 */
class JobLease {

	private final ObjectStore store;

	private final String name;

	private final Duration duration;

	private final String machine;

	private final String run = UUID.randomUUID().toString();

	private int renewals;

	private long renewedAt;

	private @Nullable String seenVersion;

	private long seenAt;

	JobLease(ObjectStore store, TrainerProperties properties, String machine) {
		this.store = store;
		this.name = properties.job() + ".lease";
		this.duration = properties.lease();
		this.machine = machine;
	}

	/**
	 * Attempts to get the lease.
	 * @return what was written there last
	 */
	Attempt acquire() {
		StoredObject current = this.store.read(this.name);
		Entry entry = (current != null) ? Entry.parse(current.content()) : Entry.FREE;
		if (current != null && entry.held() && !isStale(current)) {
			return new Attempt(false, entry);
		}
		long now = System.nanoTime();
		if (replace(true, entry.step(), (current != null) ? current.version() : null)) {
			this.renewedAt = now;
			return new Attempt(true, entry);
		}
		StoredObject faster = this.store.read(this.name);
		return new Attempt(false, (faster != null) ? Entry.parse(faster.content()) : entry);
	}

	private boolean isStale(StoredObject current) {
		if (!current.version().equals(this.seenVersion)) {
			this.seenVersion = current.version();
			this.seenAt = System.nanoTime();
		}
		return System.nanoTime() - this.seenAt >= this.duration.toNanos();
	}

	/**
	 * Returns whether it is time to renew the lease.
	 * @return whether a third of its duration is over
	 */
	boolean isDue() {
		return System.nanoTime() - this.renewedAt >= this.duration.toNanos() / 3;
	}

	/**
	 * Returns whether another machine may have the lease.
	 * @return whether its duration is over
	 */
	boolean isExpired() {
		return System.nanoTime() - this.renewedAt >= this.duration.toNanos();
	}

	/**
	 * Renews the lease.
	 * @param step the number of steps that are done
	 * @return whether this machine still has it
	 */
	boolean renew(int step) {
		long now = System.nanoTime();
		boolean renewed = update(true, step);
		if (renewed) {
			this.renewedAt = now;
		}
		return renewed;
	}

	/**
	 * Gives the lease back, so that another machine need not wait.
	 * @param step the number of steps that are done
	 */
	void release(int step) {
		update(false, step);
	}

	private boolean update(boolean held, int step) {
		StoredObject current = this.store.read(this.name);
		return current != null && Entry.parse(current.content()).run().equals(this.run)
				&& replace(held, step, current.version());
	}

	private boolean replace(boolean held, int step, @Nullable String version) {
		byte[] content = new Entry(held, this.machine, this.run, step, ++this.renewals).toBytes();
		if (this.store.replace(this.name, content, version)) {
			return true;
		}
		// A client that repeats a request whose response was lost is refused the second
		// time
		StoredObject current = this.store.read(this.name);
		return current != null && Arrays.equals(current.content(), content);
	}

	/**
	 * The result of an attempt.
	 *
	 * @param successful whether this machine has the lease
	 * @param previous what was written there last, by another machine
	 */
	record Attempt(boolean successful, Entry previous) {

	}

	/**
	 * What is written.
	 *
	 * @param held whether the machine works on the job
	 * @param machine the machine
	 * @param run the run of the application on that machine
	 * @param step the number of steps that were done
	 * @param renewals makes each entry differ from the one before
	 */
	record Entry(boolean held, String machine, String run, int step, int renewals) {

		static final Entry FREE = new Entry(false, "none", "", 0, 0);

		byte[] toBytes() {
			return String
				.join("\n", this.held ? "held" : "free", this.machine, this.run, String.valueOf(this.step),
						String.valueOf(this.renewals))
				.getBytes(StandardCharsets.UTF_8);
		}

		static Entry parse(byte[] content) {
			String[] lines = new String(content, StandardCharsets.UTF_8).split("\n");
			try {
				return new Entry(!lines[0].equals("free"), lines[1], lines[2], Integer.parseInt(lines[3]),
						Integer.parseInt(lines[4]));
			}
			catch (ArrayIndexOutOfBoundsException | NumberFormatException ex) {
				return new Entry(true, "unknown", "", 0, 0);
			}
		}

	}

}

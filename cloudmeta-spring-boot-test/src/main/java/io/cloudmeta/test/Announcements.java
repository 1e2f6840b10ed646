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

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * The interruptions that a cloud has announced to one instance.
 */
final class Announcements {

	private final InstantSource clock;

	private final Map<UUID, Announcement> active = new LinkedHashMap<>();

	private final List<Announcement> withdrawn = new ArrayList<>();

	private Object content = List.of();

	private int incarnation = 1;

	Announcements(InstantSource clock) {
		this.clock = clock;
	}

	Instant now() {
		return this.clock.instant();
	}

	/**
	 * Announces an interruption, or changes what was announced about it.
	 */
	synchronized void announce(SimulatedInterruption interruption, NoticeKind kind) {
		Announcement before = this.active.get(interruption.getId());
		Instant now = now();
		Instant deadline = (before != null && interruption.beginsLike(before.interruption())) ? before.deadline()
				: interruption.begins(now, kind.lead());
		this.active.put(interruption.getId(), new Announcement(interruption, kind,
				(before != null) ? before.announced() : now, deadline, before != null && before.approved()));
	}

	/**
	 * Withdraws an interruption.
	 * @return whether it was announced
	 */
	synchronized boolean withdraw(SimulatedInterruption interruption) {
		Announcement announcement = this.active.remove(interruption.getId());
		return announcement != null && this.withdrawn.add(announcement);
	}

	synchronized void clear() {
		this.active.clear();
		this.withdrawn.clear();
	}

	/**
	 * Returns what is announced at present, in the order of the announcements.
	 */
	synchronized List<Announcement> active() {
		return List.copyOf(this.active.values());
	}

	/**
	 * Returns what was announced and is no longer.
	 */
	synchronized List<Announcement> withdrawn() {
		return List.copyOf(this.withdrawn);
	}

	/**
	 * Returns what of some kinds is announced at present, in the order of the
	 * announcements.
	 */
	List<Announcement> active(String... kinds) {
		return active((announcement) -> List.of(kinds).contains(announcement.name()));
	}

	List<Announcement> active(Predicate<Announcement> filter) {
		return active().stream().filter(filter).toList();
	}

	synchronized void approve(Announcement announcement) {
		this.active.computeIfPresent(announcement.interruption().getId(), (id, present) -> present.approve());
	}

	/**
	 * Returns a number that changes with the content of a document.
	 * @param content the content
	 * @return the number, which grows whenever the content is another one
	 */
	synchronized int incarnation(Object content) {
		if (!content.equals(this.content)) {
			this.content = content;
			this.incarnation++;
		}
		return this.incarnation;
	}

}

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
import java.nio.file.Path;
import java.time.Duration;

import io.cloudmeta.samples.store.FolderObjectStore;
import io.cloudmeta.samples.store.ObjectStore;
import io.cloudmeta.samples.store.StoredObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JobLease}.
 */
class JobLeaseTests {

	@TempDir
	private Path folder;

	private ObjectStore store;

	@BeforeEach
	void createStore() {
		this.store = new FolderObjectStore(this.folder);
	}

	@Test
	void onlyOneMachineHasIt() {
		assertThat(lease("i-1").acquire().successful()).isTrue();
		JobLease.Attempt other = lease("i-2").acquire();
		assertThat(other.successful()).isFalse();
		assertThat(other.previous().machine()).isEqualTo("i-1");
	}

	@Test
	void anotherRunOnTheSameMachineDoesNotHaveIt() {
		assertThat(lease("i-1").acquire().successful()).isTrue();
		assertThat(lease("i-1").acquire().successful()).isFalse();
	}

	@Test
	void whenReleasedAnotherMachineGetsItAtOnce() {
		JobLease first = lease("i-1");
		first.acquire();
		first.release(437);
		JobLease.Attempt other = lease("i-2").acquire();
		assertThat(other.successful()).isTrue();
		assertThat(other.previous().step()).isEqualTo(437);
		assertThat(first.renew(438)).isFalse();
	}

	@Test
	void whenNotRenewedForItsDurationAnotherMachineTakesItOver() throws Exception {
		JobLease first = lease("i-1");
		first.acquire();
		assertThat(first.renew(437)).isTrue();
		JobLease second = lease("i-2");
		assertThat(second.acquire().successful()).isFalse();
		Thread.sleep(350);
		JobLease.Attempt attempt = second.acquire();
		assertThat(attempt.successful()).isTrue();
		assertThat(attempt.previous().step()).isEqualTo(437);
		assertThat(first.renew(500)).isFalse();
		assertThat(second.renew(438)).isTrue();
	}

	@Test
	void whileRenewedNoOtherMachineTakesItOver() throws Exception {
		JobLease first = lease("i-1");
		first.acquire();
		JobLease second = lease("i-2");
		long end = System.nanoTime() + Duration.ofMillis(700).toNanos();
		while (System.nanoTime() < end) {
			assertThat(first.renew(1)).isTrue();
			assertThat(second.acquire().successful()).isFalse();
			Thread.sleep(20);
		}
	}

	@Test
	void knowsWhenItIsDueAndWhenItIsExpired() throws Exception {
		JobLease lease = lease("i-1");
		lease.acquire();
		assertThat(lease.isExpired()).isFalse();
		Thread.sleep(110);
		assertThat(lease.isDue()).isTrue();
		Thread.sleep(200);
		assertThat(lease.isExpired()).isTrue();
		lease.renew(1);
		assertThat(lease.isExpired()).isFalse();
	}

	@Test
	void whenSomethingElseIsWrittenThereWaitsForIt() throws Exception {
		this.store.write("job.lease", "something else".getBytes(StandardCharsets.UTF_8));
		JobLease lease = lease("i-1");
		assertThat(lease.acquire().successful()).isFalse();
		Thread.sleep(350);
		assertThat(lease.acquire().successful()).isTrue();
	}

	@Test
	void whenTheResponseToARenewalIsLostStillHasIt() {
		ObjectStore refusesRepetition = new ObjectStore() {

			@Override
			public @Nullable StoredObject read(String name) {
				return JobLeaseTests.this.store.read(name);
			}

			@Override
			public void write(String name, byte[] content) {
				JobLeaseTests.this.store.write(name, content);
			}

			@Override
			public boolean replace(String name, byte[] content, @Nullable String expected) {
				JobLeaseTests.this.store.replace(name, content, expected);
				return JobLeaseTests.this.store.replace(name, content, expected);
			}

			@Override
			public String getLocation() {
				return JobLeaseTests.this.store.getLocation();
			}

		};
		JobLease lease = new JobLease(refusesRepetition, CheckpointsTests.PROPERTIES, "i-1");
		assertThat(lease.acquire().successful()).isTrue();
		assertThat(lease.renew(1)).isTrue();
	}

	private JobLease lease(String machine) {
		return new JobLease(this.store, CheckpointsTests.PROPERTIES, machine);
	}

}

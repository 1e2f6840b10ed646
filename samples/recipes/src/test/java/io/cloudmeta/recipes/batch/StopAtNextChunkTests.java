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

package io.cloudmeta.recipes.batch;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import javax.sql.DataSource;

import io.cloudmeta.recipes.SimulatedMachine;
import io.cloudmeta.test.SimulatedInterruption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.database.JdbcBatchItemWriter;
import org.springframework.batch.infrastructure.item.database.JdbcCursorItemReader;
import org.springframework.batch.infrastructure.item.database.builder.JdbcBatchItemWriterBuilder;
import org.springframework.batch.infrastructure.item.database.builder.JdbcCursorItemReaderBuilder;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StopAtNextChunk}, on two machines with one database.
 */
@Timeout(120)
class StopAtNextChunkTests {

	private static final int ROWS = 400;

	private final String url = "spring.datasource.url=jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID());

	@Test
	void stopsAtTheNextChunkAndContinuesOnAnotherMachine() throws Exception {
		int written;
		try (SimulatedMachine machine = machine()) {
			prepare(machine);
			CompletableFuture<JobExecution> execution = CompletableFuture.supplyAsync(() -> start(machine));
			SimulatedMachine.await(() -> count(machine) >= 20);
			machine.announce(SimulatedInterruption.preemption().in(Duration.ofSeconds(60)));
			assertThat(execution.get().getStatus()).isEqualTo(BatchStatus.STOPPED);
			written = count(machine);
			assertThat(written).isLessThan(ROWS).matches((count) -> count % 10 == 0);
		}
		try (SimulatedMachine machine = machine()) {
			JobExecution execution = start(machine);
			assertThat(execution.getStatus()).isEqualTo(BatchStatus.COMPLETED);
			assertThat(execution.getStepExecutions()).singleElement()
				.satisfies((step) -> assertThat(step.getWriteCount()).isEqualTo(ROWS - written));
			// A row that is written twice violates the primary key
			assertThat(count(machine)).isEqualTo(ROWS);
		}
	}

	@Test
	void adviceStopsNothing() throws Exception {
		try (SimulatedMachine machine = machine()) {
			prepare(machine);
			CompletableFuture<JobExecution> execution = CompletableFuture.supplyAsync(() -> start(machine));
			SimulatedMachine.await(() -> count(machine) >= 20);
			machine.announce(SimulatedInterruption.rebalance());
			assertThat(execution.get().getStatus()).isEqualTo(BatchStatus.COMPLETED);
		}
	}

	private SimulatedMachine machine() {
		return new SimulatedMachine(Application.class, this.url, "spring.batch.job.enabled=false",
				"spring.batch.jdbc.initialize-schema=always");
	}

	private static void prepare(SimulatedMachine machine) {
		JdbcTemplate jdbc = machine.get(JdbcTemplate.class);
		jdbc.execute("create table parcels (id int primary key)");
		jdbc.execute("create table delivered (id int primary key)");
		jdbc.execute("insert into parcels select x from system_range(1, %d)".formatted(ROWS));
	}

	private static JobExecution start(SimulatedMachine machine) {
		try {
			return machine.get(JobOperator.class).start(machine.get(Job.class), new JobParameters());
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static int count(SimulatedMachine machine) {
		return machine.get(JdbcTemplate.class).queryForObject("select count(*) from delivered", Integer.class);
	}

	@SpringBootApplication
	static class Application {

		@Bean
		Job delivery(JobRepository repository, Step parcels, StopAtNextChunk stopAtNextChunk) {
			return new JobBuilder("delivery", repository).listener(stopAtNextChunk).start(parcels).build();
		}

		@Bean
		Step parcels(JobRepository repository, PlatformTransactionManager transactions,
				JdbcCursorItemReader<Integer> reader, JdbcBatchItemWriter<Integer> writer) {
			return new StepBuilder("parcels", repository).<Integer, Integer>chunk(10)
				.transactionManager(transactions)
				.reader(reader)
				.processor((id) -> {
					Thread.sleep(8);
					return id;
				})
				.writer(writer)
				.build();
		}

		@Bean
		JdbcCursorItemReader<Integer> reader(DataSource database) {
			return new JdbcCursorItemReaderBuilder<Integer>().name("parcels")
				.dataSource(database)
				.sql("select id from parcels order by id")
				.rowMapper((row, number) -> row.getInt(1))
				.build();
		}

		@Bean
		JdbcBatchItemWriter<Integer> writer(DataSource database) {
			return new JdbcBatchItemWriterBuilder<Integer>().dataSource(database)
				.sql("insert into delivered values (?)")
				.itemPreparedStatementSetter((id, statement) -> statement.setInt(1, id))
				.build();
		}

	}

}

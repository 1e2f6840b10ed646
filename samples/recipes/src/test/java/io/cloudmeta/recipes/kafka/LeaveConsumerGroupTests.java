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

package io.cloudmeta.recipes.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

import io.cloudmeta.recipes.SimulatedMachine;
import io.cloudmeta.test.SimulatedInterruption;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LeaveConsumerGroup}, with two machines and a broker.
 */
@Timeout(180)
class LeaveConsumerGroupTests {

	private static EmbeddedKafkaBroker broker;

	@BeforeAll
	static void startBroker() {
		broker = new EmbeddedKafkaKraftBroker(1, 2, "parcels");
		broker.afterPropertiesSet();
	}

	@AfterAll
	static void stopBroker() {
		broker.destroy();
	}

	@Test
	void onANoticeTheOtherMachineHasAllPartitionsAtOnceAndNoRecordIsLostOrRepeated() {
		try (SimulatedMachine one = machine();
				SimulatedMachine other = machine();
				KafkaProducer<String, String> producer = producer()) {
			SimulatedMachine.await(() -> partitions(one) == 1 && partitions(other) == 1);
			send(producer, 0, 100);
			SimulatedMachine.await(() -> !received(one).isEmpty());
			SimulatedInterruption preemption = SimulatedInterruption.preemption().in(Duration.ofSeconds(60));
			one.announce(preemption);
			// Much earlier than the session of 45 s would time out
			long start = System.nanoTime();
			SimulatedMachine.await(() -> partitions(other) == 2);
			assertThat(System.nanoTime() - start).isLessThan(Duration.ofSeconds(30).toNanos());
			send(producer, 100, 200);
			SimulatedMachine.await(() -> received(one).size() + received(other).size() >= 200);
			List<String> all = new ArrayList<>(received(one));
			all.addAll(received(other));
			assertThat(all).hasSize(200).doesNotHaveDuplicates();
			one.withdraw(preemption);
			SimulatedMachine.await(() -> partitions(one) == 1 && partitions(other) == 1);
		}
	}

	private static SimulatedMachine machine() {
		return new SimulatedMachine(Application.class, "spring.kafka.bootstrap-servers=" + broker.getBrokersAsString(),
				"spring.kafka.consumer.group-id=delivery", "spring.kafka.consumer.auto-offset-reset=earliest");
	}

	private static KafkaProducer<String, String> producer() {
		return new KafkaProducer<>(Map.of("bootstrap.servers", broker.getBrokersAsString()), new StringSerializer(),
				new StringSerializer());
	}

	private static void send(KafkaProducer<String, String> producer, int from, int to) {
		for (int i = from; i < to; i++) {
			producer.send(new ProducerRecord<>("parcels", i % 2, null, String.valueOf(i)));
		}
		producer.flush();
	}

	private static int partitions(SimulatedMachine machine) {
		return machine.get(KafkaListenerEndpointRegistry.class)
			.getAllListenerContainers()
			.stream()
			.filter(MessageListenerContainer::isRunning)
			.map(MessageListenerContainer::getAssignedPartitions)
			.flatMap((assigned) -> (assigned != null) ? assigned.stream() : Stream.empty())
			.toList()
			.size();
	}

	private static Collection<String> received(SimulatedMachine machine) {
		return machine.get(Application.Parcels.class).received;
	}

	@SpringBootApplication
	static class Application {

		@Component
		static class Parcels {

			private final Queue<String> received = new ConcurrentLinkedQueue<>();

			@KafkaListener(topics = "parcels")
			void receive(String parcel) {
				SimulatedMachine.sleep(10);
				this.received.add(parcel);
			}

		}

	}

}

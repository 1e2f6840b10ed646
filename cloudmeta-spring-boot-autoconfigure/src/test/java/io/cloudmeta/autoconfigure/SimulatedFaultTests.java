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

package io.cloudmeta.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfigurationTests;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.CloudSimulator.Fault;
import io.cloudmeta.test.SimulatedCloud;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SimulatedCloud#fault()} and {@link CloudSimulator#setFault} as users
 * have them.
 */
@SpringBootTest(classes = SimulatedFaultTests.Application.class, webEnvironment = WebEnvironment.NONE,
		properties = "cloudmeta.fetch.timeout=2s")
@SimulatedCloud(cloud = "azure", fault = Fault.STALLS)
class SimulatedFaultTests {

	@Test
	void stallsAndRecovers(@Autowired CloudInstance instance, @Autowired CloudSimulator cloud) {
		// the firmware knows as much
		assertThat(instance.getProvider()).isEqualTo(CloudProvider.AZURE);
		assertThat(instance.getRegion()).isNull();
		assertThat(instance.getDetection().failures()).singleElement()
			.asString()
			.contains("received no response in time");
		cloud.setFault(Fault.NONE);
		assertThat(instance.refresh()).isTrue();
		assertThat(instance.getRegion()).isNotNull();
	}

	@ParameterizedTest
	@CsvSource({ "REFUSES, 403", "BREAKS, ended without", "SAYS_NOTHING, another service" })
	void failsInEachWay(Fault fault, String explanation) {
		long start = System.nanoTime();
		try (CloudSimulator cloud = CloudSimulator.start("azure")) {
			cloud.setFault(fault);
			new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(CloudMetaAutoConfiguration.class))
				.withPropertyValues(CloudMetaAutoConfigurationTests.properties(cloud))
				.withPropertyValues("cloudmeta.fetch.timeout=2s")
				.run((context) -> {
					CloudInstance instance = context.getBean(CloudInstance.class);
					assertThat(instance.getRegion()).isNull();
					assertThat(instance.getDetection().failures()).singleElement()
						.asString()
						.containsIgnoringCase(explanation);
				});
		}
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
	}

	/**
	 * What the documentation shows, whatever goes on in the background meanwhile: a
	 * reading that began before must not count.
	 */
	@Test
	void recoversAfterEachPause() throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(20);
		try {
			List<Callable<String>> tests = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				Duration pause = Duration.ofMillis(200 + 120 * i);
				tests.add(() -> regionAfter(pause));
			}
			List<String> regions = new ArrayList<>();
			for (Future<String> region : executor.invokeAll(tests)) {
				regions.add(region.get());
			}
			assertThat(regions).hasSize(20).containsOnly("northeurope");
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static String regionAfter(Duration pause) {
		AtomicReference<String> region = new AtomicReference<>();
		try (CloudSimulator cloud = CloudSimulator.start("azure")) {
			cloud.setFault(Fault.STALLS);
			new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(CloudMetaAutoConfiguration.class))
				.withPropertyValues(CloudMetaAutoConfigurationTests.properties(cloud))
				.withPropertyValues("cloudmeta.fetch.timeout=400ms")
				.run((context) -> {
					CloudInstance instance = context.getBean(CloudInstance.class);
					assertThat(instance.getRegion()).isNull();
					Thread.sleep(pause.toMillis());
					cloud.setFault(Fault.NONE);
					instance.refresh();
					region.set(instance.getRegion());
				});
		}
		return region.get();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(CloudMetaAutoConfiguration.class)
	static class Application {

	}

}

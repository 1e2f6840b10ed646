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

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.cloudmeta.samples.store.TestStores;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The page of a fleet on a simulated cloud. It stays where it is while machines come and
 * go. The README's command starts it.
 */
public final class SimulatedTrainer implements AutoCloseable {

	private static final String COMMAND = System.getProperty("os.name").startsWith("Windows") ? "mvnw" : "./mvnw";

	private final Fleet fleet;

	private final ConfigurableApplicationContext page;

	SimulatedTrainer(String cloud, TestStores stores, Duration notice, String port, Map<String, String> properties) {
		Progress progress = new Progress("fleet");
		this.fleet = new Fleet(cloud, progress, stores, notice, properties);
		SpringApplication application = new SpringApplication(Page.class);
		application.setRegisterShutdownHook(false);
		application.addInitializers((context) -> {
			((GenericApplicationContext) context).registerBean(Progress.class, () -> progress);
			((GenericApplicationContext) context).registerBean(Fleet.class, () -> this.fleet);
		});
		this.page = application.run("--server.port=" + port, "--spring.main.banner-mode=off",
				"--cloudmeta.enabled=false", "--cloudmeta.interruptions.enabled=false", "--logging.level.root=warn");
		try {
			this.fleet.start();
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	/**
	 * Starts the page and the first machine.
	 * @param args the cloud's name and the port to listen at
	 */
	public static void main(String[] args) {
		try {
			TestStores stores = TestStores.of(args[0]);
			SimulatedTrainer trainer = new SimulatedTrainer(args[0], stores, Duration.ofSeconds(10), args[1],
					Map.of("trainer.steps", "9000", "trainer.step-time", "20ms", "trainer.lease", "5s",
							"logging.level.root", "warn", "logging.level.io.cloudmeta.samples", "info"));
			Runtime.getRuntime().addShutdownHook(new Thread(trainer::close));
			trainer.print();
		}
		catch (IllegalArgumentException ex) {
			List.of("", "  " + ex.getMessage(), "").forEach(System.err::println);
			System.exit(2);
		}
		catch (RuntimeException ex) {
			// Reported by Spring Boot
			System.exit(1);
		}
	}

	private void print() {
		List.of("", "  A training job on a simulated cloud. Interrupt it here:", "", "    " + getUrl(), "",
				"  Another cloud:  %s -q -Ptrainer -Dcloud=gcp (azure, alibaba, tencent, yandex; hetzner gives no notice)"
					.formatted(COMMAND),
				"  Another port:   -Dport=8181", "  Stop:           Ctrl+C", "")
			.forEach(System.out::println);
	}

	String getUrl() {
		return "http://127.0.0.1:" + this.page.getEnvironment().getProperty("local.server.port") + "/";
	}

	Fleet getFleet() {
		return this.fleet;
	}

	Progress getProgress() {
		return this.page.getBean(Progress.class);
	}

	@Override
	public void close() {
		this.page.close();
		this.fleet.close();
	}

	@EnableAutoConfiguration
	@Import({ ProgressController.class, PageHeaders.class, FleetController.class })
	static class Page {

	}

}

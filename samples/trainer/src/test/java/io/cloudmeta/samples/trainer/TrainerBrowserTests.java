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

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;

import io.cloudmeta.samples.browser.Browser;
import io.cloudmeta.samples.store.TestStores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of complete runs, as a person sees and controls them on the page.
 */
class TrainerBrowserTests {

	private static final int STEPS = 1300;

	private static @Nullable Browser browser;

	@BeforeAll
	static void start() {
		browser = Browser.start();
	}

	@AfterAll
	static void stop() {
		if (browser != null) {
			browser.close();
		}
	}

	@BeforeEach
	void resetBrowser() {
		browser.reset();
	}

	@Test
	void whenInterruptedTwiceAfterNoticesLosesNoStepAndEndsWithTheSameLoss() throws Exception {
		try (SimulatedTrainer trainer = trainer("aws", "twice-noticed", 100)) {
			browser.open(trainer.getUrl());
			assertThat(browser.text("#interrupt")).isEqualTo("Announce an interruption");
			interruptAfter(150);
			await(() -> browser.text("#status").endsWith("is saved. This machine takes no more work"));
			assertThat(browser.text("#countdown")).matches("preemption in \\d s");
			screenshot("countdown");
			await(() -> browser.texts("#machines li").size() == 2);
			interruptAfter(500);
			awaitDone();
			assertThat(browser.texts("#machines li")).hasSize(3)
				.allMatch((machine) -> !machine.contains("repeat"))
				.element(1)
				.asString()
				.contains("i-0d58e2a7f1c496302", "no step lost");
			assertThat(browser.evaluate("document.querySelectorAll('#chart .seam').length")).isEqualTo("2");
			assertThat(number("lost")).isZero();
			assertThat(number("loss")).isEqualTo(lossWithoutInterruption());
			assertOnlyItsOwnHost(trainer);
		}
	}

	@Test
	void whenInterruptedTwiceWithoutNoticesRepeatsTheLostStepsAndEndsWithTheSameLoss() throws Exception {
		try (SimulatedTrainer trainer = trainer("aws", "twice-lost", 400)) {
			browser.open(trainer.getUrl());
			await(() -> number("step") > 0);
			browser.click("#notices");
			await(() -> browser.text("#interrupt").equals("Take the machine away"));
			interruptAfter(450);
			await(() -> browser.texts("#machines li").size() == 2);
			assertThat(browser.texts("#machines li").get(1)).contains("continued after step 400",
					"lost steps to repeat");
			assertThat(number("lost")).isBetween(50.0, 399.0);
			interruptAfter(850);
			await(() -> browser.texts("#machines li").size() == 3);
			assertThat(number("lost")).isBetween(100.0, 798.0);
			screenshot("lost");
			awaitDone();
			assertThat(browser.evaluate("document.querySelectorAll('#chart .gap, #chart polyline.lost').length"))
				.isEqualTo("4");
			assertThat(number("loss")).isEqualTo(lossWithoutInterruption());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "aws", "hetzner" })
	void isReadableInLightAndDarkAndFitsAPhone(String cloud) throws Exception {
		try (SimulatedTrainer trainer = trainer(cloud, "readable", 100)) {
			browser.open(trainer.getUrl());
			await(() -> number("step") > 0);
			String light = background();
			assertThat(browser.textsOfLowContrast()).isEmpty();
			browser.emulate("dark");
			assertThat(background()).isNotEqualTo(light);
			assertThat(browser.textsOfLowContrast()).isEmpty();
			browser.resize(360, 740);
			await(() -> number("step") > 100);
			assertThat(browser.evaluate("document.documentElement.scrollWidth")).isEqualTo("360");
			assertThat(browser.evaluate("document.querySelector('#interrupt').getBoundingClientRect().bottom < 740"))
				.isEqualTo("true");
			screenshot("phone-" + cloud);
		}
	}

	private static SimulatedTrainer trainer(String cloud, String job, int checkpointEvery) {
		return new SimulatedTrainer(cloud, TestStores.of(cloud), Duration.ofSeconds(3), "0",
				Map.of("trainer.job", job, "trainer.steps", String.valueOf(STEPS), "trainer.checkpoint-every",
						String.valueOf(checkpointEvery), "trainer.lease", "1s", "trainer.step-time", "4ms",
						"trainer.model.learning-rate", "0.01", "logging.level.root", "warn"));
	}

	private static double lossWithoutInterruption() {
		LogisticRegression model = new LogisticRegression(new TrainerProperties.Model(42, 20000, 32, 64, 0.01, 0.9));
		while (model.getStep() < STEPS) {
			model.step();
		}
		return model.loss();
	}

	private static void interruptAfter(int step) throws InterruptedException {
		await(() -> number("step") >= step
				&& browser.evaluate("document.querySelector('#interrupt').disabled").equals("false"));
		browser.click("#interrupt");
	}

	private static void awaitDone() throws InterruptedException {
		await(() -> browser.text("#status").equals("All steps are done"));
	}

	private static void assertOnlyItsOwnHost(SimulatedTrainer trainer) {
		assertThat(browser.takeRequests()).allMatch((request) -> request.toString().startsWith(trainer.getUrl()))
			.extracting(URI::getPath)
			.contains("/", "/trainer.css", "/trainer.js", "/progress", "/fleet/interruptions");
		assertThat(browser.takeConsoleMessages()).isEmpty();
	}

	private static double number(String id) {
		String value = browser.evaluate("document.getElementById('" + id + "').value");
		return value.isEmpty() ? Double.NaN : Double.parseDouble(value);
	}

	private static String background() {
		return browser.evaluate("getComputedStyle(document.body).backgroundColor");
	}

	private static void screenshot(String name) throws IOException {
		Files.write(Files.createDirectories(Path.of("target", "screenshots")).resolve(name + ".png"),
				browser.screenshot());
	}

	private static void await(BooleanSupplier condition) throws InterruptedException {
		long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as(() -> browser.text("body")).isLessThan(end);
			Thread.sleep(50);
		}
	}

}

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

package io.cloudmeta.samples.whereami;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.cloudmeta.samples.browser.Browser;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the page as a person sees it.
 */
class WhereAmIBrowserTests {

	private static final String MARKUP = "<img src=x onerror=\"document.title='injected'\">"
			+ "<script>document.title='injected'</script>" + "x".repeat(100);

	private static final Map<String, Map<String, String>> VALUES = Map.of("aws",
			Map.of("region", "eu-west-3", "accountId", "000123456789", "tags.note", MARKUP), "azure",
			Map.of("region", "westeurope", "availabilityZone", "2", "accountId",
					"00c41f70-6b7e-4a93-9d42-0e3fb86c1a57"),
			"gcp", Map.of("availabilityZone", "europe-west4-b", "accountId", "parcels-7"), "none", Map.of());

	private static final Map<String, SimulatedApplication> applications = new HashMap<>();

	private static Browser browser;

	@BeforeAll
	static void startBrowser() {
		browser = Browser.start();
	}

	@AfterAll
	static void stop() {
		applications.values().forEach(SimulatedApplication::close);
		if (browser != null) {
			browser.close();
		}
	}

	@BeforeEach
	void resetBrowser() {
		browser.reset();
	}

	@ParameterizedTest
	@CsvSource({ "aws, Amazon Web Services, eu-west-3, eu-west-3b", "azure, Microsoft Azure, westeurope, 2",
			"gcp, Google Cloud, europe-west4, europe-west4-b" })
	void onCloudShowsItsNameRegionAndZoneLarge(String cloud, String name, String region, String zone) {
		open(cloud);
		assertThat(browser.text("h1")).isEqualTo(name);
		assertThat(browser.text("#region")).isEqualTo(region);
		assertThat(browser.text("#zone")).isEqualTo(zone);
		assertThat(fontSize("h1")).isGreaterThan(2.5 * fontSize("td"));
		assertThat(fontSize("#region")).isGreaterThan(2 * fontSize("td")).isEqualTo(fontSize("#zone"));
		assertThat(browser.getTitle()).startsWith(name + ", " + region);
	}

	@ParameterizedTest
	@CsvSource({ "aws, aws_ec2, 000123456789, evidence for Amazon Web Services",
			"azure, azure.vm, 00c41f70-6b7e-4a93-9d42-0e3fb86c1a57, evidence for Microsoft Azure",
			"gcp, gcp_compute_engine, parcels-7, evidence for Google Cloud" })
	void onCloudShowsTheMachineAndTheEvidence(String cloud, String platform, String account, String verdict) {
		CloudSimulator simulator = open(cloud).simulator();
		assertThat(browser.texts("tr")).contains("Platform " + platform, "Account " + account)
			.allMatch((row) -> !row.contains("null"));
		assertThat(browser.texts(".evidence li")).hasSizeGreaterThan(1)
			.anyMatch((signal) -> signal.startsWith("dmi ") && signal.contains(verdict))
			.anyMatch((signal) -> signal.contains(simulator.getUrl().toString()) && signal.contains(verdict));
		assertThat(browser.text("#requests")).startsWith(simulator.getRequests().size() + " request");
	}

	@Test
	void offTheCloudShowsTheReason() {
		open("none");
		assertThat(browser.text("h1")).isEqualTo("Local");
		assertThat(browser.text(".plain")).isEqualTo("This machine is on no cloud.");
		assertThat(browser.texts("table, #region, #zone")).isEmpty();
		assertThat(browser.texts(".evidence .against"))
			.anyMatch((signal) -> signal.contains("Dell Inc.") && signal.contains("evidence against any cloud"));
		assertThat(browser.text("#requests")).isEqualTo("no request");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					aws   | Hello from eu-west-3          | 000123456789/eu-west-3 | only Azure has one | m7i.large
					azure | Hello from westeurope         | 00c41f70-6b7e-4a93-9d42-0e3fb86c1a57/westeurope | rg-parcels-test    | Standard_D4as_v5
					gcp   | Hello from europe-west4       | parcels-7/europe-west4 | only Azure has one | n2-standard-4
					none  | Hello from somewhere on earth | none/local | only Azure has one | a computer
					""")
	void showsThePlaceholdersAsWrittenAndWhatTheyBecame(String cloud, String greeting, String label, String group,
			String machine) {
		open(cloud);
		assertThat(browser.texts(".became")).containsExactly(greeting, label, group, machine);
		assertThat(browser.texts(".written code")).containsExactly("Hello from $<cloud:region:somewhere on earth>",
				"$<cloud:accountId:none>/$<cloud:region:local>", "$<azure:resourceGroupName:only Azure has one>",
				"${cloud:instanceType:a computer}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "aws", "azure", "gcp", "none" })
	void asksOnlyItsOwnHostAndComplainsOfNothing(String cloud) {
		String url = open(cloud).url();
		assertThat(browser.takeRequests()).allMatch((request) -> request.toString().startsWith(url))
			.extracting(URI::getPath)
			.contains("/", "/whereami.css");
		assertThat(browser.takeConsoleMessages()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "aws", "azure", "gcp", "none" })
	void isReadableInLightAndDark(String cloud) {
		open(cloud);
		String light = background();
		assertThat(browser.textsOfLowContrast()).isEmpty();
		browser.emulate("dark");
		assertThat(background()).isNotEqualTo(light);
		assertThat(browser.textsOfLowContrast()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "aws", "azure", "gcp", "none" })
	void fitsPhone(String cloud) {
		open(cloud);
		browser.resize(360, 740);
		assertThat(browser.evaluate("document.documentElement.scrollWidth")).isEqualTo("360");
		assertThat(browser.evaluate("[...document.querySelectorAll('tr')].every((row) =>"
				+ " row.cells[1].getBoundingClientRect().top >= row.cells[0].getBoundingClientRect().bottom)"))
			.isEqualTo("true");
	}

	@Test
	void showsMarkupInTagAsText() {
		open("aws");
		assertThat(browser.texts(".tag-value")).containsExactly(MARKUP);
		assertThat(browser.texts("img, script")).isEmpty();
		assertThat(browser.getTitle()).doesNotContain("injected");
	}

	private static SimulatedApplication open(String cloud) {
		SimulatedApplication application = applications.computeIfAbsent(cloud, SimulatedApplication::start);
		browser.open(application.url());
		return application;
	}

	private static double fontSize(String selector) {
		return Double.parseDouble(
				browser.evaluate("parseFloat(getComputedStyle(document.querySelector('" + selector + "')).fontSize)"));
	}

	private static String background() {
		return browser.evaluate("getComputedStyle(document.body).backgroundColor");
	}

	private record SimulatedApplication(ConfigurableApplicationContext context) {

		static SimulatedApplication start(String cloud) {
			List<String> arguments = new ArrayList<>(
					List.of("--server.address=127.0.0.1", "--server.port=0", "--spring.main.banner-mode=off",
							"--logging.level.root=warn", "--cloudmeta.simulator.cloud=" + cloud));
			int index = 0;
			for (Map.Entry<String, String> value : VALUES.get(cloud).entrySet()) {
				arguments.add("--cloudmeta.simulator.values[%d]=%s".formatted(index++, value));
			}
			return new SimulatedApplication(
					SpringApplication.run(WhereAmIApplication.class, arguments.toArray(String[]::new)));
		}

		CloudSimulator simulator() {
			return this.context.getBean(CloudSimulator.class);
		}

		String url() {
			return "http://127.0.0.1:" + this.context.getEnvironment().getProperty("local.server.port") + "/";
		}

		void close() {
			this.context.close();
		}

	}

}

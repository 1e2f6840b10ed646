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

package io.cloudmeta.internal.detection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.DetectionReport;
import io.cloudmeta.Evidence;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.CloudSimulator.Dmi;

import org.springframework.util.FileSystemUtils;

/**
 * What came out of a detection in one situation.
 *
 * @param situation the situation
 * @param dmi what the firmware said
 * @param provider the verdict
 * @param conclusive whether no doubt is left
 * @param requests how many requests were made
 * @param requestsWithoutToken those that count on EC2 as ones of version 1
 * @param evidence each signal, with the vendors' own addresses
 */
record Verdicted(Situation situation, Dmi dmi, CloudProvider provider, boolean conclusive, int requests,
		List<String> requestsWithoutToken, List<String> evidence) {

	/**
	 * Detects in a situation.
	 * @param situation the situation
	 * @param dmi what the firmware says
	 * @param delay how long each response takes, in milliseconds
	 */
	static Verdicted of(Situation situation, Dmi dmi, int delay) {
		try (CloudSimulator cloud = CloudSimulator.of(situation.cloud()).dmi(dmi).start()) {
			situation.change().accept(cloud);
			cloud.getWireMock().setGlobalFixedDelay(delay);
			// enough for all waves
			TestSettings settings = TestSettings.asInReality(cloud, situation.expected())
				.timeouts(Duration.ofSeconds(20), Duration.ofSeconds(20));
			if (dmi == Dmi.CLOUD) {
				write(situation.firmware(), settings.sysfs());
			}
			situation.variables().forEach(settings::property);
			try (DetectedCloudInstance instance = settings.instance()) {
				CloudProvider provider = instance.getProvider();
				DetectionReport report = instance.getDetection();
				List<String> evidence = report.evidence().stream().map((found) -> line(found, cloud)).toList();
				return new Verdicted(situation, dmi, provider, report.conclusive(), report.requests(),
						withoutToken(cloud), evidence);
			}
		}
	}

	private static void write(Map<String, String> firmware, Path sysfs) {
		if (firmware.isEmpty()) {
			return;
		}
		Path directory = sysfs.resolve("class/dmi/id");
		try {
			FileSystemUtils.deleteRecursively(directory);
			Files.createDirectories(directory);
			for (Map.Entry<String, String> file : firmware.entrySet()) {
				Files.writeString(directory.resolve(file.getKey()), file.getValue() + "\n");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<String> withoutToken(CloudSimulator cloud) {
		List<String> requests = new ArrayList<>();
		cloud.getWireMock().getAllServeEvents().forEach((event) -> {
			Request request = event.getRequest();
			if (request.getMethod().equals(RequestMethod.GET) && !request.containsHeader("X-aws-ec2-metadata-token")) {
				requests.add("GET " + request.getUrl());
			}
		});
		return requests;
	}

	private static String line(Evidence found, CloudSimulator cloud) {
		String who = (found.provider() != null) ? found.provider().getDisplayName() : "any cloud";
		String text = "%s %s: `%s` %s".formatted(found.bearing().name().toLowerCase(Locale.ROOT), who, found.source(),
				found.finding());
		CloudProvider provider = (found.provider() != null) ? found.provider() : CloudProvider.AWS;
		return text.replace(cloud.getUrl().toString(), TestSettings.realAddress(provider))
			.replaceAll("/cloudmeta-[0-9a-z]+", "/cloudmeta-…");
	}

	CloudProvider expected() {
		return (this.dmi == Dmi.CLOUD) ? this.situation.expected() : this.situation.expectedWithoutFirmware();
	}

	String summary() {
		return "`%s`%s, %d".formatted(this.provider, this.conclusive ? "" : "?", this.requests);
	}

	String heading() {
		String firmware = switch (this.dmi) {
			case CLOUD -> "Its own firmware";
			case NONE -> "No firmware";
			case KVM -> "A common virtual machine's firmware";
		};
		return "%s: `%s`%s, %d %s".formatted(firmware, this.provider, this.conclusive ? "" : " (not conclusive)",
				this.requests, (this.requests == 1) ? "request" : "requests");
	}

	@Override
	public String toString() {
		return this.situation + ", " + heading();
	}

}

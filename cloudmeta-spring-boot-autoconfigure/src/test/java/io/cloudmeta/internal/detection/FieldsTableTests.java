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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Asks each simulated cloud for everything, and compares what it says with the table in
 * {@code docs/fields.md}. With {@code -Dcloudmeta.docs=write} it writes that table.
 */
class FieldsTableTests {

	private static final Path PAGE = Path.of("..", "docs", "fields.md");

	private static final String COMMAND = "./mvnw -pl cloudmeta-spring-boot-autoconfigure -am test"
			+ " -Dtest=FieldsTableTests -Dsurefire.failIfNoSpecifiedTests=false -Dcloudmeta.docs=write";

	private static final String AT_ONCE = "●";

	private static final String WHEN_ASKED_FOR = "○";

	private static final String ABSENT = "–";

	/** What an instance is given if the simulated one does not have it anyway. */
	private static final Map<String, String> SAMPLES = samples();

	/** What is asked for, by the names of the getters. */
	private static final Map<String, Predicate<CloudInstance>> COLUMNS = columns();

	@Test
	void tableHasTheValuesOfEachCloud() throws IOException {
		List<String> table = table();
		if ("write".equals(System.getProperty("cloudmeta.docs"))) {
			write(table);
		}
		assertThat(Files.readAllLines(PAGE).stream().filter(FieldsTableTests::isRow))
			.as("docs/fields.md is out of date. Write it anew: " + COMMAND)
			.containsExactlyElementsOf(table);
	}

	private static void write(List<String> table) throws IOException {
		List<String> page = new ArrayList<>(Files.readAllLines(PAGE));
		int start = (int) page.stream().takeWhile((line) -> !isRow(line)).count();
		page.removeIf(FieldsTableTests::isRow);
		page.addAll(start, table);
		Files.write(PAGE, page);
	}

	private static boolean isRow(String line) {
		return line.startsWith("|");
	}

	private static List<String> table() {
		List<String> table = new ArrayList<>();
		table.add("| | " + String.join(" | ", COLUMNS.keySet().stream().map("`%s`"::formatted).toList())
				+ " | Requests |");
		table.add("|---" + "|:-:".repeat(COLUMNS.size()) + "|--:|");
		CloudSimulator.getClouds().stream().map(FieldsTableTests::row).forEach(table::add);
		return table;
	}

	private static String row(String id) {
		CloudProvider provider = CloudProvider.of(id);
		try (CloudSimulator cloud = fullest(provider)) {
			StringBuilder row = new StringBuilder("| ").append(name(provider));
			COLUMNS.values().forEach((column) -> row.append(" | ").append(sign(cloud, provider, column)));
			return row.append(" | ").append(requestsForTheIdentity(cloud, provider)).append(" |").toString();
		}
	}

	private static String name(CloudProvider provider) {
		String page = "clouds/" + provider.getId() + ".md";
		return Files.exists(PAGE.resolveSibling(page)) ? "[%s](%s)".formatted(provider.getDisplayName(), page)
				: provider.getDisplayName();
	}

	/**
	 * Starts a cloud whose instance has all that an instance may have there.
	 */
	private static CloudSimulator fullest(CloudProvider provider) {
		Map<String, String> values = new LinkedHashMap<>();
		List<String> absent = new ArrayList<>();
		try (CloudSimulator cloud = CloudSimulator.start(provider.getId());
				DetectedCloudInstance instance = instance(cloud, provider)) {
			SAMPLES.keySet().stream().filter((name) -> !COLUMNS.get(name).test(instance)).forEach(absent::add);
		}
		for (String name : absent) {
			String sample = SAMPLES.get(name);
			if (name.equals("tags")) {
				// on some clouds, tags have no value
				tryOut(provider, values, "tags.team", sample);
				tryOut(provider, values, "tags.team", "");
			}
			else {
				tryOut(provider, values, name, sample);
			}
		}
		return CloudSimulator.start(provider.getId(), values);
	}

	private static void tryOut(CloudProvider provider, Map<String, String> values, String name, String value) {
		Map<String, String> more = new LinkedHashMap<>(values);
		if (more.putIfAbsent(name, value) == null && canBeGiven(provider, more)) {
			values.putAll(more);
		}
	}

	private static boolean canBeGiven(CloudProvider provider, Map<String, String> values) {
		try {
			CloudSimulator.start(provider.getId(), values).close();
			return true;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	private static String sign(CloudSimulator cloud, CloudProvider provider, Predicate<CloudInstance> column) {
		try (DetectedCloudInstance instance = instance(cloud, provider)) {
			assertThat(instance.getFetchedAt()).as(provider.getId()).isNotNull();
			cloud.resetRequests();
			boolean present = column.test(instance);
			assertThat(instance.getDetection().failures()).as(provider.getId()).isEmpty();
			if (!present) {
				return ABSENT;
			}
			return cloud.getRequests().isEmpty() ? AT_ONCE : WHEN_ASKED_FOR;
		}
	}

	private static int requestsForTheIdentity(CloudSimulator cloud, CloudProvider provider) {
		cloud.resetRequests();
		try (DetectedCloudInstance instance = instance(cloud, provider)) {
			assertThat(instance.getFetchedAt()).as(provider.getId()).isNotNull();
			return cloud.getRequests().size();
		}
	}

	private static DetectedCloudInstance instance(CloudSimulator cloud, CloudProvider provider) {
		return TestSettings.of(cloud)
			.provider(provider)
			.timeouts(Duration.ofSeconds(10), Duration.ofSeconds(20))
			.instance();
	}

	private static Map<String, Predicate<CloudInstance>> columns() {
		Map<String, Predicate<CloudInstance>> columns = new LinkedHashMap<>();
		Arrays.stream(CloudField.values())
			.filter((field) -> field != CloudField.PROVIDER)
			.forEach((field) -> columns.put(field.getName(), (instance) -> field.get(instance) != null));
		columns.put("networkInterfaces", (instance) -> !instance.getNetworkInterfaces().isEmpty());
		columns.put("tags", (instance) -> !instance.getTags().isEmpty());
		return Collections.unmodifiableMap(columns);
	}

	private static Map<String, String> samples() {
		Map<String, String> samples = new LinkedHashMap<>();
		for (CloudField field : List.of(CloudField.REGION, CloudField.AVAILABILITY_ZONE, CloudField.ACCOUNT_ID,
				CloudField.INSTANCE_ID, CloudField.INSTANCE_NAME, CloudField.INSTANCE_TYPE, CloudField.IMAGE_ID,
				CloudField.HOSTNAME)) {
			samples.put(field.getName(), "parcels-7");
		}
		samples.put(CloudField.PRIVATE_IP.getName(), "10.8.0.54");
		samples.put(CloudField.PUBLIC_IP.getName(), "203.0.113.54");
		samples.put("tags", "parcels");
		return Collections.unmodifiableMap(samples);
	}

}

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

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.test.CloudSimulator;
import org.jspecify.annotations.Nullable;

/**
 * A simulated cloud and what is read from it where all is well.
 *
 * @param simulator the simulated cloud
 * @param values its values
 * @param question what takes another request, or {@code null} if nothing does
 */
record HealthyCloud(CloudSimulator simulator, Map<CloudField, String> values, @Nullable Question question) {

	private static final List<Question> QUESTIONS = List.of(new Question("getPublicIp()", CloudInstance::getPublicIp),
			new Question("getHostname()", CloudInstance::getHostname),
			new Question("getTags()", CloudInstance::getTags),
			new Question("getNetworkInterfaces()", CloudInstance::getNetworkInterfaces));

	static HealthyCloud start(String name) {
		CloudSimulator simulator = CloudSimulator.start(name);
		Duration patience = Duration.ofSeconds(20);
		Map<CloudField, String> values = new EnumMap<>(CloudField.class);
		TestSettings settings = TestSettings.of(simulator).timeouts(patience, patience);
		try (DetectedCloudInstance instance = settings.provider(CloudProvider.of(name)).instance()) {
			List<Question> questions = new ArrayList<>();
			instance.getProvider();
			for (Question question : QUESTIONS) {
				int before = instance.getDetection().requests();
				boolean answered = question.ask(instance);
				if (answered && instance.getDetection().requests() > before) {
					questions.add(question);
				}
			}
			for (CloudField field : CloudField.values()) {
				String value = field.get(instance);
				if (value != null) {
					values.put(field, value);
				}
			}
			return new HealthyCloud(simulator, values, questions.isEmpty() ? null : questions.get(0));
		}
	}

	/**
	 * Returns the fields of which an instance says what is not so.
	 */
	List<String> lies(DetectedCloudInstance instance) {
		return Set.of(CloudField.values())
			.stream()
			.filter((field) -> field != CloudField.PROVIDER && field != CloudField.PLATFORM)
			.filter((field) -> field.get(instance) != null && !field.get(instance).equals(this.values.get(field)))
			.map((field) -> "%s is '%s', not '%s'".formatted(field.getName(), field.get(instance),
					this.values.get(field)))
			.toList();
	}

	/**
	 * Something that an instance is asked.
	 *
	 * @param name the getter's name
	 * @param getter the getter
	 */
	record Question(String name, Function<CloudInstance, @Nullable Object> getter) {

		/**
		 * Returns whether there is an answer.
		 */
		boolean ask(CloudInstance instance) {
			Object value = this.getter.apply(instance);
			return value != null && !value.equals(List.of()) && !value.equals(Map.of());
		}

	}

}

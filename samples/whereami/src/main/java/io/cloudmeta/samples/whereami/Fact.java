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

import java.util.List;
import java.util.stream.Stream;

import io.cloudmeta.CloudInstance;
import org.jspecify.annotations.Nullable;

/**
 * One line of what is known about the machine.
 *
 * @param label what it is, in words for people
 * @param value the cloud's value, or {@code null}
 */
record Fact(String label, @Nullable String value) {

	/**
	 * Returns what is known beside the cloud's name, region and zone.
	 * @param cloud the instance
	 * @return the facts, without the absent ones
	 */
	static List<Fact> of(CloudInstance cloud) {
		return Stream
			.of(new Fact("Platform", cloud.getPlatform()), new Fact("Account", cloud.getAccountId()),
					new Fact("Instance", cloud.getInstanceId()), new Fact("Name", cloud.getInstanceName()),
					new Fact("Type", cloud.getInstanceType()), new Fact("Image", cloud.getImageId()),
					new Fact("Host name", cloud.getHostname()), new Fact("Private address", cloud.getPrivateIp()),
					new Fact("Public address", cloud.getPublicIp()))
			.filter((fact) -> fact.value() != null)
			.toList();
	}

}

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

package io.cloudmeta.benchmarks.micronaut;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.Environment;
import io.micronaut.discovery.cloud.ComputeInstanceMetadata;
import io.micronaut.discovery.cloud.ComputeInstanceMetadataResolver;

/**
 * Starts Micronaut's context, which is no web application, and says where it runs. With
 * the argument {@code plain} it does not try to find out.
 *
 * @since 0.1.0
 */
public final class MicronautApplication {

	private MicronautApplication() {
	}

	public static void main(String[] args) throws IOException {
		boolean plain = args.length > 0 && args[0].equals("plain");
		try (ApplicationContext context = ApplicationContext.builder()
			.deduceEnvironment(!plain)
			.deduceCloudEnvironment(!plain)
			.start()) {
			String line = plain ? "READY local none" : locate(context);
			Stream.of(line).forEach(System.out::println);
			System.in.read();
		}
	}

	private static String locate(ApplicationContext context) {
		Environment environment = context.getEnvironment();
		Set<String> names = environment.getActiveNames();
		String region = context.getBeansOfType(ComputeInstanceMetadataResolver.class)
			.stream()
			.map((resolver) -> resolver.resolve(environment))
			.flatMap(Optional::stream)
			.map(ComputeInstanceMetadata::getRegion)
			.filter((value) -> value != null && !value.isBlank())
			.findFirst()
			.orElse("none");
		return "READY " + cloud(names) + " " + region;
	}

	private static String cloud(Set<String> names) {
		if (names.contains(Environment.AMAZON_EC2)) {
			return "aws";
		}
		if (names.contains(Environment.GOOGLE_COMPUTE)) {
			return "gcp";
		}
		return names.contains(Environment.AZURE) ? "azure" : "local";
	}

}

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

package io.cloudmeta.benchmarks.application;

import java.io.IOException;
import java.util.stream.Stream;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A web application that says where it runs as soon as it is ready, and then waits for
 * its input to end.
 *
 * @since 0.1.0
 */
@SpringBootApplication
public class BenchmarkApplication {

	public static void main(String[] args) throws IOException {
		ConfigurableApplicationContext context = SpringApplication.run(BenchmarkApplication.class, args);
		// ready, which is after the event of that name
		Place place = context.getBeanProvider(Place.class)
			.getIfAvailable(() -> Place.of(context.getEnvironment().getProperty("application.place")));
		Stream.of(place.toLine()).forEach(System.out::println);
		if (System.in.read() < 0) {
			System.exit(SpringApplication.exit(context));
		}
	}

}

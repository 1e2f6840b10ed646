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

package io.cloudmeta.recipes.kubernetes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * An application whose work takes two seconds.
 */
@SpringBootApplication
public class Pod {

	/**
	 * Runs the application.
	 * @param args its arguments, the first of which is the file that the work writes
	 */
	public static void main(String[] args) {
		SpringApplication.run(Pod.class, args);
	}

	@Bean(destroyMethod = "")
	ExecutorService workers() {
		return Executors.newSingleThreadExecutor();
	}

	@Bean
	ApplicationRunner work(ExecutorService workers) {
		return (arguments) -> {
			Path file = Path.of(arguments.getNonOptionArgs().get(0));
			workers.submit(() -> {
				Files.writeString(file, "begun");
				Thread.sleep(2000);
				Files.writeString(file, "completed");
				return null;
			});
		};
	}

}

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

package io.cloudmeta.test;

import io.cloudmeta.CloudInstance;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * An application that knows nothing of the test kit and ends by itself.
 */
@SpringBootApplication
public class RunApplication {

	private static final Log logger = LogFactory.getLog(RunApplication.class);

	public static void main(String[] arguments) {
		SpringApplication.run(RunApplication.class, arguments);
	}

	@Bean
	ApplicationRunner where(CloudInstance instance) {
		return (arguments) -> logger.info("In %s of %s, team %s".formatted(instance.getRegion(), instance.getProvider(),
				instance.getTags().get("team")));
	}

}

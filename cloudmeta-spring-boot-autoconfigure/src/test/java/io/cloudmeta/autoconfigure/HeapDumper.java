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

package io.cloudmeta.autoconfigure;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.cloudmeta.CloudInstance;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * A process of its own for {@link SecretsInMemoryTests}: runs an application on each
 * cloud that it is given, reads all values, and then writes its heap to the given files,
 * as often as requested.
 */
public final class HeapDumper {

	private static final PrintStream OUTPUT = new PrintStream(new FileOutputStream(FileDescriptor.out), true,
			StandardCharsets.UTF_8);

	private HeapDumper() {
	}

	public static void main(String[] files) throws Exception {
		List<ConfigurableApplicationContext> applications = new ArrayList<>();
		for (String file : files) {
			applications.add(run(Path.of(file)));
		}
		OUTPUT.println("READY " + applications.size());
		BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String dump = orders.readLine(); dump != null; dump = orders.readLine()) {
			ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(dump, true);
			OUTPUT.println("DUMPED " + dump);
		}
	}

	private static ConfigurableApplicationContext run(Path file) throws Exception {
		Properties properties = new Properties();
		try (InputStream input = Files.newInputStream(file)) {
			properties.load(input);
		}
		Map<String, Object> all = new LinkedHashMap<>();
		properties.forEach((name, value) -> all.put(name.toString(), value));
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setDefaultProperties(all);
		ConfigurableApplicationContext context = application.run();
		CloudInstance instance = context.getBean(CloudInstance.class);
		instance.getRegion();
		instance.getTags();
		instance.getNetworkInterfaces();
		instance.getHostname();
		byte[] userData = instance.fetchUserData();
		OUTPUT.println("USER DATA " + ((userData != null) ? userData.length : 0));
		instance.refresh();
		return context;
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(CloudMetaAutoConfiguration.class)
	static class Application {

	}

}

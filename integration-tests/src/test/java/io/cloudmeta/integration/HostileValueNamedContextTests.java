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

package io.cloudmeta.integration;

import java.util.List;
import java.util.Map;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.context.config.annotation.RefreshScope;
import org.springframework.cloud.context.named.NamedContextFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attacks, by values of the cloud, the contexts that Spring Cloud creates for a client by
 * its name, as for Feign and its load balancer, and beans in the refresh scope.
 */
class HostileValueNamedContextTests {

	private static final String SECRET = "owned-by-the-application";

	private static final String CANARY = "cloudmeta.canary";

	@BeforeEach
	@AfterEach
	void clearCanary() {
		System.clearProperty(CANARY);
	}

	@ParameterizedTest
	@ValueSource(strings = { "#{T(System).setProperty('cloudmeta.canary', 'sung')}",
			"' + T(System).setProperty('cloudmeta.canary', 'sung') + '", "${app.secret}", "classpath:${app.secret}",
			"#{environment['app.secret']}", "$<cloud:accountId>", "'.split(", "\\${app.secret}" })
	void isReadAsData(String value) {
		try (CloudSimulator cloud = CloudSimulator.start("azure", Map.of("tags.evil", value));
				ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
					.web(WebApplicationType.NONE)
					.run(Arguments.of(cloud, "app.secret=" + SECRET, "app.team=$<cloud:tags.evil:none>",
							"spring.cloud.config.enabled=false"))) {
			Clients clients = context.getBean(Clients.class);
			assertThat(clients.getInstance("feign", Client.class)).hasToString("none, none, 2, [none]");
			Client refreshed = context.getBean("refreshed", Client.class);
			assertThat(refreshed).hasToString("none, none, 2, [none]");
			cloud.change("tags.evil=ml");
			context.getBean(CloudInstance.class).refresh();
			context.getBean(org.springframework.cloud.context.scope.refresh.RefreshScope.class).refreshAll();
			assertThat(refreshed).hasToString("ml, ml, 2, [ml]");
			assertThat(clients.getInstance("loadbalancer", Client.class)).hasToString("ml, ml, 2, [ml]");
			assertThat(System.getProperty(CANARY)).isNull();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Clients clients() {
			return new Clients();
		}

		@Bean
		@RefreshScope
		Client refreshed() {
			return new Client();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ClientConfiguration {

		@Bean
		Client client() {
			return new Client();
		}

	}

	static class Clients extends NamedContextFactory<NamedContextFactory.Specification> {

		Clients() {
			super(ClientConfiguration.class, "test", "test.client.name");
		}

	}

	public static class Client {

		@Value("${app.team}")
		private String text = "";

		@Value("#{'${app.team}'}")
		private String quoted = "";

		@Value("#{'a,b'.split(',').length}")
		private int unrelated;

		@Value("${app.team}")
		private Resource[] resources = {};

		@Override
		public String toString() {
			List<String> names = List.of(this.resources).stream().map(Resource::getFilename).toList();
			return "%s, %s, %d, %s".formatted(this.text, this.quoted, this.unrelated, names);
		}

	}

}

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

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.netflix.appinfo.ApplicationInfoManager;
import com.netflix.appinfo.InstanceInfo.InstanceStatus;
import com.netflix.discovery.DiscoveryClient;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;
import io.cloudmeta.autoconfigure.interruption.CloudMetaInterruptionWatchAutoConfiguration;
import io.cloudmeta.autoconfigure.interruption.CloudMetaInterruptionsAutoConfiguration;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.SimulatedInterruption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.commons.util.InetUtils;
import org.springframework.cloud.commons.util.InetUtilsProperties;
import org.springframework.cloud.netflix.eureka.EurekaClientConfigBean;
import org.springframework.cloud.netflix.eureka.EurekaInstanceConfigBean;
import org.springframework.cloud.netflix.eureka.InstanceInfoFactory;
import org.springframework.cloud.netflix.eureka.http.RestClientDiscoveryClientOptionalArgs;
import org.springframework.cloud.netflix.eureka.http.RestClientTransportClientFactories;
import org.springframework.context.ApplicationContext;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a Eureka server learns of an interruption where Eureka's client is there
 * without Spring Cloud's service registry.
 */
class EurekaInterruptionTests {

	private final WireMockServer eureka = new WireMockServer(
			WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));

	private final CloudSimulator cloud = CloudSimulator.start("azure");

	private DiscoveryClient client;

	@BeforeEach
	void start() {
		this.eureka.start();
		this.eureka.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok()));
		this.eureka
			.stubFor(WireMock.post(WireMock.urlPathMatching("/eureka/apps/ORDERS")).willReturn(WireMock.noContent()));
		EurekaInstanceConfigBean instance = new EurekaInstanceConfigBean(new InetUtils(new InetUtilsProperties()));
		instance.setAppname("orders");
		instance.setInstanceId("orders-1");
		ApplicationInfoManager manager = new ApplicationInfoManager(instance,
				new InstanceInfoFactory().create(instance), null);
		EurekaClientConfigBean config = new EurekaClientConfigBean();
		config.setServiceUrl(Map.of("defaultZone", this.eureka.baseUrl() + "/eureka/"));
		config.setFetchRegistry(false);
		config.setInitialInstanceInfoReplicationIntervalSeconds(0);
		config.setInstanceInfoReplicationIntervalSeconds(2);
		RestClientDiscoveryClientOptionalArgs arguments = new RestClientDiscoveryClientOptionalArgs(
				(ssl, verifier) -> new SimpleClientHttpRequestFactory(), RestClient::builder);
		this.client = new DiscoveryClient(manager, config, new RestClientTransportClientFactories(arguments),
				arguments);
		manager.setInstanceStatus(InstanceStatus.UP);
		await(() -> registered().contains("UP"));
	}

	@AfterEach
	void close() {
		this.client.shutdown();
		this.cloud.close();
		this.eureka.stop();
	}

	private ApplicationContextRunner runner() {
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(CloudMetaAutoConfiguration.class,
					CloudMetaInterruptionWatchAutoConfiguration.class, CloudMetaInterruptionsAutoConfiguration.class,
					ApplicationAvailabilityAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.cloud.client.serviceregistry"))
			.withBean(ApplicationInfoManager.class, this.client::getApplicationInfoManager)
			.withPropertyValues("cloudmeta.interruptions.enabled=true", "cloudmeta.interruptions.interval=1s");
		for (Map.Entry<String, String> property : this.cloud.getProperties().entrySet()) {
			runner = runner.withPropertyValues(property.getKey() + "=" + property.getValue());
		}
		return runner;
	}

	/**
	 * The statuses that the server received, in the order of arrival.
	 */
	private List<String> registered() {
		return this.eureka.findAll(WireMock.postRequestedFor(WireMock.urlPathEqualTo("/eureka/apps/ORDERS")))
			.stream()
			.map((request) -> request.getBodyAsString().replaceFirst("(?s).*\"status\" ?: ?\"(\\w+)\".*", "$1"))
			.toList();
	}

	private String latest() {
		List<String> all = registered();
		return all.get(all.size() - 1);
	}

	private void await(BooleanSupplier condition) {
		long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as(() -> registered().toString()).isLessThan(end);
			try {
				Thread.sleep(20);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	private static ReadinessState readiness(ApplicationContext context) {
		return context.getBean(ApplicationAvailability.class).getReadinessState();
	}

	@Test
	void serverLearnsThatTheInstanceIsOutOfServiceAndThatItIsBack() {
		runner().run((context) -> {
			AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
			SimulatedInterruption termination = this.cloud.announce("termination", Duration.ofMinutes(5));
			await(() -> latest().equals("OUT_OF_SERVICE"));
			assertThat(readiness(context)).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
			this.cloud.withdraw(termination);
			await(() -> latest().equals("UP"));
			await(() -> readiness(context) == ReadinessState.ACCEPTING_TRAFFIC);
		});
	}

	@Test
	void statusThatTheApplicationHasSetStays() {
		runner().run((context) -> {
			AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
			this.client.getApplicationInfoManager().setInstanceStatus(InstanceStatus.OUT_OF_SERVICE);
			await(() -> latest().equals("OUT_OF_SERVICE"));
			SimulatedInterruption termination = this.cloud.announce("termination", Duration.ofMinutes(5));
			await(() -> readiness(context) == ReadinessState.REFUSING_TRAFFIC);
			this.cloud.withdraw(termination);
			await(() -> readiness(context) == ReadinessState.ACCEPTING_TRAFFIC);
			assertThat(this.client.getApplicationInfoManager().getInfo().getStatus())
				.isEqualTo(InstanceStatus.OUT_OF_SERVICE);
		});
	}

	@Test
	void whenDiscoveryIsOffTheStatusStays() {
		runner().withPropertyValues("cloudmeta.interruptions.discovery=false").run((context) -> {
			AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
			this.cloud.announce("termination", Duration.ofMinutes(5));
			await(() -> readiness(context) == ReadinessState.REFUSING_TRAFFIC);
			assertThat(this.client.getApplicationInfoManager().getInfo().getStatus()).isEqualTo(InstanceStatus.UP);
		});
	}

}

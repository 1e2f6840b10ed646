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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.CloudInstanceChangedEvent;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.SimulatedCloud;
import io.cloudmeta.test.SimulatedCloud.Change;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.test.annotation.DirtiesContext;

import static io.cloudmeta.test.CloudAssertions.assertThatCloud;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for changes of a simulated machine as users have them.
 */
class SimulatedIdentityChangeTests {

	private static final long PATIENCE = 60;

	@Nested
	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE)
	@SimulatedCloud(cloud = "azure", values = { "region=westeurope", "tags.team=red", "instanceId=" + Refreshed.FIRST },
			changes = @Change(after = "1h", values = "tags.team=blue"))
	class Refreshed {

		static final String FIRST = "02aab8a4-74ef-476e-8182-f6d2ba4166a6";

		static final String CLONE = "13bbc9b5-85f0-487f-9293-07e3cb5277b7";

		@Autowired
		private CloudInstance instance;

		@Autowired
		private CloudSimulator cloud;

		@Autowired
		private Witness witness;

		@AfterEach
		void leaveItAsItWas() {
			this.cloud.resetChanges();
			this.instance.refresh();
			this.witness.events.clear();
		}

		@Test
		void seesWhatIsDueAndPublishesAnEvent() {
			assertThatCloud(this.instance).hasTag("team", "red");
			assertThat(this.instance.refresh()).isFalse();
			this.cloud.elapse(Duration.ofHours(1));
			assertThat(this.instance.refresh()).isTrue();
			assertThatCloud(this.instance).hasTag("team", "blue").hasRegion("westeurope");
			CloudInstanceChangedEvent event = this.witness.events.remove();
			assertThat(event.getChanged()).containsExactly("tags.team");
			assertThat(event.getPrevious()).containsEntry("tags.team", "red");
			assertThat(event.getCurrent()).containsEntry("tags.team", "blue");
			assertThat(this.witness.events).isEmpty();
		}

		@Test
		void seesAClone() {
			assertThat(this.instance.getInstanceId()).isEqualTo(FIRST);
			this.cloud.change("instanceId=" + CLONE, "privateIp=10.9.8.7", "region=northeurope");
			assertThat(this.instance.getInstanceId()).isEqualTo(FIRST);
			assertThat(this.instance.refresh()).isTrue();
			assertThat(this.instance.getInstanceId()).isEqualTo(CLONE);
			assertThat(this.instance.getPrivateIp()).isEqualTo("10.9.8.7");
			assertThat(this.witness.events.remove().getChanged()).contains("instanceId", "privateIp", "region");
		}

	}

	@Nested
	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE)
	@SimulatedCloud(cloud = "aws", values = { "region=eu-west-1", "tags.team=red" })
	class OnAws {

		@AfterEach
		void leaveItAsItWas(@Autowired CloudInstance instance, @Autowired CloudSimulator cloud,
				@Autowired Witness witness) {
			cloud.resetChanges();
			instance.refresh();
			witness.events.clear();
		}

		@Test
		void tagsThatTakeARequestOfTheirOwnAreComparedIfTheyWereRead(@Autowired CloudInstance instance,
				@Autowired CloudSimulator cloud, @Autowired Witness witness) {
			assertThat(instance.getTags()).containsEntry("team", "red");
			cloud.change("tags.team=green");
			assertThat(instance.refresh()).isTrue();
			assertThat(instance.getTags()).containsEntry("team", "green");
			assertThat(witness.events.remove().getChanged()).containsExactly("tags.team");
		}

		@Test
		void cloneGetsATokenOfItsOwn(@Autowired CloudInstance instance, @Autowired CloudSimulator cloud) {
			assertThat(instance.getTags()).containsEntry("team", "red");
			cloud.resetRequests();
			cloud.change("instanceId=i-0a1b2c3d4e5f60718", "tags.team=blue");
			assertThat(instance.refresh()).isTrue();
			assertThat(instance.getInstanceId()).isEqualTo("i-0a1b2c3d4e5f60718");
			assertThat(instance.getTags()).containsEntry("team", "blue");
			assertThat(cloud.getRequests()).contains("PUT /latest/api/token");
		}

	}

	// Other tests in this JVM find the threads of a context that stays open
	@Nested
	@DirtiesContext
	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE,
			properties = "cloudmeta.refresh.interval=50ms")
	@SimulatedCloud(cloud = "gcp", values = "region=europe-west4")
	class RefreshedOnASchedule {

		@Test
		void seesTheChangeByItself(@Autowired CloudInstance instance, @Autowired CloudSimulator cloud,
				@Autowired Witness witness) throws Exception {
			assertThatCloud(instance).hasRegion("europe-west4");
			cloud.changeAfter(Duration.ofMillis(100), "region=us-east5");
			CloudInstanceChangedEvent event = witness.events.poll(PATIENCE, TimeUnit.SECONDS);
			assertThat(event).isNotNull();
			assertThat(event.getChanged()).contains("region", "availabilityZone");
			assertThat(List.of(event.getPrevious().get("region"), event.getCurrent().get("region")))
				.containsExactly("europe-west4", "us-east5");
			assertThatCloud(instance).hasRegion("us-east5");
		}

	}

	@Nested
	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE)
	@SimulatedCloud(cloud = "openstack", dmi = CloudSimulator.Dmi.KVM, cloudInit = true)
	class WithCloudInit {

		@Test
		void findsWhatCloudInitWrote(@Autowired CloudInstance instance) {
			assertThatCloud(instance).isRunningOn("openstack");
			assertThat(instance.getDetection().evidence())
				.anyMatch((evidence) -> evidence.source().contains("cloud-init"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(CloudMetaAutoConfiguration.class)
	static class Application {

		@Bean
		Witness witness() {
			return new Witness();
		}

	}

	static class Witness {

		private final BlockingQueue<CloudInstanceChangedEvent> events = new LinkedBlockingQueue<>();

		@EventListener
		void changed(CloudInstanceChangedEvent event) {
			this.events.add(event);
		}

	}

}

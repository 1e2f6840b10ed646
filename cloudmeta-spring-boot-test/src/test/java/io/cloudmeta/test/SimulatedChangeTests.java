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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A simulated machine becomes another one.
 */
class SimulatedChangeTests {

	private static final String TTL = "X-aws-ec2-metadata-token-ttl-seconds";

	private static final String TOKEN = "X-aws-ec2-metadata-token";

	@Test
	void changesTheGivenValueAndDependentOnesAtOnce() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.of("azure").value("tags.team", "ml").start()) {
			cloud.change("region=northeurope", "publicIp=");
			assertThat(azure(cloud, "location")).isEqualTo("northeurope");
			assertThat(azure(cloud, "tags")).contains("team:ml");
			cloud.change("tags.team=blue");
			assertThat(azure(cloud, "location")).isEqualTo("northeurope");
			assertThat(azure(cloud, "tags")).contains("team:blue").doesNotContain("ml");
		}
		try (CloudSimulator cloud = CloudSimulator.start("aws")) {
			cloud.change("region=us-east-2");
			assertThat(aws(cloud, token(cloud), "placement/availability-zone")).isEqualTo("us-east-2b");
		}
	}

	@Test
	void firmwareFollowsAndWhatCloudInitWroteDoesNot() throws IOException {
		try (CloudSimulator cloud = CloudSimulator.of("aws").value("instanceId", "i-1").cloudInit().start()) {
			cloud.change("instanceId=i-2", "instanceType=t4g.nano");
			assertThat(root(cloud).resolve("sys/class/dmi/id/board_asset_tag")).hasContent("i-2");
			assertThat(root(cloud).resolve("sys/class/dmi/id/product_name")).hasContent("t4g.nano");
			assertThat(root(cloud).resolve("run/cloud-init/instance-data.json")).content().contains("\"i-1\"");
			try (var files = Files.list(root(cloud))) {
				assertThat(files.map((file) -> file.getFileName().toString())).containsExactlyInAnyOrder("sys", "run");
			}
		}
	}

	@Test
	void changesWhenTheTimeHasComeInTheOrderOfTime() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.of("azure")
			.changeAfter(Duration.ofDays(2), "tags.team=red", "region=westus")
			.start()) {
			cloud.changeAfter(Duration.ofDays(1), "tags.team=blue", "tags.stage=test");
			cloud.elapse(Duration.ofHours(23));
			assertThat(azure(cloud, "tags")).doesNotContain("blue", "red");
			cloud.elapse(Duration.ofHours(1));
			assertThat(azure(cloud, "tags")).contains("team:blue", "stage:test");
			cloud.elapse(Duration.ofDays(7));
			assertThat(azure(cloud, "tags")).contains("team:red", "stage:test");
			assertThat(azure(cloud, "location")).isEqualTo("westus");
		}
	}

	@Test
	void timeGoesOnByItself() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.of("azure").start()) {
			cloud.changeAfter(Duration.ofMillis(50), "region=westus");
			long patience = System.nanoTime() + Duration.ofSeconds(30).toNanos();
			while (!azure(cloud, "location").equals("westus") && System.nanoTime() < patience) {
				Thread.sleep(10);
			}
			assertThat(azure(cloud, "location")).isEqualTo("westus");
		}
	}

	@Test
	void resetUndoesChangesAndBeginsAnew() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.of("aws")
			.value("instanceType", "t3.small")
			.changeAfter(Duration.ofHours(1), "instanceType=t3.large")
			.start()) {
			cloud.elapse(Duration.ofHours(1));
			cloud.change("tags.team=blue");
			cloud.changeAfter(Duration.ofMinutes(1), "instanceType=t3.nano");
			assertThat(aws(cloud, token(cloud), "instance-type")).isEqualTo("t3.large");
			cloud.resetChanges();
			cloud.elapse(Duration.ofMinutes(30));
			assertThat(aws(cloud, token(cloud), "instance-type")).isEqualTo("t3.small");
			assertThat(root(cloud).resolve("sys/class/dmi/id/product_name")).hasContent("t3.small");
			assertThat(aws(cloud, token(cloud), "tags/instance/team")).contains("404");
			cloud.elapse(Duration.ofMinutes(30));
			assertThat(aws(cloud, token(cloud), "instance-type")).isEqualTo("t3.large");
		}
	}

	@Test
	void tokensBelongToAnInstanceAndExpire() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.start("aws")) {
			String token = token(cloud);
			cloud.change("tags.team=blue");
			assertThat(aws(cloud, token, "tags/instance/team")).isEqualTo("blue");
			cloud.change("instanceId=i-0123456789abcdef7");
			assertThat(aws(cloud, token, "instance-id")).contains("401");
			String other = token(cloud);
			cloud.elapse(Duration.ofSeconds(21000));
			assertThat(aws(cloud, other, "instance-id")).isEqualTo("i-0123456789abcdef7");
			cloud.elapse(Duration.ofSeconds(601));
			assertThat(aws(cloud, other, "instance-id")).contains("401");
		}
	}

	@Test
	void whatCannotBeIsRefusedAndChangesNothing() throws Exception {
		try (CloudSimulator cloud = CloudSimulator.of("azure").value("region", "westeurope").start()) {
			assertThatIllegalArgumentException().isThrownBy(() -> cloud.change("region=westus", "regoin=eastus"))
				.withMessageContaining("Nearest: 'region'");
			assertThatIllegalArgumentException()
				.isThrownBy(() -> cloud.changeAfter(Duration.ofHours(1), "compute.location=eastus"))
				.withMessageContaining("mean the same but differ");
			assertThatIllegalArgumentException().isThrownBy(() -> cloud.change("region"))
				.withMessageContaining("'region' is not of the form 'name=value'");
			assertThatIllegalArgumentException().isThrownBy(cloud::change).withMessage("A change needs values");
			assertThatIllegalArgumentException()
				.isThrownBy(() -> cloud.changeAfter(Duration.ofSeconds(-1), "region=westus"))
				.withMessage("A change cannot be PT1S ago");
			assertThatIllegalArgumentException().isThrownBy(() -> cloud.elapse(Duration.ofSeconds(-1)))
				.withMessage("Time does not go back");
			cloud.elapse(Duration.ofDays(1));
			assertThat(azure(cloud, "location")).isEqualTo("westeurope");
		}
	}

	@Test
	void whatCannotBeIsRefusedBeforeTheStart() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> CloudSimulator.of("azure").changeAfter(Duration.ofHours(1), "regoin=eastus").start())
			.withMessageContaining("Nearest: 'region'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "heroku, instanceId=other, HEROKU_DYNO_ID", "aws_ecs, region=us-east-1, AWS_REGION" })
	void environmentOfARunningApplicationDoesNotChange(String line) {
		String[] parts = line.split(", ");
		try (CloudSimulator cloud = CloudSimulator.start(parts[0])) {
			assertThatIllegalArgumentException().isThrownBy(() -> cloud.change(parts[1]))
				.withMessageContaining(parts[1])
				.withMessageContaining(parts[2]);
		}
	}

	private static String azure(CloudSimulator cloud, String name) throws Exception {
		return new SimulatorClient(cloud, "Metadata", "true")
			.get("/metadata/instance/compute/" + name + "?api-version=2021-12-13&format=text")
			.body();
	}

	private static String token(CloudSimulator cloud) throws Exception {
		return new SimulatorClient(cloud, TTL, "21600").put("/latest/api/token").body();
	}

	private static String aws(CloudSimulator cloud, String token, String path) throws Exception {
		return new SimulatorClient(cloud, TOKEN, token).get("/latest/meta-data/" + path).body();
	}

	private static Path root(CloudSimulator cloud) {
		return Path.of(cloud.getProperties().get("cloudmeta.detection.root"));
	}

}

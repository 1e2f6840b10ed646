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

package io.cloudmeta.internal.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.cloud.MetadataServices;
import io.cloudmeta.test.CloudSimulator;

/**
 * A machine in a place: what its cloud's address answers, and which verdict is the right
 * one.
 *
 * @param name what it is, for people
 * @param cloud the simulated cloud that answers and whose firmware it is
 * @param expected the provider where the firmware is the place's own
 * @param expectedWithoutFirmware the provider where the firmware says nothing of itself
 * @param variables what the environment holds
 * @param change what differs from the simulated cloud
 * @param firmware what the firmware says if that is not the simulated cloud's
 */
record Situation(String name, String cloud, CloudProvider expected, CloudProvider expectedWithoutFirmware,
		Map<String, String> variables, Consumer<CloudSimulator> change, Map<String, String> firmware) {

	private static final Map<String, String> ARC = Map.of("IMDS_ENDPOINT", "http://localhost:40342",
			"IDENTITY_ENDPOINT", "http://localhost:40342/metadata/identity/oauth2/token");

	private static final Map<String, String> HYPER_V = Map.of("sys_vendor", "Microsoft Corporation", "product_name",
			"Virtual Machine", "chassis_asset_tag", "7783-7084-3265-9085-8269-3286-78");

	private static final Map<String, String> VIRTUAL_BOX = Map.of("sys_vendor", "innotek GmbH", "product_name",
			"VirtualBox", "board_vendor", "Oracle Corporation", "chassis_vendor", "Oracle Corporation");

	private static final Map<String, String> VMWARE = Map.of("sys_vendor", "VMware, Inc.", "product_name",
			"VMware Virtual Platform");

	private static final Map<String, String> SUN = Map.of("sys_vendor", "Oracle Corporation", "product_name",
			"ORACLE SERVER X8-2");

	private static final Map<String, String> CHROMEBOOK = Map.of("sys_vendor", "Google", "product_name", "Eve",
			"bios_vendor", "coreboot");

	private static final Map<String, String> DEDICATED_SERVER = Map.of("sys_vendor", "Hetzner", "board_vendor",
			"ASRock", "bios_vendor", "American Megatrends Inc.");

	private static final Map<String, String> YANDEX = Map.of("sys_vendor", "Yandex", "product_name", "xeon-gold-6338",
			"bios_vendor", "SeaBIOS", "chassis_vendor", "QEMU");

	private static final Map<String, String> CLOUD_HYPERVISOR = Map.of("sys_vendor", "Cloud Hypervisor", "product_name",
			"cloud-hypervisor");

	/** Not queried if nothing names them, so that no alarm is raised. */
	private static final List<String> FOUND_BY_FIRMWARE_ONLY = ProbePlan.NOT_PROBED.stream()
		.map((step) -> String.valueOf(step.provider()))
		.toList();

	static List<Situation> all() {
		List<Situation> situations = new ArrayList<>();
		MetadataServices.providers().forEach((provider) -> situations.add(on(provider)));
		CloudSimulator.getPlatforms().forEach((platform) -> situations.add(onPlatform(platform)));
		situations.add(nowhere("Knative of one's own", Map.of("K_SERVICE", "parcels", "K_REVISION", "parcels-1",
				"K_CONFIGURATION", "parcels", "PORT", "8080")));
		situations.add(nowhere("KEDA's variables",
				Map.of("FUNCTIONS_EXTENSION_VERSION", "~4", "FUNCTIONS_WORKER_RUNTIME", "java")));
		situations.add(nowhere("Railway's variables on a laptop",
				Map.of("RAILWAY_PROJECT_ID", "1", "RAILWAY_SERVICE_ID", "2")));
		situations.add(on("EC2 with its metadata service turned off", "aws", CloudProvider.AWS, Map.of(),
				(cloud) -> answer(cloud, 403, "text/html", "<html>403 - Forbidden</html>", "Server", "EC2ws")));
		situations.add(on("EC2 managed by Azure Arc", "aws", CloudProvider.AWS, ARC, (cloud) -> {
		}));
		situations
			.add(nowhere("An office machine managed by Azure Arc", (cloud) -> answer(cloud, 200, "application/json",
					"{\"compute\":{\"vmId\":\"a4c1e7d2-58b3-4f96-8e0d-17b2c9f3d645\",\"location\":\"westeurope\","
							+ "\"resourceId\":\"/subscriptions/x/providers/Microsoft.HybridCompute/machines/m\"}}")));
		situations.add(on("OpenNebula's add-on alone, without OneGate", "opennebula", CloudProvider.OPENNEBULA,
				Map.of("VMID", "", "TOKENTXT", ""), (cloud) -> {
				}));
		situations.add(nowhere("A hotel's login page", Situation::loginPage));
		situations.add(nowhere("A hotel that redirects to its login page",
				(cloud) -> answer(cloud, 302, "text/html", "", "Location", "http://127.0.0.1:1/login")));
		situations.add(nowhere("A server that returns status 200 for every path",
				(cloud) -> answer(cloud, 200, "text/plain", "")));
		situations.add(nowhere("A server that returns JSON for every path",
				(cloud) -> answer(cloud, 200, "application/json", "{\"status\":\"ok\"}")));
		situations.add(nowhere("A proxy that reaches no host",
				(cloud) -> answer(cloud, 502, "text/html", "<html>Bad Gateway</html>")));
		situations.add(nowhere("A gateway that forbids everything",
				(cloud) -> answer(cloud, 403, "text/html", "<html>Forbidden</html>")));
		situations.add(nowhere("Firecracker, whose service takes AWS's token", Situation::firecracker));
		situations.add(nowhere("An emulator of AWS with an account that is none", Situation::emulator));
		situations.add(nowhere("A laptop", (cloud) -> {
		}));
		situations.add(behindALoginPage("Hyper-V in an office", HYPER_V));
		situations.add(behindALoginPage("VirtualBox, with Oracle's name", VIRTUAL_BOX));
		situations.add(behindALoginPage("A server of Oracle's make", SUN));
		situations.add(behindALoginPage("VMware", VMWARE));
		situations.add(behindALoginPage("A Chromebook, with Google's name", CHROMEBOOK));
		situations.add(behindALoginPage("A dedicated server, with Hetzner's name", DEDICATED_SERVER));
		situations.add(onFirmware("Yandex Cloud, with Yandex's name", CloudProvider.YANDEX, YANDEX));
		situations.add(onFirmware("Azure below Cloud Hypervisor", CloudProvider.AZURE, CLOUD_HYPERVISOR));
		return situations;
	}

	private static Situation on(CloudProvider provider) {
		String id = provider.getId();
		CloudProvider without = FOUND_BY_FIRMWARE_ONLY.contains(id) ? CloudProvider.LOCAL : provider;
		return new Situation(provider.getDisplayName(), id, provider, without, Map.of(), (cloud) -> {
		}, Map.of());
	}

	private static Situation on(String name, String cloud, CloudProvider expected, Map<String, String> variables,
			Consumer<CloudSimulator> change) {
		return new Situation(name, cloud, expected, expected, variables, change, Map.of());
	}

	private static Situation nowhere(String name, Consumer<CloudSimulator> change) {
		return new Situation(name, "none", CloudProvider.LOCAL, CloudProvider.LOCAL, Map.of(), change, Map.of());
	}

	private static Situation nowhere(String name, Map<String, String> variables) {
		return new Situation(name, "none", CloudProvider.LOCAL, CloudProvider.LOCAL, variables, (cloud) -> {
		}, Map.of());
	}

	/**
	 * Those of a cloud are named after it.
	 */
	private static Situation onPlatform(String platform) {
		CloudProvider provider = CloudProvider.of(platform.replaceFirst("[_.].*", ""));
		return on(platform, platform, provider, Map.of(), (cloud) -> {
		});
	}

	private static Situation onFirmware(String name, CloudProvider provider, Map<String, String> firmware) {
		return new Situation(name, provider.getId(), provider, provider, Map.of(), (cloud) -> {
		}, firmware);
	}

	private static Situation behindALoginPage(String name, Map<String, String> firmware) {
		return new Situation(name, "none", CloudProvider.LOCAL, CloudProvider.LOCAL, Map.of(), Situation::loginPage,
				firmware);
	}

	private static void loginPage(CloudSimulator cloud) {
		answer(cloud, 200, "text/html", "<html><body>Welcome to the hotel</body></html>");
	}

	private static void answer(CloudSimulator cloud, int status, String type, String body, String... header) {
		ResponseDefinitionBuilder answer = WireMock.aResponse()
			.withStatus(status)
			.withHeader("Content-Type", type)
			.withBody(body);
		if (header.length == 2) {
			answer = answer.withHeader(header[0], header[1]);
		}
		cloud.getWireMock().stubFor(WireMock.any(WireMock.anyUrl()).willReturn(answer));
	}

	/**
	 * Version 2 of its service: a token for requests with AWS's header, nothing without
	 * it, and behind it what the host has put there.
	 */
	private static void firecracker(CloudSimulator cloud) {
		cloud.getWireMock()
			.stubFor(WireMock.any(WireMock.anyUrl())
				.atPriority(5)
				.willReturn(WireMock.unauthorized().withBody("No MMDS token provided")));
		cloud.getWireMock()
			.stubFor(WireMock.get(WireMock.anyUrl())
				.atPriority(4)
				.withHeader("X-aws-ec2-metadata-token", WireMock.matching(".+"))
				.willReturn(WireMock.notFound().withBody("Resource not found")));
		cloud.getWireMock()
			.stubFor(WireMock.put("/latest/api/token").atPriority(3).willReturn(WireMock.ok("bWljcm8tdm0=")));
	}

	private static void emulator(CloudSimulator cloud) {
		cloud.getWireMock().stubFor(WireMock.any(WireMock.anyUrl()).atPriority(5).willReturn(WireMock.notFound()));
		cloud.getWireMock().stubFor(WireMock.put("/latest/api/token").atPriority(3).willReturn(WireMock.ok("token")));
		cloud.getWireMock()
			.stubFor(WireMock.get("/latest/dynamic/instance-identity/document")
				.atPriority(3)
				.willReturn(WireMock.okJson("{\"accountId\":\"0123\",\"region\":\"us-east-1\","
						+ "\"instanceId\":\"i-1234567890abcdef0\"}")));
	}

	@Override
	public String toString() {
		return this.name;
	}

}

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

package io.cloudmeta.internal.cloud;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.cloudmeta.internal.evidence.LocalFiles;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Property-based tests for the files that other programs write: DHCP leases, routes, and
 * OpenNebula's context.
 */
class FileFuzzTests {

	private static final List<String> FILES = List.of("run/systemd/netif/leases/2", "var/lib/dhcp/dhclient.eth0.leases",
			"var/lib/dhcpcd/eth0.lease", "proc/net/route", "run/NetworkManager/devices/2");

	private Path root = Path.of("");

	@BeforeProperty
	void createFiles() throws IOException {
		this.root = Files.createTempDirectory("cloudmeta-fuzz");
		for (String file : FILES) {
			Files.createDirectories(this.root.resolve(file).getParent());
		}
	}

	@AfterProperty
	void deleteFiles() throws IOException {
		FileSystemUtils.deleteRecursively(this.root);
	}

	@Provide
	Arbitrary<String> texts() {
		return Arbitraries
			.of("SERVER_ADDRESS=", "dhcp4.dhcp_server_identifier=", "10.1.2.3", "\n", "option dhcp-server-identifier ",
					";", "eth0\t00000000\t", "0101A8C0", "FFFFFFFFFF", "\t", "999.1.1.1", "http://", "127.0.0.1",
					"0.0.0.0", "@", " ", "10.1.2.3.", "#", "\u0000")
			.list()
			.ofMaxSize(20)
			.map((list) -> String.join("", list));
	}

	@Property(tries = 100)
	void leaseLeadsToAddressOrNowhere(@ForAll("texts") String text, @ForAll byte[] tail) throws IOException {
		for (String file : FILES.subList(0, 2)) {
			Files.writeString(this.root.resolve(file), text);
		}
		Files.writeString(this.root.resolve(FILES.get(3)), text);
		Files.writeString(this.root.resolve(FILES.get(4)), text);
		byte[] message = new byte[240 + tail.length];
		System.arraycopy(new byte[] { 0x63, (byte) 0x82, 0x53, 0x63 }, 0, message, 236, 4);
		System.arraycopy(tail, 0, message, 240, tail.length);
		Files.write(this.root.resolve(FILES.get(2)), message);
		assertThat(new RouterAddresses(this.root, new LocalFiles()).find()).hasSizeLessThanOrEqualTo(4)
			.allSatisfy((uri) -> assertThat(uri.toString()).matches("http://\\d{1,3}(\\.\\d{1,3}){3}"));
	}

	@Provide
	Arbitrary<String> scripts() {
		return Arbitraries
			.of("VMID=", "ETH0_IP=", "export ", "'", "\"", "\\", "10.0.0.1", "7", "\n", "$(id)", "`id`", "${HOME}", ";",
					"#", "PASSWORD='x'", "START_SCRIPT=", "=", " ", "\r", "'\\''", "\\\n", "ETH0_MAC=02:00")
			.list()
			.ofMaxSize(30)
			.map((list) -> String.join("", list));
	}

	@Property
	void contextIsReadAndNeverRun(@ForAll("scripts") String script) {
		Map<String, String> variables = new LinkedHashMap<>();
		OpenNebulaContext.parse(script, variables);
		variables.forEach((name, value) -> {
			assertThat(name).isIn("VMID", "ETH0_IP", "ETH0_MAC");
			assertThat(value).isNotBlank();
		});
		new OpenNebulaContext(variables).networkInterfaces();
	}

	@Property(tries = 4)
	void longContextIsNoDeepOne(@ForAll("scripts") String part) {
		List<String> parts = new ArrayList<>();
		for (int i = 0; i < 20_000; i++) {
			parts.add(part);
		}
		String script = "START_SCRIPT='" + String.join("'\\''", parts) + "'\nVMID='7'\n";
		OpenNebulaContext.parse(script.substring(0, Math.min(script.length(), 256 * 1024)), new LinkedHashMap<>());
	}

}

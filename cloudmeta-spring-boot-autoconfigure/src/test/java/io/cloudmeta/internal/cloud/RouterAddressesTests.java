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
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;

import io.cloudmeta.internal.evidence.LocalFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RouterAddresses}.
 */
class RouterAddressesTests {

	/** 10.0.0.0/8 on a link of this machine. */
	private static final String SUBNET = "eth0\t0000000A\t00000000\t0001\t0\t0\t100\t000000FF\t0\t0\t0\n";

	@TempDir
	private Path root;

	@BeforeEach
	void writeRoutes() throws IOException {
		routes(SUBNET);
	}

	@Test
	void findsNothingWhereNoFileIs() throws IOException {
		Files.delete(this.root.resolve("proc/net/route"));
		assertThat(find()).isEmpty();
		assertThat(new RouterAddresses(this.root.resolve("nowhere"), new LocalFiles()).find()).isEmpty();
	}

	@Test
	void readsTheLeasesOfNetworkd() throws IOException {
		write("run/systemd/netif/leases/2", "# private\nADDRESS=10.1.1.87\nSERVER_ADDRESS=10.1.1.1\nROUTER=10.1.1.9\n");
		assertThat(find()).containsExactly(URI.create("http://10.1.1.1"));
	}

	@Test
	void readsTheLatestLeaseOfDhclient() throws IOException {
		write("var/lib/dhcp/dhclient.eth0.leases", """
				lease {
				  interface "eth0";
				  option dhcp-server-identifier 10.9.9.9;
				}
				lease {
				  interface "eth0";
				  option dhcp-server-identifier 10.1.1.1;
				}
				""");
		write("var/lib/dhclient/dhclient--eth1.lease", "  option dhcp-server-identifier 10.2.2.1;\n");
		assertThat(find()).containsExactly(URI.create("http://10.1.1.1"), URI.create("http://10.2.2.1"));
	}

	@Test
	void readsTheStateThatNetworkManagerKeepsOfEachDevice() throws IOException {
		write("run/NetworkManager/devices/2", """
				[device]
				managed=managed
				connection-uuid=5fb06bd0-0bb0-7ffb-45f1-d6edd65f3e03
				next-server=10.9.9.9

				[dhcp4]
				dhcp4.dhcp_lease_time=86400
				dhcp4.dhcp_server_identifier=10.1.1.1
				dhcp4.routers=10.1.1.254
				""");
		write("run/NetworkManager/devices/1", "[device]\nmanaged=unmanaged\n");
		assertThat(find()).containsExactly(URI.create("http://10.1.1.1"));
	}

	@Test
	void readsTheLeasesOfNetworkManagersClients() throws IOException {
		write("var/lib/NetworkManager/dhclient-5fb06bd0-0bb0-7ffb-45f1-d6edd65f3e03-eth0.lease", """
				lease {
				  interface "eth0";
				  option dhcp-server-identifier 10.1.1.1;
				}
				""");
		write("var/lib/NetworkManager/internal-9d3d1b8a-1c2d-4e5f-8a7b-0c1d2e3f4a5b-eth1.lease",
				"# This is private data. Do not parse.\nADDRESS=10.2.2.87\nSERVER_ADDRESS=10.2.2.1\n");
		// newer versions keep the address alone
		write("var/lib/NetworkManager/internal-0a1b2c3d-1c2d-4e5f-8a7b-0c1d2e3f4a5b-eth2.lease",
				"# This is private data. Do not parse.\nADDRESS=10.3.3.87\n");
		write("var/lib/NetworkManager/timestamps", "SERVER_ADDRESS=10.4.4.1\n");
		assertThat(find()).containsExactlyInAnyOrder(URI.create("http://10.2.2.1"), URI.create("http://10.1.1.1"));
	}

	@Test
	void readsTheMessageThatDhcpcdKeeps() throws IOException {
		byte[] message = new byte[260];
		System.arraycopy(
				new byte[] { 0x63, (byte) 0x82, 0x53, 0x63, 53, 1, 5, 0, 0, 54, 4, 10, 1, 1, (byte) 254, (byte) 0xff },
				0, message, 236, 16);
		Path lease = Files.createDirectories(this.root.resolve("var/lib/dhcpcd")).resolve("eth0.lease");
		Files.write(lease, message);
		assertThat(find()).containsExactly(URI.create("http://10.1.1.254"));
		message[236] = 0;
		Files.write(lease, message);
		assertThat(find()).isEmpty();
	}

	@Test
	void readsTheDefaultGateway() throws IOException {
		routes("eth0\t0001010A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n"
				+ "eth0\t00000000\t0101010A\t0003\t0\t0\t100\t00000000\t0\t0\t0\n"
				+ "tun0\t00000000\t0201010A\t0003\t0\t0\t0\t00000080\t0\t0\t0\n"
				+ "wg0\t00000000\t00000000\t0001\t0\t0\t200\t00000000\t0\t0\t0\n");
		assertThat(find()).containsExactly(URI.create("http://10.1.1.1"));
	}

	@Test
	void namesEachAddressOnceAndTheNewestLeaseFirst() throws IOException {
		write("run/systemd/netif/leases/2", "SERVER_ADDRESS=10.1.1.1\n");
		write("run/systemd/netif/leases/3", "SERVER_ADDRESS=10.3.3.1\n");
		Files.setLastModifiedTime(this.root.resolve("run/systemd/netif/leases/2"), FileTime.fromMillis(1000));
		routes(SUBNET + "eth0\t00000000\t0101010A\t0003\t0\t0\t100\t00000000\t0\t0\t0\n");
		assertThat(find()).containsExactly(URI.create("http://10.3.3.1"), URI.create("http://10.1.1.1"));
	}

	@Test
	void namesNoMoreThanFour() throws IOException {
		for (int i = 1; i < 9; i++) {
			write("run/systemd/netif/leases/" + i, "SERVER_ADDRESS=10.1.%d.1\n".formatted(i));
		}
		assertThat(find()).hasSize(4);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "router.example.org", "10.1.1.1/../x", "10.1.1", "999.1.1.1", "0.0.0.0", "127.0.0.1",
			"224.0.0.1", "255.255.255.255", "10.0.0.0", "10.255.255.255", "10.1.1.1:8080", "fe80::1",
			"10.1.1.1@example.org" })
	void takesNothingElseForAnAddress(String address) throws IOException {
		write("run/systemd/netif/leases/2", "SERVER_ADDRESS=" + address + "\n");
		assertThat(find()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "203.0.113.7", "9.255.255.255", "11.0.0.0", "192.168.0.1" })
	void doesNotLeaveTheMachinesOwnSubnetWhateverALeaseNames(String address) throws IOException {
		write("run/systemd/netif/leases/2", "SERVER_ADDRESS=" + address + "\n");
		write("var/lib/dhcp/dhclient.leases", "  option dhcp-server-identifier " + address + ";\n");
		byte[] message = new byte[247];
		System.arraycopy(new byte[] { 0x63, (byte) 0x82, 0x53, 0x63, 54, 4 }, 0, message, 236, 6);
		System.arraycopy(InetAddress.getByName(address).getAddress(), 0, message, 242, 4);
		message[246] = (byte) 0xff;
		Files.write(Files.createDirectories(this.root.resolve("var/lib/dhcpcd")).resolve("eth0.lease"), message);
		assertThat(find()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			# a default route without a gateway covers every address, but is no subnet
			00000000 | 00000000 | 0001 | 00000000
			# beyond a gateway
			0000000A | 0101A8C0 | 0003 | 000000FF
			# prohibited
			0000000A | 00000000 | 0201 | 000000FF
			# down
			0000000A | 00000000 | 0000 | 000000FF
			# a mask with a gap
			0000000A | 00000000 | 0001 | FF0000FF
			""", delimiter = '|')
	void takesNoOtherRouteForASubnet(String destination, String gateway, String flags, String mask) throws IOException {
		write("run/systemd/netif/leases/2", "SERVER_ADDRESS=10.1.1.1\n");
		routes("eth0\t%s\t%s\t%s\t0\t0\t0\t%s\t0\t0\t0\n".formatted(destination, gateway, flags, mask));
		assertThat(find()).isEmpty();
	}

	@Test
	void acceptsAGatewayToWhichARouteOfItsOwnLeads() throws IOException {
		routes("eth0\t010010AC\t00000000\t0005\t0\t0\t0\tFFFFFFFF\t0\t0\t0\n"
				+ "eth0\t00000000\t010010AC\t0003\t0\t0\t0\t00000000\t0\t0\t0\n");
		assertThat(find()).containsExactly(URI.create("http://172.16.0.1"));
	}

	@Test
	void doesNotAcceptAGatewayOutsideOfTheSubnet() throws IOException {
		routes(SUBNET + "eth0\t00000000\t010010AC\t0003\t0\t0\t0\t00000000\t0\t0\t0\n");
		assertThat(find()).isEmpty();
	}

	@Test
	void acceptsBothAddressesOfAPointToPointSubnet() throws IOException {
		routes("eth0\t0400010A\t00000000\t0001\t0\t0\t0\tFEFFFFFF\t0\t0\t0\n");
		write("run/systemd/netif/leases/2", "SERVER_ADDRESS=10.1.0.4\n");
		write("run/systemd/netif/leases/3", "SERVER_ADDRESS=10.1.0.5\n");
		assertThat(find()).containsExactlyInAnyOrder(URI.create("http://10.1.0.4"), URI.create("http://10.1.0.5"));
	}

	@Test
	void readsNoDirectoryForAFileAndNoGarbage() throws IOException {
		Files.createDirectories(this.root.resolve("run/systemd/netif/leases/2"));
		Files.delete(this.root.resolve("proc/net/route"));
		Files.createDirectories(this.root.resolve("proc/net/route"));
		write("var/lib/dhcp/dhclient.leases", "\u0000\uFFFF option dhcp-server-identifier");
		write("var/lib/dhcpcd/eth0.lease", "short");
		assertThat(find()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "00000000,00000080,8.8.8.8", "00000080,00000080,200.1.1.1", "00000000,000000F0,10.1.1.1",
			"00000008,000000FE,8.8.8.8" })
	void routeWiderThanASubnetLeadsToNoRouter(String destination, String mask, String address) throws IOException {
		routes("tun0\t%s\t00000000\t0001\t0\t0\t0\t%s\t0\t0\t0\n".formatted(destination, mask));
		write("run/systemd/netif/leases/2", "SERVER_ADDRESS=" + address + "\n");
		assertThat(find()).isEmpty();
	}

	private List<URI> find() {
		return new RouterAddresses(this.root, new LocalFiles()).find();
	}

	private void routes(String lines) throws IOException {
		write("proc/net/route",
				"Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n" + lines);
	}

	private void write(String file, String text) throws IOException {
		Path path = this.root.resolve(file);
		Files.createDirectories(path.getParent());
		Files.writeString(path, text, StandardCharsets.UTF_8);
	}

}

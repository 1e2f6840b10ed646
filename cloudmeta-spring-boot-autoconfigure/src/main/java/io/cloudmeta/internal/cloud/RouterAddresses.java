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
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.cloudmeta.internal.evidence.LocalFiles;
import org.jspecify.annotations.Nullable;

/**
 * Where the network's router may be: at the DHCP server's address, which the leases of
 * the usual clients hold, or at the default gateway's. Names are not resolved, as a DNS
 * server that does not respond would delay the detection.
 * <p>
 * A lease may contain any address: it is written by the DHCP server that responded first.
 * Only addresses on a link of this machine count, that is those to which a route of the
 * kernel's main table leads without a gateway. That includes a gateway outside of the
 * subnet of a point-to-point address ({@code /32}), to which a route of its own leads,
 * and is right in a container with a network of its own. Where there is no such file, no
 * address counts.
 *
 * @param root the directory below which the system's files are
 * @param files reads the files
 */
record RouterAddresses(Path root, LocalFiles files) {

	private static final int MAX_ADDRESSES = 4;

	private static final int MAX_BYTES = 64 * 1024;

	/** Not an address that means none, many or this machine. */
	private static final Pattern ADDRESS = Pattern
		.compile("(?!0\\.|127\\.|22[4-9]\\.|2[345]\\d\\.)((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");

	private static final Pattern NETWORKD = Pattern.compile("(?m)^SERVER_ADDRESS=(\\S+)$");

	private static final Pattern DHCLIENT = Pattern.compile("(?m)^\\s*option dhcp-server-identifier ([^;\\s]+);");

	/** What NetworkManager keeps of a device since version 1.40. */
	private static final Pattern NETWORK_MANAGER = Pattern.compile("(?m)^dhcp4\\.dhcp_server_identifier=(\\S+)$");

	private static final Pattern ROUTE = Pattern.compile("(?m)^\\S++[\t ]++([0-9A-Fa-f]{8})[\t ]++([0-9A-Fa-f]{8})"
			+ "[\t ]++([0-9A-Fa-f]{4,8})(?:[\t ]++-?\\d{1,10}){3}[\t ]++([0-9A-Fa-f]{8})\\b");

	/** Where the options begin in a DHCP message, which is what dhcpcd keeps. */
	private static final int DHCP_OPTIONS = 240;

	private static final int DHCP_COOKIE = 0x63825363;

	private static final int DHCP_SERVER = 54;

	/**
	 * Finds the addresses.
	 * @return the base URLs, the most likely one first; none without such a file
	 */
	List<URI> find() {
		// first: if a lease hangs, the files after it are not read
		List<Route> routes = routes();
		List<@Nullable String> named = new ArrayList<>();
		newestFirst("run/systemd/netif/leases", "*").forEach((lease) -> named.add(last(NETWORKD, text(lease))));
		newestFirst("run/NetworkManager/devices", "*")
			.forEach((device) -> named.add(last(NETWORK_MANAGER, text(device))));
		// its own client's leases have the form of networkd's, and the address in older
		// versions only
		newestFirst("var/lib/NetworkManager", "internal-*.lease")
			.forEach((lease) -> named.add(last(NETWORKD, text(lease))));
		List<Path> dhclient = new ArrayList<>(newestFirst("var/lib/NetworkManager", "dhclient-*.lease"));
		dhclient.addAll(newestFirst("var/lib/dhcp", "dhclient*.lease*"));
		dhclient.addAll(newestFirst("var/lib/dhclient", "*.lease*"));
		dhclient.forEach((lease) -> named.add(last(DHCLIENT, text(lease))));
		List<Path> dhcpcd = new ArrayList<>(newestFirst("var/lib/dhcpcd", "*.lease"));
		dhcpcd.addAll(newestFirst("var/lib/dhcpcd5", "*.lease"));
		dhcpcd.forEach((lease) -> named.add(server(bytes(lease))));
		routes.stream().filter(Route::isDefault).forEach((route) -> named.add(text(route.gateway())));
		Set<String> addresses = new LinkedHashSet<>();
		for (String address : named) {
			if (address != null && ADDRESS.matcher(address).matches()) {
				int bits = bits(address);
				if (routes.stream().anyMatch((route) -> route.leadsOnLinkTo(bits))) {
					addresses.add(text(bits));
				}
			}
		}
		return addresses.stream().limit(MAX_ADDRESSES).map((address) -> URI.create("http://" + address)).toList();
	}

	private List<Route> routes() {
		List<Route> routes = new ArrayList<>();
		Matcher matcher = ROUTE.matcher(text(this.root.resolve("proc/net/route")));
		while (matcher.find()) {
			routes.add(new Route(reversed(matcher.group(1)), reversed(matcher.group(2)),
					(int) Long.parseLong(matcher.group(3), 16), reversed(matcher.group(4))));
		}
		return routes;
	}

	private static int bits(String address) {
		int bits = 0;
		for (String octet : address.split("\\.")) {
			bits = (bits << 8) | Integer.parseInt(octet);
		}
		return bits;
	}

	private static String text(int bits) {
		return "%d.%d.%d.%d".formatted(bits >>> 24, (bits >>> 16) & 0xff, (bits >>> 8) & 0xff, bits & 0xff);
	}

	private static @Nullable String last(Pattern pattern, String text) {
		Matcher matcher = pattern.matcher(text);
		String last = null;
		while (matcher.find()) {
			last = matcher.group(1);
		}
		return last;
	}

	private static @Nullable String server(byte[] message) {
		if (message.length < DHCP_OPTIONS
				|| ByteBuffer.wrap(message).getInt(DHCP_OPTIONS - Integer.BYTES) != DHCP_COOKIE) {
			return null;
		}
		int index = DHCP_OPTIONS;
		while (index + 1 < message.length && message[index] != (byte) 0xff) {
			if (message[index] == 0) {
				// a byte of padding has no length
				index++;
				continue;
			}
			int length = message[index + 1] & 0xff;
			if (message[index] == DHCP_SERVER && length == 4 && index + 6 <= message.length) {
				return text(ByteBuffer.wrap(message).getInt(index + 2));
			}
			index += 2 + length;
		}
		return null;
	}

	/**
	 * The kernel prints addresses as numbers of a machine that begins with the last byte.
	 */
	private static int reversed(String hex) {
		return Integer.reverseBytes((int) Long.parseLong(hex, 16));
	}

	private List<Path> newestFirst(String directory, String glob) {
		List<Path> files = new ArrayList<>(this.files.list(this.root.resolve(directory), glob));
		files.sort(Comparator.comparing(this::lastModified).reversed());
		return files;
	}

	private FileTime lastModified(Path file) {
		try {
			BasicFileAttributes attributes = this.files.attributes(file);
			return (attributes != null) ? attributes.lastModifiedTime() : FileTime.fromMillis(0);
		}
		catch (IOException | SecurityException ex) {
			return FileTime.fromMillis(0);
		}
	}

	private String text(Path file) {
		return new String(bytes(file), StandardCharsets.ISO_8859_1);
	}

	private byte[] bytes(Path file) {
		try {
			byte[] content = this.files.read(file, MAX_BYTES);
			return (content != null) ? content : new byte[0];
		}
		catch (IOException | SecurityException ex) {
			return new byte[0];
		}
	}

	/**
	 * A line of the kernel's routing table.
	 *
	 * @param destination the network
	 * @param gateway the next router, 0 for none
	 * @param flags the kernel's flags
	 * @param mask the mask of the network
	 */
	private record Route(int destination, int gateway, int flags, int mask) {

		/** A wider one, such as a VPN's {@code 0.0.0.0/1}, is no subnet. */
		private static final int SHORTEST_PREFIX = 8;

		private static final int UP = 0x1;

		private static final int VIA_GATEWAY = 0x2;

		private static final int REJECT = 0x200;

		boolean isDefault() {
			return this.destination == 0 && this.mask == 0 && this.gateway != 0;
		}

		/**
		 * Returns whether an address is on the link to which this route leads, and is not
		 * the first or the last one of a subnet, which address all its machines.
		 */
		boolean leadsOnLinkTo(int address) {
			int hosts = ~this.mask;
			boolean subnet = Integer.bitCount(this.mask) >= SHORTEST_PREFIX && (hosts & (hosts + 1)) == 0;
			boolean onLink = (this.flags & (UP | VIA_GATEWAY | REJECT)) == UP && this.gateway == 0;
			if (!subnet || !onLink || (address & this.mask) != this.destination) {
				return false;
			}
			int host = address & hosts;
			return Integer.bitCount(hosts) < 2 || (host != 0 && host != hosts);
		}

	}

}

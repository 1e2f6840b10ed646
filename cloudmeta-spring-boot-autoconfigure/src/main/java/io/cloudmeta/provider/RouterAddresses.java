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

package io.cloudmeta.provider;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Where the network's router may be: at the DHCP server's address, which the leases of
 * the usual clients hold, or at the default gateway's. Names are not looked up, as a dead
 * DNS server would hold up all.
 *
 * @param root the directory below which the system's files are
 */
record RouterAddresses(Path root) {

	private static final int MAX_ADDRESSES = 4;

	private static final int MAX_BYTES = 64 * 1024;

	/** Not an address that stands for none, for many or for this machine. */
	private static final Pattern ADDRESS = Pattern
		.compile("(?!0\\.|127\\.|22[4-9]\\.|2[345]\\d\\.)((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");

	private static final Pattern NETWORKD = Pattern.compile("(?m)^SERVER_ADDRESS=(\\S+)$");

	private static final Pattern DHCLIENT = Pattern.compile("(?m)^\\s*option dhcp-server-identifier ([^;\\s]+);");

	private static final Pattern DEFAULT_ROUTE = Pattern.compile("(?m)^\\S+\\s+00000000\\s+([0-9A-Fa-f]{8})\\s");

	/** Where the options begin in a DHCP message, which is what dhcpcd keeps. */
	private static final int DHCP_OPTIONS = 240;

	private static final int DHCP_COOKIE = 0x63825363;

	private static final int DHCP_SERVER = 54;

	/**
	 * Finds the addresses.
	 * @return the base URLs, the most likely one first; none where no file tells
	 */
	List<URI> find() {
		Set<String> addresses = new LinkedHashSet<>();
		newestFirst("run/systemd/netif/leases", "*")
			.forEach((lease) -> addIfAddress(addresses, last(NETWORKD, text(lease))));
		List<Path> dhclient = new ArrayList<>(newestFirst("var/lib/dhcp", "dhclient*.lease*"));
		dhclient.addAll(newestFirst("var/lib/dhclient", "*.lease*"));
		dhclient.forEach((lease) -> addIfAddress(addresses, last(DHCLIENT, text(lease))));
		List<Path> dhcpcd = new ArrayList<>(newestFirst("var/lib/dhcpcd", "*.lease"));
		dhcpcd.addAll(newestFirst("var/lib/dhcpcd5", "*.lease"));
		dhcpcd.forEach((lease) -> addIfAddress(addresses, server(bytes(lease))));
		Matcher routes = DEFAULT_ROUTE.matcher(text(this.root.resolve("proc/net/route")));
		while (routes.find()) {
			addIfAddress(addresses, reversed(routes.group(1)));
		}
		return addresses.stream().limit(MAX_ADDRESSES).map((address) -> URI.create("http://" + address)).toList();
	}

	private static void addIfAddress(Set<String> addresses, @Nullable String address) {
		if (address != null && ADDRESS.matcher(address).matches()) {
			addresses.add(address);
		}
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
				return "%d.%d.%d.%d".formatted(message[index + 2] & 0xff, message[index + 3] & 0xff,
						message[index + 4] & 0xff, message[index + 5] & 0xff);
			}
			index += 2 + length;
		}
		return null;
	}

	/**
	 * The kernel prints addresses as numbers of a machine that begins with the last byte.
	 */
	private static String reversed(String hex) {
		long bits = Long.parseLong(hex, 16);
		return "%d.%d.%d.%d".formatted(bits & 0xff, (bits >>> 8) & 0xff, (bits >>> 16) & 0xff, bits >>> 24);
	}

	private List<Path> newestFirst(String directory, String glob) {
		List<Path> files = new ArrayList<>();
		try (DirectoryStream<Path> stream = Files.newDirectoryStream(this.root.resolve(directory), glob)) {
			stream.forEach(files::add);
		}
		catch (IOException | DirectoryIteratorException | SecurityException ex) {
			// no such client, or not for this user to see
		}
		files.sort(Comparator.comparing(RouterAddresses::lastModified).reversed());
		return files;
	}

	private static FileTime lastModified(Path file) {
		try {
			return Files.getLastModifiedTime(file);
		}
		catch (IOException | SecurityException ex) {
			return FileTime.fromMillis(0);
		}
	}

	private static String text(Path file) {
		return new String(bytes(file), StandardCharsets.ISO_8859_1);
	}

	private static byte[] bytes(Path file) {
		try (InputStream input = Files.newInputStream(file)) {
			return input.readNBytes(MAX_BYTES);
		}
		catch (IOException | SecurityException ex) {
			return new byte[0];
		}
	}

}

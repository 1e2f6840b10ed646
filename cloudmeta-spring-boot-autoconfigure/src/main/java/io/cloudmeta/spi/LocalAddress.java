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

package io.cloudmeta.spi;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Recognises addresses of the machine or its link, and the one that a vendor documents
 * elsewhere.
 */
final class LocalAddress {

	private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";

	/** Exactly: a text that only looks like an address would be resolved as a name. */
	private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

	/**
	 * Alibaba Cloud's metadata service. The range around it is shared between carriers
	 * and their customers (RFC 6598): another address of it may belong to any of them.
	 */
	private static final Set<String> DOCUMENTED = Set.of("100.100.100.200");

	private LocalAddress() {
	}

	/**
	 * Returns whether the host of a URI is an address literal that is loopback,
	 * link-local, in IPv6 unique local, or one that a vendor documents.
	 * @param uri the URI
	 * @return whether it is local; {@code false} for any name, which is not looked up
	 */
	static boolean matches(URI uri) {
		String host = uri.getHost();
		if (host == null || !(host.startsWith("[") || IPV4.matcher(host).matches())) {
			return false;
		}
		try {
			InetAddress address = InetAddress.getByName(host);
			return DOCUMENTED.contains(host) || address.isLoopbackAddress() || address.isLinkLocalAddress()
					|| isUniqueLocal(address);
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

	private static boolean isUniqueLocal(InetAddress address) {
		byte[] bytes = address.getAddress();
		return bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
	}

}

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

import org.jspecify.annotations.Nullable;

/**
 * The address range of an address and its mask.
 */
final class Ipv4Subnet {

	private Ipv4Subnet() {
	}

	/**
	 * Returns the range in CIDR notation.
	 * @param address an address of the subnet, such as {@code 10.164.0.21}
	 * @param mask the mask, such as {@code 255.255.240.0}
	 * @return the range, such as {@code 10.164.0.0/20}, or {@code null} if one of them is
	 * missing or is no IPv4 address
	 */
	static @Nullable String of(@Nullable String address, @Nullable String mask) {
		Integer addressBits = bits(address);
		Integer maskBits = bits(mask);
		if (addressBits == null || maskBits == null) {
			return null;
		}
		int network = addressBits & maskBits;
		return "%d.%d.%d.%d/%d".formatted(network >>> 24, (network >>> 16) & 0xff, (network >>> 8) & 0xff,
				network & 0xff, Integer.bitCount(maskBits));
	}

	private static @Nullable Integer bits(@Nullable String address) {
		if (address == null || !address.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
			return null;
		}
		int bits = 0;
		for (String octet : address.split("\\.")) {
			bits = (bits << 8) | (Integer.parseInt(octet) & 0xff);
		}
		return bits;
	}

}

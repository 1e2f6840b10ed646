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

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The network around a simulated instance's private address: a subnet of 256 addresses.
 *
 * @param address the instance's private address
 */
record SimulatedSubnet(String address) {

	SimulatedSubnet {
		if (!address.isEmpty() && !address.matches("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}")) {
			throw new IllegalArgumentException("'%s' is no IPv4 address for 'privateIp'".formatted(address));
		}
	}

	boolean isPresent() {
		return !this.address.isEmpty();
	}

	String network() {
		return prefix(3) + ".0";
	}

	String gateway() {
		return prefix(3) + ".1";
	}

	/**
	 * Returns another address of the subnet.
	 * @param distance how many addresses later, from the first one again after the last
	 * @return the address
	 */
	String neighbour(int distance) {
		int last = Integer.parseInt(this.address.substring(this.address.lastIndexOf('.') + 1));
		return prefix(3) + "." + (Math.floorMod(last - 1 + distance, 254) + 1);
	}

	String wider() {
		return prefix(2) + ".0.0";
	}

	String dashed() {
		return this.address.replace('.', '-');
	}

	/**
	 * Returns the address as two hexadecimal digits for each of its bytes.
	 * @param delimiter the delimiter of the bytes
	 * @return the text
	 */
	String hex(String delimiter) {
		byte[] bytes = new byte[4];
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] = (byte) Integer.parseInt(this.address.split("\\.")[i]);
		}
		return HexFormat.ofDelimiter(delimiter).formatHex(bytes);
	}

	private String prefix(int bytes) {
		return String.join(".", Arrays.copyOf(this.address.split("\\."), bytes));
	}

}

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

package io.cloudmeta;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A network interface of the instance, as the cloud describes it.
 *
 * @param mac the hardware address in lower case with colons, such as
 * {@code 0a:5b:1c:2d:3e:4f}, or {@code null}
 * @param privateAddresses the addresses within the cloud's network, IPv4 before IPv6, the
 * primary one first; empty if the cloud does not provide them
 * @param publicAddresses the addresses that are reachable from outside, IPv4 before IPv6;
 * empty where there are none
 * @param subnet the subnet's id where the cloud gives one, otherwise its address range in
 * CIDR notation, or {@code null}
 * @param network the id or the name of the virtual network, or {@code null}
 * @since 0.1.0
 */
public record NetworkInterface(@Nullable String mac, List<String> privateAddresses, List<String> publicAddresses,
		@Nullable String subnet, @Nullable String network) {

	public NetworkInterface {
		mac = (mac != null) ? mac.toLowerCase(Locale.ROOT) : null;
		privateAddresses = List.copyOf(privateAddresses);
		publicAddresses = List.copyOf(publicAddresses);
	}

}

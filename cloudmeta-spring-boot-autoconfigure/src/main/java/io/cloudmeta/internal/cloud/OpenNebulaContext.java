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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.cloudmeta.NetworkInterface;
import io.cloudmeta.internal.evidence.LocalFiles;
import io.cloudmeta.spi.MetadataText;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * The context that OpenNebula gives to a machine: variables of the environment, and of
 * shell scripts that are read and never run. Only the variables that are listed here are
 * kept; passwords, keys, scripts and user data are not among them.
 *
 * @param variables the variables by their names
 */
record OpenNebulaContext(Map<String, String> variables) {

	private static final int MAX_BYTES = 256 * 1024;

	private static final int MAX_INTERFACES = 8;

	/** OneGate identifies machines by the token; it is sent nowhere else. */
	private static final Pattern KEPT = Pattern.compile("VMID|ONEGATE_ENDPOINT|TOKENTXT|ONEGATE_TOKEN|SET_HOSTNAME"
			+ "|HOSTNAME|PUBLIC_IP|IP_PUBLIC|ETH[0-7]_(IP|IP6|MAC|MASK)");

	private static final List<String> IN_ENVIRONMENT = List.of("VMID", "ONEGATE_ENDPOINT", "TOKENTXT", "ONEGATE_TOKEN");

	/** A value in parts as a shell reads them: 'text', "text", \c, and bare text. */
	private static final Pattern ASSIGNMENT = Pattern.compile(
			"(?m)^(?:export +)?([A-Za-z_][A-Za-z0-9_]*)="
					+ "((?:'[^']*+'|\"(?:[^\"\\\\]|\\\\.)*+\"|\\\\.|[^\\s'\"\\\\;&|<>()#])*+)[ \\t\\r]*$",
			Pattern.DOTALL | Pattern.MULTILINE);

	private static final Pattern PART = Pattern.compile("'([^']*)'|\"((?:[^\"\\\\]|\\\\.)*+)\"|\\\\(.)|([^'\"\\\\]++)",
			Pattern.DOTALL);

	OpenNebulaContext {
		variables = Map.copyOf(variables);
	}

	/**
	 * Returns the part of the context that the environment holds.
	 * @param environment the environment variables by name
	 * @return the context
	 */
	static OpenNebulaContext of(Function<String, @Nullable String> environment) {
		Map<String, String> variables = new LinkedHashMap<>();
		for (String name : IN_ENVIRONMENT) {
			put(variables, name, environment.apply(name));
		}
		return new OpenNebulaContext(variables);
	}

	/**
	 * Returns this context with what the files hold and this one does not.
	 * @param directory the directory with the scripts, which need not be there or be
	 * readable
	 * @param files reads the files
	 * @return the whole context
	 */
	OpenNebulaContext with(Path directory, LocalFiles files) {
		Map<String, String> variables = new LinkedHashMap<>();
		for (String file : List.of("context.sh", "context.sh.local", "context.sh.network", "one_env")) {
			parse(text(directory.resolve(file), files), variables);
		}
		String token = text(directory.resolve("token.txt"), files).trim();
		if (!token.isEmpty()) {
			variables.putIfAbsent("TOKENTXT", token);
		}
		variables.putAll(this.variables);
		return new OpenNebulaContext(variables);
	}

	static void parse(String script, Map<String, String> variables) {
		Matcher assignment = ASSIGNMENT.matcher(script);
		while (assignment.find()) {
			String name = assignment.group(1);
			if (KEPT.matcher(name).matches()) {
				put(variables, name, value(assignment.group(2)));
			}
		}
	}

	private static void put(Map<String, String> variables, String name, @Nullable String value) {
		if (StringUtils.hasText(value)) {
			variables.put(name, value.trim());
		}
	}

	/**
	 * Returns the value that the parts make.
	 * @return the value, or {@code null} if only a shell can compute it
	 */
	private static @Nullable String value(String parts) {
		StringBuilder value = new StringBuilder();
		Matcher part = PART.matcher(parts);
		while (part.find()) {
			if (part.group(1) != null) {
				value.append(part.group(1));
				continue;
			}
			String open = (part.group(2) != null) ? part.group(2) : part.group(4);
			if (open == null) {
				value.append(part.group(3));
			}
			else if (open.replaceAll("\\\\.", "").matches("(?s).*[$`].*")) {
				return null;
			}
			else {
				value.append(open.replaceAll("\\\\([\"\\\\$`])", "$1"));
			}
		}
		return value.toString();
	}

	private static String text(Path file, LocalFiles files) {
		try {
			byte[] content = files.read(file, MAX_BYTES);
			return (content != null) ? new String(content, StandardCharsets.UTF_8) : "";
		}
		catch (IOException | SecurityException ex) {
			// no such file, or only for root to read
			return "";
		}
	}

	@Nullable String get(String... names) {
		for (String name : names) {
			String value = this.variables.get(name);
			if (value != null) {
				return value;
			}
		}
		return null;
	}

	List<NetworkInterface> networkInterfaces() {
		List<NetworkInterface> interfaces = new ArrayList<>();
		for (int i = 0; i < MAX_INTERFACES; i++) {
			String card = "ETH%d_".formatted(i);
			List<@Nullable String> addresses = new ArrayList<>();
			addresses.add(get(card + "IP"));
			addresses.add(get(card + "IP6"));
			String mac = MetadataText.value(get(card + "MAC"));
			List<String> privateAddresses = MetadataText.values(addresses);
			if (mac != null || !privateAddresses.isEmpty()) {
				interfaces.add(new NetworkInterface(mac, privateAddresses, List.of(),
						Ipv4Subnet.of(get(card + "IP"), get(card + "MASK")), null));
			}
		}
		return interfaces;
	}

	@Override
	public String toString() {
		// one of them is a token
		return "OpenNebulaContext" + this.variables.keySet();
	}

}

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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * The web server of Apache CloudStack's virtual router, with the rules of its older
 * generations: the listing has a slash at its end, a value has none.
 *
 * @see <a href=
 * "https://docs.cloudstack.apache.org/en/latest/adminguide/virtual_machines/user-data.html">User-Data
 * and Meta-Data</a>
 */
final class CloudStackSimulation implements Simulation {

	private static final String VERSION = "/latest/";

	private static final String METADATA = VERSION + "meta-data/";

	/** Keys that are served without {@code meta-data} in their path too. */
	private static final Set<String> SHORTCUTS = Set.of("availability-zone", "cloud-identifier", "instance-id",
			"local-hostname", "local-ipv4", "public-hostname", "public-ipv4", "public-keys", "service-offering",
			"vm-id");

	private final CloudStackInstance instance;

	CloudStackSimulation(SimulatedValues values) {
		this(CloudStackInstance.behindRouter(values));
	}

	CloudStackSimulation(CloudStackInstance instance) {
		this.instance = instance;
	}

	@Override
	public Map<String, String> getDmi() {
		return Map.of("bios_vendor", "SeaBIOS", "chassis_vendor", "QEMU", "product_name", "CloudStack KVM Hypervisor",
				"sys_vendor", "Apache Software Foundation");
	}

	@Override
	public Answer answer(SimulatedRequest request) {
		Answer answer = request.isRead() ? read(request.path())
				: html(405, "Method Not Allowed").header("Allow", "GET,POST,OPTIONS,HEAD");
		return answer.header("Server", "Apache");
	}

	private Answer read(String path) {
		if (path.equals("/latest") || path.equals("/metadata")) {
			return html(301, "Moved Permanently").header("Location", path + "/");
		}
		if (path.equals(VERSION) || path.equals("/metadata/")) {
			return html(200, "Index of " + path);
		}
		if (path.equals(METADATA)) {
			return file(String.join("\n", this.instance.getKeys()) + "\n");
		}
		if (path.startsWith(METADATA)) {
			return value(path.substring(METADATA.length()));
		}
		return path.startsWith(VERSION) ? shortcut(path.substring(VERSION.length())) : html(404, "Not Found");
	}

	private Answer shortcut(String key) {
		if (key.equals("user-data")) {
			String userData = this.instance.getUserData();
			return userData.isEmpty() ? html(404, "Not Found") : file(userData);
		}
		if (key.equals("cloud-domain") || key.equals("cloud-domain-id")) {
			// so do the real one's rules
			return value("vm-id");
		}
		return SHORTCUTS.contains(key) ? value(key) : html(404, "Not Found");
	}

	private Answer value(String key) {
		return this.instance.has(key) ? file(this.instance.get(key)) : html(404, "Not Found");
	}

	/**
	 * The server has no type for files without an extension.
	 */
	private static Answer file(String body) {
		return new Answer(200,
				Map.of("ETag", "\"%x-63a1f0c2d8b40\"".formatted(body.length()), "Last-Modified",
						"Wed, 18 Nov 2026 06:27:51 GMT", "Accept-Ranges", "bytes"),
				body.getBytes(StandardCharsets.UTF_8), Duration.ZERO, Duration.ZERO);
	}

	private static Answer html(int status, String title) {
		return Answer.of(status, "text/html; charset=iso-8859-1", """
				<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">
				<html><head>
				<title>%1$s</title>
				</head><body>
				<h1>%1$s</h1>
				</body></html>
				""".formatted(title));
	}

}

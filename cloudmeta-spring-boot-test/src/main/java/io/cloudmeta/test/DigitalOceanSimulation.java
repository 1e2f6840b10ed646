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

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.boot.json.JsonWriter;

/**
 * DigitalOcean: one document, and a tree of text whose directories end with a slash.
 *
 * @see <a href="https://docs.digitalocean.com/reference/api/metadata/">DigitalOcean
 * Metadata API</a>
 */
final class DigitalOceanSimulation implements Simulation {

	private static final String ROOT = "/metadata/v1";

	private final DigitalOceanInstance instance;

	DigitalOceanSimulation(SimulatedValues values) {
		this.instance = new DigitalOceanInstance(values);
	}

	@Override
	public Map<String, String> getDmi() {
		return Map.of("bios_vendor", "DigitalOcean", "bios_version", "20171212", "product_name", "Droplet",
				"product_family", "DigitalOcean_Droplet", "sys_vendor", "DigitalOcean");
	}

	@Override
	public Answer answer(SimulatedRequest request) {
		if (!request.path().equals(ROOT) && !request.path().startsWith(ROOT + "/")
				&& !request.path().equals(ROOT + ".json")) {
			return error(404, "not found");
		}
		if (!request.isRead()) {
			return error(405, "method not allowed").header("Allow", "GET, HEAD");
		}
		if (request.path().equals(ROOT + ".json")) {
			return Answer.of(200, "application/json", JsonWriter.standard().writeToString(this.instance.getDocument()));
		}
		return read(request.path().substring(ROOT.length()));
	}

	private Answer read(String path) {
		boolean slash = path.endsWith("/");
		String name = path.replaceAll("^/|/$", "");
		Object found = this.instance.getText().find(name);
		if (found == null || (slash && !MetadataTree.isDirectory(found))) {
			return error(404, "not found");
		}
		if (MetadataTree.isDirectory(found) && !slash) {
			return Answer.of(301, "text/html; charset=utf-8", "<a href=\"" + ROOT + path + "/\">Moved Permanently</a>.")
				.header("Location", ROOT + path + "/");
		}
		return text(name, found);
	}

	private static Answer text(String name, Object node) {
		String body = name.equals("tags")
				? ((List<?>) node).stream().map(String::valueOf).collect(Collectors.joining("\n"))
				: MetadataTree.isDirectory(node) ? MetadataTree.list(node) : node.toString();
		return Answer.of(200, "text/plain; charset=utf-8", body);
	}

	private static Answer error(int status, String message) {
		return Answer.of(status, "text/plain; charset=utf-8", message + "\n");
	}

}

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

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.springframework.boot.json.JsonWriter;

/**
 * Scaleway: one document, as JSON or as variables of a shell. User data is only for root:
 * requests from an unprivileged port are refused.
 *
 * @see <a href=
 * "https://www.scaleway.com/en/docs/instances/how-to/use-cloud-init/">Scaleway:
 * instances' metadata</a>
 */
final class ScalewaySimulation implements Simulation {

	private final ScalewayInstance instance;

	ScalewaySimulation(SimulatedValues values) {
		this.instance = new ScalewayInstance(values);
	}

	@Override
	public Map<String, String> getDmi() {
		return Map.of("bios_vendor", "EFI Development Kit II / OVMF", "product_name", "SCW-PLAY2-NANO", "sys_vendor",
				"Scaleway");
	}

	@Override
	public Answer answer(SimulatedRequest request) {
		if (request.path().startsWith("/user_data")) {
			return error(403, "forbidden");
		}
		if (!request.path().equals("/conf")) {
			return error(404, "not found");
		}
		if (!request.isRead()) {
			return error(405, "method not allowed");
		}
		if ("json".equals(request.parameter("format"))) {
			return Answer.of(200, "application/json", JsonWriter.standard().writeToString(this.instance.getDocument()));
		}
		List<String> lines = new ArrayList<>();
		write("", this.instance.getDocument(), lines);
		return Answer.of(200, "text/plain; charset=utf-8", String.join("\n", lines) + "\n");
	}

	private static void write(String name, Object node, List<String> lines) {
		if (!MetadataTree.isDirectory(node)) {
			lines.add(name + "=" + node);
		}
		else if (node instanceof List<?> list) {
			lines.add(name + "=" + list.size());
		}
		MetadataTree.children(node).forEach((key, child) -> {
			String variable = key.toUpperCase(Locale.ROOT);
			write(name.isEmpty() ? variable : name + "_" + variable, child, lines);
		});
	}

	private static Answer error(int status, String message) {
		return Answer.of(status, "application/json", "{\"message\":\"" + message + "\"}");
	}

}

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
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;

/**
 * UpCloud: one document, and the same key by key as text.
 *
 * @see <a href=
 * "https://upcloud.com/docs/products/cloud-servers/metadata-service/">UpCloud: metadata
 * service</a>
 */
final class UpCloudSimulation implements Simulation {

	private static final String ROOT = "/metadata/v1";

	private final UpCloudInstance instance;

	UpCloudSimulation(SimulatedValues values) {
		this.instance = new UpCloudInstance(values);
	}

	@Override
	public Map<String, String> getDmi() {
		return Map.of("bios_vendor", "UpCloud", "product_name", "Server", "sys_vendor", "UpCloud");
	}

	@Override
	public Answer answer(SimulatedRequest request) {
		if (!request.isRead()) {
			return Answer.of(405, "text/plain; charset=utf-8", "Method Not Allowed\n");
		}
		if (request.path().equals(ROOT + ".json")) {
			return Answer.of(200, "application/json", JsonWriter.standard().writeToString(this.instance.getDocument()));
		}
		Object found = request.path().startsWith(ROOT + "/") ? find(request.path().substring(ROOT.length() + 1)) : null;
		return (found != null) ? Answer.of(200, "text/plain; charset=utf-8", text(found))
				: Answer.of(404, "text/plain; charset=utf-8", "Not Found\n");
	}

	private @Nullable Object find(String path) {
		String name = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
		return new MetadataTree(this.instance.getDocument(), "/", true, Set.of()).find(name);
	}

	private static String text(Object node) {
		if (node instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
			return list.stream().map(String::valueOf).collect(Collectors.joining("\n"));
		}
		return MetadataTree.isDirectory(node) ? MetadataTree.list(node) : node.toString();
	}

}

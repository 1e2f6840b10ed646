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

import java.util.Map;

import org.springframework.boot.json.JsonWriter;

/**
 * Yandex Cloud's virtual machines in Google's format, with what is Yandex's own in it.
 *
 * @see <a href=
 * "https://yandex.cloud/en/docs/compute/concepts/metadata/directories">Metadata
 * folders</a>
 */
final class YandexSimulation implements Simulation {

	private static final String V1 = "/computeMetadata/v1";

	private final YandexInstance instance;

	YandexSimulation(SimulatedValues values) {
		this.instance = new YandexInstance(values);
	}

	/** What its firmware says is not documented, so it is that of any KVM. */
	@Override
	public Map<String, String> getDmi() {
		return Map.of("bios_vendor", "SeaBIOS", "chassis_vendor", "QEMU", "product_name", "Standard PC", "sys_vendor",
				"QEMU");
	}

	@Override
	public Answer answer(SimulatedRequest request) {
		String path = request.path();
		if (!path.equals(V1) && !path.startsWith(V1 + "/")) {
			return error(404, "Not Found");
		}
		if (!"Google".equals(request.header("Metadata-Flavor"))) {
			return error(403, "Missing Metadata-Flavor:Google header");
		}
		if (!request.isRead()) {
			return error(405, "Method Not Allowed");
		}
		return read(request, path.substring(V1.length()).replaceFirst("^/", ""));
	}

	private Answer read(SimulatedRequest request, String path) {
		boolean slash = path.endsWith("/");
		String name = slash ? path.substring(0, path.length() - 1) : path;
		boolean recursive = "true".equalsIgnoreCase(request.parameter("recursive"));
		Object found = recursive ? this.instance.getJson().find(GcpInstance.jsonPath(name))
				: this.instance.getText().find(name);
		if (found == null || (slash && !MetadataTree.isDirectory(found))) {
			return error(404, "Not Found");
		}
		if (recursive) {
			return mark(Answer.of(200, "application/json", JsonWriter.standard().writeToString(found)));
		}
		return mark(Answer.of(200, "application/text",
				MetadataTree.isDirectory(found) ? MetadataTree.list(found) : found.toString()));
	}

	private static Answer mark(Answer answer) {
		return answer.header("Metadata-Flavor", "Google");
	}

	private static Answer error(int status, String reason) {
		return mark(Answer.of(status, "text/plain", reason));
	}

}

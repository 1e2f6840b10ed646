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
 * Oracle Cloud Infrastructure with version 2 of its service only, as new instances have
 * it: the older version and OpenStack's paths are turned off.
 *
 * @see <a href=
 * "https://docs.oracle.com/en-us/iaas/Content/Compute/Tasks/gettingmetadata.htm">Instance
 * Metadata Service</a>
 */
final class OracleSimulation implements Simulation {

	private static final String TREE = "/opc/v2/";

	private final OracleInstance instance;

	OracleSimulation(SimulatedValues values) {
		this.instance = new OracleInstance(values);
	}

	@Override
	public Map<String, String> getDmi() {
		return Map.of("bios_vendor", "SeaBIOS", "chassis_asset_tag", "OracleCloud.com", "chassis_vendor", "QEMU",
				"product_name", "Standard PC (i440FX + PIIX, 1996)", "sys_vendor", "QEMU");
	}

	@Override
	public Answer answer(SimulatedRequest request) {
		if (!request.path().startsWith(TREE)) {
			return error(404, "Not Found");
		}
		if (!"Bearer Oracle".equals(request.header("Authorization"))) {
			return error(401, "Unauthorized");
		}
		if (isHandedOn(request)) {
			return error(403, "Forbidden");
		}
		return request.isRead() ? read(request.path().substring(TREE.length())) : error(405, "Method Not Allowed");
	}

	private static boolean isHandedOn(SimulatedRequest request) {
		return request.isForwarded() || request.header("Forwarded") != null
				|| request.header("X-Forwarded-Host") != null;
	}

	private Answer read(String path) {
		Object found = this.instance.getTree().find(path.replaceFirst("/$", ""));
		if (found == null || path.isEmpty()) {
			return error(404, "Not Found");
		}
		return MetadataTree.isDirectory(found)
				? Answer.of(200, "application/json", JsonWriter.standard().writeToString(found))
				: Answer.of(200, "text/plain", found.toString());
	}

	private static Answer error(int status, String reason) {
		return Answer.of(status, "text/html", """
				<html><head><title>%1$d %2$s</title></head><body><h1>%1$d %2$s</h1></body></html>
				""".formatted(status, reason));
	}

}

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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.springframework.boot.json.JsonWriter;

/**
 * Akamai's compute instances, formerly Linode: a token from a PUT, then documents with
 * it, as JSON only if the request accepts it.
 *
 * @see <a href=
 * "https://techdocs.akamai.com/cloud-computing/docs/metadata-service-api">Akamai:
 * metadata service API</a>
 */
final class AkamaiSimulation implements Simulation {

	private static final String LIFE = "Metadata-Token-Expiry-Seconds";

	private static final int MAX_LIFE = 86400;

	private final AkamaiInstance instance;

	private final IssuedTokens tokens;

	AkamaiSimulation(SimulatedValues values) {
		this.instance = new AkamaiInstance(values);
		this.tokens = values.tokens();
	}

	@Override
	public Map<String, String> getDmi() {
		return Map.of("bios_vendor", "Akamai", "product_name", "Compute Instance", "sys_vendor", "Akamai");
	}

	@Override
	public Answer answer(SimulatedRequest request) {
		if (request.path().equals("/v1/token")) {
			return request.method().equals("PUT") ? issue(request) : error(405, "Method Not Allowed");
		}
		if (!this.tokens.accept(request.header("Metadata-Token"))) {
			return error(401, "Unauthorized");
		}
		return request.isRead() ? read(request) : error(405, "Method Not Allowed");
	}

	private Answer issue(SimulatedRequest request) {
		String life = request.header(LIFE);
		if (request.isForwarded() || life == null || !life.matches("[1-9]\\d{0,4}")
				|| Integer.parseInt(life) > MAX_LIFE) {
			return error(400, "Bad Request");
		}
		String token = UUID.randomUUID().toString().replace("-", "");
		this.tokens.add(token, Duration.ofSeconds(Integer.parseInt(life)));
		return Answer.of(200, "text/plain; charset=utf-8", token);
	}

	private Answer read(SimulatedRequest request) {
		return switch (request.path()) {
			case "/v1/instance" -> document(request, this.instance.getInstance());
			case "/v1/network" -> document(request, this.instance.getNetwork());
			case "/v1/ssh-keys" -> document(request, MetadataTree.directory("users",
					MetadataTree.directory("root", List.of("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample parcels"))));
			case "/v1/user-data" -> this.instance.getUserData().isEmpty() ? error(404, "Not Found") : Answer.of(200,
					"text/plain; charset=utf-8",
					Base64.getEncoder().encodeToString(this.instance.getUserData().getBytes(StandardCharsets.UTF_8)));
			default -> error(404, "Not Found");
		};
	}

	private static Answer document(SimulatedRequest request, Map<String, Object> document) {
		if ("application/json".equals(request.header("Accept"))) {
			return Answer.of(200, "application/json", JsonWriter.standard().writeToString(document));
		}
		List<String> lines = new ArrayList<>();
		write("", document, lines);
		return Answer.of(200, "text/plain; charset=utf-8", String.join("\n", lines));
	}

	private static void write(String path, Object node, List<String> lines) {
		if (!MetadataTree.isDirectory(node)) {
			lines.add(path + ": " + node);
		}
		MetadataTree.children(node)
			.forEach((name, child) -> write(path.isEmpty() ? name : path + "." + name, child, lines));
	}

	private static Answer error(int status, String message) {
		return Answer.of(status, "text/plain; charset=utf-8", message + "\n");
	}

}

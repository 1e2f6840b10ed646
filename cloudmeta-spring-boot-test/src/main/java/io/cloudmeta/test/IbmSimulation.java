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

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * IBM Cloud's virtual servers for VPC, with the metadata service turned on: a token from
 * a PUT with a document, then the instance's document with it.
 *
 * @see <a href="https://cloud.ibm.com/apidocs/vpc-metadata">VPC Instance Metadata API</a>
 */
final class IbmSimulation implements Simulation {

	private static final Pattern TOKEN_REQUEST = Pattern
		.compile("\\s*\\{\\s*(?:\"expires_in\"\\s*:\\s*(\\d{1,4})\\s*)?}\\s*");

	/** Since this version tokens come from another path only. */
	private static final String IDENTITY_MOVED = "2025-08-26";

	private static final String BEARER = "Bearer ";

	private static final int USUAL_LIFE = 300;

	private static final int LONGEST_LIFE = 3600;

	private final IbmInstance instance;

	private final IssuedTokens tokens;

	IbmSimulation(SimulatedValues values) {
		this.instance = new IbmInstance(values);
		this.tokens = values.tokens();
	}

	@Override
	public Map<String, String> getDmi() {
		return Map.of("chassis_asset_tag", "ibmcloud", "chassis_vendor", "IBM:Cloud Compute Server 1.0:bx2-2x8",
				"product_name", "Standard PC (i440FX + PIIX, 1996)", "sys_vendor",
				"IBM:Cloud Compute Server 1.0:bx2-2x8");
	}

	@Override
	public Answer answer(SimulatedRequest request) {
		return switch (request.path()) {
			case "/identity/v1/token" -> issue(request);
			case "/instance_identity/v1/token" ->
				isBefore(request, IDENTITY_MOVED) ? issue(request) : error(404, "not_found");
			case "/metadata/v1/instance" -> read(request);
			default -> error(404, "not_found");
		};
	}

	private Answer issue(SimulatedRequest request) {
		if (!request.method().equals("PUT")) {
			return error(405, "method_not_allowed");
		}
		if (!"ibm".equals(request.header("Metadata-Flavor"))) {
			return error(403, "missing_metadata_flavor");
		}
		Matcher body = TOKEN_REQUEST.matcher(request.body());
		if (!isVersioned(request) || !"application/json".equals(request.header("Content-Type")) || !body.matches()) {
			return error(400, "bad_request");
		}
		int life = (body.group(1) != null) ? Integer.parseInt(body.group(1)) : USUAL_LIFE;
		if (life < 5 || life > LONGEST_LIFE) {
			return error(400, "invalid_expires_in");
		}
		String token = "eyJ" + UUID.randomUUID();
		this.tokens.add(token, Duration.ofSeconds(life));
		return Answer.of(200, "application/json", "{\"access_token\":\"%s\",\"expires_in\":%d}".formatted(token, life));
	}

	private Answer read(SimulatedRequest request) {
		if (!isAllowed(request)) {
			return error(401, "not_authorized");
		}
		if (!request.isRead()) {
			return error(405, "method_not_allowed");
		}
		return isVersioned(request) ? Answer.of(200, "application/json", this.instance.getDocument())
				: error(400, "missing_version");
	}

	private boolean isAllowed(SimulatedRequest request) {
		String authorization = request.header("Authorization");
		return authorization != null && authorization.startsWith(BEARER)
				&& this.tokens.accept(authorization.substring(BEARER.length()));
	}

	private static boolean isBefore(SimulatedRequest request, String version) {
		String requested = request.parameter("version");
		return requested == null || requested.compareTo(version) < 0;
	}

	private static boolean isVersioned(SimulatedRequest request) {
		String version = request.parameter("version");
		return version != null && version.matches("20\\d\\d-\\d\\d-\\d\\d") && version.compareTo("2022-03-01") >= 0;
	}

	private static Answer error(int status, String code) {
		return Answer.of(status, "application/json", "{\"errors\":[{\"code\":\"%s\"}]}".formatted(code));
	}

}

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

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Huawei Cloud: OpenStack's service, which also issues tokens but does not require them.
 *
 * @see <a href=
 * "https://support.huaweicloud.com/intl/en-us/usermanual-ecs/ecs_03_0166.html">Obtaining
 * ECS Details Using Metadata</a>
 */
final class HuaweiSimulation implements Simulation {

	private static final String TOKEN_PATH = "/meta-data/latest/api/token";

	private final NovaMetadata metadata;

	private final SecureRandom random = new SecureRandom();

	private final IssuedTokens tokens;

	HuaweiSimulation(SimulatedValues values) {
		this.metadata = new HuaweiInstance(values).getMetadata();
		this.tokens = values.tokens();
	}

	@Override
	public Map<String, String> getDmi() {
		return Map.of("bios_vendor", "SeaBIOS", "chassis_asset_tag", "HUAWEICLOUD", "chassis_vendor", "QEMU",
				"product_name", "OpenStack Nova", "sys_vendor", "OpenStack Foundation");
	}

	@Override
	public Answer answer(SimulatedRequest request) {
		if (request.path().equals(TOKEN_PATH)) {
			return request.method().equals("PUT") ? issue(request.header("X-Metadata-Token-Ttl-Seconds")) : error(405);
		}
		String token = request.header("X-Metadata-Token");
		return (token == null || this.tokens.accept(token)) ? this.metadata.answer(request) : error(401);
	}

	private Answer issue(@Nullable String ttl) {
		if (ttl == null || !ttl.matches("\\d{1,5}") || Integer.parseInt(ttl) < 1 || Integer.parseInt(ttl) > 21600) {
			return error(400);
		}
		byte[] bytes = new byte[42];
		this.random.nextBytes(bytes);
		String token = Base64.getUrlEncoder().encodeToString(bytes);
		this.tokens.add(token, Duration.ofSeconds(Integer.parseInt(ttl)));
		return Answer.of(200, "text/plain", token);
	}

	private static Answer error(int status) {
		return Answer.of(status, "text/html", "<html><title>%d</title></html>".formatted(status));
	}

}

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

import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.test.FakeMetadataClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a metadata service, or something else at its address, may answer to whatever it is
 * asked, and what must never become a value.
 */
public enum UselessAnswer {

	A_LOGIN_PAGE(200, "<html><body>Welcome to the hotel</body></html>"),

	NOTHING(200, ""),

	NULL(200, "null"),

	A_NUMBER(200, "42"),

	A_LIST(200, "[{\"id\":1}]"),

	AN_EMPTY_DOCUMENT(200, "{}"),

	LISTS_FOR_VALUES(200,
			"{\"id\":[1],\"droplet_id\":[1],\"instance_id\":{},\"cloud_name\":[\"upcloud\"],\"instanceid\":null,"
					+ "\"interfaces\":[],\"region\":[\"x\"],\"host_uuid\":[],\"commercial_type\":{}}"),

	ANOTHER_CLOUDS_DOCUMENT(200,
			"{\"compute\":{\"vmId\":\"a4c1e7d2-58b3-4f96-8e0d-17b2c9f3d645\",\"location\":\"westeurope\"},"
					+ "\"id\":\"x\",\"region\":\"x\",\"instance\":{\"id\":1}}"),

	A_BROKEN_DOCUMENT(200, "{\"droplet_id\":1,\"interfaces\":{\"public\":[{},\"region\":"),

	MOVED(302, ""),

	BAD(400, "bad request"),

	UNAUTHORIZED(401, "unauthorized"),

	FORBIDDEN(403, "forbidden"),

	NOT_FOUND(404, "not found"),

	TOO_MANY(429, "too many requests"),

	BROKEN(500, "oops"),

	UNAVAILABLE(503, "try later");

	private final int status;

	private final String body;

	UselessAnswer(int status, String body) {
		this.status = status;
		this.body = body;
	}

	/**
	 * Asserts that nothing is taken from this answer where something else names the
	 * cloud, and that the cloud is not claimed where only this answer does.
	 */
	void assertGivesNothing(String name) {
		TestInstance instance = TestInstance.of(name);
		respondTo(instance.getClient());
		assertThat(instance.getProvider().getId()).isEqualTo(name);
		for (CloudField field : CloudField.values()) {
			if (field != CloudField.PROVIDER && field != CloudField.PLATFORM) {
				assertThat(field.get(instance)).as(field.getName()).isNull();
			}
		}
		assertThat(instance.getTags()).isEmpty();
		assertThat(instance.getNetworkInterfaces()).isEmpty();
		assertThat(instance.getAttributes()).isEmpty();
		assertThat(instance.getFailures()).isNotEmpty();
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> instance.identify(false));
	}

	/**
	 * Lets this answer be the response to every request.
	 */
	public void respondTo(FakeMetadataClient client) {
		client.respondTo((request) -> true).with(this.status, this.body).header("Location", "http://127.0.0.1:1/");
	}

}

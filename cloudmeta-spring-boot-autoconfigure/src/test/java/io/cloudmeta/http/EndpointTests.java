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

package io.cloudmeta.http;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Endpoint}.
 */
class EndpointTests {

	@Test
	void takesABaseUrl() {
		Endpoint endpoint = Endpoint.configured("cloudmeta.aws.endpoint", " http://127.0.0.1:8080/ ");
		assertThat(endpoint.uri()).hasToString("http://127.0.0.1:8080");
		assertThat(endpoint.configured()).isTrue();
		assertThat(Endpoint.configured("p", "https://[::1]/base").uri()).hasToString("https://[::1]/base");
		assertThat(Endpoint.configured("p", "localhost:8080").uri()).hasToString("http://localhost:8080");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "not a url", "ftp://127.0.0.1", "http://", "http:///path", "http://u:p@127.0.0.1",
			"http://127.0.0.1?x=1", "http://127.0.0.1#x", "file:/etc/passwd" })
	void rejectsWhatIsNoBaseUrl(String value) {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> Endpoint.configured("cloudmeta.aws.endpoint", value))
			.satisfies((ex) -> assertThat(ex.getName()).isEqualTo("cloudmeta.aws.endpoint"))
			.satisfies((ex) -> assertThat(ex.getReason()).contains("http://127.0.0.1:8080"));
	}

	@Test
	void isEqualByAllThatDecidesAboutTheExchange() {
		Endpoint endpoint = Endpoint.wellKnown("http://169.254.169.254");
		assertThat(endpoint).isEqualTo(Endpoint.wellKnown("http://169.254.169.254"))
			.isNotEqualTo(endpoint.with("imds-v1-fallback", "false"))
			.isNotEqualTo(endpoint.disabledBy("AWS_EC2_METADATA_DISABLED"));
		assertThat(endpoint.with("a", "1").with("b", "2").options()).containsEntry("a", "1").containsEntry("b", "2");
	}

}

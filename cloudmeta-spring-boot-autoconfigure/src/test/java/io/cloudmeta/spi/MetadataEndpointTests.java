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

package io.cloudmeta.spi;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link MetadataEndpoint}.
 */
class MetadataEndpointTests {

	@Test
	void takesABaseUrl() {
		MetadataEndpoint endpoint = MetadataEndpoint.configured("cloudmeta.aws.endpoint", " http://127.0.0.1:8080/ ");
		assertThat(endpoint.uri()).hasToString("http://127.0.0.1:8080");
		assertThat(endpoint.configured()).isTrue();
		assertThat(MetadataEndpoint.configured("p", "https://[::1]/base").uri()).hasToString("https://[::1]/base");
		assertThat(MetadataEndpoint.configured("p", "localhost:8080").uri()).hasToString("http://localhost:8080");
	}

	@ParameterizedTest
	@CsvSource({ "http://[fe80::a9fe:a9fe%eth0]:80/, http://[fe80::a9fe:a9fe%eth0]:80",
			"http://[fe80::a9fe:a9fe%25eth0], http://[fe80::a9fe:a9fe%eth0]",
			"http://[fe80::a9fe:a9fe%25eth0.100]/base, http://[fe80::a9fe:a9fe%eth0.100]/base",
			"http://[fe80::a9fe:a9fe%2], http://[fe80::a9fe:a9fe%2]",
			"http://[fe80::a9fe:a9fe%252], http://[fe80::a9fe:a9fe%2]",
			"http://[fe80::a9fe:a9fe%25], http://[fe80::a9fe:a9fe%25]",
			"[fe80::a9fe:a9fe%25eth0], http://[fe80::a9fe:a9fe%eth0]",
			"fe80::a9fe:a9fe%eth0, http://[fe80::a9fe:a9fe%eth0]", "fd20:ce::254, http://[fd20:ce::254]",
			"::1, http://[::1]", "[fd00:ec2::254]:8080, http://[fd00:ec2::254]:8080" })
	void takesIpv6AddressesInAllTheirForms(String value, String uri) {
		assertThat(MetadataEndpoint.configured("p", value).uri()).hasToString(uri);
	}

	@Test
	void hasFurtherAddressesOfTheVendor() {
		MetadataEndpoint endpoint = MetadataEndpoint.wellKnown("http://169.254.169.254")
			.withAlternative("http://[fd00:ec2::254]")
			.withAlternative("http://[fe80::a9fe:a9fe]");
		assertThat(endpoint.alternatives()).hasToString("[http://[fd00:ec2::254], http://[fe80::a9fe:a9fe]]");
		assertThat(endpoint.with("a", "1").disabledBy("SWITCH").alternatives()).isEqualTo(endpoint.alternatives());
	}

	@Test
	void isEqualOnlyIfAllOfItIs() {
		MetadataEndpoint endpoint = MetadataEndpoint.wellKnown("http://169.254.169.254");
		assertThat(MetadataEndpoint.wellKnown("http://169.254.169.254")).isEqualTo(endpoint)
			.hasSameHashCodeAs(endpoint);
		assertThat(MetadataEndpoint.wellKnown("http://169.254.169.253")).isNotEqualTo(endpoint);
		assertThat(MetadataEndpoint.configured("p", "http://169.254.169.254")).isNotEqualTo(endpoint);
		assertThat(endpoint.disabledBy("SWITCH")).isNotEqualTo(endpoint);
		assertThat(endpoint.with("a", "1")).isNotEqualTo(endpoint);
		assertThat(endpoint.withAlternative("http://[fd00:ec2::254]")).isNotEqualTo(endpoint).isNotEqualTo(null);
	}

	@Test
	void hasNoFurtherAddressIfTheUserNamesOne() {
		MetadataEndpoint endpoint = MetadataEndpoint.configured("p", "http://169.254.169.254");
		assertThat(endpoint.withAlternative("http://[fd00:ec2::254]")).isEqualTo(endpoint);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://[2001:db8::1]", "http://metadata.invalid", "http://10.0.0.1" })
	void hasNoFurtherAddressBeyondTheLink(String address) {
		MetadataEndpoint endpoint = MetadataEndpoint.wellKnown("http://169.254.169.254");
		assertThatIllegalArgumentException().isThrownBy(() -> endpoint.withAlternative(address));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "not a url", "ftp://127.0.0.1", "http://", "http:///path", "http://u:p@127.0.0.1",
			"http://127.0.0.1?x=1", "http://127.0.0.1#x", "file:/etc/passwd" })
	void rejectsWhatIsNoBaseUrl(String value) {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> MetadataEndpoint.configured("cloudmeta.aws.endpoint", value))
			.satisfies((ex) -> assertThat(ex.getName()).isEqualTo("cloudmeta.aws.endpoint"))
			.satisfies((ex) -> assertThat(ex.getReason()).contains("http://127.0.0.1:8080"));
	}

	@ParameterizedTest
	@CsvSource({ "fd20:ce::254, http://[fd20:ce::254]", "metadata, http://metadata",
			"localhost:8099, http://localhost:8099", "http://[::1]:81/, http://[::1]:81" })
	void takesAddressesFromVariablesOfOtherTools(String value, String uri) {
		MetadataEndpoint vendors = MetadataEndpoint.wellKnown("http://169.254.169.254");
		MetadataEndpoint endpoint = MetadataEndpoint.ofVariable("GCE_METADATA_HOST", value, vendors);
		assertThat(endpoint.uri()).hasToString(uri);
		assertThat(endpoint.configured()).isTrue();
		assertThat(endpoint.ignoredVariable()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "gce_metadata_server:8080", "a b", "ftp://127.0.0.1", "http://u:p@127.0.0.1", "${x}" })
	void ignoresVariablesOfOtherToolsThatHoldNoAddress(String value) {
		MetadataEndpoint vendors = MetadataEndpoint.wellKnown("http://169.254.169.254");
		MetadataEndpoint endpoint = MetadataEndpoint.ofVariable("GCE_METADATA_HOST", value, vendors);
		assertThat(endpoint.uri()).isEqualTo(vendors.uri());
		assertThat(endpoint.configured()).isFalse();
		assertThat(endpoint.ignoredVariable()).isEqualTo("GCE_METADATA_HOST");
	}

	@Test
	void isEqualByAllThatDecidesAboutTheExchange() {
		MetadataEndpoint endpoint = MetadataEndpoint.wellKnown("http://169.254.169.254");
		assertThat(endpoint).isEqualTo(MetadataEndpoint.wellKnown("http://169.254.169.254"))
			.isNotEqualTo(endpoint.with("imds-v1-fallback", "false"))
			.isNotEqualTo(endpoint.disabledBy("AWS_EC2_METADATA_DISABLED"));
		assertThat(endpoint.with("a", "1").with("b", "2").options()).containsEntry("a", "1").containsEntry("b", "2");
	}

	@Test
	void isTheVendorsUnlessTheUserNamesAnother() {
		String vendors = "http://169.254.169.254";
		assertThat(MetadataEndpoint.of((name) -> null, "p", vendors)).isEqualTo(MetadataEndpoint.wellKnown(vendors));
		assertThat(MetadataEndpoint.of((name) -> " ", "p", vendors)).isEqualTo(MetadataEndpoint.wellKnown(vendors));
		assertThat(MetadataEndpoint.of(Map.of("p", "http://127.0.0.1:8080")::get, "p", vendors))
			.isEqualTo(MetadataEndpoint.configured("p", "http://127.0.0.1:8080"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://169.254.170.2/v4/id", "http://127.0.0.1:8080", "http://[fd00:ec2::254]",
			"http://[fe80::a9fe:a9fe]", "http://100.100.100.200" })
	void isTakenFromTheEnvironmentIfItStaysOnTheLink(String value) {
		MetadataEndpoint endpoint = MetadataEndpoint.local(value);
		assertThat(endpoint).isNotNull();
		assertThat(endpoint.uri()).hasToString(value);
		assertThat(endpoint.configured()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://192.0.2.1", "http://10.0.0.1", "http://100.100.100.201", "http://metadata.invalid",
			"http://localhost", "http://[2001:db8::1]", "http://[fe00::1]", "http://169.254.169.254.example.org",
			"http://999.254.169.254", "http://256.0.0.1", "http://[fe80::1%25nowhere]", "not a url", "" })
	void isTakenFromTheEnvironmentFromNowhereElse(String value) {
		assertThat(MetadataEndpoint.local(value)).isNull();
	}

	@Test
	void isDisabledByWhatForbidsIt() {
		MetadataEndpoint endpoint = MetadataEndpoint.configured("p", "http://127.0.0.1")
			.with("a", "1")
			.disabledBy("SWITCH");
		assertThat(endpoint.disabledBy()).isEqualTo("SWITCH");
		assertThat(endpoint.configured()).isTrue();
		assertThat(endpoint.options()).containsOnlyKeys("a");
	}

	@Test
	void doesNotShowWhatAnOptionHolds() {
		assertThat(MetadataEndpoint.wellKnown("http://127.0.0.1").with("token", "secret")).asString()
			.contains("http://127.0.0.1", "token")
			.doesNotContain("secret");
	}

}

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

package io.cloudmeta.samples.whereami;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.DetectionReport;
import io.cloudmeta.Evidence;
import io.cloudmeta.NetworkInterface;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.context.WebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * Tests of the page's text, with answers that no simulated cloud gives.
 */
@SpringBootTest(properties = "cloudmeta.instance.provider=local")
class WhereAmIPageTests {

	@MockitoBean
	private CloudInstance cloud;

	private final MockMvcTester mvc;

	WhereAmIPageTests(@Autowired WebApplicationContext context) {
		this.mvc = MockMvcTester.from(context);
	}

	@BeforeEach
	void setUp() {
		given(this.cloud.snapshot()).willReturn(this.cloud);
		given(this.cloud.getProvider()).willReturn(CloudProvider.LOCAL);
		given(this.cloud.getDetection()).willReturn(report(true));
	}

	@Test
	void withoutAResponseAndWithoutContraryEvidenceShowsUncertainty() {
		given(this.cloud.getDetection()).willReturn(report(false, "No answer within 500 ms: set cloudmeta.provider."));
		assertThat(page()).contains("No cloud answered, though nothing rules one out.")
			.doesNotContain("This machine is on no cloud.");
	}

	@Test
	void onKubernetesWithoutAKnownCloudShowsThatThereIsNone() {
		given(this.cloud.getProvider()).willReturn(CloudProvider.KUBERNETES);
		assertThat(page()).contains("This application runs on", "Kubernetes", "This machine is on no cloud.");
	}

	@Test
	void showsEachFailureWithWhatToDo() {
		given(this.cloud.getDetection()).willReturn(report(false, "First: do this.", "Second: do <that>."));
		assertThat(page()).contains("What went wrong", "First: do this.", "Second: do &lt;that&gt;.");
	}

	@Test
	void whenNothingFailedShowsNoHeadingForFailures() {
		assertThat(page()).doesNotContain("What went wrong");
	}

	@Test
	void leavesOutWhatIsAbsent() {
		given(this.cloud.getProvider()).willReturn(CloudProvider.of("sky", "Clear Sky"));
		given(this.cloud.isCloud()).willReturn(true);
		given(this.cloud.getInstanceType()).willReturn("huge");
		assertThat(page()).contains("Clear Sky", "Type", "huge")
			.doesNotContain("Region", "Zone", "Platform", "Account", "Tags", "Network", "Read at", "null");
	}

	@Test
	void numbersNetworkInterfacesWhereThereAreSeveral() {
		given(this.cloud.getNetworkInterfaces())
			.willReturn(List.of(networkInterface("10.0.0.7"), networkInterface("fd00::7")));
		assertThat(page()).contains("Network 1", "10.0.0.7", "Network 2", "fd00::7").doesNotContain("null");
	}

	@Test
	void showsForOrAgainstWhichCloudEachSignalIs() {
		Evidence forAws = new Evidence("a", "b", CloudProvider.AWS, Evidence.Bearing.FOR, Duration.ofNanos(40_000));
		Evidence againstAzure = new Evidence("c", "d", CloudProvider.AZURE, Evidence.Bearing.AGAINST,
				Duration.ofNanos(1_250_000));
		Evidence againstAny = new Evidence("e", "f", null, Evidence.Bearing.AGAINST, Duration.ofMillis(1234));
		Evidence neither = new Evidence("g", "h", null, Evidence.Bearing.NEITHER, Duration.ZERO);
		given(this.cloud.getDetection()).willReturn(new DetectionReport(
				List.of(forAws, againstAzure, againstAny, neither), 2, true, List.of(), Duration.ofMillis(1300)));
		assertThat(page()).containsSubsequence("Decided in", "1300 ms", "2 requests",
				"evidence for Amazon Web Services", "under 0.1 ms", "evidence against Microsoft Azure", "1.3 ms",
				"evidence against any cloud", "1234 ms", "decides nothing");
	}

	@Test
	void escapesValues() {
		given(this.cloud.getHostname()).willReturn("<script>alert(1)</script>");
		given(this.cloud.getTags()).willReturn(Map.of("<b>", "<img src=x onerror=alert(1)>"));
		assertThat(page()).contains("&lt;script&gt;", "&lt;b&gt;", "&lt;img src=x")
			.doesNotContain("<script", "<b>", "<img");
	}

	@Test
	void allowsNothingButItsOwnStyle() {
		MvcTestResult result = this.mvc.get().uri("/").exchange();
		assertThat(result).headers()
			.hasValue("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self';"
					+ " base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
		assertThat(page()).doesNotContain("style=", "<style", "http://", "https://");
	}

	private String page() {
		MvcTestResult result = this.mvc.get().uri("/").exchange();
		assertThat(result).hasStatusOk();
		return new String(result.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8);
	}

	private static NetworkInterface networkInterface(String address) {
		return new NetworkInterface(null, List.of(address), List.of(), null, null);
	}

	private static DetectionReport report(boolean conclusive, String... failures) {
		return new DetectionReport(List.of(), 0, conclusive, List.of(failures), Duration.ofMillis(7));
	}

}

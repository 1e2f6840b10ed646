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

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.cloudmeta.internal.http.Deadline;
import io.cloudmeta.internal.http.MetadataCall;
import io.cloudmeta.internal.http.MetadataSession;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the way of {@link CloudStackMetadataService} to the virtual router.
 */
class CloudStackRouterSearchTests {

	private static final URI NOBODY = URI.create("http://127.0.0.1:1");

	private final CloudSimulator router = CloudSimulator.start("cloudstack");

	private final MetadataSession session = new MetadataSession(MetadataEndpoint.wellKnown(NOBODY.toString()));

	@AfterEach
	void close() {
		this.router.close();
	}

	@Test
	void findsTheRouterBehindAddressesOfOthersAndStaysThere() throws Exception {
		try (CloudSimulator other = CloudSimulator.start("gcp")) {
			CloudStackMetadataService service = service(other.getUrl(), this.router.getUrl());
			assertThat(identify(service, true).get(CloudField.INSTANCE_ID)).startsWith("7c1e04d2");
			assertThat(this.session.getEndpoint().uri()).isEqualTo(this.router.getUrl());
			assertThat(other.getRequests()).containsExactly("GET /latest/meta-data/");
			assertThat(MetadataCall.start(this.session, deadline(), (exchange) -> service.fetch(exchange, "local-ipv4"))
				.await()).isEqualTo("10.1.1.87");
			identify(service, true);
			assertThat(other.getRequests()).hasSize(1);
		}
	}

	@Test
	void findsTheRouterWhereItWasReplaced() throws Exception {
		try (CloudSimulator old = CloudSimulator.start("cloudstack")) {
			identify(service(old.getUrl()), true);
			old.getWireMock().stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.notFound()));
			identify(service(this.router.getUrl()), true);
			assertThat(this.session.getEndpoint().uri()).isEqualTo(this.router.getUrl());
		}
	}

	@Test
	void looksForNoRouterWithoutProof() {
		CloudStackMetadataService service = service(this.router.getUrl());
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> identify(service, false))
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.REFUSED));
		assertThat(this.router.getRequests()).isEmpty();
	}

	@Test
	void tellsWhatTheRouterSaidRatherThanWhoWasSilent() {
		this.router.getWireMock().stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.serverError()));
		CloudStackMetadataService service = service(this.router.getUrl(), URI.create("http://127.0.0.1:2"));
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> identify(service, true))
			.satisfies((ex) -> assertThat(ex.toLine()).contains("disk of the virtual router"));
		assertThat(this.session.getEndpoint().uri()).isEqualTo(NOBODY);
	}

	@Test
	void ofTwoSilencesTellsTheRouters() {
		CloudStackMetadataService service = service(URI.create("http://127.0.0.1:2"));
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> identify(service, true))
			.satisfies((ex) -> assertThat(ex.toLine()).contains("127.0.0.1:2", "restart the router"));
	}

	@Test
	void leavesTimeForTheRouterIfTheFirstAddressIsSilent() throws Exception {
		try (CloudSimulator silent = CloudSimulator.start("cloudstack")) {
			silent.getWireMock()
				.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok().withFixedDelay(9000)));
			MetadataSession session = new MetadataSession(MetadataEndpoint.wellKnown(silent.getUrl().toString()));
			CloudStackMetadataService service = service(this.router.getUrl());
			MetadataCall.start(session, deadline(), (exchange) -> service.identify(exchange, true)).await();
			assertThat(session.getEndpoint().uri()).isEqualTo(this.router.getUrl());
		}
	}

	@Test
	void looksBelowTheDirectoryThatTheUserNames() {
		CloudStackMetadataService service = new CloudStackMetadataService();
		MetadataEndpoint endpoint = service.getEndpoint(Map.of("cloudmeta.detection.root", "/host")::get);
		assertThat(endpoint.configured()).isFalse();
		MetadataSession session = new MetadataSession(new MetadataEndpoint(NOBODY, false, null, endpoint.options()));
		Path[] asked = new Path[1];
		CloudStackMetadataService searching = new CloudStackMetadataService((root) -> {
			asked[0] = root;
			return List.of();
		});
		assertThatExceptionOfType(MetadataException.class)
			.isThrownBy(() -> MetadataCall.start(session, deadline(), (exchange) -> searching.identify(exchange, true))
				.await());
		assertThat(asked[0]).isEqualTo(Path.of("/host"));
	}

	private static CloudStackMetadataService service(URI... routers) {
		return new CloudStackMetadataService((root) -> List.of(routers));
	}

	private InstanceMetadata identify(CloudStackMetadataService service, boolean proven) throws MetadataException {
		return MetadataCall.start(this.session, deadline(), (exchange) -> service.identify(exchange, proven)).await();
	}

	private static Deadline deadline() {
		return Deadline.after(Duration.ofSeconds(8));
	}

}

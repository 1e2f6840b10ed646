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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.cloudmeta.internal.evidence.LocalFiles;
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
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the way of {@link CloudStackMetadataService} to the virtual router.
 */
class CloudStackRouterSearchTests {

	private static final URI REFUSING = URI.create("http://127.0.0.1:1");

	private final CloudSimulator router = CloudSimulator.start("cloudstack");

	private final CloudStackMetadataService service = new CloudStackMetadataService();

	@AfterEach
	void close() {
		this.router.close();
	}

	@Test
	void findsTheRouterBehindAddressesOfOthersAndStaysThere() throws Exception {
		try (CloudSimulator other = CloudSimulator.start("gcp")) {
			MetadataSession session = session(REFUSING, other.getUrl(), this.router.getUrl());
			assertThat(identify(session, true).get(CloudField.INSTANCE_ID)).startsWith("7c1e04d2");
			assertThat(session.getEndpoint().uri()).isEqualTo(this.router.getUrl());
			assertThat(other.getRequests()).containsExactly("GET /latest/meta-data/");
			assertThat(MetadataCall.start(session, deadline(), (exchange) -> this.service.fetch(exchange, "local-ipv4"))
				.await()).isEqualTo("10.1.1.87");
			identify(session, true);
			assertThat(other.getRequests()).hasSize(1);
		}
	}

	@Test
	void findsTheRouterWhereItWasReplaced() throws Exception {
		try (CloudSimulator old = CloudSimulator.start("cloudstack")) {
			MetadataSession session = session(REFUSING, old.getUrl(), this.router.getUrl());
			identify(session, true);
			assertThat(session.getEndpoint().uri()).isEqualTo(old.getUrl());
			old.getWireMock().stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.notFound()));
			identify(session, true);
			assertThat(session.getEndpoint().uri()).isEqualTo(this.router.getUrl());
		}
	}

	@Test
	void looksForNoRouterWithoutProof() {
		MetadataSession session = session(REFUSING, this.router.getUrl());
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> identify(session, false))
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.REFUSED));
		assertThat(this.router.getRequests()).isEmpty();
	}

	@Test
	void tellsWhatTheRouterSaidRatherThanWhoWasSilent() {
		this.router.getWireMock().stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.serverError()));
		MetadataSession session = session(REFUSING, this.router.getUrl(), URI.create("http://127.0.0.1:2"));
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> identify(session, true))
			.satisfies((ex) -> assertThat(ex.toLine()).contains("disk of the virtual router"));
		assertThat(session.getEndpoint().uri()).isEqualTo(REFUSING);
	}

	@Test
	void ofTwoSilencesTellsTheRouters() {
		MetadataSession session = session(REFUSING, URI.create("http://127.0.0.1:2"));
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> identify(session, true))
			.satisfies((ex) -> assertThat(ex.toLine()).contains("127.0.0.1:2", "restart the router"));
	}

	@Test
	void leavesTimeForTheRouterIfTheFirstAddressIsSilent() throws Exception {
		try (CloudSimulator silent = CloudSimulator.start("cloudstack")) {
			silent.getWireMock()
				.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok().withFixedDelay(9000)));
			MetadataSession session = session(silent.getUrl(), this.router.getUrl());
			identify(session, true);
			assertThat(session.getEndpoint().uri()).isEqualTo(this.router.getUrl());
		}
	}

	@Test
	void looksBelowTheDirectoryThatTheUserNames(@TempDir Path root) throws Exception {
		Path routes = Files.createDirectories(root.resolve("proc/net")).resolve("route");
		Files.writeString(routes, "eth0\t0001010A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n"
				+ "eth0\t00000000\t0101010A\t0003\t0\t0\t100\t00000000\t0\t0\t0\n");
		MetadataEndpoint endpoint = this.service.getEndpoint((name) -> null);
		assertThat(this.service.locate(endpoint, root, new LocalFiles(), true).options())
			.containsEntry(CloudStackMetadataService.ROUTERS, "http://10.1.1.1");
		assertThat(this.service.locate(endpoint, root, new LocalFiles(), false)).isEqualTo(endpoint);
		MetadataEndpoint configured = MetadataEndpoint.configured("endpoint", "http://127.0.0.1:1");
		assertThat(this.service.locate(configured, root, new LocalFiles(), true)).isEqualTo(configured);
	}

	private static MetadataSession session(URI first, URI... routers) {
		return new MetadataSession(MetadataEndpoint.wellKnown(first.toString())
			.with(CloudStackMetadataService.ROUTERS, StringUtils.arrayToDelimitedString(routers, " ")));
	}

	private InstanceMetadata identify(MetadataSession session, boolean proven) throws MetadataException {
		return MetadataCall.start(session, deadline(), (exchange) -> this.service.identify(exchange, proven)).await();
	}

	private static Deadline deadline() {
		return Deadline.after(Duration.ofSeconds(8));
	}

}

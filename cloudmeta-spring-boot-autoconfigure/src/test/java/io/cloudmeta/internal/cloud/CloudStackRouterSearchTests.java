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
import java.util.List;

import io.cloudmeta.internal.evidence.LocalFiles;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.test.CloudSimulator;
import io.cloudmeta.test.FakeMetadataClient;
import io.cloudmeta.test.FakeMetadataClient.Request;
import io.cloudmeta.test.FakeMetadataClient.Responses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the way of {@link CloudStackMetadataService} to the virtual router.
 */
class CloudStackRouterSearchTests {

	private static final URI FIRST = URI.create("http://169.254.169.254");

	private static final URI OTHER = URI.create("http://10.1.1.2");

	private static final URI ROUTER = URI.create("http://10.1.1.1");

	private final CloudStackMetadataService service = new CloudStackMetadataService();

	@Test
	void findsTheRouterBehindAddressesOfOthersAndStaysThere() throws MetadataException {
		FakeMetadataClient client = client(FIRST, OTHER, ROUTER);
		at(client, FIRST).failWith(Kind.REFUSED);
		at(client, OTHER).with(404, "");
		assertThat(this.service.identify(client, true).get(CloudField.INSTANCE_ID)).startsWith("7c1e04d2");
		assertThat(client.getEndpoint().uri()).isEqualTo(ROUTER);
		assertThat(requests(client, OTHER)).containsExactly("GET /latest/meta-data/");
		assertThat(this.service.fetch(client, "local-ipv4")).isEqualTo("10.1.1.87");
		this.service.identify(client, true);
		assertThat(requests(client, OTHER)).hasSize(1);
	}

	@Test
	void findsTheRouterWhereItWasReplaced() throws MetadataException {
		FakeMetadataClient client = client(FIRST, OTHER, ROUTER);
		at(client, FIRST).failWith(Kind.REFUSED);
		this.service.identify(client, true);
		assertThat(client.getEndpoint().uri()).isEqualTo(OTHER);
		at(client, OTHER).with(404, "");
		this.service.identify(client, true);
		assertThat(client.getEndpoint().uri()).isEqualTo(ROUTER);
	}

	@Test
	void looksForNoRouterWithoutProof() {
		FakeMetadataClient client = client(FIRST, ROUTER);
		at(client, FIRST).failWith(Kind.REFUSED);
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> this.service.identify(client, false))
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.REFUSED));
		assertThat(requests(client, ROUTER)).isEmpty();
	}

	@Test
	void tellsWhatTheRouterSaidRatherThanWhoWasSilent() {
		FakeMetadataClient client = client(FIRST, ROUTER, OTHER);
		client.respondTo((request) -> true).failWith(Kind.REFUSED);
		at(client, ROUTER).with(500, "");
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> this.service.identify(client, true))
			.satisfies((ex) -> assertThat(ex.toLine()).contains("disk of the virtual router"));
		assertThat(client.getEndpoint().uri()).isEqualTo(FIRST);
	}

	@Test
	void whenBothRoutersTimeOutReportsTheLaterAddress() {
		FakeMetadataClient client = client(FIRST, OTHER);
		at(client, FIRST).failWith(Kind.TIMEOUT);
		at(client, OTHER).failWith(Kind.REFUSED);
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> this.service.identify(client, true))
			.satisfies((ex) -> assertThat(ex.toLine()).contains("was refused", "restart the router"));
	}

	@Test
	void leavesTimeForTheRouterIfTheFirstAddressIsSilent() throws MetadataException {
		FakeMetadataClient client = client(FIRST, OTHER, ROUTER);
		at(client, FIRST).failWith(Kind.TIMEOUT);
		at(client, OTHER).failWith(Kind.TIMEOUT);
		this.service.identify(client, true);
		assertThat(client.getEndpoint().uri()).isEqualTo(ROUTER);
		assertThat(client.getRequests()).extracting(Request::divisor).startsWith(8, 2, 1);
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

	/**
	 * Returns a client of a service whose router is at one of several addresses, each of
	 * which responds as the router does.
	 */
	private static FakeMetadataClient client(URI first, URI... routers) {
		return CloudSimulator.of("cloudstack")
			.client(MetadataEndpoint.wellKnown(first.toString())
				.with(CloudStackMetadataService.ROUTERS, StringUtils.arrayToDelimitedString(routers, " ")));
	}

	private static Responses at(FakeMetadataClient client, URI address) {
		return client.respondTo((request) -> isAt(request, address));
	}

	private static List<String> requests(FakeMetadataClient client, URI address) {
		return client.getRequests()
			.stream()
			.filter((request) -> isAt(request, address))
			.map(Request::toString)
			.toList();
	}

	private static boolean isAt(Request request, URI address) {
		return request.uri().getHost().equals(address.getHost());
	}

}

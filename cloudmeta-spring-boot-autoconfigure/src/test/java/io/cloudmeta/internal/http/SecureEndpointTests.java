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

package io.cloudmeta.internal.http;

import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.spi.MetadataResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An endpoint that the user reaches by TLS.
 */
class SecureEndpointTests {

	private static final char[] PASSWORD = "changeit".toCharArray();

	@TempDir
	private static Path directory;

	private SSLContext standard;

	private HttpsServer server;

	@BeforeAll
	static void makeCertificates() throws Exception {
		makeCertificate("address", "ip:127.0.0.1");
		makeCertificate("other", "dns:elsewhere.example");
	}

	private static void makeCertificate(String name, String subject) throws Exception {
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-keyalg", "EC", "-alias", name, "-dname", "CN=" + name, "-ext", "san=" + subject,
				"-storetype", "PKCS12", "-storepass", new String(PASSWORD), "-keystore",
				directory.resolve(name).toString())
			.redirectErrorStream(true)
			.start();
		assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(keytool.exitValue()).isZero();
	}

	@BeforeEach
	void rememberContext() throws Exception {
		this.standard = SSLContext.getDefault();
	}

	@AfterEach
	void stop() {
		SSLContext.setDefault(this.standard);
		if (this.server != null) {
			this.server.stop(0);
		}
	}

	@Test
	void isReadIfItsCertificateIsTrusted() throws Exception {
		trust("address");
		String url = serve("address");
		assertThat(get(url).body()).isEqualTo("well");
	}

	@Test
	void isNotReadIfItsCertificateIsNotTrusted() throws Exception {
		String url = serve("address");
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> get(url)).satisfies((ex) -> {
			assertThat(ex.getKind()).isEqualTo(Kind.UNUSABLE);
			assertThat(ex.toLine()).contains("certificate").contains("javax.net.ssl.trustStore");
		});
	}

	@Test
	void isNotReadIfItsCertificateIsAnothers() throws Exception {
		trust("other");
		String url = serve("other");
		assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> get(url))
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.UNUSABLE));
	}

	@Test
	void endsWithItsDeadlineWithoutAHandshake() throws Exception {
		// waits for the end of a request in plain text
		try (RawServer plain = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nwell")) {
			String url = plain.url().toString().replace("http:", "https:");
			long begin = System.nanoTime();
			assertThatExceptionOfType(MetadataException.class).isThrownBy(() -> get(url, Duration.ofMillis(1500)))
				.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.TIMEOUT));
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
		}
	}

	private static MetadataResponse get(String url) throws MetadataException {
		return get(url, Duration.ofSeconds(10));
	}

	private static MetadataResponse get(String url, Duration timeout) throws MetadataException {
		MetadataSession session = new MetadataSession(MetadataEndpoint.configured("cloudmeta.ibm.endpoint", url));
		return MetadataCall.start(session, Deadline.after(timeout), (exchange) -> exchange.get("/", Map.of())).await();
	}

	private String serve(String name) throws Exception {
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(keyStore(name), PASSWORD);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys.getKeyManagers(), null, null);
		this.server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
		this.server.setHttpsConfigurator(new HttpsConfigurator(context));
		this.server.createContext("/", (exchange) -> {
			byte[] body = "well".getBytes(StandardCharsets.US_ASCII);
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		this.server.start();
		return "https://127.0.0.1:" + this.server.getAddress().getPort();
	}

	private static void trust(String name) throws Exception {
		KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
		trusted.load(null, null);
		trusted.setCertificateEntry(name, keyStore(name).getCertificate(name));
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(trusted);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trust.getTrustManagers(), null);
		SSLContext.setDefault(context);
	}

	private static KeyStore keyStore(String name) throws Exception {
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream input = Files.newInputStream(directory.resolve(name))) {
			store.load(input, PASSWORD);
		}
		return store;
	}

}

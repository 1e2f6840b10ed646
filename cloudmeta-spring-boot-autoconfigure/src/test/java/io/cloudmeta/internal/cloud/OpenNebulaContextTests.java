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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import io.cloudmeta.internal.evidence.LocalFiles;
import io.cloudmeta.spi.MetadataEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OpenNebulaContext}.
 */
class OpenNebulaContextTests {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "HOSTNAME='parcels'|parcels", "HOSTNAME=\"parcels\"|parcels", "HOSTNAME=parcels|parcels",
					"export HOSTNAME=\"parcels\"|parcels", "HOSTNAME='it'\\''s'|it's", "HOSTNAME=\"a\\\"b\"|a\"b",
					"HOSTNAME='$(reboot)'|$(reboot)", "HOSTNAME=\"$(reboot)\"|", "HOSTNAME=$(reboot)|",
					"HOSTNAME=\"a\\$b\"|a$b", "HOSTNAME=|", "HOSTNAME=''|", "HOSTNAME='open|", "# HOSTNAME='x'|",
					"HOSTNAME=a; reboot|" })
	void readsWhatAShellWouldAndRunsNothing(String script, String expected) {
		Map<String, String> variables = new HashMap<>();
		OpenNebulaContext.parse(script, variables);
		assertThat(variables.get("HOSTNAME")).isEqualTo(expected);
	}

	@Test
	void takesNothingInsideOfAnotherValueForAVariable() {
		Map<String, String> variables = new HashMap<>();
		OpenNebulaContext.parse("USER_DATA='one\nVMID='\\''13'\\''\nVMID=14\n'\nETH0_IP='10.8.0.5'\nVMID='15'\n",
				variables);
		assertThat(variables).containsOnly(Map.entry("ETH0_IP", "10.8.0.5"), Map.entry("VMID", "15"));
	}

	@Test
	void keepsNoSecret() {
		Map<String, String> variables = new HashMap<>();
		OpenNebulaContext.parse(
				"PASSWORD='x'\nPASSWORD_BASE64='x'\nSSH_PUBLIC_KEY='x'\nSTART_SCRIPT='x'\nUSER_DATA='x'\n", variables);
		assertThat(variables).isEmpty();
	}

	@Test
	void letsTheEnvironmentWinOverFiles() throws Exception {
		Files.writeString(this.directory.resolve("context.sh"), "VMID='1'\nTOKENTXT='a'\nHOSTNAME='x'\n");
		Files.writeString(this.directory.resolve("one_env"), "export VMID=\"2\"\n");
		Files.writeString(this.directory.resolve("token.txt"), "b");
		OpenNebulaContext context = OpenNebulaContext.of(Map.of("VMID", "3", "HOSTNAME", "container")::get)
			.with(this.directory, new LocalFiles());
		assertThat(context.get("VMID")).isEqualTo("3");
		assertThat(context.get("TOKENTXT")).isEqualTo("a");
		assertThat(context.get("HOSTNAME")).isEqualTo("x");
		assertThat(context.toString()).doesNotContain("=");
	}

	@Test
	void isEmptyWhereNothingIs() {
		assertThat(OpenNebulaContext.of(Map.<String, String>of()::get)
			.with(this.directory.resolve("nowhere"), new LocalFiles())
			.variables()).isEmpty();
	}

	@Test
	void leadsToOneGateOnlyWithATokenForIt() {
		OpenNebulaMetadataService service = new OpenNebulaMetadataService();
		Map<String, String> environment = new HashMap<>();
		environment.put("cloudmeta.opennebula.context", this.directory.toString());
		assertThat(service.getEndpoint(environment::get).uri()).hasToString("http://169.254.169.254");
		environment.put("ONEGATE_ENDPOINT", "http://10.0.0.1:5030");
		environment.put("VMID", "412");
		assertThat(service.getEndpoint(environment::get).configured()).isFalse();
		environment.put("TOKENTXT", "bad\ntoken");
		assertThat(service.getEndpoint(environment::get).configured()).isFalse();
		environment.put("TOKENTXT", "dG9rZW4=\n");
		MetadataEndpoint endpoint = service.getEndpoint(environment::get);
		assertThat(endpoint.uri()).hasToString("http://10.0.0.1:5030");
		assertThat(endpoint.configured()).isTrue();
		assertThat(endpoint.toString()).doesNotContain("dG9rZW4=");
		environment.remove("ONEGATE_ENDPOINT");
		assertThat(service.getEndpoint(environment::get).uri()).hasToString("http://169.254.16.9:5030");
	}

	@Test
	void endpointIsFoundWithoutReadingAFile() throws Exception {
		Files.writeString(this.directory.resolve("one_env"), "VMID='412'\nTOKENTXT='a'\nONEGATE_ENDPOINT='10.0.0.1'\n");
		OpenNebulaMetadataService service = new OpenNebulaMetadataService();
		MetadataEndpoint endpoint = service
			.getEndpoint(Map.of("cloudmeta.opennebula.context", this.directory.toString())::get);
		assertThat(service.isNamedBy(endpoint)).isFalse();
		assertThat(endpoint.uri()).hasToString("http://169.254.169.254");
		MetadataEndpoint located = service.locate(endpoint, Path.of("/nowhere"), new LocalFiles(), false);
		assertThat(service.isNamedBy(located)).isTrue();
		assertThat(located.uri()).hasToString("http://10.0.0.1");
		assertThat(located.configured()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "run/one-context", "var/run/one-context" })
	void contextIsReadBelowTheRootThatTheUserNames(String context) throws Exception {
		Path files = Files.createDirectories(this.directory.resolve(context));
		Files.writeString(files.resolve("one_env"), "VMID='412'\nTOKENTXT='a'\n");
		OpenNebulaMetadataService service = new OpenNebulaMetadataService();
		MetadataEndpoint endpoint = service.getEndpoint((name) -> null);
		assertThat(service.locate(endpoint, this.directory, new LocalFiles(), false).uri())
			.hasToString("http://169.254.16.9:5030");
	}

	@Test
	void fileThatNamesNoAddressOfOneGateLeadsToItsOwn() throws Exception {
		Files.writeString(this.directory.resolve("one_env"), "VMID='412'\nTOKENTXT='a'\nONEGATE_ENDPOINT='a b'\n");
		OpenNebulaMetadataService service = new OpenNebulaMetadataService();
		MetadataEndpoint endpoint = service
			.getEndpoint(Map.of("cloudmeta.opennebula.context", this.directory.toString())::get);
		assertThat(service.locate(endpoint, this.directory, new LocalFiles(), true).uri())
			.hasToString("http://169.254.16.9:5030");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "\\a", "'", "' '" })
	void longValueInQuotesIsReadInAnyDepth(String part) {
		Map<String, String> variables = new HashMap<>();
		OpenNebulaContext.parse("SET_HOSTNAME=\"" + part.repeat(50_000) + "\"\n", variables);
		assertThat(variables.get("SET_HOSTNAME")).hasSizeGreaterThanOrEqualTo(50_000);
	}

}

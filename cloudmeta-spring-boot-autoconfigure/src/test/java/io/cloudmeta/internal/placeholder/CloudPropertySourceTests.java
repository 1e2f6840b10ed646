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

package io.cloudmeta.internal.placeholder;

import java.util.LinkedHashMap;
import java.util.Map;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.spi.CloudField;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

/**
 * Tests for {@link CloudPropertySource} by the eyes of Spring's resolver.
 */
class CloudPropertySourceTests {

	private FakeCloudInstance cloud = FakeCloudInstance.aws();

	private final Map<String, Object> properties = new LinkedHashMap<>(
			Map.of("fb", "fallback", "x", "env", "user.name", "root"));

	private final StandardEnvironment environment = new StandardEnvironment();

	private String read(String text) {
		this.properties.put("it", text);
		this.environment.getPropertySources().addFirst(new MapPropertySource("test", this.properties));
		placeholders().rewriteSources(LogFactory.getLog(getClass()));
		return this.environment.getProperty("it");
	}

	private CloudPlaceholders placeholders() {
		return CloudPlaceholders.attach(this.environment, this.cloud);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			$<cloud:region>                            | eu-west-1
			${cloud:region}                            | eu-west-1
			$<cloud:region:us-east-1>                  | eu-west-1
			${cloud:region:us-east-1}                  | eu-west-1
			${cloud:region:${fb}}                      | eu-west-1
			$<cloud:region:${fb}>                      | eu-west-1
			$<cloud:Region>                            | eu-west-1
			$<cloud:availability-zone>                 | eu-west-1b
			$<aws:AvailabilityZone>                    | eu-west-1b
			$<cloud:availability_zone>                 | eu-west-1b
			$<cloud:provider>                          | aws
			$<cloud:cloud>                             | true
			$<cloud:fetchedAt>                         | 2026-11-21T10:15:30Z
			$<cloud:accountId>                         | 012345678901
			$<aws:tags.env>                            | prod
			$<cloud:tags.Team>                         | ml
			$<cloud:tags.team:none>                    | none
			$<aws:tags.${x}>                           | prod
			${aws:tags.${x}}                           | prod
			${azure:tags.${x}:none}                    | none
			$<azure:tags.${x}:${fb}>                   | fallback
			$<aws:tags.aws\\:autoscaling\\:groupName>  | ingest
			${aws:tags.aws\\:autoscaling\\:groupName}  | ingest
			$<aws:tags.aws\\:autoscaling\\:${g:groupName}:none> | ingest
			$<aws:tags.aws\\:nope:none>                | none
			$<aws:tags.aws\\:nope:${fb}>               | fallback
			$<aws:placement/availability-zone-id>      | euw1-az2
			${aws:placement/availability-zone-id:none} | euw1-az2
			$<aws:placement/nope:none>                 | none
			$<azure:region:none>                       | none
			${azure:region:none}                       | none
			$<azure:compute/vmId:none>                 | none
			$<cloud:imageId:>                          | ''
			${cloud:imageId:}                          | ''
			$<cloud:imageId:a:b>                       | a:b
			$<cloud:imageId:<none>>                    | <none>
			$<cloud:imageId:a\\>b>                     | a>b
			$<cloud:imageId:a<b>                       | a<b
			$<cloud:imageId:{"a":{}}>                  | {"a":{}}
			$<cloud:imageId:a}b>                       | a}b
			$<cloud:imageId:$<aws:region>>             | eu-west-1
			$<cloud:imageId:$<aws:hostname:$<cloud:region>>> | eu-west-1
			$<cloud:imageId:${nope:$<cloud:region>}>   | eu-west-1
			${nope:$<cloud:region>}                    | eu-west-1
			${fb:$<cloud:imageId>}                     | fallback
			${cloud:imageId:${nope:$<cloud:region>}}   | eu-west-1
			$<cloud:imageId:\\${x}>                    | ${x}
			$<cloud:regoin:none>                       | none
			$<cloud:regoin:${fb}>                      | fallback
			a-$<cloud:region>-b-${x}-$<name>           | a-eu-west-1-b-env-$<name>
			\\$<cloud:region>                          | $<cloud:region>
			\\$<x>                                     | $<x>
			$<cloud:imageId:\\$<cloud:region>>         | $<cloud:region>
			${cloud:nope}                              | nope
			${cloud:nope:${fb}}                        | nope:fallback
			${aws:whatever}                            | whatever
			$<acme:region>                             | $<acme:region>
			""")
	void resolves(String text, String expected) {
		assertThat(read(text.replace("\\\\", "\\"))).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "$<cloud:imageId>", "${cloud:imageId}", "$<azure:region>", "${azure:region}",
			"$<aws:tags.nope>", "$<aws:tags.${fb}>", "$<cloud:regoin>", "$<aws:placement/nope>", "$<cloud:region",
			"$<cloud:>", "$<cloud::x>", "$<aws:iam/security-credentials/x>",
			"$<aws:iam/security-credentials/x:default>", "${aws:user-data/x:default}", "${fb2:$<cloud:imageId>}" })
	void failsWhenRead(String text) {
		assertThatExceptionOfType(UnresolvedCloudPlaceholderException.class).isThrownBy(() -> read(text))
			.satisfies((ex) -> assertThat(ex.getProperties()).containsExactly("it"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "$<aws:iam/security-credentials/x:none>", "${azure:attested/document:none}",
			"$<gcp:instance/attributes/ssh-keys:none>", "$<oracle:instance/metadata/user_data:none>" })
	void refusesPathToSecretsOnEveryMachine(String text) {
		this.cloud = FakeCloudInstance.local();
		assertThatExceptionOfType(UnresolvedCloudPlaceholderException.class).isThrownBy(() -> read(text))
			.withMessageContaining("a path that is never read");
	}

	@ParameterizedTest
	@ValueSource(strings = { "$<cloud:imageId>", "${cloud:imageId}", "$<aws:tags.${fb}>", "$<cloud:regoin>" })
	void leavesLiteralTextIfConfigured(String text) {
		this.properties.put("cloudmeta.placeholders.unresolved", "leave");
		assertThat(read(text)).isEqualTo(text);
	}

	@Test
	void leavesEmptyTextIfConfigured() {
		this.properties.put("cloudmeta.placeholders.unresolved", "empty");
		assertThat(read("a$<cloud:imageId>b${cloud:imageId}c$<cloud:region>")).isEqualTo("abceu-west-1");
	}

	@Test
	void refusesUnknownWayOfLeavingThings() {
		this.properties.put("cloudmeta.placeholders.unresolved", "ignore");
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> read("$<cloud:region>"))
			.withMessageContaining("cloudmeta.placeholders.unresolved")
			.satisfies((ex) -> assertThat(ex.getReason()).contains("Write fail (", "leave (", "empty ("));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			$<cloud:region>                  | $<cloud:region>
			$<cloud:region:none>             | $<cloud:region:none>
			$<cloud:region:${fb}>            | $<cloud:region:fallback>
			$<aws:tags.${x}>                 | $<aws:tags.env>
			${cloud:region}                  | region
			${cloud:region:${fb}}            | region:fallback
			$<cloud:region                   | $<cloud:region
			\\$<cloud:region>                | \\$<cloud:region>
			""")
	void answersAsWrittenWhenSwitchedOff(String text, String expected) {
		this.properties.put("cloudmeta.placeholders.enabled", "false");
		assertThat(read(text.replace("\\\\", "\\"))).isEqualTo(expected.replace("\\\\", "\\"));
		assertThat(this.cloud.getReads()).isZero();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			$<cloud:region>       | eu-west-1
			${cloud:region}       | region
			${cloud:region:x}     | region:x
			${cloud:region:${fb}} | region:fallback
			${aws:tags.${x}}      | tags.env
			""")
	void leavesBracesToSpringIfConfigured(String text, String expected) {
		this.properties.put("cloudmeta.placeholders.dollar-brace", "false");
		assertThat(read(text)).isEqualTo(expected);
	}

	@Test
	void usesDefaultsWithoutARequestIfDisabled() {
		this.properties.put("cloudmeta.enabled", "false");
		assertThat(read("$<cloud:region:a>${cloud:region:b}$<cloud:region:${fb}>${aws:tags.${x}:c}"))
			.isEqualTo("abfallbackc");
		assertThat(this.cloud.getReads()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "$<aws:iam/security-credentials/x:none>", "$<aws:user-data/x:none>",
			"$<aws:iam/${x}/token:none>", "${azure:attested/document:none}", "$<gcp:instance/attributes/ssh-keys:none>",
			"$<aws:a//b:none>", "$<aws:iam/security-credentials/x>" })
	void refusesPathToSecretsWhileTheCloudIsSwitchedOff(String text) {
		this.properties.put("cloudmeta.enabled", "false");
		assertThatExceptionOfType(UnresolvedCloudPlaceholderException.class).isThrownBy(() -> read(text))
			.withMessageContaining("a path that is never read");
		assertThat(this.cloud.getReads()).isZero();
	}

	@Test
	void takesTheDefaultOfAnotherPathWhileTheCloudIsSwitchedOff() {
		this.properties.put("cloudmeta.enabled", "false");
		assertThat(read("$<aws:placement/region:a>$<aws:tags.a/password:b>")).isEqualTo("ab");
		assertThat(this.cloud.getReads()).isZero();
	}

	@Test
	void failsWithoutDefaultWhileTheCloudIsSwitchedOff() {
		this.cloud = FakeCloudInstance.local();
		this.properties.put("cloudmeta.enabled", "false");
		assertThatExceptionOfType(UnresolvedCloudPlaceholderException.class).isThrownBy(() -> read("$<cloud:region>"));
	}

	@Test
	void neverLooksUpOtherTexts() {
		assertThat(read("${fb}${nope:x}$<name>")).isEqualTo("fallbackx$<name>");
		assertThat(this.environment.getProperty("missing")).isNull();
		assertThat(this.environment.getProperty("missing:key")).isNull();
		assertThat(this.environment.containsProperty("missing")).isFalse();
		assertThat(this.environment.containsProperty("cloud:region")).isTrue();
		assertThat(this.environment.containsProperty("cloud:nope")).isFalse();
		assertThat(this.cloud.getReads()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "${user.name}", "a${x}b", "$<cloud:provider>", "\\${x}", "${${x}}", "${cloud:region}", "$",
			"{x}", "${", "${<dollar}", "#{1 + 1}", "#", "}", ">", "a\\b", "'", "\"", "`", "(a)", "[0]", "a=b", "50%",
			"a?b", "a;b", "a&b", "a*", "a|b", "!", "a\nb", "a\tb", "a\u202eb", "a\u200eb", "a\u061cb", "a\u200bb",
			"a\ufeffb", "\udb40\udc41", "\ud83d\ude00", "\ud800", "\u00b2", "..", "../x", "a/../b", "a/.." })
	void whenValueHasRefusedCharacterItCountsAsMissing(String value) {
		this.cloud.withTag("evil", value);
		assertThat(read("$<cloud:tags.evil:none>")).isEqualTo("none");
		assertThat(read("${cloud:tags.evil:none}")).isEqualTo("none");
		assertThat(read("-${other:$<aws:tags.${e:evil}:none>}-")).isEqualTo("-none-");
		assertThatExceptionOfType(UnresolvedCloudPlaceholderException.class)
			.isThrownBy(() -> read("$<cloud:tags.evil>"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "ml", "Müller", "東京", "مرحبا", "नमस्ते", "e\u0301", "٣", "ocid1.tenancy.oc1..aaaa", "a..b",
			".../x", "a b", "s3://bucket/key", "a,b", "a+b@c~d", "me_and-you", "12:34", "" })
	void whenValueHasOnlyAllowedCharactersItIsReturned(String value) {
		this.cloud.withTag("team", value);
		assertThat(read("$<cloud:tags.team>")).isEqualTo(value);
		assertThat(read("${aws:tags.team:none}")).isEqualTo(value);
		assertThat(read("-${other:$<aws:tags.${e:team}:none>}-")).isEqualTo("-" + value + "-");
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', value = { "$, '$' (U+0024)", "\u202e, U+202E", "\u00b2, U+00B2",
			"\ud83d\ude00, U+1F600", "/../, the path segment '..'" })
	void failureNamesRefusedCharacterAndNotTheValue(String value, String refused) {
		this.cloud.withTag("evil", "PRIVATE" + value);
		assertThatExceptionOfType(UnresolvedCloudPlaceholderException.class)
			.isThrownBy(() -> read("$<cloud:tags.evil>"))
			.withMessageContaining("the value of 'tags.evil' contains " + refused)
			.withMessageNotContaining("PRIVATE")
			.satisfies((ex) -> assertThat(ex.getDescription() + ex.getAction())
				.contains("contains " + refused, "$<cloud:tags.evil:", "CloudInstance")
				.doesNotContain("PRIVATE", PlaceholderCharacters.ADDITIONAL));
	}

	@Test
	void failureNamesPropertyThatAllowsTheCharacter() {
		this.cloud.withTag("share", "50%");
		assertThatExceptionOfType(UnresolvedCloudPlaceholderException.class)
			.isThrownBy(() -> read("$<cloud:tags.share>"))
			.satisfies((ex) -> assertThat(ex.getAction()).contains("cloudmeta.placeholders.allowed-characters=%"));
	}

	@Test
	void whenCharacterIsAllowedByPropertyItIsReturned() {
		this.properties.put("cloudmeta.placeholders.allowed-characters", "=%");
		this.cloud.withTag("share", "a=50%").withTag("other", "a=50%!");
		assertThat(read("$<cloud:tags.share>")).isEqualTo("a=50%");
		assertThat(read("$<cloud:tags.other:none>")).isEqualTo("none");
	}

	@Test
	void refusesToAllowCharacterThatMeansSomething() {
		this.properties.put("cloudmeta.placeholders.allowed-characters", "=$");
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> read("$<cloud:region>"))
			.withMessageContaining("cloudmeta.placeholders.allowed-characters")
			.satisfies((ex) -> assertThat(ex.getReason()).contains("= ? % & ! ; * |"));
	}

	@Test
	void whenValueIsRefusedLeavesOrEmptiesTextIfConfigured() {
		this.cloud.withTag("evil", "#{1}");
		this.properties.put("cloudmeta.placeholders.unresolved", "empty");
		assertThat(read("a$<cloud:tags.evil>b")).isEqualTo("ab");
	}

	@Test
	void returnsValuesWithoutSpringsEscapeCharacter() {
		this.environment.setEscapeCharacter(null);
		assertThat(read("$<aws:tags.aws\\:autoscaling\\:groupName:none>")).isEqualTo("ingest");
		assertThat(read("$<aws:tags.aws\\:autoscaling\\:${nope:groupName}:none>")).isEqualTo("ingest");
		assertThat(read("\\$<cloud:region>")).isEqualTo("$<cloud:region>");
	}

	@Test
	void answersSoThatSettingsNeverWaitForThemselves() {
		this.properties.put("cloudmeta.provider", "$<cloud:provider:aws>");
		this.cloud = new FakeCloudInstance(CloudProvider.LOCAL,
				() -> fail(this.environment.getProperty("cloudmeta.provider")));
		this.cloud.onRead(this.cloud::snapshot);
		assertThatExceptionOfType(UnresolvedCloudPlaceholderException.class).isThrownBy(() -> read("$<cloud:region:x>"))
			.withMessageContaining("cloudmeta.provider")
			.satisfies((ex) -> assertThat(ex.getPlaceholder()).isEqualTo("$<cloud:provider:aws>"));
	}

	@Test
	void failsIfItsOwnSettingsNeedTheCloud() {
		this.properties.put("cloudmeta.placeholders.unresolved", "$<cloud:tags.mode:fail>");
		assertThatExceptionOfType(UnresolvedCloudPlaceholderException.class).isThrownBy(() -> read("$<cloud:imageId>"))
			.withMessageContaining("cloudmeta.placeholders.unresolved");
	}

	@Test
	void readsNothingWhileAotProcessingRuns() {
		System.setProperty("spring.aot.processing", "true");
		try {
			assertThat(read("$<cloud:region>|${cloud:region}|$<cloud:x|"))
				.isEqualTo("$<cloud:region>|${cloud:region}|$<cloud:x|");
			assertThat(read("$<cloud:region:a>${cloud:region:b}$<cloud:imageId:${fb}>")).isEqualTo("abfallback");
			placeholders().startDetection();
			assertThat(this.cloud.getReads() + this.cloud.getStarts()).isZero();
		}
		finally {
			System.clearProperty("spring.aot.processing");
		}
	}

	@Test
	void bindsAsFastAsWithoutIt() {
		placeholders();
		assertThat(ConfigurationPropertySources.from(this.environment.getPropertySources()))
			.hasSize(this.environment.getPropertySources().size() - 1)
			.noneMatch((source) -> source.getUnderlyingSource() instanceof CloudPropertySource);
	}

	@Test
	void resolvesProvidersOwnNames() {
		FakeCloudInstance azure = new FakeCloudInstance(CloudProvider.AZURE)
			.withPath("compute/vmScaleSetName", "workers")
			.with(CloudField.REGION, "westeurope");
		assertThat(PlaceholderKeys.value(azure, "azure", "VmScaleSetName")).isEqualTo("workers");
		assertThat(PlaceholderKeys.value(azure, "azure", "vm-scale-set-name")).isEqualTo("workers");
		assertThat(PlaceholderKeys.value(azure, "cloud", "vmScaleSetName")).isNull();
		assertThat(PlaceholderKeys.value(azure, "aws", "region")).isNull();
		assertThat(PlaceholderKeys.isKnown("azure", "VMSCALESETNAME")).isTrue();
		assertThat(PlaceholderKeys.isKnown("cloud", "compute/vmId")).isFalse();
		assertThat(PlaceholderKeys.isKnown("azure", "compute/vmId")).isTrue();
		assertThat(PlaceholderKeys.isKnown("azure", "tags.")).isFalse();
		assertThat(PlaceholderKeys.names("azure")).contains("region", "vmScaleSetName");
	}

}

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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.NetworkInterface;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@link InstanceMetadata} accepts.
 */
class InstanceMetadataTests {

	@Test
	void valueThatBreaksItsFormIsMissingWithAReason() {
		InstanceMetadata identity = InstanceMetadata.of(CloudProvider.AWS)
			.set(CloudField.REGION, "evil.example/?x")
			.build();
		assertThat(identity.get(CloudField.REGION)).isNull();
		assertThat(identity.getFailures()).singleElement()
			.asString()
			.contains("region", "U+003F", "cloudmeta.instance")
			.doesNotContain("evil");
	}

	@Test
	void laterValueOfItsFormRemovesTheReason() {
		InstanceMetadata identity = InstanceMetadata.of(CloudProvider.AWS)
			.set(CloudField.REGION, "eu west?")
			.set(CloudField.REGION, "eu-west-1")
			.build();
		assertThat(identity.get(CloudField.REGION)).isEqualTo("eu-west-1");
		assertThat(identity.getFailures()).isEmpty();
	}

	@Test
	void reasonStaysInWhatIsBuiltFromAnIdentity() {
		InstanceMetadata identity = InstanceMetadata.of(CloudProvider.AWS).set(CloudField.REGION, "a?").build();
		assertThat(identity.toBuilder().build().getFailures()).hasSize(1);
		assertThat(InstanceMetadata.of(CloudProvider.AWS).build().completedBy(identity).getFailures()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\nb", "a\u202eb", "a\ud800", "a\u0085b", "a\u200bb", "a\udb40\udc41b", "a\tb" })
	void tagWhoseNameOrValueIsNoTextIsMissingWithAReason(String hostile) {
		Map<String, String> tags = new LinkedHashMap<>();
		tags.put("owner", hostile);
		tags.put(hostile, "x");
		tags.put("team", "ml");
		InstanceMetadata identity = InstanceMetadata.of(CloudProvider.AWS).tags(tags).build();
		assertThat(identity.getTags()).containsExactly(Map.entry("team", "ml"));
		assertThat(identity.getFailures()).hasSize(2)
			.allSatisfy((failure) -> assertThat(failure).contains("tags", "U+"))
			.anyMatch((failure) -> failure.contains("tags.owner"));
	}

	@Test
	void rejectedTagIsNamedIfItsNameIsHarmless() {
		Map<String, String> tags = new LinkedHashMap<>();
		tags.put("team/" + "a".repeat(100), "x\ny");
		tags.put("db-password", "x\ny");
		tags.put("${jndi:x}", "x\ny");
		InstanceMetadata identity = InstanceMetadata.of(CloudProvider.AWS).tags(tags).build();
		assertThat(identity.getTags()).isEmpty();
		assertThat(identity.getFailures()).hasSize(2)
			.anySatisfy((failure) -> assertThat(failure).contains("tags.team/" + "a".repeat(55) + " ", "U+000A"))
			.anySatisfy((failure) -> assertThat(failure).contains("of tags from", "U+000A"))
			.noneSatisfy((failure) -> assertThat(failure).containsAnyOf("jndi", "password", "a".repeat(56)));
	}

	@Test
	void rejectedTagsAreNamedInFewLines() {
		Map<String, String> tags = new LinkedHashMap<>();
		for (int i = 0; i < 900; i++) {
			tags.put("tag" + i, "x\ny");
		}
		InstanceMetadata identity = InstanceMetadata.of(CloudProvider.AWS).tags(tags).build();
		assertThat(identity.getFailures()).hasSizeBetween(2, 20)
			.anyMatch((failure) -> failure.contains("of tags from"));
	}

	@Test
	void valueThatIsNotOfTheFormOfItsVendorIsMissingWithAReason() {
		Pattern form = Pattern.compile("[a-z]+-\\d");
		InstanceMetadata identity = InstanceMetadata.of(CloudProvider.AWS)
			.set(CloudField.REGION, "evil.example/x", form)
			.build();
		assertThat(identity.get(CloudField.REGION)).isNull();
		assertThat(identity.getFailures()).singleElement().asString().contains("region").doesNotContain("evil");
		assertThat(identity.toBuilder().set(CloudField.REGION, "eu-1", form).build().getFailures()).isEmpty();
	}

	@Test
	void emptyTagIsPresent() {
		assertThat(InstanceMetadata.of(CloudProvider.AWS).tags(Map.of("spot", "")).build().getTags())
			.containsExactly(Map.entry("spot", ""));
	}

	@Test
	void tagsAreLimitedInLength() {
		Map<String, String> tags = new LinkedHashMap<>();
		tags.put("huge", "a".repeat(1024 * 1024));
		tags.put("a".repeat(1024 * 1024), "huge");
		tags.put("tag", "value");
		InstanceMetadata identity = InstanceMetadata.of(CloudProvider.AWS).tags(tags).build();
		assertThat(identity.getTags()).containsOnlyKeys("tag");
		assertThat(identity.getFailures()).hasSize(2)
			.anyMatch((failure) -> failure.contains("tags.huge") && failure.contains("4096"))
			.anyMatch((failure) -> failure.contains("of tags from") && failure.contains("4096"));
	}

	@Test
	void partsOfAnInterfaceThatBreakTheirFormAreMissing() {
		NetworkInterface hostile = new NetworkInterface("02:00", List.of("10.0.0.1", "evil.example", "::1%eth0"),
				List.of("x\ny"), "s\u0000", "n\u2028n");
		InstanceMetadata identity = InstanceMetadata.of(CloudProvider.AZURE)
			.networkInterfaces(List.of(hostile))
			.build();
		assertThat(identity.getNetworkInterfaces())
			.containsExactly(new NetworkInterface(null, List.of("10.0.0.1"), List.of(), null, null));
		assertThat(identity.get(CloudField.PRIVATE_IP)).isEqualTo("10.0.0.1");
		assertThat(identity.getFailures()).singleElement().asString().contains("networkInterfaces");
	}

	@Test
	void attributesAreTextInOneLine() {
		InstanceMetadata identity = InstanceMetadata.of(CloudProvider.AZURE)
			.attributes(Map.of("a\nb", "c", "d", "e\u202e", "f", "g", "h", "i\nj"))
			.build();
		assertThat(identity.getAttributes()).containsExactly(Map.entry("f", "g"));
	}

}

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

package io.cloudmeta.internal.interruption;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.interruption.Sighting.Notice;
import io.cloudmeta.interruption.CloudInterruption;
import io.cloudmeta.interruption.InterruptionKind;
import io.cloudmeta.spi.MetadataDocument;
import io.cloudmeta.spi.MetadataResponse;
import io.cloudmeta.spi.MetadataText;
import org.jspecify.annotations.Nullable;

/**
 * What a custom cloud announces, as {@code cloudmeta.custom.*} describes it.
 *
 * @param provider the cloud
 * @param path the path of the request
 * @param noneStatuses the statuses that mean that nothing is announced
 * @param nonePattern what a response with status 200 matches if nothing is announced, or
 * {@code null}
 * @param kind the kind, or where it stands
 * @param deadline where the deadline stands, or {@code null} if there is none
 * @since 0.1.0
 */
public record CustomInterruptions(CloudProvider provider, String path, Set<Integer> noneStatuses,
		@Nullable Pattern nonePattern, Place kind, @Nullable Place deadline) implements InterruptionSource {

	@Override
	public List<NoticeKey> keys(WatchedInstance instance) {
		return List.of(NoticeKey.of(this.path, this.path, (response, further) -> read(response)).decisive());
	}

	private Sighting read(MetadataResponse response) {
		if (this.noneStatuses.contains(response.status())) {
			return Sighting.none();
		}
		String body = response.body().trim();
		if (response.isOk() && this.nonePattern != null && MetadataText.matches(this.nonePattern, body)) {
			return Sighting.none();
		}
		String found = (response.isOk() && body.length() <= 65_536) ? this.kind.in(body) : null;
		if (found == null) {
			return NoticeKey.unreadable(this.path, response);
		}
		InterruptionKind kind = kindOf(found);
		return Sighting.of(Notice.of(CloudInterruption.builder(this.path + "/" + kind.getId(), kind, this.provider)
			.source(this.path)
			.deadline((this.deadline != null) ? NoticeTime.parse(this.deadline.in(body), ZoneOffset.UTC) : null,
					NoticeTime.now(response))
			.description("%s announces: %s".formatted(this.provider.getDisplayName(), found))
			.attributes(Map.of("kind", found))));
	}

	private static InterruptionKind kindOf(String text) {
		for (InterruptionKind kind : InterruptionKind.values()) {
			if (kind.getId().equals(text.trim().toLowerCase(Locale.ROOT).replace('_', '-'))) {
				return kind;
			}
		}
		return InterruptionKind.OTHER;
	}

	/**
	 * Where a value stands in a response.
	 *
	 * @param fixed the value itself, or {@code null}
	 * @param pointer the JSON pointer, or {@code null}
	 * @param pattern the pattern that the response contains, whose first group is the
	 * value, or {@code null}
	 */
	public record Place(@Nullable String fixed, @Nullable String pointer, @Nullable Pattern pattern) {

		@Nullable String in(String body) {
			if (this.fixed != null) {
				return this.fixed;
			}
			if (this.pointer != null) {
				MetadataDocument document = MetadataDocument.parse(body);
				return (document != null) ? document.value(MetadataDocument.pathOf(this.pointer.substring(1))) : null;
			}
			Matcher matcher = (this.pattern != null) ? this.pattern.matcher(body) : null;
			return (matcher != null && matcher.find()) ? MetadataText.value(matcher.group(1)) : null;
		}

	}

}

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

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.cloudmeta.internal.interruption.Sighting.Notice;
import io.cloudmeta.interruption.CloudInterruption;
import io.cloudmeta.interruption.InterruptionKind;
import io.cloudmeta.spi.MetadataResponse;

/**
 * What Alibaba Cloud announces to a preemptible instance.
 *
 * @see <a href=
 * "https://www.alibabacloud.com/help/en/ecs/user-guide/query-the-interruption-events-of-preemptible-instances">Interruption
 * events of preemptible instances</a>
 */
final class AlibabaInterruptions implements InterruptionSource {

	private static final String SOURCE = "instance/spot/termination-time";

	@Override
	public List<NoticeKey> keys(WatchedInstance instance) {
		return List
			.of(NoticeKey.of(SOURCE, "/latest/meta-data/" + SOURCE, (response, further) -> read(response, instance))
				.decisive());
	}

	private static Sighting read(MetadataResponse response, WatchedInstance instance) {
		boolean empty = response.isOk() && response.body().isBlank();
		if (response.status() == 404 || empty) {
			return Sighting.none();
		}
		Instant deadline = response.isOk() ? NoticeTime.parse(response.body()) : null;
		if (deadline == null) {
			return NoticeKey.unreadable(SOURCE, response);
		}
		return Sighting.of(Notice.of(CloudInterruption
			.builder(SOURCE + "/" + instance.instanceId(), InterruptionKind.PREEMPTION, instance.provider())
			.source(SOURCE)
			.deadline(deadline, NoticeTime.now(response))
			.description("The preemptible instance is released")
			.attributes(Map.of("termination-time", response.body().trim()))));
	}

}

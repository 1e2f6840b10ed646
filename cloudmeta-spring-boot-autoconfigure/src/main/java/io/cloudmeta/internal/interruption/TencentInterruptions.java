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
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import io.cloudmeta.internal.interruption.Sighting.Notice;
import io.cloudmeta.interruption.CloudInterruption;
import io.cloudmeta.interruption.InterruptionKind;
import io.cloudmeta.spi.MetadataResponse;

/**
 * What Tencent Cloud announces to a spot instance.
 *
 * @see <a href="https://www.tencentcloud.com/document/product/213/32487">Spot instances:
 * querying whether an instance is reclaimed</a>
 */
final class TencentInterruptions implements InterruptionSource {

	private static final String SOURCE = "spot/termination-time";

	/** The time of the service, which writes none. */
	private static final ZoneOffset BEIJING = ZoneOffset.ofHours(8);

	@Override
	public List<NoticeKey> keys(WatchedInstance instance) {
		return List
			.of(NoticeKey.of(SOURCE, "/latest/meta-data/" + SOURCE, (response, further) -> read(response, instance))
				.decisive());
	}

	private static Sighting read(MetadataResponse response, WatchedInstance instance) {
		if (response.status() == 404) {
			return Sighting.none();
		}
		Instant deadline = response.isOk() ? NoticeTime.parse(response.body(), BEIJING) : null;
		if (deadline == null) {
			return NoticeKey.unreadable(SOURCE, response);
		}
		return Sighting.of(Notice.of(CloudInterruption
			.builder(SOURCE + "/" + instance.instanceId(), InterruptionKind.PREEMPTION, instance.provider())
			.source(SOURCE)
			.deadline(deadline, NoticeTime.now(response))
			.description("The spot instance is reclaimed")
			.attributes(Map.of("termination-time", response.body().trim()))));
	}

}

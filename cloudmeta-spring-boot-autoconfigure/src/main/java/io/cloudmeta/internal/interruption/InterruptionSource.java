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

import java.util.List;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.interruption.CloudInterruption;
import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataException;
import org.jspecify.annotations.Nullable;

/**
 * A cloud that announces interruptions to its instances. Implementations are stateless.
 */
interface InterruptionSource {

	/**
	 * Returns what to read on an instance.
	 * @param instance the instance
	 * @return the keys, which are new ones for each call
	 */
	List<NoticeKey> keys(WatchedInstance instance);

	/**
	 * Returns whether an interruption can be approved.
	 * @param interruption the interruption
	 * @return whether the cloud has an approval of such a notice
	 */
	default boolean isAcknowledgeable(CloudInterruption interruption) {
		return false;
	}

	/**
	 * Approves an interruption that can be approved.
	 * @param interruption the interruption
	 * @param client the client for the service
	 * @throws MetadataException if the cloud does not accept the approval
	 */
	default void acknowledge(CloudInterruption interruption, MetadataClient client) throws MetadataException {
		throw new IllegalStateException("There is no approval");
	}

	/**
	 * Returns the source of a cloud.
	 * @param provider the cloud
	 * @return the source, or {@code null} if the cloud announces nothing to an instance
	 */
	static @Nullable InterruptionSource of(CloudProvider provider) {
		return switch (provider.getId()) {
			case "aws" -> new AwsInterruptions();
			case "azure" -> new AzureInterruptions();
			case "gcp" -> new GcpInterruptions();
			case "yandex" -> new YandexInterruptions();
			case "alibaba" -> new AlibabaInterruptions();
			case "tencent" -> new TencentInterruptions();
			default -> null;
		};
	}

}

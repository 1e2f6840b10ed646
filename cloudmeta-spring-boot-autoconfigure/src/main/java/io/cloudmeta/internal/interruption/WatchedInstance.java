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

import java.util.Map;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.CloudProvider;
import org.jspecify.annotations.Nullable;

/**
 * What is known about the instance whose interruptions are watched.
 *
 * @param provider the cloud
 * @param instanceId the id of the instance
 * @param instanceType the type of the instance
 * @param lifecycle how it is paid for
 * @param attributes the cloud's own document
 */
record WatchedInstance(CloudProvider provider, @Nullable String instanceId, @Nullable String instanceType,
		@Nullable String lifecycle, Map<String, String> attributes) {

	static WatchedInstance of(CloudInstance instance) {
		CloudProvider provider = instance.getProvider();
		return new WatchedInstance(provider, instance.getInstanceId(), instance.getInstanceType(),
				instance.getLifecycle(), instance.getAttributes());
	}

	static WatchedInstance unsupported(CloudProvider provider) {
		return new WatchedInstance(provider, null, null, null, Map.of());
	}

	boolean isSpot() {
		return "spot".equals(this.lifecycle);
	}

	/**
	 * Returns whether the cloud says that the instance is no spot instance. One that is
	 * paid for in a way that is not known may get a spot instance's notices.
	 */
	boolean isOnDemand() {
		return "on-demand".equals(this.lifecycle);
	}

}

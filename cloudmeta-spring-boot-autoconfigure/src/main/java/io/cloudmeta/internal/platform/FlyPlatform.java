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

package io.cloudmeta.internal.platform;

import java.util.Map;
import java.util.Set;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.platform.PlatformMatch.Weight;
import io.cloudmeta.spi.CloudField;
import org.jspecify.annotations.Nullable;

/**
 * Fly.io. The instance is the Fly Machine, the image the one that it was made of.
 *
 * @see <a href="https://fly.io/docs/machines/runtime-environment/">The Machine Runtime
 * Environment</a>
 */
class FlyPlatform implements Platform {

	private static final String APP_NAME = "FLY_APP_NAME";

	private static final String MACHINE_ID = "FLY_MACHINE_ID";

	private static final String ALLOC_ID = "FLY_ALLOC_ID";

	private static final String REGION = "FLY_REGION";

	private static final String PRIMARY_REGION = "PRIMARY_REGION";

	private static final String PRIVATE_IP = "FLY_PRIVATE_IP";

	private static final String PUBLIC_IP = "FLY_PUBLIC_IP";

	private static final String IMAGE_REF = "FLY_IMAGE_REF";

	private static final String MACHINE_VERSION = "FLY_MACHINE_VERSION";

	private static final String PROCESS_GROUP = "FLY_PROCESS_GROUP";

	private static final String VM_MEMORY_MB = "FLY_VM_MEMORY_MB";

	@Override
	public String getName() {
		return "fly";
	}

	@Override
	public CloudProvider getProvider() {
		return CloudProvider.FLY;
	}

	@Override
	public Set<String> getVariables() {
		return Set.of(APP_NAME, MACHINE_ID, ALLOC_ID, REGION, PRIMARY_REGION, PRIVATE_IP, PUBLIC_IP, IMAGE_REF,
				MACHINE_VERSION, PROCESS_GROUP, VM_MEMORY_MB);
	}

	@Override
	public @Nullable PlatformMatch look(PlatformEnvironment environment) {
		if (!environment.has(APP_NAME, MACHINE_ID)) {
			return null;
		}
		return PlatformMatch.of(this, environment, MACHINE_ID)
			.set(CloudField.REGION, environment.get(REGION))
			.set(CloudField.INSTANCE_ID, environment.get(MACHINE_ID))
			.set(CloudField.IMAGE_ID, environment.get(IMAGE_REF))
			.set(CloudField.PRIVATE_IP, environment.get(PRIVATE_IP))
			.set(CloudField.PUBLIC_IP, environment.get(PUBLIC_IP))
			.build(Weight.OF_ITS_OWN);
	}

	@Override
	public Map<String, String> getNames() {
		return Map.of("appName", APP_NAME, "machineId", MACHINE_ID, "machineVersion", MACHINE_VERSION, "processGroup",
				PROCESS_GROUP, "imageRef", IMAGE_REF, "primaryRegion", PRIMARY_REGION, "vmMemoryMb", VM_MEMORY_MB);
	}

}

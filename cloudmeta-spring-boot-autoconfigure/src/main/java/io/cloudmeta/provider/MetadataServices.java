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

package io.cloudmeta.provider;

import java.util.List;
import java.util.function.Supplier;

import io.cloudmeta.CloudProvider;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.util.function.SingletonSupplier;

/**
 * The metadata services that can be read: ours and those that other libraries register.
 *
 * @since 0.1.0
 */
public final class MetadataServices {

	private static final Supplier<List<MetadataService>> ALL = SingletonSupplier
		.of(() -> SpringFactoriesLoader.loadFactories(MetadataService.class, MetadataServices.class.getClassLoader()));

	private MetadataServices() {
	}

	/**
	 * Returns all services.
	 * @return the services in their order
	 */
	public static List<MetadataService> all() {
		return ALL.get();
	}

	/**
	 * Returns the service of a cloud.
	 * @param provider the cloud
	 * @return the service, or {@code null} if there is none for that cloud
	 */
	public static @Nullable MetadataService of(CloudProvider provider) {
		return all().stream().filter((service) -> service.getProvider().equals(provider)).findFirst().orElse(null);
	}

}

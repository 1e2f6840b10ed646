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

package io.cloudmeta.autoconfigure.custom;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.spi.DefinedMetadataService;
import org.jspecify.annotations.Nullable;

/**
 * The metadata service of a cloud that {@code cloudmeta.custom.*} defines. It reads what
 * the properties name and nothing else. Two with the same properties are equal, so that
 * contexts with the same settings share one detection.
 */
final class CustomCloud extends DefinedMetadataService {

	private final CustomCloudProperties properties;

	CustomCloud(CloudProvider provider, CustomCloudProperties properties) {
		super(new CustomCloudConverter(provider, properties).convert());
		this.properties = properties;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof CustomCloud cloud && getProvider().equals(cloud.getProvider())
				&& this.properties.equals(cloud.properties);
	}

	@Override
	public int hashCode() {
		return this.properties.hashCode();
	}

}

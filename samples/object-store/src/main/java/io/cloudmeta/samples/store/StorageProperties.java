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

package io.cloudmeta.samples.store;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

import io.cloudmeta.CloudInstance;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where objects are kept. The placeholders in {@code application.yml} are resolved to the
 * cloud's values.
 *
 * @param buckets the buckets, by provider and region. Metadata chooses one of them and
 * never names one: a service that answers in place of the metadata service could
 * otherwise name an attacker's bucket
 * @param region S3's region
 * @param project Google's project
 * @param folder the folder, elsewhere
 * @param endpoint the address of S3, or {@code null} for the real one
 * @since 0.1.0
 */
@ConfigurationProperties("storage")
public record StorageProperties(Map<String, Map<String, String>> buckets, String region, String project, Path folder,
		@Nullable URI endpoint) {

	/**
	 * Returns the bucket for the place where the application runs.
	 * @param instance the instance that it runs on
	 * @return the bucket
	 * @throws IllegalStateException if the configuration has none for that provider and
	 * region
	 */
	public String bucket(CloudInstance instance) {
		String provider = instance.getProvider().getId();
		String region = String.valueOf(instance.getRegion());
		String bucket = this.buckets.getOrDefault(provider, Map.of()).get(region);
		if (bucket == null) {
			throw new IllegalStateException("No bucket is configured for region %s of %s: set storage.buckets.%s.%s"
				.formatted(region, provider, provider, region));
		}
		return bucket;
	}

}

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

import java.util.LinkedHashMap;
import java.util.Map;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * The match of an environment with a platform.
 *
 * @param platform the platform
 * @param source the variables or files that are the evidence
 * @param weight what it proves
 * @param identity the values that need no request, at least the provider and the platform
 * @param endpoint where the platform's own metadata is, or {@code null} if it has none
 * @param metadataService whether the cloud's metadata service describes the machine of an
 * application here and can be queried
 * @param oftenClosed whether it is usual that the cloud's metadata service does not
 * respond to an application here
 * @param failure what is wrong with the environment and what to do about it, or
 * {@code null}
 * @since 0.1.0
 */
public record PlatformMatch(Platform platform, String source, Weight weight, InstanceMetadata identity,
		@Nullable MetadataEndpoint endpoint, boolean metadataService, boolean oftenClosed, @Nullable String failure) {

	/**
	 * Begins with what is there.
	 * @param platform the platform
	 * @param environment the environment, whose variables of this platform become the
	 * identity's attributes
	 * @param source the variables or files that are the evidence
	 * @return a builder
	 */
	public static Builder of(Platform platform, PlatformEnvironment environment, String source) {
		return new Builder(platform, environment, source);
	}

	/**
	 * Returns whose platform it is.
	 * @return the provider
	 */
	public CloudProvider provider() {
		return this.platform.getProvider();
	}

	/**
	 * What signs prove.
	 */
	public enum Weight {

		/**
		 * No other environment sets these together: they identify the cloud as firmware
		 * does.
		 */
		NAMES_THE_CLOUD,

		/**
		 * Other environments set them too: they count if other evidence identifies this
		 * cloud.
		 */
		WITHIN_THE_CLOUD,

		/**
		 * They name a platform that runs on any machines: it is the provider if no cloud
		 * below it can be detected.
		 */
		OF_ITS_OWN

	}

	/**
	 * Builds {@link PlatformMatch}.
	 */
	public static final class Builder {

		private final Platform platform;

		private final String source;

		private final InstanceMetadata.Builder identity;

		private final Map<String, String> attributes = new LinkedHashMap<>();

		private @Nullable MetadataEndpoint endpoint;

		private boolean metadataService;

		private boolean oftenClosed;

		private @Nullable String failure;

		private Builder(Platform platform, PlatformEnvironment environment, String source) {
			this.platform = platform;
			this.source = source;
			this.identity = InstanceMetadata.of(platform.getProvider()).set(CloudField.PLATFORM, platform.getName());
			for (String name : platform.getVariables()) {
				attribute(name, environment.get(name));
			}
		}

		/**
		 * Sets a value if there is one.
		 * @param field the field
		 * @param value the value
		 * @return this
		 */
		public Builder set(CloudField field, @Nullable String value) {
			this.identity.set(field, value);
			return this;
		}

		/**
		 * Sets a value of the platform's own if there is one.
		 * @param path the path by which it is read
		 * @param value the value
		 * @return this
		 */
		public Builder attribute(String path, @Nullable String value) {
			if (value != null) {
				this.attributes.put(path, value);
			}
			return this;
		}

		/**
		 * Adds the endpoint of the platform's own metadata.
		 * @param endpoint where it is
		 * @return this
		 */
		public Builder endpoint(@Nullable MetadataEndpoint endpoint) {
			this.endpoint = endpoint;
			return this;
		}

		/**
		 * Adds the cloud's metadata service, because it describes the machine on which
		 * the platform runs the application.
		 * @return this
		 */
		public Builder withMetadataService() {
			this.metadataService = true;
			return this;
		}

		/**
		 * Adds the cloud's metadata service, which usually does not respond here: it is
		 * queried once, no longer than a cloud that is probed, and its silence is no
		 * failure.
		 * @return this
		 */
		public Builder withMetadataServiceIfOpen() {
			this.oftenClosed = true;
			return withMetadataService();
		}

		/**
		 * Adds a failure of the environment.
		 * @param failure one line: what is wrong and what to do about it
		 * @return this
		 */
		public Builder failure(String failure) {
			this.failure = failure;
			return this;
		}

		/**
		 * Builds the signs.
		 * @param weight what they prove
		 * @return the signs
		 */
		public PlatformMatch build(Weight weight) {
			return new PlatformMatch(this.platform, this.source, weight,
					this.identity.attributes(this.attributes).build(), this.endpoint, this.metadataService,
					this.oftenClosed, this.failure);
		}

	}

}

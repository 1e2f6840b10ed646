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
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataException;
import org.jspecify.annotations.Nullable;

/**
 * A platform that runs applications: how it is recognised by the environment of the
 * application, and the values of that environment. Implementations have no state. Those
 * of other libraries are registered in {@code META-INF/spring.factories} under the name
 * of this interface, the more particular before the more general.
 *
 * @since 0.1.0
 */
public interface Platform {

	/**
	 * Returns OpenTelemetry's name of the platform, if it has one.
	 * @return the name, such as {@code aws_ecs}
	 */
	String getName();

	/**
	 * Returns whose platform this is.
	 * @return the cloud, or the platform itself if it runs on any machines
	 */
	CloudProvider getProvider();

	/**
	 * Returns which environment variables are looked at. None of them may hold a secret.
	 * @return the names
	 */
	Set<String> getVariables();

	/**
	 * Evaluates the environment.
	 * @param environment the variables, and files of the machine
	 * @return the match, or {@code null} if the environment is not that of this platform
	 */
	@Nullable PlatformMatch look(PlatformEnvironment environment);

	/**
	 * Reads the platform's own metadata, in one request. Called if the match has an
	 * {@linkplain PlatformMatch#endpoint() endpoint}.
	 * @param client the client of the endpoint
	 * @param signs the match of the environment
	 * @return the identity
	 * @throws MetadataException if it cannot be read or is not this platform's
	 */
	default InstanceMetadata identify(MetadataClient client, PlatformMatch signs) throws MetadataException {
		return signs.identity();
	}

	/**
	 * Returns the identity of the machine, or the one that the cloud's metadata service
	 * returns in its place, as that of an application on this platform. Called if the
	 * cloud is confirmed.
	 * @param identity what is known
	 * @param signs the match of the environment
	 * @return the identity with the platform's name and what the environment adds, or as
	 * it was if it cannot be this platform's
	 */
	default InstanceMetadata refine(InstanceMetadata identity, PlatformMatch signs) {
		return identity.toBuilder().set(CloudField.PLATFORM, getName()).build().completedBy(signs.identity());
	}

	/**
	 * Returns the platform's own names for values, as placeholders use them after the
	 * provider's id: {@code functionName} in {@code $<aws:functionName>}.
	 * @return the names with the paths that {@code CloudInstance.getAttribute} takes
	 */
	default Map<String, String> getNames() {
		return Map.of();
	}

}

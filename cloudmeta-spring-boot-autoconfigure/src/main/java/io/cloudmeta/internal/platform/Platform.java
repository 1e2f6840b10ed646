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
 * A platform that runs applications: how an application recognises it by its own
 * environment, and what that tells. Implementations have no state. Those of other
 * libraries are registered in {@code META-INF/spring.factories} under the name of this
 * interface, the more particular before the more general.
 *
 * @since 0.1.0
 */
public interface Platform {

	/**
	 * Returns the platform in OpenTelemetry's words, if it has one for it.
	 * @return the name, such as {@code aws_ecs}
	 */
	String getName();

	/**
	 * Returns whose platform this is.
	 * @return the cloud, or the platform itself if it stands on anybody's machines
	 */
	CloudProvider getProvider();

	/**
	 * Returns which environment variables are looked at. None of them may hold a secret.
	 * @return the names
	 */
	Set<String> getVariables();

	/**
	 * Looks at the environment.
	 * @param environment the variables, and files of the machine
	 * @return what it says, or {@code null} if it says nothing of this platform
	 */
	@Nullable PlatformMatch look(PlatformEnvironment environment);

	/**
	 * Reads what the platform's own metadata tells, in one request. Called if the signs
	 * lead to an {@linkplain PlatformMatch#endpoint() endpoint}.
	 * @param client the way to it
	 * @param signs what the environment said
	 * @return the identity
	 * @throws MetadataException if it cannot be read or is not this platform's
	 */
	default InstanceMetadata identify(MetadataClient client, PlatformMatch signs) throws MetadataException {
		return signs.identity();
	}

	/**
	 * Returns what is known of the machine, or of what the cloud's metadata service says
	 * in its place, as that of an application on this platform. Called where the cloud is
	 * confirmed.
	 * @param identity what is known
	 * @param signs what the environment said
	 * @return the identity with the platform's name and what the environment adds, or as
	 * it was if it cannot be this platform's
	 */
	default InstanceMetadata refine(InstanceMetadata identity, PlatformMatch signs) {
		return identity.toBuilder().set(CloudField.PLATFORM, getName()).build().completedBy(signs.identity());
	}

	/**
	 * Returns the platform's own names for values, as placeholders use them behind the
	 * provider's id: {@code functionName} in {@code $<aws:functionName>}.
	 * @return the names with the paths that {@code CloudInstance.getAttribute} takes
	 */
	default Map<String, String> getNames() {
		return Map.of();
	}

}

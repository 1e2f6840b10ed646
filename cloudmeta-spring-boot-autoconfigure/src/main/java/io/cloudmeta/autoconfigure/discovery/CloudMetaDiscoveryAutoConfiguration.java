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

package io.cloudmeta.autoconfigure.discovery;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.cloud.client.discovery.event.InstancePreRegisteredEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.GenericApplicationListener;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for Spring Cloud's service
 * discovery: the application registers with where it runs.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = CloudMetaAutoConfiguration.class)
@ConditionalOnClass(InstancePreRegisteredEvent.class)
@ConditionalOnBooleanProperty(name = "cloudmeta.discovery.enabled", matchIfMissing = true)
public final class CloudMetaDiscoveryAutoConfiguration {

	@Bean
	GenericApplicationListener cloudRegistrationListener(ObjectProvider<CloudInstance> instance) {
		CloudRegistrationMetadata metadata = new CloudRegistrationMetadata(instance);
		return GenericApplicationListener.forEventType(InstancePreRegisteredEvent.class,
				(event) -> metadata.addTo(event.getRegistration().getMetadata()));
	}

}

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

import com.netflix.appinfo.EurekaInstanceConfig;
import io.cloudmeta.CloudInstance;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for Eureka's client: the application
 * registers with where it runs, its zone above all.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = CloudMetaAutoConfiguration.class)
@ConditionalOnClass(EurekaInstanceConfig.class)
@ConditionalOnBooleanProperty(name = "cloudmeta.discovery.enabled", matchIfMissing = true)
public final class CloudMetaEurekaAutoConfiguration {

	@Bean
	static MetadataPostProcessor cloudEurekaMetadataPostProcessor(ObjectProvider<CloudInstance> instance) {
		return new MetadataPostProcessor(new CloudRegistrationMetadata(instance));
	}

	/**
	 * Adds the metadata to the bean that Eureka's client copies it from. The client
	 * publishes no event before it registers.
	 */
	static final class MetadataPostProcessor implements BeanPostProcessor {

		private final CloudRegistrationMetadata metadata;

		MetadataPostProcessor(CloudRegistrationMetadata metadata) {
			this.metadata = metadata;
		}

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			if (bean instanceof EurekaInstanceConfig config) {
				this.metadata.addTo(config.getMetadataMap());
			}
			return bean;
		}

	}

}

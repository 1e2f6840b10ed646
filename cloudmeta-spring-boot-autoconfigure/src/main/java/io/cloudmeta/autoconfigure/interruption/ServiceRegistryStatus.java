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

package io.cloudmeta.autoconfigure.interruption;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;

/**
 * The registration with Spring Cloud's service registry.
 */
final class ServiceRegistryStatus implements RegistrationStatus {

	private static final String OUT_OF_SERVICE = "OUT_OF_SERVICE";

	private static final String UP = "UP";

	private final ObjectProvider<ServiceRegistry<?>> registries;

	private final ObjectProvider<Registration> registrations;

	/** Those that this has changed. Used by one thread at a time. */
	private final List<Registration> changed = new ArrayList<>();

	ServiceRegistryStatus(ObjectProvider<ServiceRegistry<?>> registries, ObjectProvider<Registration> registrations) {
		this.registries = registries;
		this.registrations = registrations;
	}

	@Override
	public void outOfService() {
		ServiceRegistry<Registration> registry = registry();
		if (registry == null) {
			return;
		}
		for (Registration registration : this.registrations.stream().toList()) {
			if (!this.changed.contains(registration)) {
				registry.setStatus(registration, OUT_OF_SERVICE);
				this.changed.add(registration);
			}
		}
	}

	@Override
	public void inService() {
		ServiceRegistry<Registration> registry = registry();
		if (registry != null) {
			this.changed.forEach((registration) -> registry.setStatus(registration, UP));
			this.changed.clear();
		}
	}

	/**
	 * Each registry has a registration of its own type, which is that of the bean.
	 */
	@SuppressWarnings("unchecked")
	private @Nullable ServiceRegistry<Registration> registry() {
		return (ServiceRegistry<Registration>) this.registries.getIfAvailable();
	}

}

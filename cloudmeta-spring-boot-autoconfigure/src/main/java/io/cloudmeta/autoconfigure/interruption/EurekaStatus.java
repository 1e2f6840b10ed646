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

import com.netflix.appinfo.ApplicationInfoManager;
import com.netflix.appinfo.InstanceInfo.InstanceStatus;

import org.springframework.beans.factory.ObjectProvider;

/**
 * The registration with Eureka, by its client alone.
 */
final class EurekaStatus implements RegistrationStatus {

	private final ObjectProvider<ApplicationInfoManager> managers;

	/** Whether this has changed the status. Used by one thread at a time. */
	private boolean changed;

	EurekaStatus(ObjectProvider<ApplicationInfoManager> managers) {
		this.managers = managers;
	}

	@Override
	public void outOfService() {
		ApplicationInfoManager manager = this.managers.getIfAvailable();
		if (manager != null && manager.getInfo().getStatus() != InstanceStatus.OUT_OF_SERVICE) {
			manager.setInstanceStatus(InstanceStatus.OUT_OF_SERVICE);
			this.changed = true;
		}
	}

	@Override
	public void inService() {
		ApplicationInfoManager manager = this.managers.getIfAvailable();
		if (manager != null && this.changed && manager.getInfo().getStatus() == InstanceStatus.OUT_OF_SERVICE) {
			manager.setInstanceStatus(InstanceStatus.UP);
		}
		this.changed = false;
	}

}

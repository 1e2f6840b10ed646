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

package io.cloudmeta.autoconfigure.profile;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.autoconfigure.core.EnvironmentCloudInstance;
import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.BootstrapContext;
import org.springframework.boot.bootstrap.BootstrapRegistry.InstanceSupplier;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Makes profiles follow the cloud, so that Spring Boot reads {@code application-aws.yml}.
 * They come before all of the user's, whose files win therefore.
 */
class CloudProfilesEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	static final String ENABLED = "cloudmeta.profiles.enabled";

	/** What Spring Boot allows. */
	private static final String PROFILE = "[\\p{L}\\d]([-_.+@\\p{L}\\d]*[\\p{L}\\d])?";

	private final Log logger;

	private final ConfigurableBootstrapContext bootstrapContext;

	CloudProfilesEnvironmentPostProcessor(DeferredLogFactory logFactory,
			ConfigurableBootstrapContext bootstrapContext) {
		this.logger = logFactory.getLog(CloudProfilesEnvironmentPostProcessor.class);
		this.bootstrapContext = bootstrapContext;
	}

	/**
	 * After the one that resolves values of the cloud, which is registered before and has
	 * the same order: no order is free between it and the configuration files.
	 */
	@Override
	public int getOrder() {
		return ConfigDataEnvironmentPostProcessor.ORDER - 1;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (!isEnabled(environment)) {
			return;
		}
		this.bootstrapContext.registerIfAbsent(CloudProfilesEnvironmentPostProcessor.class, InstanceSupplier.of(this));
		// on the machine that builds there is no cloud to follow
		if (SpringProperties.getFlag(AbstractAotProcessor.AOT_PROCESSING)) {
			return;
		}
		CloudInstance instance = EnvironmentCloudInstance.of(environment);
		List<String> cloudProfiles = profiles(instance);
		if (cloudProfiles.isEmpty()) {
			this.logger.info("Runs on no cloud: no profile is added");
			return;
		}
		this.logger.info("Adds the profiles " + String.join(", ", cloudProfiles));
		Set<String> profiles = new LinkedHashSet<>(cloudProfiles);
		profiles.addAll(application.getAdditionalProfiles());
		application.setAdditionalProfiles(profiles.toArray(String[]::new));
	}

	/**
	 * Returns whether the user wished it before the configuration files were read.
	 */
	static boolean wasEnabled(BootstrapContext context) {
		return context.isRegistered(CloudProfilesEnvironmentPostProcessor.class);
	}

	static boolean isEnabled(ConfigurableEnvironment environment) {
		return Binder.get(environment).bind(ENABLED, Boolean.class).orElse(false);
	}

	private List<String> profiles(CloudInstance instance) {
		if (!instance.isCloud()) {
			return List.of();
		}
		List<String> profiles = new ArrayList<>();
		profiles.add("cloud");
		add(profiles, instance.getProvider().getId());
		add(profiles, instance.getPlatform());
		return profiles;
	}

	private void add(List<String> profiles, @Nullable String name) {
		if (name == null) {
			return;
		}
		if (name.matches(PROFILE)) {
			profiles.add(name);
		}
		else {
			this.logger.warn("'%s' cannot be a profile's name: it is not added".formatted(name));
		}
	}

}

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

package io.cloudmeta.autoconfigure.actuate;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.spi.CloudField;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * {@link InfoContributor} that adds the values of the instance under {@code cloud}.
 *
 * @since 0.1.0
 */
public class CloudInfoContributor implements InfoContributor {

	private static final String EVERYTHING = "*";

	private final ObjectProvider<CloudInstance> instance;

	private final Set<String> included;

	/**
	 * Creates a contributor.
	 * @param instance the instance, which is not requested before the information is
	 * @param include the names of the values to add, or {@code *} for all
	 */
	public CloudInfoContributor(ObjectProvider<CloudInstance> instance, Collection<String> include) {
		this.instance = instance;
		this.included = include.stream().map(CloudField::uniform).collect(Collectors.toUnmodifiableSet());
	}

	@Override
	public void contribute(Info.Builder builder) {
		builder.withDetail("cloud", InstanceDetails.of(this.instance.getObject().snapshot(), this::isIncluded));
	}

	private boolean isIncluded(String name) {
		return this.included.contains(EVERYTHING) || this.included.contains(CloudField.uniform(name));
	}

}

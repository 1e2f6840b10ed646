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

package io.cloudmeta.internal.detection;

import java.util.List;
import java.util.Map;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.Evidence;
import io.cloudmeta.internal.platform.PlatformMatch;
import io.cloudmeta.internal.platform.PlatformMatch.Weight;
import io.cloudmeta.spi.CloudField;
import org.jspecify.annotations.Nullable;

/**
 * The decision that is made before any request is sent.
 *
 * @param proven the cloud that is identified, or {@code null}
 * @param candidates the clouds that are queried in parallel and have to prove themselves
 * @param conclusive whether there is no doubt left: a cloud is proven or all are ruled
 * out
 * @param evidence each signal that was looked at
 * @param dmi the firmware's strings by the names of their files
 * @param values the machine's own values of the instance on the cloud that is identified
 * @param platforms the platforms that the environment names, the more particular first
 */
record LocalDecision(@Nullable CloudProvider proven, List<CloudProvider> candidates, boolean conclusive,
		List<Evidence> evidence, Map<String, String> dmi, Map<CloudField, String> values,
		List<PlatformMatch> platforms) {

	/**
	 * Returns the match of a platform of this provider.
	 */
	@Nullable PlatformMatch platformOf(CloudProvider provider) {
		for (PlatformMatch signs : this.platforms) {
			if (signs.provider().equals(provider)) {
				return signs;
			}
		}
		return null;
	}

	/**
	 * Returns a platform on which the cloud's metadata service often does not respond.
	 */
	@Nullable PlatformMatch oftenClosed() {
		for (PlatformMatch signs : this.platforms) {
			if (signs.oftenClosed()) {
				return signs;
			}
		}
		return null;
	}

	/**
	 * Returns the platform that is the provider where no cloud can be seen.
	 */
	@Nullable PlatformMatch ownPlatform() {
		for (PlatformMatch signs : this.platforms) {
			if (signs.weight() == Weight.OF_ITS_OWN) {
				return signs;
			}
		}
		return null;
	}

}

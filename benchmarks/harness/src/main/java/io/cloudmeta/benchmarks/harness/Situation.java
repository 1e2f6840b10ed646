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

package io.cloudmeta.benchmarks.harness;

import io.cloudmeta.test.CloudSimulator.Dmi;
import org.jspecify.annotations.Nullable;

/**
 * A kind of machine that an application starts on.
 */
enum Situation {

	/** Its firmware names an office's hardware. No service has the metadata's address. */
	LAPTOP("A laptop", "none", Dmi.CLOUD, "local", "none", 0),

	/**
	 * Neither firmware nor network identify a cloud: all packets disappear.
	 */
	NOTHING("No evidence, all packets disappear", null, Dmi.NONE, "local", "none", -1),

	/** Amazon EC2. */
	EC2("EC2", "aws", Dmi.CLOUD, "aws", "eu-central-1", 2),

	/** Google Compute Engine. */
	GOOGLE("Google", "gcp", Dmi.CLOUD, "gcp", "europe-north1", 1),

	/** A virtual machine on Azure. */
	AZURE("Azure", "azure", Dmi.CLOUD, "azure", "northeurope", 1);

	private final String title;

	private final @Nullable String simulated;

	private final Dmi dmi;

	private final String cloud;

	private final String region;

	private final int requests;

	Situation(String title, @Nullable String simulated, Dmi dmi, String cloud, String region, int requests) {
		this.title = title;
		this.simulated = simulated;
		this.dmi = dmi;
		this.cloud = cloud;
		this.region = region;
		this.requests = requests;
	}

	String title() {
		return this.title;
	}

	/**
	 * Returns the simulator's name of the cloud, or {@code null} where there is none.
	 */
	@Nullable String simulated() {
		return this.simulated;
	}

	Dmi dmi() {
		return this.dmi;
	}

	String cloud() {
		return this.cloud;
	}

	String region() {
		return this.region;
	}

	/**
	 * Returns how many requests the goal allows, or -1 if they are not counted.
	 */
	int requests() {
		return this.requests;
	}

	/**
	 * Returns whether there is a goal for what the starter adds here.
	 */
	boolean hasGoal() {
		return this == LAPTOP || this == EC2;
	}

	/**
	 * Returns whether an answer is right. Some peers have other names for the clouds.
	 */
	boolean isRight(String cloud, String region) {
		return this.cloud.equals(cloud) && this.region.equals(region);
	}

}

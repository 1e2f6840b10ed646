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

package io.cloudmeta.interruption;

import java.util.Locale;

/**
 * What is going to happen to the instance.
 *
 * @since 0.1.0
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html">AWS:
 * Spot Instance interruption notices</a>
 * @see <a href=
 * "https://learn.microsoft.com/en-us/azure/virtual-machines/linux/scheduled-events">Azure:
 * scheduled events</a>
 * @see <a href=
 * "https://cloud.google.com/compute/docs/metadata/getting-live-migration-notice">Google:
 * live migration and termination notices</a>
 */
public enum InterruptionKind {

	/**
	 * The cloud takes a spot instance back: AWS's {@code spot/instance-action} with
	 * {@code terminate}, Azure's {@code Preempt}, Google's {@code preempted}, and the
	 * notices of Alibaba and Tencent.
	 */
	PREEMPTION,

	/** The instance is stopped, and may be started again. */
	STOP,

	/** The instance is hibernated. On AWS, hibernation begins with the notice. */
	HIBERNATION,

	/** The instance is deleted, or ends because its host is maintained. */
	TERMINATION,

	/** The instance is rebooted. */
	REBOOT,

	/** The instance is moved to other hardware and loses its local disks. */
	REDEPLOYMENT,

	/** The instance is paused, mostly for some seconds. */
	FREEZE,

	/** The instance is moved to another host while it runs. */
	LIVE_MIGRATION,

	/** The host, its network or its power is maintained. */
	MAINTENANCE,

	/** The host is taken out of service, and the instance with it. */
	RETIREMENT,

	/** The instance is in a warm or standby pool and not in service yet. */
	STANDBY,

	/** Advice to replace a spot instance, without a deadline. */
	REBALANCE,

	/** The JVM is shutting down, and the cloud has announced nothing. */
	SHUTDOWN,

	/** What the cloud announces is not known to this version. Always advice. */
	OTHER;

	/**
	 * Returns the name in JSON and meters.
	 * @return the name, such as {@code live-migration}
	 */
	public String getId() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}

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

import java.time.Duration;

import io.cloudmeta.CloudInstance;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Warns if a phase of Spring's shutdown may take longer than the platform waits before it
 * kills the process.
 *
 * @see <a href="https://cloud.google.com/run/docs/container-contract">Cloud Run:
 * container contract</a>
 * @see <a href=
 * "https://learn.microsoft.com/en-us/azure/app-service/reference-app-settings">App
 * Service: WEBSITES_CONTAINER_STOP_TIME_LIMIT</a>
 */
final class ShutdownPhaseCheck {

	private static final Log logger = LogFactory.getLog(ShutdownPhaseCheck.class);

	private static final String PHASE = "spring.lifecycle.timeout-per-shutdown-phase";

	private static final String APP_SERVICE_LIMIT = "WEBSITES_CONTAINER_STOP_TIME_LIMIT";

	private static final Duration SPRINGS_DEFAULT = Duration.ofSeconds(30);

	private ShutdownPhaseCheck() {
	}

	/**
	 * Compares both times.
	 * @param instance the instance, or {@code null} if it is not known
	 * @param environment the environment
	 */
	static void run(@Nullable CloudInstance instance, Environment environment) {
		Limit limit = (instance != null) ? limit(instance, environment) : null;
		Duration phase = Binder.get(environment).bind(PHASE, Duration.class).orElse(SPRINGS_DEFAULT);
		if (limit != null && phase.compareTo(limit.time()) > 0) {
			logger.warn(("A phase of Spring's shutdown may take %d s, but %s waits %d s%s before it ends the process."
					+ " Set %s to less")
				.formatted(phase.toSeconds(), limit.platform(), limit.time().toSeconds(),
						limit.isDefault() ? " by default" : "", PHASE));
		}
	}

	private static @Nullable Limit limit(CloudInstance instance, Environment environment) {
		String platform = instance.getPlatform();
		if (platform == null) {
			return null;
		}
		return switch (platform) {
			case "gcp_cloud_run" -> new Limit("Cloud Run", Duration.ofSeconds(10), false);
			case "azure.app_service" -> appService(environment);
			case "aws_lambda" -> new Limit("Lambda", Duration.ofSeconds(2), false);
			// less than 30 seconds, of which the notice has taken some
			case "azure.vm" -> spot(instance, "an Azure Spot virtual machine", Duration.ofSeconds(29));
			case "gcp_compute_engine" -> spot(instance, "a Spot virtual machine of Google", Duration.ofSeconds(30));
			case "aws_ecs" -> new Limit("ECS", Duration.ofSeconds(30), true);
			case "azure.container_apps" -> new Limit("Container Apps", Duration.ofSeconds(30), true);
			case "aws_eks", "azure.aks", "gcp_kubernetes_engine", "k8s" ->
				new Limit("Kubernetes", Duration.ofSeconds(30), true);
			default -> null;
		};
	}

	private static @Nullable Limit spot(CloudInstance instance, String name, Duration time) {
		return "spot".equals(instance.getLifecycle()) ? new Limit(name, time, false) : null;
	}

	private static Limit appService(Environment environment) {
		String seconds = environment.getProperty(APP_SERVICE_LIMIT, "").trim();
		boolean set = seconds.matches("\\d{1,3}");
		return new Limit("App Service", Duration.ofSeconds(set ? Integer.parseInt(seconds) : 5), !set);
	}

	/**
	 * How long a platform waits.
	 *
	 * @param platform the name of the platform
	 * @param time the time
	 * @param isDefault whether the user may have set another one that is not known here
	 */
	private record Limit(String platform, Duration time, boolean isDefault) {

	}

}

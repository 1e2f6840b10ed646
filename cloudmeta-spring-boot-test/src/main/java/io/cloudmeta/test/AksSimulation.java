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

package io.cloudmeta.test;

import java.time.Duration;
import java.util.Map;

/**
 * A pod of Azure Kubernetes Service, which sees the node's instance metadata service.
 * Where a cluster restricts it ({@code imdsRestriction=true}), packets of a pod are
 * dropped: here a connection is accepted, but there is no response.
 *
 * @see <a href="https://learn.microsoft.com/azure/aks/imds-restriction">Block pod access
 * to the Azure Instance Metadata Service endpoint</a>
 */
final class AksSimulation implements Simulation {

	/** Longer than any deadline. */
	private static final Duration NEVER = Duration.ofSeconds(30);

	private final AzureSimulation node;

	private final boolean restricted;

	AksSimulation(SimulatedValues values) {
		String region = values.get("northeurope", "region", "compute.location");
		this.restricted = Boolean.parseBoolean(values.get("false", "imdsRestriction"));
		this.node = new AzureSimulation(
				new AzureInstance(values, "MC_rg-parcels-test_parcels-aks_" + region, "aks-nodepool1-27143958-vmss"));
	}

	@Override
	public NoticeKinds getNoticeKinds() {
		return this.node.getNoticeKinds();
	}

	@Override
	public Map<String, String> getDmi() {
		return this.node.getDmi();
	}

	@Override
	public Map<String, String> getProperties() {
		return Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1", "KUBERNETES_SERVICE_PORT", "443");
	}

	@Override
	public Answer answer(SimulatedRequest request) {
		boolean dropped = this.restricted && request.path().startsWith("/metadata/");
		return dropped ? Answer.of(503, "text/plain", "").after(NEVER) : this.node.answer(request);
	}

}

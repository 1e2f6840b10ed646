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

import java.util.Map;
import java.util.regex.Pattern;

/**
 * A pod of Google Kubernetes Engine. Its node pool determines which metadata it sees:
 * {@code GKE_METADATA}, Workload Identity's server with few leaves and no tree;
 * {@code GCE_METADATA}, the machine's own; or {@code SECURE}, the former proxy that
 * conceals some of it. The response of Workload Identity's server to unknown paths is not
 * documented, so it is simulated without any header of Google's.
 *
 * @see <a href=
 * "https://cloud.google.com/kubernetes-engine/docs/concepts/workload-identity#instance_metadata">Metadata
 * server of GKE</a>
 */
final class GkeSimulation implements Simulation {

	private static final String V1 = "/computeMetadata/v1/";

	private static final Pattern LEAVES = Pattern.compile(V1 + "(instance/(hostname|id|zone"
			+ "|attributes/(cluster-location|cluster-name|cluster-uid)|service-accounts/.*)"
			+ "|project/(project-id|numeric-project-id))");

	private static final Pattern SERVICE_ACCOUNTS = Pattern.compile(V1 + "instance/service-accounts(/.*)?");

	private static final Pattern CONCEALED = Pattern
		.compile(V1 + "instance/(attributes/kube-env|service-accounts/[^/]+/identity)/?");

	private final GcpSimulation machine;

	private final Mode mode;

	GkeSimulation(SimulatedValues values) {
		this.mode = mode(values);
		String region = values.get("europe-north1", "region");
		String name = values.get("parcels-cluster", "instance.attributes.cluster-name");
		String location = values.get(region, "instance.attributes.cluster-location");
		String uid = values.get("7d0c5e91b3f2486aa1e4c6d8f09b7352", "instance.attributes.cluster-uid");
		GcpInstance instance = new GcpInstance(values);
		instance.tag("gke-%s-7d0c5e91-node".formatted(name));
		instance.put("instance.attributes.cluster-name", name);
		instance.put("instance.attributes.cluster-location", location);
		instance.put("instance.attributes.cluster-uid", uid);
		instance.put("instance.attributes.kube-env", "simulated: secret");
		this.machine = new GcpSimulation(instance.getDocument(),
				(this.mode == Mode.GKE_METADATA) ? "GKE Metadata Server" : "Metadata Server for VM",
				values.announcements());
	}

	private static Mode mode(SimulatedValues values) {
		String mode = values.get(Mode.GKE_METADATA.name(), "workloadMetadata");
		try {
			return Mode.valueOf(mode);
		}
		catch (IllegalArgumentException ex) {
			throw values.refuse("workloadMetadata", "it is GKE_METADATA, GCE_METADATA or SECURE");
		}
	}

	@Override
	public NoticeKinds getNoticeKinds() {
		return this.machine.getNoticeKinds();
	}

	@Override
	public Map<String, String> getDmi() {
		return this.machine.getDmi();
	}

	@Override
	public Map<String, String> getProperties() {
		return Map.of("KUBERNETES_SERVICE_HOST", "10.30.0.1", "KUBERNETES_SERVICE_PORT", "443");
	}

	@Override
	public Answer answer(SimulatedRequest request) {
		return switch (this.mode) {
			case GKE_METADATA -> LEAVES.matcher(request.path()).matches() ? this.machine.answer(request)
					: Answer.of(404, "text/plain; charset=utf-8", "404 page not found\n");
			case GCE_METADATA -> this.machine.answer(request);
			case SECURE -> behindProxy(request);
		};
	}

	private Answer behindProxy(SimulatedRequest request) {
		String recursive = request.parameter("recursive");
		if (recursive != null && !recursive.isEmpty() && !SERVICE_ACCOUNTS.matcher(request.path()).matches()) {
			return forbidden("This metadata endpoint is concealed for ?recursive calls.");
		}
		if (CONCEALED.matcher(request.path()).matches()) {
			return forbidden("This metadata endpoint is concealed.");
		}
		return this.machine.answer(request);
	}

	private static Answer forbidden(String reason) {
		return Answer.of(403, "text/plain; charset=utf-8", reason + "\n");
	}

	private enum Mode {

		GKE_METADATA, GCE_METADATA, SECURE

	}

}

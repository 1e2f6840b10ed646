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
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A pod with a role of its own (IRSA) on Amazon EKS. As on new nodes, EC2's metadata
 * service issues no token to it: the response to the PUT is lost one hop before the pod.
 * A node whose {@code HttpPutResponseHopLimit} is 2 responds.
 *
 * @see <a href= "https://docs.aws.amazon.com/eks/latest/best-practices/">Amazon EKS Best
 * Practices Guide</a>
 */
final class EksSimulation implements Simulation {

	/** The response never comes, and no deadline is that long. */
	private static final Duration LOST = Duration.ofSeconds(15);

	private final AwsSimulation node;

	private final boolean open;

	private final String pod;

	private final Map<String, String> files;

	EksSimulation(SimulatedValues values) {
		this.open = !values.get("1", "HttpPutResponseHopLimit").equals("1");
		this.pod = values.get("parcels-6f5d8c9b47-qz2wt", "HOSTNAME");
		this.files = EnvironmentSimulation.namespace(values);
		this.node = new AwsSimulation(values, true);
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
		Map<String, String> properties = new LinkedHashMap<>();
		properties.put("KUBERNETES_SERVICE_HOST", "172.20.0.1");
		properties.put("KUBERNETES_SERVICE_PORT", "443");
		properties.put("HOSTNAME", this.pod);
		properties.put("AWS_REGION", this.node.get("region"));
		properties.put("AWS_DEFAULT_REGION", this.node.get("region"));
		properties.put("AWS_WEB_IDENTITY_TOKEN_FILE", "/var/run/secrets/eks.amazonaws.com/serviceaccount/token");
		return properties;
	}

	@Override
	public Map<String, String> getFiles() {
		return this.files;
	}

	@Override
	public Answer answer(SimulatedRequest request) {
		Answer answer = this.node.answer(request);
		return (this.open || !request.method().equals("PUT")) ? answer : answer.after(LOST);
	}

}

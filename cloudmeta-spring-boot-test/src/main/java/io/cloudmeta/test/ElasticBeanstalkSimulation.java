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

import com.github.tomakehurst.wiremock.common.Json;

/**
 * An EC2 instance of an environment of AWS Elastic Beanstalk in which X-Ray is enabled.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/xray/latest/devguide/xray-services-beanstalk.html">AWS
 * Elastic Beanstalk and AWS X-Ray</a>
 */
final class ElasticBeanstalkSimulation implements Simulation {

	private final AwsSimulation instance;

	private final String environment;

	ElasticBeanstalkSimulation(SimulatedValues values) {
		// deployment_id is a number
		this.environment = Json.write(Map.of("deployment_id", values.number("42", "deployment_id"), "version_label",
				values.get("parcels-3.4.1", "version_label"), "environment_name",
				values.get("parcels-production", "environment_name")));
		this.instance = new AwsSimulation(values, true);
	}

	@Override
	public NoticeKinds getNoticeKinds() {
		return this.instance.getNoticeKinds();
	}

	@Override
	public Map<String, String> getDmi() {
		return this.instance.getDmi();
	}

	@Override
	public Map<String, String> getFiles() {
		return Map.of("var/elasticbeanstalk/xray/environment.conf", this.environment);
	}

	@Override
	public Answer answer(SimulatedRequest request) {
		return this.instance.answer(request);
	}

}

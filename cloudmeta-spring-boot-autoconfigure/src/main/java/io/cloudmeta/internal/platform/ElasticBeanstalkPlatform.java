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

package io.cloudmeta.internal.platform;

import java.util.Map;
import java.util.Set;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.platform.PlatformMatch.Weight;
import io.cloudmeta.spi.MetadataDocument;
import org.jspecify.annotations.Nullable;

/**
 * AWS Elastic Beanstalk: an EC2 instance with a file for X-Ray's daemon that describes
 * the deployment. The file exists if X-Ray is enabled.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/xray/latest/devguide/xray-services-beanstalk.html">AWS
 * Elastic Beanstalk and AWS X-Ray</a>
 */
class ElasticBeanstalkPlatform implements Platform {

	private static final String FILE = "/var/elasticbeanstalk/xray/environment.conf";

	private static final String ENVIRONMENT_NAME = "environment_name";

	private static final String VERSION_LABEL = "version_label";

	private static final String DEPLOYMENT_ID = "deployment_id";

	@Override
	public String getName() {
		return "aws_elastic_beanstalk";
	}

	@Override
	public CloudProvider getProvider() {
		return CloudProvider.AWS;
	}

	@Override
	public Set<String> getVariables() {
		return Set.of();
	}

	@Override
	public @Nullable PlatformMatch look(PlatformEnvironment environment) {
		String text = environment.read(FILE);
		MetadataDocument file = (text != null) ? MetadataDocument.parse(text) : null;
		if (file == null || file.get(ENVIRONMENT_NAME) == null) {
			return null;
		}
		return PlatformMatch.of(this, environment, FILE)
			.attribute(ENVIRONMENT_NAME, file.get(ENVIRONMENT_NAME))
			.attribute(VERSION_LABEL, file.get(VERSION_LABEL))
			.attribute(DEPLOYMENT_ID, file.get(DEPLOYMENT_ID))
			.withMetadataService()
			// a file may be part of an image that is used elsewhere
			.build(Weight.WITHIN_THE_CLOUD);
	}

	@Override
	public Map<String, String> getNames() {
		return Map.of("environmentName", ENVIRONMENT_NAME, "versionLabel", VERSION_LABEL, "deploymentId",
				DEPLOYMENT_ID);
	}

}

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

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.cloudmeta.internal.filter.Similarity;

/**
 * The clouds that can be simulated.
 */
enum SimulatedClouds {

	AWS(AwsSimulation::pathForm, (values) -> new AwsSimulation(values, true)),

	AZURE(AzureSimulation::pathForm, AzureSimulation::new),

	GCP(GcpInstance::pathForm, GcpSimulation::new),

	OPENSTACK(OpenStackInstance::pathForm, OpenStackSimulation::new),

	ORACLE(OracleInstance::pathForm, OracleSimulation::new),

	HUAWEI(OpenStackInstance::pathForm, HuaweiSimulation::new),

	DIGITALOCEAN(MetadataTree::dotted, DigitalOceanSimulation::new),

	HETZNER(UnaryOperator.identity(), HetznerSimulation::new),

	UPCLOUD(MetadataTree::dotted, UpCloudSimulation::new),

	VULTR(MetadataTree::dotted, VultrSimulation::new),

	AKAMAI(MetadataTree::dotted, AkamaiSimulation::new),

	SCALEWAY(MetadataTree::dotted, ScalewaySimulation::new),

	ALIBABA(AwsSimulation::pathForm, AlibabaSimulation::new),

	TENCENT(AwsSimulation::pathForm, TencentSimulation::new),

	IBM(MetadataTree::dotted, IbmSimulation::new),

	YANDEX(YandexInstance::pathForm, YandexSimulation::new),

	CLOUDSTACK(UnaryOperator.identity(), CloudStackSimulation::new),

	EXOSCALE(UnaryOperator.identity(), ExoscaleSimulation::new),

	OPENNEBULA((path) -> path.replace('/', '.'), OpenNebulaSimulation::new),

	AWS_LAMBDA(UnaryOperator.identity(), EnvironmentSimulation::lambda, true),

	AWS_ECS(MetadataTree::dotted, EcsSimulation::new, true),

	AWS_EKS(AwsSimulation::pathForm, EksSimulation::new, true),

	AWS_ELASTIC_BEANSTALK(AwsSimulation::pathForm, ElasticBeanstalkSimulation::new, true),

	GCP_CLOUD_FUNCTIONS(GcpInstance::pathForm, GcpServerlessSimulation::ofFunction, true),

	GCP_CLOUD_RUN(GcpInstance::pathForm, GcpServerlessSimulation::ofCloudRun, true),

	GCP_APP_ENGINE(GcpInstance::pathForm, GcpServerlessSimulation::ofAppEngine, true),

	GCP_KUBERNETES_ENGINE(GcpInstance::pathForm, GkeSimulation::new, true),

	AZURE_FUNCTIONS(UnaryOperator.identity(), AppServiceSimulation::ofFunctions, true),

	AZURE_CONTAINER_APPS(UnaryOperator.identity(), ContainerAppsSimulation::new, true),

	AZURE_APP_SERVICE(UnaryOperator.identity(), AppServiceSimulation::ofWebApp, true),

	AZURE_AKS(AzureSimulation::pathForm, AksSimulation::new, true),

	HEROKU(UnaryOperator.identity(), EnvironmentSimulation::heroku, true),

	FLY(UnaryOperator.identity(), EnvironmentSimulation::fly, true),

	RENDER(UnaryOperator.identity(), EnvironmentSimulation::render, true),

	CLOUDFOUNDRY(UnaryOperator.identity(), EnvironmentSimulation::cloudFoundry, true),

	NOMAD(UnaryOperator.identity(), EnvironmentSimulation::nomad, true),

	KUBERNETES(UnaryOperator.identity(), EnvironmentSimulation::kubernetes, true),

	NONE(UnaryOperator.identity(), NoCloudSimulation::new);

	private final UnaryOperator<String> pathForm;

	private final Function<SimulatedValues, Simulation> simulation;

	/** A platform has no address that could be set. */
	private final boolean platform;

	SimulatedClouds(UnaryOperator<String> pathForm, Function<SimulatedValues, Simulation> simulation) {
		this(pathForm, simulation, false);
	}

	SimulatedClouds(UnaryOperator<String> pathForm, Function<SimulatedValues, Simulation> simulation,
			boolean platform) {
		this.pathForm = pathForm;
		this.simulation = simulation;
		this.platform = platform;
	}

	static SimulatedClouds named(String name) {
		return Arrays.stream(values())
			.filter((cloud) -> cloud.getName().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(unknown(name)));
	}

	private static String unknown(String name) {
		List<String> known = Arrays.stream(values()).map(SimulatedClouds::getName).toList();
		String nearest = Similarity.nearest(name, known);
		return "There is no simulated cloud '%s'. %sKnown: %s".formatted(name,
				(nearest != null) ? "Did you mean %s? ".formatted(nearest) : "", String.join(", ", known));
	}

	/**
	 * Returns the clouds that have a metadata service.
	 * @return their providers' ids
	 */
	static List<String> withMetadataService() {
		return Arrays.stream(values())
			.filter((cloud) -> cloud != NONE && !cloud.platform)
			.map(SimulatedClouds::getName)
			.toList();
	}

	/**
	 * Returns the platforms.
	 * @return their names
	 */
	static List<String> platforms() {
		return Arrays.stream(values()).filter((cloud) -> cloud.platform).map(SimulatedClouds::getName).toList();
	}

	String getName() {
		// OpenTelemetry's names for Azure's platforms
		return name().toLowerCase(Locale.ROOT).replaceFirst("^azure_", "azure.");
	}

	Simulation simulate(Map<String, String> values, InstanceSession session, boolean tokenRequired) {
		SimulatedValues own = new SimulatedValues(getName(), values, this.pathForm, session);
		// the builder lets only EC2 do without
		return tokenRequired ? this.simulation.apply(own) : new AwsSimulation(own, false);
	}

}

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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import io.cloudmeta.CloudProvider;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.util.StringUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * The platforms that are recognised: those that other libraries register in
 * {@code META-INF/spring.factories}, which come first, and ours, the more particular
 * before the more general. A class of ours is loaded where its mark is.
 *
 * @since 0.1.0
 */
public final class Platforms {

	/** A platform is not recognised without one of its marks. */
	private static final List<Own> OWN = List.of(own("aws_lambda", CloudProvider.AWS, "AWS_LAMBDA_FUNCTION_NAME"),
			own("aws_ecs", CloudProvider.AWS, "ECS_CONTAINER_METADATA_URI_V4", "ECS_CONTAINER_METADATA_URI"),
			own("aws_openshift", CloudProvider.AWS, "KUBERNETES_SERVICE_HOST"),
			own("aws_eks", CloudProvider.AWS, "KUBERNETES_SERVICE_HOST"),
			own("aws_elastic_beanstalk", CloudProvider.AWS, "/var/elasticbeanstalk/xray/environment.conf"),
			own("gcp_cloud_functions", CloudProvider.GCP, "FUNCTION_TARGET", "FUNCTION_NAME"),
			own("gcp_cloud_run", CloudProvider.GCP, "K_SERVICE", "CLOUD_RUN_JOB", "CLOUD_RUN_WORKER_POOL"),
			own("gcp_app_engine", CloudProvider.GCP, "GAE_SERVICE"),
			own("gcp_openshift", CloudProvider.GCP, "KUBERNETES_SERVICE_HOST"),
			own("gcp_kubernetes_engine", CloudProvider.GCP, "KUBERNETES_SERVICE_HOST"),
			own("azure.functions", CloudProvider.AZURE, "WEBSITE_SITE_NAME"),
			own("azure.container_apps", CloudProvider.AZURE, "CONTAINER_APP_NAME", "CONTAINER_APP_JOB_NAME"),
			own("azure.app_service", CloudProvider.AZURE, "WEBSITE_SITE_NAME"),
			own("azure.openshift", CloudProvider.AZURE, "KUBERNETES_SERVICE_HOST"),
			own("azure.aks", CloudProvider.AZURE, "KUBERNETES_SERVICE_HOST"),
			own("ibm_cloud_openshift", CloudProvider.IBM, "KUBERNETES_SERVICE_HOST"),
			own("alibaba_cloud_openshift", CloudProvider.ALIBABA, "KUBERNETES_SERVICE_HOST"),
			own("heroku", CloudProvider.HEROKU, "DYNO"), own("fly", CloudProvider.FLY, "FLY_MACHINE_ID"),
			own("render", CloudProvider.RENDER, "RENDER"),
			own("cloudfoundry", CloudProvider.CLOUD_FOUNDRY, "VCAP_APPLICATION"),
			own("nomad", CloudProvider.NOMAD, "NOMAD_ALLOC_ID"),
			own("kubernetes", CloudProvider.KUBERNETES, "KUBERNETES_SERVICE_HOST"));

	private static final Supplier<List<Platform>> REGISTERED = SingletonSupplier
		.of(() -> SpringFactoriesLoader.loadFactories(Platform.class, Platforms.class.getClassLoader()));

	private Platforms() {
	}

	private static Own own(String name, CloudProvider provider, String... marks) {
		return new Own(name, provider, List.of(marks));
	}

	private static Platform create(Own own) {
		String name = own.name();
		return switch (name) {
			case "aws_openshift", "gcp_openshift", "azure.openshift", "ibm_cloud_openshift",
					"alibaba_cloud_openshift" ->
				new OpenShiftPlatform(name, own.provider());
			case "aws_lambda" -> new LambdaPlatform();
			case "aws_ecs" -> new EcsPlatform();
			case "aws_eks" -> new EksPlatform();
			case "aws_elastic_beanstalk" -> new ElasticBeanstalkPlatform();
			case "gcp_cloud_functions" -> new CloudFunctionsPlatform();
			case "gcp_cloud_run" -> new CloudRunPlatform();
			case "gcp_app_engine" -> new AppEnginePlatform();
			case "gcp_kubernetes_engine" -> new GkePlatform();
			case "azure.functions" -> new AzureFunctionsPlatform();
			case "azure.container_apps" -> new ContainerAppsPlatform();
			case "azure.app_service" -> new AppServicePlatform();
			case "azure.aks" -> new AksPlatform();
			case "heroku" -> new HerokuPlatform();
			case "fly" -> new FlyPlatform();
			case "render" -> new RenderPlatform();
			case "cloudfoundry" -> new CloudFoundryPlatform();
			case "nomad" -> new NomadPlatform();
			case "kubernetes" -> new KubernetesPlatform();
			default -> throw new IllegalStateException("No class recognises the platform " + name);
		};
	}

	/**
	 * Returns those that other libraries register, and some of ours.
	 */
	private static List<Platform> registeredAnd(List<Own> some) {
		List<Platform> platforms = new ArrayList<>(REGISTERED.get());
		for (Own own : some) {
			platforms.add(create(own));
		}
		return platforms;
	}

	private static List<Own> marked(Function<String, @Nullable String> environment) {
		List<Own> marked = new ArrayList<>();
		for (Own own : OWN) {
			if (own.isMarkedIn(environment)) {
				marked.add(own);
			}
		}
		return marked;
	}

	private static List<Platform> of(CloudProvider provider) {
		List<Platform> platforms = registeredAnd(
				OWN.stream().filter((own) -> own.provider().equals(provider)).toList());
		platforms.removeIf((platform) -> !platform.getProvider().equals(provider));
		return platforms;
	}

	/**
	 * Returns all platforms.
	 * @return the platforms, the more particular before the more general
	 */
	public static List<Platform> all() {
		return registeredAnd(OWN);
	}

	/**
	 * Reads from an environment the variables of the platforms that may be there, and no
	 * others.
	 * @param environment the environment variables by name
	 * @return the variables that are set and not blank
	 */
	public static Map<String, String> variables(Function<String, @Nullable String> environment) {
		Map<String, String> variables = new LinkedHashMap<>();
		for (Platform platform : registeredAnd(marked(environment))) {
			for (String name : platform.getVariables()) {
				String value = environment.apply(name);
				if (StringUtils.hasText(value)) {
					variables.put(name, value.trim());
				}
			}
		}
		return variables;
	}

	/**
	 * Evaluates an environment.
	 * @param environment the environment
	 * @return the matches of its platforms, in the order of {@link #all()}
	 */
	public static List<PlatformMatch> look(PlatformEnvironment environment) {
		List<PlatformMatch> found = new ArrayList<>();
		for (Platform platform : registeredAnd(marked(environment::mark))) {
			PlatformMatch signs = platform.look(environment);
			if (signs != null) {
				found.add(signs);
			}
		}
		return found;
	}

	/**
	 * Returns whether a platform of a provider reads an environment variable.
	 * @param provider the provider
	 * @param name the name
	 * @return whether it is such a variable's, and so no path of a metadata service
	 */
	public static boolean isVariable(CloudProvider provider, String name) {
		return of(provider).stream().anyMatch((platform) -> platform.getVariables().contains(name));
	}

	/**
	 * Returns the names that the platforms of a provider have for their values.
	 * @param provider the provider
	 * @return the names with the paths that {@code CloudInstance.getAttribute} takes
	 */
	public static Map<String, String> names(CloudProvider provider) {
		Map<String, String> names = new LinkedHashMap<>();
		for (Platform platform : of(provider)) {
			platform.getNames().forEach(names::putIfAbsent);
		}
		return names;
	}

	/**
	 * One of ours.
	 *
	 * @param name the platform's name
	 * @param provider whose platform it is
	 * @param marks the environment variables, or the absolute path of a file, of which it
	 * needs one
	 */
	private record Own(String name, CloudProvider provider, List<String> marks) {

		boolean isMarkedIn(Function<String, @Nullable String> environment) {
			for (String mark : this.marks) {
				if (StringUtils.hasText(environment.apply(mark))) {
					return true;
				}
			}
			return false;
		}

	}

}

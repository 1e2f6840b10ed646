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

package io.cloudmeta.autoconfigure.core;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.cloudmeta.CloudPlacement;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.autoconfigure.custom.CustomClouds;
import io.cloudmeta.internal.cloud.MetadataServices;
import io.cloudmeta.internal.detection.DetectionSettings;
import io.cloudmeta.internal.detection.TagFilter;
import io.cloudmeta.internal.filter.Similarity;
import io.cloudmeta.internal.platform.Platforms;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataService;
import io.cloudmeta.spi.ValueForm;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Reads the settings from an environment, when they are first needed: earlier not all
 * properties are there.
 *
 * @since 0.1.0
 */
public final class CloudMetaSettings {

	private static final String PROVIDER = "cloudmeta.provider";

	private static final String FIXED_PROVIDER = "cloudmeta.instance.provider";

	private static final String PROVIDER_VARIABLE = "CLOUD_PROVIDER";

	private static final String AUTO = "auto";

	private static final String UNRESOLVABLE = "${}";

	private CloudMetaSettings() {
	}

	/**
	 * Reads the settings.
	 * @param environment the environment
	 * @param warnings receives what is ignored, and why
	 * @return the settings
	 * @throws InvalidConfigurationPropertyValueException if one of them makes no sense
	 */
	static DetectionSettings read(Environment environment, Consumer<String> warnings) {
		boolean written = EnvironmentCloudInstance.mayHaveSettings(environment);
		CloudMetaProperties properties = properties(environment, written);
		List<MetadataService> custom = properties.custom().isEmpty() ? List.of()
				: CustomClouds.services(properties.custom());
		String source = (properties.provider() != null) ? PROVIDER : PROVIDER_VARIABLE;
		return new DetectionSettings(properties.enabled(), provider(environment, properties, custom, warnings), source,
				properties.detection().probe(), properties.detection().timeout(),
				properties.detection().backgroundTimeout(), properties.fetch().timeout(), properties.fetch().source(),
				path("cloudmeta.detection.sysfs", properties.detection().sysfs()),
				path("cloudmeta.detection.root", properties.detection().root()), platformVariables(environment),
				endpoints(environment, written, custom), fixedValues(properties.instance(), custom),
				fixedTags(properties.instance().tags()), fixedPlacement(properties.instance().placement()),
				new TagFilter(properties.tags().include()), custom);
	}

	/**
	 * Returns the properties of an environment.
	 * @param environment the environment
	 * @return the properties, all of which have their defaults where none is set
	 */
	public static CloudMetaProperties properties(Environment environment) {
		return properties(environment, EnvironmentCloudInstance.mayHaveSettings(environment));
	}

	private static CloudMetaProperties properties(Environment environment, boolean written) {
		return written ? Binder.get(environment).bindOrCreate("cloudmeta", CloudMetaProperties.class)
				: CloudMetaProperties.defaults();
	}

	private static @Nullable CloudProvider provider(Environment environment, CloudMetaProperties properties,
			List<MetadataService> custom, Consumer<String> warnings) {
		String id = properties.provider();
		if (id != null) {
			return (!StringUtils.hasText(id) || id.trim().equalsIgnoreCase(AUTO)) ? null
					: known(PROVIDER, id, AUTO + " or one", custom);
		}
		String variable = variable(environment, PROVIDER_VARIABLE);
		if (!StringUtils.hasText(variable) || variable.trim().equalsIgnoreCase(AUTO)) {
			return null;
		}
		CloudProvider named = providers(custom).get(canonical(variable));
		if (named == null) {
			// The name is general enough to belong to something else
			warnings.accept("Ignoring the environment variable %s. %s".formatted(PROVIDER_VARIABLE,
					unknown(variable, AUTO + " or one", custom)));
		}
		return named;
	}

	private static CloudProvider known(String property, String id, String choice, List<MetadataService> custom) {
		CloudProvider named = providers(custom).get(canonical(id));
		if (named == null) {
			throw new InvalidConfigurationPropertyValueException(property, id, unknown(id, choice, custom));
		}
		return named;
	}

	private static Map<String, CloudProvider> providers(List<MetadataService> custom) {
		Map<String, CloudProvider> providers = new LinkedHashMap<>();
		CloudProvider.known().forEach((provider) -> providers.put(provider.getId(), provider));
		MetadataServices.providers().forEach((provider) -> providers.putIfAbsent(provider.getId(), provider));
		custom.forEach((service) -> providers.put(service.getProvider().getId(), service.getProvider()));
		return providers;
	}

	private static String canonical(String id) {
		return id.trim().toLowerCase(Locale.ROOT);
	}

	/**
	 * Explains an id that no cloud has.
	 * @param choice what can be written
	 */
	private static String unknown(String id, String choice, List<MetadataService> custom) {
		Set<String> ids = providers(custom).keySet();
		String nearest = Similarity.nearest(canonical(id), ids);
		return "No cloud has this id. %sWrite %s of %s, or define a custom cloud by cloudmeta.custom.*"
			.formatted((nearest != null) ? "Did you mean %s? ".formatted(nearest) : "", choice, String.join(", ", ids));
	}

	/**
	 * Spring's own conversion takes what begins with a slash for a path of the class path
	 * if there is such a thing, and for "/" there is one: the application's classes.
	 */
	private static Path path(String property, String value) {
		try {
			return Path.of(value.trim());
		}
		catch (InvalidPathException ex) {
			throw new InvalidConfigurationPropertyValueException(property, value,
					"It is no path on this machine. Write the absolute path of a directory");
		}
	}

	private static Map<String, String> platformVariables(Environment environment) {
		return Platforms.variables((name) -> variable(environment, name));
	}

	/**
	 * Returns an environment variable that may belong to another tool. A text that looks
	 * like a placeholder of Spring is returned unresolved.
	 */
	private static @Nullable String variable(Environment environment, String name) {
		try {
			return environment.getProperty(name);
		}
		catch (IllegalArgumentException ex) {
			return UNRESOLVABLE;
		}
	}

	/**
	 * Each access to an environment takes time: if there is no setting at all, single
	 * ones are not looked up.
	 */
	private static Map<CloudProvider, MetadataEndpoint> endpoints(Environment environment, boolean written,
			List<MetadataService> custom) {
		Map<CloudProvider, MetadataEndpoint> endpoints = MetadataServices.endpoints((name) -> {
			if (!name.startsWith("cloudmeta.")) {
				return variable(environment, name);
			}
			return written ? environment.getProperty(name) : null;
		});
		for (MetadataService service : custom) {
			endpoints.put(service.getProvider(), service.getEndpoint(environment::getProperty));
		}
		return endpoints;
	}

	private static Map<CloudField, String> fixedValues(CloudMetaProperties.Instance instance,
			List<MetadataService> custom) {
		Map<CloudField, String> values = new EnumMap<>(CloudField.class);
		if (StringUtils.hasText(instance.provider())) {
			put(values, CloudField.PROVIDER, known(FIXED_PROVIDER, instance.provider(), "one", custom).getId());
		}
		put(values, CloudField.PLATFORM, instance.platform());
		put(values, CloudField.REGION, instance.region());
		put(values, CloudField.AVAILABILITY_ZONE, instance.availabilityZone());
		put(values, CloudField.ACCOUNT_ID, instance.accountId());
		put(values, CloudField.INSTANCE_ID, instance.instanceId());
		put(values, CloudField.INSTANCE_NAME, instance.instanceName());
		put(values, CloudField.INSTANCE_TYPE, instance.instanceType());
		put(values, CloudField.IMAGE_ID, instance.imageId());
		put(values, CloudField.HOSTNAME, instance.hostname());
		put(values, CloudField.PRIVATE_IP, instance.privateIp());
		put(values, CloudField.PUBLIC_IP, instance.publicIp());
		put(values, CloudField.LIFECYCLE, instance.lifecycle());
		put(values, CloudField.AVAILABILITY_ZONE_ID, instance.availabilityZoneId());
		return values;
	}

	private static void put(Map<CloudField, String> values, CloudField field, @Nullable String value) {
		if (StringUtils.hasText(value)) {
			String property = "cloudmeta.instance." + DataObjectPropertyName.toDashedForm(field.getName());
			values.put(field, checked(property, ValueForm.of(field), value.trim()));
		}
	}

	private static Map<String, String> fixedTags(Map<String, String> tags) {
		for (Map.Entry<String, String> tag : tags.entrySet()) {
			String property = "cloudmeta.instance.tags." + tag.getKey();
			checked(property, ValueForm.TEXT, tag.getKey());
			checked(property, ValueForm.TEXT, tag.getValue());
		}
		return tags;
	}

	private static Map<String, String> fixedPlacement(Map<String, String> placement) {
		Map<String, String> ids = new LinkedHashMap<>();
		for (Map.Entry<String, String> level : placement.entrySet()) {
			String name = level.getKey();
			String value = level.getValue();
			String property = "cloudmeta.instance.placement." + name;
			if (!CloudPlacement.names().contains(name)) {
				throw new InvalidConfigurationPropertyValueException(property, value, "No level of a placement has this"
						+ " name. Write one of " + String.join(", ", CloudPlacement.names()));
			}
			ids.put(name, checked(property, ValueForm.DESIGNATION, value.trim()));
		}
		return ids;
	}

	private static String checked(String property, ValueForm form, String value) {
		String violation = form.violation(value);
		if (violation != null) {
			throw new InvalidConfigurationPropertyValueException(property, value,
					"%s. Write %s".formatted(StringUtils.capitalize(violation), form.getDescription()));
		}
		return value;
	}

}

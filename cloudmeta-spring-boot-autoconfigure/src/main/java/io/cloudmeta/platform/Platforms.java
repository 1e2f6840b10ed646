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

package io.cloudmeta.platform;

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
 * The platforms that are recognised: ours and those that other libraries register.
 *
 * @since 0.1.0
 */
public final class Platforms {

	private static final Supplier<List<Platform>> ALL = SingletonSupplier
		.of(() -> SpringFactoriesLoader.loadFactories(Platform.class, Platforms.class.getClassLoader()));

	private Platforms() {
	}

	/**
	 * Returns all platforms.
	 * @return the platforms, the more particular before the more general
	 */
	public static List<Platform> all() {
		return ALL.get();
	}

	/**
	 * Takes from an environment what the platforms look at, and nothing else.
	 * @param environment the environment variables by name
	 * @return the variables that are set and not blank
	 */
	public static Map<String, String> variables(Function<String, @Nullable String> environment) {
		Map<String, String> variables = new LinkedHashMap<>();
		for (Platform platform : all()) {
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
	 * Looks at an environment.
	 * @param environment the environment
	 * @return what it says of each platform that it speaks of, in the order of
	 * {@link #all()}
	 */
	public static List<PlatformSigns> look(PlatformEnvironment environment) {
		List<PlatformSigns> found = new ArrayList<>();
		for (Platform platform : all()) {
			PlatformSigns signs = platform.look(environment);
			if (signs != null) {
				found.add(signs);
			}
		}
		return found;
	}

	/**
	 * Returns whether a platform of a provider looks at an environment variable.
	 * @param provider the provider
	 * @param name the name
	 * @return whether it is such a variable's, and so no path of a metadata service
	 */
	public static boolean isVariable(CloudProvider provider, String name) {
		return all().stream()
			.anyMatch((platform) -> platform.getProvider().equals(provider) && platform.getVariables().contains(name));
	}

	/**
	 * Returns the names that the platforms of a provider have for their values.
	 * @param provider the provider
	 * @return the names with the paths that {@code CloudInstance.getAttribute} takes
	 */
	public static Map<String, String> names(CloudProvider provider) {
		Map<String, String> names = new LinkedHashMap<>();
		for (Platform platform : all()) {
			if (platform.getProvider().equals(provider)) {
				platform.getNames().forEach(names::putIfAbsent);
			}
		}
		return names;
	}

}

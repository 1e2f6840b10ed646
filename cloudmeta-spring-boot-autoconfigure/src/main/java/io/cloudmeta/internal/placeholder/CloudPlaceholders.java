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

package io.cloudmeta.internal.placeholder;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.cloudmeta.internal.detection.LazyCloudInstance;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/**
 * The placeholders of one environment.
 *
 * @since 0.1.0
 */
public final class CloudPlaceholders {

	private static final Log logger = LogFactory.getLog(CloudPlaceholders.class);

	private static final ConfigurationPropertyName SETTINGS = ConfigurationPropertyName.of("cloudmeta");

	private final ConfigurableEnvironment environment;

	private final LazyCloudInstance instance;

	private final SettingsReading settingsReading;

	private final PlaceholderOccurrences occurrences = new PlaceholderOccurrences();

	private final PlaceholderRewriter rewriter;

	private final PropertySourceRewriter sources;

	private final List<Consumer<LazyCloudInstance>> waiting = new CopyOnWriteArrayList<>();

	/** The warnings that were given, by the placeholders that they are about. */
	private final Map<String, String> warnings = new ConcurrentHashMap<>();

	/**
	 * The names of the property sources that were there when the environment was ready.
	 */
	private volatile Set<String> readySources = Set.of();

	private volatile boolean environmentReady;

	private volatile @Nullable PlaceholderSettings settings;

	private CloudPlaceholders(ConfigurableEnvironment environment, LazyCloudInstance instance,
			SettingsReading settingsReading) {
		this.environment = environment;
		this.instance = instance;
		this.settingsReading = settingsReading;
		PlaceholderKeys keys = new PlaceholderKeys();
		PlaceholderPrefixes prefixes = new PlaceholderPrefixes(environment);
		this.rewriter = new PlaceholderRewriter(prefixes, keys);
		this.sources = new PropertySourceRewriter(this.rewriter, prefixes, this.occurrences);
		environment.getPropertySources()
			.addLast(new CloudPropertySource(instance, this, this.rewriter, keys, this.occurrences));
	}

	/**
	 * Returns the placeholders of an environment.
	 * @param environment the environment
	 * @return its placeholders, or {@code null} if nothing was attached to it or to the
	 * parent that it inherits its property sources from
	 */
	public static @Nullable CloudPlaceholders of(ConfigurableEnvironment environment) {
		PropertySource<?> source = environment.getPropertySources().get(CloudPropertySource.NAME);
		return (source instanceof CloudPropertySource cloud) ? cloud.getPlaceholders() : null;
	}

	/**
	 * Registers the property source that knows the values, as the last one.
	 * @param environment the environment
	 * @param instance where the values come from
	 * @param settingsReading what the instance reads its settings with
	 * @return the placeholders of the environment
	 */
	public static CloudPlaceholders attach(ConfigurableEnvironment environment, LazyCloudInstance instance,
			SettingsReading settingsReading) {
		return new CloudPlaceholders(environment, instance, settingsReading);
	}

	/**
	 * Returns a property's text with the placeholders as somebody wrote them.
	 * @param text the text as a property source gives it
	 * @return the text as it was written
	 */
	public static String asWritten(String text) {
		return text.contains(PlaceholderSyntax.DOLLAR_BRACE_START) ? PlaceholderName.restore(text) : text;
	}

	/**
	 * Returns where the values come from.
	 * @return the instance
	 */
	public LazyCloudInstance getInstance() {
		return this.instance;
	}

	/**
	 * Rewrites the placeholders in the property sources that were not rewritten yet.
	 * @param logger where to warn of what is probably a mistake
	 */
	public void rewriteSources(Log logger) {
		MutablePropertySources sources = this.environment.getPropertySources();
		this.sources.rewrite(sources, logger);
		moveToEnd(sources);
	}

	/**
	 * Others come last as well. What they have must not be asked of this one first.
	 */
	private void moveToEnd(MutablePropertySources sources) {
		PropertySource<?> own = sources.get(CloudPropertySource.NAME);
		if (own != null && sources.precedenceOf(own) < sources.size() - 1) {
			sources.addLast(own);
		}
	}

	/**
	 * Rewrites the placeholders in a text that is no property, such as an annotation's.
	 * @param text the text
	 * @return the text for Spring to resolve
	 */
	public String rewrite(String text) {
		return this.rewriter.rewrite(text);
	}

	/**
	 * Says that the environment has all its property sources, so that settings that are
	 * read from now on are kept, and others that were read before do not count any more.
	 */
	public void environmentIsReady() {
		this.environmentReady = true;
		this.instance.reconsider();
		Set<String> names = new HashSet<>();
		for (PropertySource<?> source : this.environment.getPropertySources()) {
			names.add(source.getName());
		}
		this.readySources = names;
		this.warnings.values().forEach(logger::warn);
		for (Consumer<LazyCloudInstance> action : this.waiting) {
			action.accept(this.instance);
		}
		this.waiting.clear();
	}

	/**
	 * Says that the context has brought the property sources of its configuration
	 * classes. Where cloudmeta's own settings stand in one of them, they are read again.
	 */
	public void contextIsReady() {
		for (PropertySource<?> source : this.environment.getPropertySources()) {
			if (!this.readySources.contains(source.getName())
					&& mayHoldSettings(ConfigurationPropertySource.from(source))) {
				this.settings = null;
				if (this.instance.reconsider()) {
					startDetection();
				}
				return;
			}
		}
	}

	/**
	 * Returns whether anybody may have written a setting of cloudmeta's. Most have not.
	 * @param environment the environment
	 * @return false if all settings have their defaults
	 */
	public static boolean mayHaveSettings(Environment environment) {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (mayHoldSettings(source)) {
				return true;
			}
		}
		return false;
	}

	private static boolean mayHoldSettings(@Nullable ConfigurationPropertySource source) {
		return source != null && source.containsDescendantOf(SETTINGS) != ConfigurationPropertyState.ABSENT;
	}

	/**
	 * Reads the settings of placeholders, whether or not there are any.
	 * @throws InvalidConfigurationPropertyValueException if a setting is invalid
	 */
	public void verifySettings() {
		getSettings();
	}

	/**
	 * Warns of a placeholder, but only the first time. Before logging is set up, the
	 * warning is kept until the environment is ready.
	 */
	void warnOnce(String placeholder, String warning) {
		if (this.warnings.putIfAbsent(placeholder, warning) == null && this.environmentReady) {
			logger.warn(warning);
		}
	}

	/**
	 * Does something with the instance as soon as all its settings are there.
	 * @param action what to do
	 */
	public void whenReady(Consumer<LazyCloudInstance> action) {
		if (this.environmentReady) {
			action.accept(this.instance);
		}
		else {
			this.waiting.add(action);
		}
	}

	/**
	 * Begins the detection if any property will need it.
	 */
	public void startDetection() {
		if (this.occurrences.isEmpty() || CloudPropertySource.isAotProcessing()) {
			return;
		}
		PlaceholderSettings settings = getSettings();
		if (settings.cloud() && settings.enabled() && this.occurrences.hasAny(settings.dollarBrace())) {
			this.instance.start();
		}
	}

	boolean isReadingSettings() {
		return this.settingsReading.isActive();
	}

	/**
	 * Returns whether placeholders are to stay as they are written.
	 */
	boolean isOff() {
		return !isReadingSettings() && !getSettings().enabled();
	}

	PlaceholderSettings getSettings() {
		PlaceholderSettings known = this.settings;
		if (known != null) {
			return known;
		}
		boolean keep = this.environmentReady;
		PlaceholderSettings read = this.settingsReading.read(() -> PlaceholderSettings.read(this.environment));
		if (keep) {
			this.settings = read;
		}
		return read;
	}

}

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

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.cloudmeta.internal.detection.DetectedCloudInstance;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

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

	private final ConfigurableEnvironment environment;

	private final DetectedCloudInstance instance;

	private final PlaceholderOccurrences occurrences = new PlaceholderOccurrences();

	private final PlaceholderRewriter rewriter;

	private final PropertySourceRewriter sources;

	/** Set on a thread that reads the settings of placeholders. */
	private final ThreadLocal<Boolean> readingSettings = new ThreadLocal<>();

	/** The warnings that were given, by what they are about. */
	private final Map<String, String> warnings = new ConcurrentHashMap<>();

	/** The keys of one cloud that were looked up, as each lookup loads its provider. */
	private final Set<String> ownKeys = ConcurrentHashMap.newKeySet();

	private volatile boolean environmentReady;

	private volatile @Nullable PlaceholderSettings settings;

	private CloudPlaceholders(ConfigurableEnvironment environment, DetectedCloudInstance instance) {
		this.environment = environment;
		this.instance = instance;
		this.rewriter = new PlaceholderRewriter(new PlaceholderSyntax(environment));
		this.sources = new PropertySourceRewriter(this.rewriter, this.occurrences);
		environment.getPropertySources()
			.addLast(new CloudPropertySource(instance, this, this.rewriter, this.occurrences));
	}

	/**
	 * Returns the placeholders of an environment, new ones if neither it nor the parent
	 * that it inherits its property sources from has any. New ones register the property
	 * source that resolves the values, as the last one.
	 * @param environment the environment
	 * @param instance the instance that new ones take the values from
	 * @return the placeholders of the environment
	 */
	public static CloudPlaceholders attach(ConfigurableEnvironment environment, DetectedCloudInstance instance) {
		PropertySource<?> source = environment.getPropertySources().get(CloudPropertySource.NAME);
		return (source instanceof CloudPropertySource cloud) ? cloud.getPlaceholders()
				: new CloudPlaceholders(environment, instance);
	}

	/**
	 * Returns a property's text with the placeholders as they were written.
	 * @param text the text as a property source gives it
	 * @return the text as it was written
	 */
	public static String asWritten(String text) {
		return text.contains(PlaceholderSyntax.DOLLAR_BRACE_START) ? PlaceholderName.restore(text) : text;
	}

	/**
	 * Returns the properties of an environment that contain placeholders.
	 */
	static PlaceholderOccurrences occurrences(Environment environment) {
		PropertySource<?> source = (environment instanceof ConfigurableEnvironment configurable)
				? configurable.getPropertySources().get(CloudPropertySource.NAME) : null;
		return (source instanceof CloudPropertySource cloud) ? cloud.getPlaceholders().occurrences
				: new PlaceholderOccurrences();
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
	 * Others are added last as well. Their properties must not be looked up in this one
	 * first.
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
	 * Declares that the environment has all its property sources, so that settings that
	 * are read from now on are kept.
	 */
	public void environmentIsReady() {
		this.environmentReady = true;
		for (String warning : this.warnings.values()) {
			logger.warn(warning);
		}
	}

	/**
	 * Forgets the settings: the context has brought the property sources of its
	 * configuration classes, which may contain others.
	 */
	public void forgetSettings() {
		this.settings = null;
	}

	/**
	 * Reads the settings of placeholders, whether or not there are any.
	 * @throws InvalidConfigurationPropertyValueException if a setting is invalid
	 */
	public void verifySettings() {
		if (!CloudPropertySource.isAotProcessing()) {
			getSettings();
		}
	}

	/**
	 * Returns whether a key exists on no cloud and was not looked up before.
	 */
	boolean isNewUnknownKey(String prefix, String key) {
		if (PlaceholderKeys.isNeutral(key)) {
			return false;
		}
		String name = prefix + ":" + key;
		return !this.ownKeys.contains(name) && !isRequested() && this.ownKeys.add(name)
				&& !PlaceholderKeys.isKnown(prefix, key);
	}

	/**
	 * Returns whether a request to Actuator may have named the property, so that nothing
	 * of it may be kept or logged.
	 */
	private static boolean isRequested() {
		return ActuatorListing.current() == ActuatorListing.ENVIRONMENT;
	}

	/**
	 * Warns of a text in braces that is one slip away from one with a value, unless there
	 * is a property that it may mean.
	 */
	void warnOfBraces(Placeholder placeholder, PlaceholderFailures failures) {
		String prefix = placeholder.prefix();
		if (isNewUnknownKey(prefix, placeholder.key()) && !this.environment.containsProperty(prefix)) {
			String nearest = PlaceholderKeys.nearest(prefix, placeholder.key());
			if (nearest != null) {
				warnOnce(placeholder.text(), () -> failures.misspeltInBraces(placeholder, nearest));
			}
		}
	}

	/**
	 * Warns of something, but only the first time. Before logging is set up, the warning
	 * is kept until the environment is ready.
	 */
	void warnOnce(String subject, Supplier<String> text) {
		if (this.warnings.containsKey(subject) || isRequested()) {
			return;
		}
		String warning = text.get();
		if (this.warnings.putIfAbsent(subject, warning) == null && this.environmentReady) {
			logger.warn(warning);
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

	/**
	 * Returns whether the current thread is reading cloudmeta's own settings, which must
	 * not need a value of the cloud.
	 */
	boolean isReadingSettings() {
		return this.readingSettings.get() != null || this.instance.isReadingSettings();
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
		this.readingSettings.set(true);
		try {
			PlaceholderSettings read = PlaceholderSettings.read(this.environment);
			if (keep) {
				this.settings = read;
			}
			return read;
		}
		finally {
			this.readingSettings.remove();
		}
	}

}

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

package io.cloudmeta.autoconfigure.placeholder;

import io.cloudmeta.internal.placeholder.CloudPlaceholders;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.util.StringValueResolver;

/**
 * Rewrites the placeholders in the texts of annotations.
 * <p>
 * Spring registers the resolver that it has by default only where there is no other. As
 * this one is another, it does the same work unless a further one was registered after
 * it.
 */
class PlaceholderValueResolver implements StringValueResolver {

	/** No resolver but Spring's leaves this text different from what it was. */
	private static final String PROBE = "${<dollar}";

	private final CloudPlaceholders placeholders;

	private final ConfigurableBeanFactory beanFactory;

	private final Environment environment;

	private final ThreadLocal<Boolean> probing = new ThreadLocal<>();

	private volatile boolean followed;

	PlaceholderValueResolver(CloudPlaceholders placeholders, ConfigurableBeanFactory beanFactory,
			Environment environment) {
		this.placeholders = placeholders;
		this.beanFactory = beanFactory;
		this.environment = environment;
	}

	@Override
	public String resolveStringValue(String text) {
		if (this.probing.get() != null) {
			return text;
		}
		String rewritten = this.placeholders.rewrite(text);
		return (rewritten.contains("${") && !isFollowed()) ? this.environment.resolvePlaceholders(rewritten)
				: rewritten;
	}

	private boolean isFollowed() {
		if (!this.followed) {
			this.probing.set(true);
			try {
				this.followed = !PROBE.equals(this.beanFactory.resolveEmbeddedValue(PROBE));
			}
			catch (IllegalArgumentException ex) {
				this.followed = true;
			}
			finally {
				this.probing.remove();
			}
		}
		return this.followed;
	}

}

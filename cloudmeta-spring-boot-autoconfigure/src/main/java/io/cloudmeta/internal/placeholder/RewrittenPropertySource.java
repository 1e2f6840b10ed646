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

import org.jspecify.annotations.Nullable;

import org.springframework.boot.env.PropertySourceInfo;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.EnumerablePropertySource;

/**
 * A live view of a property source in which placeholders are rewritten. It replaces a
 * source or is directly before it.
 */
final class RewrittenPropertySource extends EnumerablePropertySource<Object>
		implements PropertySourceInfo, OriginLookup<String> {

	private final EnumerablePropertySource<?> original;

	private final PlaceholderRewriter rewriter;

	private final Map<String, String> rewritten;

	/**
	 * Creates a view.
	 * @param name its name
	 * @param original the source
	 * @param rewriter rewrites the texts of the source
	 * @param rewritten the rewritten forms of texts that the source is known to contain;
	 * may be empty
	 */
	RewrittenPropertySource(String name, EnumerablePropertySource<?> original, PlaceholderRewriter rewriter,
			Map<String, String> rewritten) {
		super(name, original.getSource());
		this.original = original;
		this.rewriter = rewriter;
		this.rewritten = rewritten;
	}

	EnumerablePropertySource<?> getOriginal() {
		return this.original;
	}

	@Override
	public String[] getPropertyNames() {
		return this.original.getPropertyNames();
	}

	@Override
	public boolean containsProperty(String name) {
		return this.original.containsProperty(name);
	}

	@Override
	public @Nullable Object getProperty(String name) {
		Object value = this.original.getProperty(name);
		String known = (value instanceof String text) ? this.rewritten.get(text) : null;
		return (known != null) ? known : PropertySourceReplacement.rewriteValue(value, this.rewriter);
	}

	@Override
	public @Nullable Origin getOrigin(String name) {
		return OriginLookup.getOrigin(this.original, name);
	}

	@Override
	public boolean isImmutable() {
		return this.original instanceof PropertySourceInfo info && info.isImmutable();
	}

	@Override
	public @Nullable String getPrefix() {
		return (this.original instanceof PropertySourceInfo info) ? info.getPrefix() : null;
	}

}

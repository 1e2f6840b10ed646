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

import org.jspecify.annotations.Nullable;

import org.springframework.boot.env.PropertySourceInfo;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.MapPropertySource;

/**
 * A live view of a map's property source in which placeholders are rewritten. It takes
 * the place of the source and stays a source of the same map, which tests and libraries
 * write to.
 */
final class RewrittenMapPropertySource extends MapPropertySource implements PropertySourceInfo, OriginLookup<String> {

	private final MapPropertySource original;

	private final PlaceholderRewriter rewriter;

	RewrittenMapPropertySource(MapPropertySource original, PlaceholderRewriter rewriter) {
		super(original.getName(), original.getSource());
		this.original = original;
		this.rewriter = rewriter;
	}

	@Override
	public String[] getPropertyNames() {
		return this.original.getPropertyNames();
	}

	@Override
	public @Nullable Object getProperty(String name) {
		return PropertySourceReplacement.rewriteValue(this.original.getProperty(name), this.rewriter);
	}

	@Override
	public @Nullable Origin getOrigin(String name) {
		return OriginLookup.getOrigin(this.original, name);
	}

	@Override
	public boolean isImmutable() {
		return this.original instanceof PropertySourceInfo info && info.isImmutable();
	}

}

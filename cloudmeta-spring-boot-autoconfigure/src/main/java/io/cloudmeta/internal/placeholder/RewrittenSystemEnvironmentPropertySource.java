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
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Environment variables in which placeholders are rewritten. Spring Boot reads the map
 * itself, so that the texts in the map have to be the rewritten ones.
 */
final class RewrittenSystemEnvironmentPropertySource extends SystemEnvironmentPropertySource
		implements PropertySourceInfo, OriginLookup<String> {

	private final SystemEnvironmentPropertySource original;

	RewrittenSystemEnvironmentPropertySource(SystemEnvironmentPropertySource original, Map<String, Object> rewritten) {
		super(original.getName(), rewritten);
		this.original = original;
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

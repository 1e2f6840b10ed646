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

package io.cloudmeta.autoconfigure.condition;

import java.util.Collection;

import io.cloudmeta.ConditionalOnCloud;
import org.jspecify.annotations.Nullable;

/**
 * Exception that is thrown if a {@link ConditionalOnCloud} cannot be evaluated. Its
 * message contains the solution as well, because conditions are also processed where no
 * failure analyzer runs.
 */
class CloudConditionException extends IllegalStateException {

	private final String description;

	private final String action;

	CloudConditionException(String description, String action) {
		super("%s. %s".formatted(description, action));
		this.description = description;
		this.action = action;
	}

	/**
	 * Creates the exception for a condition that would be evaluated on the wrong machine.
	 */
	static CloudConditionException frozen(String where) {
		return new CloudConditionException(
				"@ConditionalOnCloud on %s cannot be processed ahead of time".formatted(where)
						+ ": it would be evaluated once, on the build machine",
				"Declare the bean without it and choose while the application runs: "
						+ "a factory method can call CloudInstance.getProvider() and return the right candidate of an ObjectProvider. Or exclude the configuration from processing");
	}

	/**
	 * Creates the exception for a cloud that does not exist.
	 */
	static CloudConditionException unknown(String where, String kind, String word, @Nullable String nearest,
			Collection<String> known) {
		String description = "@ConditionalOnCloud on %s names the %s '%s', which does not exist".formatted(where, kind,
				word);
		String meant = (nearest != null) ? "Write '%s'".formatted(nearest)
				: "Write one of %s".formatted(String.join(", ", known));
		return new CloudConditionException(description,
				meant + (kind.equals("cloud") ? ", or define a custom cloud by cloudmeta.custom.*" : ""));
	}

	String getDescription() {
		return this.description;
	}

	String getAction() {
		return this.action;
	}

}

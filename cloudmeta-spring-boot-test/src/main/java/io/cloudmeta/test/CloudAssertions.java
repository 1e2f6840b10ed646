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

package io.cloudmeta.test;

import io.cloudmeta.CloudInstance;
import org.assertj.core.api.Assertions;

import org.springframework.boot.test.context.assertj.ApplicationContextAssert;
import org.springframework.boot.test.context.assertj.ApplicationContextAssertProvider;
import org.springframework.context.ApplicationContext;

/**
 * Assertions about where an application runs, for AssertJ, which has to be there. Its
 * {@code assertThat} and the ones of this class can be imported side by side:
 *
 * <pre class="code">
 * import static io.cloudmeta.test.CloudAssertions.assertThat;
 * import static io.cloudmeta.test.CloudAssertions.assertThatCloud;
 * import static org.assertj.core.api.Assertions.assertThat;
 *
 * assertThat(context).isRunningOn("azure");
 * assertThatCloud(instance).isOnPlatform("azure.vm").hasRegion("westeurope");
 * </pre>
 *
 * @since 0.1.0
 */
public final class CloudAssertions {

	private CloudAssertions() {
	}

	/**
	 * Asserts something about where the application of a context runs.
	 * @param context the context
	 * @return the assertions
	 */
	public static CloudAssert assertThat(ApplicationContext context) {
		return new CloudAssert(context);
	}

	/**
	 * Returns Spring Boot's own assertions about a context, so that an import of this
	 * method beside AssertJ's changes nothing where an {@code ApplicationContextRunner}
	 * is used. {@link #assertThatCloud(Object)} takes such a context.
	 * @param <C> the type of the context
	 * @param context the context
	 * @return the assertions
	 */
	public static <C extends ApplicationContext> ApplicationContextAssert<C> assertThat(
			ApplicationContextAssertProvider<C> context) {
		return Assertions.assertThat(context);
	}

	/**
	 * Asserts something about where an application runs.
	 * @param contextOrInstance an {@link ApplicationContext} of any kind, Spring Boot's
	 * {@code AssertableApplicationContext} too, or a {@link CloudInstance}
	 * @return the assertions
	 */
	public static CloudAssert assertThatCloud(Object contextOrInstance) {
		return new CloudAssert(contextOrInstance);
	}

}

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

package io.cloudmeta.test.guard;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test in which something tried to leave loopback, even if the code that tried
 * swallowed the exception. Registered with JUnit Jupiter as a service: needs
 * {@code junit.jupiter.extensions.autodetection.enabled=true}.
 *
 * @since 0.1.0
 */
public final class LoopbackGuardExtension implements AfterEachCallback, AfterAllCallback {

	/**
	 * Looks for attempts of the test.
	 * @param context the test, which is not changed
	 * @throws AssertionError if there were any
	 */
	@Override
	public void afterEach(ExtensionContext context) {
		LoopbackGuard.verifyNoAttempts();
	}

	/**
	 * Looks for attempts outside the tests of a class, as in {@code @BeforeAll}.
	 * @param context the class, which is not changed
	 * @throws AssertionError if there were any
	 */
	@Override
	public void afterAll(ExtensionContext context) {
		LoopbackGuard.verifyNoAttempts();
	}

}

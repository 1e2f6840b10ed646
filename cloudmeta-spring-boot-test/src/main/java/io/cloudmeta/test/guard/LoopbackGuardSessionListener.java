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

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Installs the {@link LoopbackGuard} before the first test, if the system property is
 * set. Registered with JUnit's platform as a service.
 *
 * @since 0.1.0
 */
public final class LoopbackGuardSessionListener implements LauncherSessionListener {

	/**
	 * Puts up the guard.
	 * @param session the session, which is not changed
	 * @throws IllegalStateException if the guard does not support this JDK
	 */
	@Override
	public void launcherSessionOpened(LauncherSession session) {
		if (Boolean.getBoolean(LoopbackGuard.PROPERTY)) {
			LoopbackGuard.install();
		}
	}

	/**
	 * Looks for attempts of threads that outlived their test.
	 * @param session the session, which is not changed
	 * @throws AssertionError if there were any
	 */
	@Override
	public void launcherSessionClosed(LauncherSession session) {
		LoopbackGuard.verifyNoAttempts();
	}

}

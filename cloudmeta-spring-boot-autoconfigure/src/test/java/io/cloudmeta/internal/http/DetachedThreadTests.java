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

package io.cloudmeta.internal.http;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.FutureTask;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DetachedThread}.
 */
class DetachedThreadTests {

	@Test
	void inheritsNothingOfTheThreadThatStartsIt() throws Exception {
		Thread current = Thread.currentThread();
		ClassLoader before = current.getContextClassLoader();
		InheritableThreadLocal<String> inheritable = new InheritableThreadLocal<>();
		FutureTask<String> task = new FutureTask<>(inheritable::get);
		try (URLClassLoader application = new URLClassLoader(new URL[0], before)) {
			current.setContextClassLoader(application);
			inheritable.set("value");
			Thread thread = DetachedThread.of("test", task);
			assertThat(thread.getContextClassLoader()).isSameAs(DetachedThread.class.getClassLoader());
			assertThat(thread.isDaemon()).isTrue();
			thread.start();
			assertThat(task.get()).isNull();
		}
		finally {
			current.setContextClassLoader(before);
			inheritable.remove();
		}
	}

}

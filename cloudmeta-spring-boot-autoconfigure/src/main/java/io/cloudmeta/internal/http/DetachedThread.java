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

/**
 * Creates the library's threads: daemon threads that inherit neither the context class
 * loader nor the inheritable thread-locals of the thread that creates them. One detection
 * serves several applications of a JVM, and must not keep one of them from being
 * unloaded.
 *
 * @since 0.1.0
 */
public final class DetachedThread {

	private DetachedThread() {
	}

	/**
	 * Creates a thread.
	 * @param name the name of the thread
	 * @param task what it runs
	 * @return the thread, not yet started
	 */
	public static Thread of(String name, Runnable task) {
		Thread thread = new Thread(null, task, name, 0, false);
		thread.setDaemon(true);
		// which class loader is the default depends on the JDK
		thread.setContextClassLoader(DetachedThread.class.getClassLoader());
		return thread;
	}

	/**
	 * Creates a thread and starts it.
	 * @param name the name of the thread
	 * @param task what it runs
	 * @return the thread
	 */
	public static Thread start(String name, Runnable task) {
		Thread thread = of(name, task);
		thread.start();
		return thread;
	}

}

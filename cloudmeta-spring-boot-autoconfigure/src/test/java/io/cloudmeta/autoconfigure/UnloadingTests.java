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

package io.cloudmeta.autoconfigure;

import java.io.File;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that nothing keeps the class loader of an application that has been closed, as a
 * servlet container does when it undeploys one.
 */
class UnloadingTests {

	private static final int ATTEMPTS = 100;

	/**
	 * The second deployment takes the place of the first one in a cache of the JDK:
	 * {@link java.lang.runtime.ObjectMethods} keeps the types of the record whose methods
	 * were linked last, whichever application it belongs to.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "aws", "gcp" })
	void whenTheApplicationIsDeployedAgainTheFirstClassLoaderIsCollected(String cloud) throws Exception {
		verifyUnloaded(cloud, Map.of());
	}

	@ParameterizedTest
	@ValueSource(strings = { "aws", "azure", "gcp" })
	void whenAnApplicationThatWatchesForNoticesIsDeployedAgainTheFirstClassLoaderIsCollected(String cloud)
			throws Exception {
		verifyUnloaded(cloud, Map.of("cloudmeta.interruptions.enabled", "true"));
	}

	private static void verifyUnloaded(String cloud, Map<String, String> properties) throws Exception {
		Set<Thread> before = new HashSet<>(threads());
		WeakReference<ClassLoader> application;
		try (CloudSimulator simulator = CloudSimulator.start(cloud)) {
			simulator.announce("termination", Duration.ofMinutes(5));
			Map<String, String> all = new HashMap<>(simulator.getProperties());
			all.putAll(properties);
			application = run(all);
			assertThat(simulator.getRequests()).isNotEmpty();
			run(all);
		}
		for (int i = 0; i < ATTEMPTS && application.get() != null; i++) {
			System.gc();
			Thread.sleep(20);
		}
		assertThat(threads()).filteredOn((thread) -> !before.contains(thread))
			.extracting(Thread::getName)
			.noneMatch((name) -> name.startsWith("cloudmeta-") || name.contains("CompletableFuture"));
		assertThat(application.get()).isNull();
	}

	/**
	 * Runs an application in a class loader of its own, which shares the JDK's classes
	 * only, on a thread of its own: Spring's and Logback's thread-locals are not the
	 * subject of this test.
	 */
	private static WeakReference<ClassLoader> run(Map<String, String> properties) throws Exception {
		URLClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
		try (loader) {
			FutureTask<String> task = new FutureTask<>(() -> application(loader).apply(properties));
			Thread thread = new Thread(task, "application");
			thread.setContextClassLoader(loader);
			thread.start();
			assertThat(task.get()).doesNotContain("null");
			thread.join();
		}
		return new WeakReference<>(loader);
	}

	@SuppressWarnings("unchecked")
	private static Function<Map<String, String>, String> application(ClassLoader loader)
			throws ReflectiveOperationException {
		Class<?> type = loader.loadClass(UnloadableApplication.class.getName());
		assertThat(type).isNotEqualTo(UnloadableApplication.class);
		return (Function<Map<String, String>, String>) type.getDeclaredConstructor().newInstance();
	}

	private static URL[] classPath() {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.map(UnloadingTests::url)
			.toArray(URL[]::new);
	}

	private static URL url(String path) {
		try {
			return Path.of(path).toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static List<Thread> threads() {
		return List.copyOf(Thread.getAllStackTraces().keySet());
	}

}

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

import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.matcher.ElementMatchers;
import org.jspecify.annotations.Nullable;

/**
 * Refuses every TCP connection and every datagram of this JVM whose target is another
 * machine, before a packet leaves, and remembers that it was tried. Loopback and Unix
 * domain sockets are left alone, and so is all that listens.
 * <p>
 * The two methods that are guarded are the ones through which all of the JDK's sockets
 * go, whether old, with channels, or asynchronous, and with them both of its HTTP
 * clients. A name that would have to be looked up is not guarded: give the JVM a hosts
 * file by {@code -Djdk.net.hosts.file}, and no DNS server is queried.
 *
 * @since 0.1.0
 */
public final class LoopbackGuard {

	/**
	 * The system property that switches the guard on: {@value}.
	 */
	public static final String PROPERTY = "cloudmeta.test.loopback-only";

	private static final ConcurrentLinkedQueue<SecurityException> attempts = new ConcurrentLinkedQueue<>();

	private static boolean installed;

	private LoopbackGuard() {
	}

	/**
	 * Changes the JDK's socket classes in this JVM. It stays so until the JVM ends; a
	 * second call does nothing.
	 * @throws IllegalStateException if this JDK's classes are not those that the guard
	 * supports
	 */
	static synchronized void install() {
		if (installed) {
			return;
		}
		try {
			Instrumentation instrumentation = ByteBuddyAgent.install();
			advise(instrumentation, "sun.nio.ch.Net", BeforeConnect.class, connect());
			advise(instrumentation, "sun.nio.ch.DatagramChannelImpl", BeforeSend.class, send());
		}
		catch (ClassNotFoundException | UnmodifiableClassException ex) {
			throw new IllegalStateException("This JDK's sockets cannot be guarded", ex);
		}
		installed = true;
	}

	private static void advise(Instrumentation instrumentation, String className, Class<?> advice,
			ElementMatcher<? super MethodDescription> method)
			throws ClassNotFoundException, UnmodifiableClassException {
		Class<?> type = Class.forName(className);
		AdvisingTransformer transformer = new AdvisingTransformer(type, advice, method);
		// It stays: another agent that changes the class once more starts from the
		// original
		instrumentation.addTransformer(transformer, true);
		instrumentation.retransformClasses(type);
		transformer.verifyTransformed();
	}

	private static ElementMatcher.Junction<MethodDescription> connect() {
		return ElementMatchers.<MethodDescription>named("connect")
			.and(ElementMatchers.takesArguments(4))
			.and(ElementMatchers.takesArgument(2, InetAddress.class));
	}

	private static ElementMatcher.Junction<MethodDescription> send() {
		return ElementMatchers.<MethodDescription>named("send").and(ElementMatchers.takesArguments(3));
	}

	/**
	 * Remembers an attempt. Called by the code that is put into the JDK's classes.
	 * @param address the target, which is not a loopback address
	 * @param port the target's port
	 * @return what the caller must throw, or {@code null} for an address of this machine:
	 * the kernel keeps it on loopback, and Tomcat wakes its own socket in this way
	 * @throws SocketException if the addresses of this machine cannot be read
	 */
	static @Nullable SecurityException refuse(InetAddress address, int port) throws SocketException {
		if (NetworkInterface.getByInetAddress(address) != null) {
			return null;
		}
		SecurityException attempt = new SecurityException("A test tried to leave loopback: %s port %d, on thread '%s'"
			.formatted(address.getHostAddress(), port, Thread.currentThread().getName()));
		attempts.add(attempt);
		return attempt;
	}

	/**
	 * Returns what was tried since the last call.
	 * @return the attempts, each with the stack that led to it
	 */
	static List<SecurityException> takeAttempts() {
		List<SecurityException> taken = new ArrayList<>();
		SecurityException attempt = attempts.poll();
		while (attempt != null) {
			taken.add(attempt);
			attempt = attempts.poll();
		}
		return taken;
	}

	/**
	 * Throws if anything was tried since the last look.
	 * @throws AssertionError with all attempts, the first as its cause
	 */
	static void verifyNoAttempts() {
		List<SecurityException> taken = takeAttempts();
		if (taken.isEmpty()) {
			return;
		}
		AssertionError error = new AssertionError(
				String.join("\n", taken.stream().map(SecurityException::getMessage).distinct().toList()), taken.get(0));
		taken.stream().skip(1).forEach(error::addSuppressed);
		throw error;
	}

}

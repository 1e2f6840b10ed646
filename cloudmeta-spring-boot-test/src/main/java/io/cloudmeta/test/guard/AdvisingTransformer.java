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

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;

import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/**
 * Puts advice into one method of one class that is loaded already. Simpler than Byte
 * Buddy's own agent, which uses what the JDK warns of.
 */
final class AdvisingTransformer implements ClassFileTransformer {

	private final Class<?> type;

	private final Class<?> advice;

	private final ElementMatcher<? super MethodDescription> method;

	private boolean transformed;

	private @Nullable RuntimeException failure;

	AdvisingTransformer(Class<?> type, Class<?> advice, ElementMatcher<? super MethodDescription> method) {
		this.type = type;
		this.advice = advice;
		this.method = method;
	}

	@Override
	public byte @Nullable [] transform(@Nullable ClassLoader loader, String className,
			@Nullable Class<?> classBeingRedefined, @Nullable ProtectionDomain domain, byte[] classFile) {
		if (classBeingRedefined != this.type) {
			return null;
		}
		try {
			return advise(classFile);
		}
		catch (RuntimeException ex) {
			// The JVM would swallow it
			this.failure = ex;
			return null;
		}
	}

	private byte[] advise(byte[] classFile) {
		TypeDescription description = TypeDescription.ForLoadedType.of(this.type);
		if (description.getDeclaredMethods().filter(this.method).size() != 1) {
			throw new IllegalStateException(
					"%s does not have just one method that is %s".formatted(description.getName(), this.method));
		}
		byte[] advised = new ByteBuddy()
			.decorate(description, ClassFileLocator.Simple.of(this.type.getName(), classFile))
			.visit(Advice.to(this.advice).on(this.method))
			.make()
			.getBytes();
		this.transformed = true;
		return advised;
	}

	/**
	 * Throws if the class is as it was.
	 */
	void verifyTransformed() {
		if (!this.transformed) {
			throw new IllegalStateException("%s of this JDK cannot be guarded".formatted(this.type.getName()),
					this.failure);
		}
	}

}

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

import java.lang.annotation.Annotation;

import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestContextAnnotationUtils.UntypedAnnotationDescriptor;

/**
 * Finds the annotation that decides about the cloud of a test class: the nearest one.
 */
final class NearestCloud {

	private NearestCloud() {
	}

	/**
	 * Returns the nearest annotation of a kind, unless one of the other kind is nearer.
	 * @param <A> the kind
	 * @param testClass the test class
	 * @param kind the kind
	 * @return the annotation, or {@code null} if none decides or the other kind does
	 * @throws IllegalArgumentException if one class has both
	 */
	@SuppressWarnings("unchecked")
	static <A extends Annotation> @Nullable A find(Class<?> testClass, Class<A> kind) {
		UntypedAnnotationDescriptor nearest = TestContextAnnotationUtils.findAnnotationDescriptorForTypes(testClass,
				FixedCloud.class, SimulatedCloud.class);
		if (nearest == null) {
			return null;
		}
		MergedAnnotations annotations = MergedAnnotations.from(nearest.getRootDeclaringClass());
		if (annotations.isPresent(FixedCloud.class) && annotations.isPresent(SimulatedCloud.class)) {
			throw new IllegalArgumentException(
					"%s has a @FixedCloud and a @SimulatedCloud, which would get no request. Remove one of them"
						.formatted(nearest.getRootDeclaringClass().getName()));
		}
		return annotations.isPresent(kind) ? TestContextAnnotationUtils.findMergedAnnotation(testClass, kind) : null;
	}

}

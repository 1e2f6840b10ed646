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

package io.cloudmeta.internal.placeholder;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.Order;

/**
 * Reports a placeholder that was not resolved. It runs before Spring Boot's analysis of
 * failed binding, which is less specific.
 */
@Order(-100)
class UnresolvedCloudPlaceholderFailureAnalyzer extends AbstractFailureAnalyzer<UnresolvedCloudPlaceholderException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnresolvedCloudPlaceholderException cause) {
		return new FailureAnalysis(cause.getDescription() + neededBy(rootFailure), cause.getAction(), cause);
	}

	private static String neededBy(Throwable failure) {
		String bean = innermostBean(failure);
		String lineSeparator = System.lineSeparator();
		return (bean != null) ? "%s%sThe bean '%s' needs it.".formatted(lineSeparator, lineSeparator, bean) : "";
	}

	private static @Nullable String innermostBean(Throwable failure) {
		String bean = null;
		for (Throwable ex = failure; ex != null; ex = ex.getCause()) {
			if (ex instanceof BeanCreationException creation && creation.getBeanName() != null) {
				bean = creation.getBeanName();
			}
		}
		return bean;
	}

}

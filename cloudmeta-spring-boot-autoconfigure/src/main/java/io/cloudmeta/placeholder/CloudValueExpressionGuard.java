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

package io.cloudmeta.placeholder;

import java.util.BitSet;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanExpressionException;
import org.springframework.beans.factory.config.BeanExpressionContext;
import org.springframework.beans.factory.config.BeanExpressionResolver;

/**
 * Keeps Spring from evaluating what a metadata service answered. Spring evaluates
 * {@code #{…}} in a text after it has resolved the placeholders in it, so that whoever
 * may set a tag could otherwise run code.
 */
final class CloudValueExpressionGuard implements BeanExpressionResolver {

	private static final String EXPRESSION_START = "#{";

	private final BeanExpressionResolver delegate;

	private final HandedOutValues handedOut;

	CloudValueExpressionGuard(BeanExpressionResolver delegate, HandedOutValues handedOut) {
		this.delegate = delegate;
		this.handedOut = handedOut;
	}

	@Override
	public @Nullable Object evaluate(@Nullable String value, BeanExpressionContext context) {
		if (value == null || this.handedOut.isEmpty() || !value.contains(EXPRESSION_START)) {
			return this.delegate.evaluate(value, context);
		}
		List<String> data = this.handedOut.within(value);
		if (data.isEmpty()) {
			return this.delegate.evaluate(value, context);
		}
		if (isDataOnly(value, data)) {
			return value;
		}
		throw new BeanExpressionException("A value of the cloud stands in a text with an expression ('#{'), and holds "
				+ "characters that could mean something there. It is not evaluated: inject the value alone, with "
				+ "@Value(\"${…}\") or @Value(\"$<…>\"), and do the rest in code");
	}

	/**
	 * Returns whether each beginning of an expression belongs to values of the cloud.
	 */
	private static boolean isDataOnly(String text, List<String> data) {
		BitSet covered = new BitSet(text.length());
		for (String value : data) {
			for (int i = text.indexOf(value); i >= 0; i = text.indexOf(value, i + 1)) {
				covered.set(i, i + value.length());
			}
		}
		for (int i = text.indexOf(EXPRESSION_START); i >= 0; i = text.indexOf(EXPRESSION_START, i + 1)) {
			if (!covered.get(i) || !covered.get(i + 1)) {
				return false;
			}
		}
		return true;
	}

}

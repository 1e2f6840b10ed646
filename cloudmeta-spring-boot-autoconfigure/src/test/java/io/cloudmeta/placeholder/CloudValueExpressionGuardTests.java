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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.BeanExpressionException;
import org.springframework.beans.factory.config.BeanExpressionContext;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.expression.StandardBeanExpressionResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CloudValueExpressionGuard}.
 */
class CloudValueExpressionGuardTests {

	private static final String HOSTILE = "#{T(java.lang.System).setProperty('owned','yes')}";

	private final HandedOutValues handedOut = new HandedOutValues();

	private final CloudValueExpressionGuard guard = new CloudValueExpressionGuard(new StandardBeanExpressionResolver(),
			this.handedOut);

	private Object evaluate(String text) {
		return this.guard.evaluate(text, new BeanExpressionContext(new DefaultListableBeanFactory(), null));
	}

	private Object evaluate(String text, String... values) {
		this.handedOut.beginText();
		for (String value : values) {
			this.handedOut.add(value);
		}
		return evaluate(text);
	}

	@Test
	void evaluatesWhatAuthorsWrite() {
		assertThat(evaluate("#{1 + 1}", HOSTILE, "prod")).isEqualTo(2);
		assertThat(evaluate("#{'eu-west-1'.length()}", "eu-west-1")).isEqualTo(9);
		assertThat(evaluate("plain", HOSTILE)).isEqualTo("plain");
		assertThat(evaluate(null, HOSTILE)).isNull();
	}

	@Test
	void leavesExpressionsInValuesAsTheyAre() {
		assertThat(evaluate(HOSTILE, HOSTILE)).isEqualTo(HOSTILE);
		assertThat(evaluate("a " + HOSTILE + " b", HOSTILE)).isEqualTo("a " + HOSTILE + " b");
		assertThat(evaluate(HOSTILE, "  " + HOSTILE + " ")).as("trimmed by Spring").isEqualTo(HOSTILE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "x'.concat(T(java.lang.System).getenv())+'", "') or ('a'=='a", "(a)b" })
	void refusesValuesInsideAuthorsExpressions(String value) {
		assertThatExceptionOfType(BeanExpressionException.class)
			.isThrownBy(() -> evaluate("#{'" + value + "'.length()}", value))
			.withMessageContaining("@Value");
	}

	@Test
	void refusesValuesBesideAuthorsExpressions() {
		assertThatExceptionOfType(BeanExpressionException.class)
			.isThrownBy(() -> evaluate("#{1 + 1} " + HOSTILE, HOSTILE));
	}

	@Test
	void neverEvaluatesExpressionsThatTwoValuesMake() {
		assertThat(evaluate("#{systemProperties}", "#", "{systemProperties}")).isEqualTo("#{systemProperties}");
		assertThat(evaluate("#{systemProperties}", "#{", "systemProperties", "}")).isEqualTo("#{systemProperties}");
		assertThat(evaluate("a#{1+1}", "a#{1", "+1}")).isEqualTo("a#{1+1}");
	}

	@Test
	void neverEvaluatesExpressionsThatValueAndTextMake() {
		assertThatExceptionOfType(BeanExpressionException.class)
			.isThrownBy(() -> evaluate("#{T(java.lang.Runtime)}", "{T(java.lang.Runtime)}"));
	}

	@Test
	void copesWithOverlappingValues() {
		assertThat(evaluate("#{a}#{a}#{a}", "#{a}#{a}")).isEqualTo("#{a}#{a}#{a}");
	}

	@Test
	void forgetsShortValuesWithTheirText() {
		evaluate("(", "(");
		this.handedOut.beginText();
		assertThat(evaluate("#{(1 + 1)}")).isEqualTo(2);
	}

	@Test
	void staysWithinItsBounds() {
		for (int i = 0; i < 5000; i++) {
			this.handedOut.add("#{value" + i + "}");
		}
		assertThat(this.handedOut.within("#{value4999}")).containsExactly("#{value4999}");
		assertThat(this.handedOut.within("#{value0}")).isEmpty();
	}

}

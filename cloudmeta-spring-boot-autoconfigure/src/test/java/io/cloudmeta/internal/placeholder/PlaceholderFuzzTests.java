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

import java.util.Map;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.config.EmbeddedValueResolver;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.expression.StandardBeanExpressionResolver;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.PlaceholderResolutionException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Property-based tests for what is read in placeholders, whatever they look like.
 */
class PlaceholderFuzzTests {

	@Provide
	Arbitrary<String> texts() {
		Arbitrary<String> parts = Arbitraries.of("$<", "${", "<", ">", "}", "{", ":", "\\", "\\$<", "\\>", "\\:",
				"cloud", "aws", "cloud:region", "aws:tags.", "tags.x", "region", "cloud:imageId", "a", " ", "#{", "/",
				"..", "x", "$", "$<cloud:region>", "${cloud:region}", "$<cloud:imageId:", "${nope:", "~", "\n",
				"\u0000", "é", "%", "[0]", "placement/x");
		return parts.list().ofMaxSize(14).map((list) -> String.join("", list));
	}

	@Provide
	Arbitrary<String> values() {
		return Arbitraries.oneOf(texts().filter((text) -> !text.contains("\u0000")),
				Arbitraries.strings().ofMaxLength(40));
	}

	private static String read(FakeCloudInstance cloud, String text) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", Map.of("it", text)));
		CloudPlaceholders placeholders = CloudPlaceholders.attach(environment, cloud);
		placeholders.rewriteSources(LogFactory.getLog(PlaceholderFuzzTests.class));
		return environment.getProperty("it");
	}

	@Property
	void textIsReadOrRefusedWithReason(@ForAll("texts") String text) {
		try {
			assertThat(read(FakeCloudInstance.aws(), text)).isNotNull();
		}
		catch (UnresolvedCloudPlaceholderException | PlaceholderResolutionException ex) {
			assertThat(ex).message().isNotEmpty();
		}
		catch (IllegalArgumentException ex) {
			// Spring's own, of a placeholder that refers to itself
			assertThat(ex).message().containsIgnoringCase("placeholder");
		}
	}

	@Property
	void textWithoutDollarStaysAsItIs(@ForAll("texts") String text) {
		String plain = text.replace('$', 'S');
		assertThat(read(FakeCloudInstance.aws(), plain)).isEqualTo(plain);
	}

	@Property
	void rewrittenTextIsShownAsItWasWritten(@ForAll("texts") String text) {
		// how \$< is spelled within, which never occurs in configuration
		Assume.that(!text.contains("${<"));
		PlaceholderRewriter rewriter = new PlaceholderRewriter(new PlaceholderSyntax(null));
		assertThat(CloudPlaceholders.asWritten(rewriter.rewrite(text))).isEqualTo(text);
	}

	/**
	 * The test states the allowed characters by itself, so that a mistake in the
	 * product's set is found.
	 */
	private static boolean isHarmless(String value) {
		return value.matches("[\\p{L}\\p{M}\\p{Nd} ._/:,+@~-]*+") && !("/" + value + "/").contains("/../");
	}

	@Property
	void returnsOnlyHarmlessValues(@ForAll("values") String value) {
		FakeCloudInstance cloud = FakeCloudInstance.aws().withTag("it", value);
		String expected = isHarmless(value) ? value : "none";
		assertThat(read(cloud, "$<cloud:tags.it:none>")).isEqualTo(expected);
		assertThat(read(cloud, "a ${aws:tags.it:none} b")).isEqualTo("a " + expected + " b");
		assertThat(read(cloud, "$<cloud:imageId:$<aws:tags.it:none>>")).isEqualTo(expected);
	}

	/**
	 * Whatever was read before, and in whichever text a value stands, no other property
	 * and no expression changes its result.
	 */
	@Property
	void leavesOtherPropertiesAndExpressionsAlone(@ForAll("values") String value) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.addFirst(new MapPropertySource("test",
					Map.of("tag", "$<cloud:tags.it:none>", "half", "$$<cloud:tags.it:none>{secret}", "secret", "s3cret",
							"plain", "a,b", "nested", "${plain}-${secret}")));
		CloudPlaceholders placeholders = CloudPlaceholders.attach(environment,
				FakeCloudInstance.aws().withTag("it", value));
		placeholders.rewriteSources(LogFactory.getLog(PlaceholderFuzzTests.class));
		DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();
		beanFactory.addEmbeddedValueResolver(environment::resolveRequiredPlaceholders);
		beanFactory.setBeanExpressionResolver(new StandardBeanExpressionResolver());
		EmbeddedValueResolver resolver = new EmbeddedValueResolver(beanFactory);
		String expected = isHarmless(value) ? value : "none";
		assertThat(resolver.resolveStringValue("${tag}")).isEqualTo(expected);
		assertThat(resolver.resolveStringValue("#{'${tag}'}")).isEqualTo(expected);
		assertThat(environment.getProperty("half")).isEqualTo("$" + expected + "{secret}");
		assertThat(environment.getProperty("nested")).isEqualTo("a,b-s3cret");
		assertThat(resolver.resolveStringValue("#{'${plain}'.split(',')[1]}")).isEqualTo("b");
	}

}

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

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;

/**
 * Sets the cloud that the application of a test runs on, without any server:
 * {@code cloudmeta.instance.*} is set, so that no request is sent.
 *
 * <pre class="code">
 * &#64;SpringBootTest
 * &#64;FixedCloud(provider = "gcp", values = { "region=europe-west4", "tags.team=ml" })
 * class StoreTests {
 *     ...
 * }
 * </pre>
 *
 * Values that are not given are missing. The values have the precedence of those of
 * {@link SimulatedCloud}, and are found on superclasses, enclosing classes and custom
 * annotations likewise. A test of the requests of the application needs
 * {@link SimulatedCloud}.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface FixedCloud {

	/**
	 * Alias for {@link #provider()}.
	 * @return the provider
	 */
	@AliasFor("provider")
	String value() default "";

	/**
	 * The cloud's id, such as {@code aws}, {@code local} for none, or the id of a cloud
	 * that {@code cloudmeta.custom.*} defines. Any other id fails the start.
	 * @return the provider
	 */
	@AliasFor("value")
	String provider() default "";

	/**
	 * Values, each as {@code name=value} with the name of a getter of
	 * {@code CloudInstance}, such as {@code region=eu-west-1}, or {@code tags.} and a
	 * name.
	 * @return the values
	 */
	String[] values() default {};

}

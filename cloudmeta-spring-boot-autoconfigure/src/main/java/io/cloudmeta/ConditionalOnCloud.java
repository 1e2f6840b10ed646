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

package io.cloudmeta;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.cloudmeta.autoconfigure.condition.OnCloudCondition;

import org.springframework.context.annotation.Conditional;

/**
 * {@link Conditional @Conditional} that matches if the application runs on a certain
 * cloud. Without an attribute it matches if {@link CloudInstance#isCloud()} is true: on
 * any cloud, but not on Kubernetes or Nomad if no cloud below is known. If several
 * attributes are set, all must match.
 * <p>
 * It is evaluated once, while the context starts. It starts the detection if necessary
 * and waits for it: at most {@code cloudmeta.detection.timeout} or, if the configuration
 * or local evidence identifies the cloud or it has proven itself,
 * {@code cloudmeta.fetch.timeout}. Conditions on classes and properties are evaluated
 * first, so that no request is sent if one of those does not match. A cloud that is found
 * later, in the background, changes no bean.
 * <p>
 * Ahead-of-time processing evaluates conditions on the build machine, so it fails at this
 * one. Choose at run time instead: in a bean's factory method that calls
 * {@link CloudInstance}, with an {@link org.springframework.beans.factory.ObjectProvider
 * ObjectProvider} of each candidate.
 *
 * @since 0.1.0
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Conditional(OnCloudCondition.class)
public @interface ConditionalOnCloud {

	/**
	 * Ids of the clouds, any of which may be the application's, such as {@code aws}.
	 * {@code local}, {@code kubernetes} and {@code nomad} are no clouds, but match where
	 * they are the provider. An id that no cloud has fails the start.
	 * @return the ids
	 * @see CloudProvider#getId()
	 */
	String[] value() default {};

	/**
	 * Platforms, one of which must be the application's, by OpenTelemetry's names, such
	 * as {@code gcp_cloud_run}.
	 * @return the platforms
	 * @see CloudInstance#getPlatform()
	 */
	String[] platform() default {};

	/**
	 * Lifecycles, one of which must be the instance's, such as {@code spot} or
	 * {@code on-demand}. It does not match if the cloud does not provide the lifecycle.
	 * On AWS, the lifecycle takes one more request.
	 * @return the lifecycles
	 * @see CloudInstance#getLifecycle()
	 */
	String[] lifecycle() default {};

}

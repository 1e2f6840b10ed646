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

import io.cloudmeta.test.CloudSimulator.Dmi;
import io.cloudmeta.test.CloudSimulator.Fault;

import org.springframework.core.annotation.AliasFor;

/**
 * Runs the application of a test on a simulated cloud. A {@link CloudSimulator} is
 * started with the application context, its {@linkplain CloudSimulator#getProperties()
 * properties} are in the environment before anything reads it, and it is a bean:
 *
 * <pre class="code">
 * &#64;SpringBootTest
 * &#64;SimulatedCloud(cloud = "azure", values = { "region=westeurope", "tags.team=ml" })
 * class ReportTests {
 *
 *     &#64;Test
 *     void namesTheRegion(@Autowired CloudInstance instance) {
 *         ...
 *     }
 *
 * }
 * </pre>
 *
 * The properties win over all properties that are not the test's own: system properties,
 * environment variables, configuration files. The test's {@code properties},
 * {@code args}, {@code @TestPropertySource} and {@code @DynamicPropertySource} win over
 * them.
 * <p>
 * Tests with equal annotations share a context, as usual, and with it a simulator.
 * Superclasses, enclosing classes of nested tests and annotations that carry this one
 * count; the nearest wins as a whole, also over a {@link FixedCloud}.
 *
 * @since 0.1.0
 * @see CloudSimulator
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface SimulatedCloud {

	/**
	 * Alias for {@link #cloud()}.
	 * @return the cloud
	 */
	@AliasFor("cloud")
	String value() default "";

	/**
	 * The cloud's id, such as {@code aws} or {@code hetzner}, {@code none} for a laptop,
	 * or {@code custom.} and the id of a cloud that the application's configuration
	 * defines by {@code cloudmeta.custom.*}.
	 * @return the cloud
	 */
	@AliasFor("value")
	String cloud() default "";

	/**
	 * Values in place of the invented ones, each as {@code name=value} with a name as in
	 * {@link CloudSimulator.Builder#value(String, String)}. A value that is empty is
	 * absent.
	 * @return the values
	 */
	String[] values() default {};

	/**
	 * The content of the machine's firmware.
	 * @return the choice
	 */
	Dmi dmi() default Dmi.CLOUD;

	/**
	 * How the metadata service fails from the start. {@link CloudSimulator#setFault}
	 * changes it while the test runs.
	 * @return the fault
	 */
	Fault fault() default Fault.NONE;

	/**
	 * Whether the machine has the file in which cloud-init keeps what it learned when the
	 * machine booted.
	 * @return whether there is one, {@code false} by default
	 * @see CloudSimulator.Builder#cloudInit()
	 */
	boolean cloudInit() default false;

	/**
	 * What the instance becomes some time after the simulator's start.
	 * {@link CloudSimulator#elapse} brings that forward, and
	 * {@link CloudSimulator#change} changes it at once.
	 * @return the changes
	 */
	Change[] changes() default {};

	/**
	 * A change of the instance.
	 */
	@Target({})
	@Retention(RetentionPolicy.RUNTIME)
	@Documented
	@interface Change {

		/**
		 * How long after the start, such as {@code 2s} or {@code 1h}. A time that no test
		 * lasts waits for {@link CloudSimulator#elapse}.
		 * @return the time, in one of Spring Boot's forms of durations
		 */
		String after();

		/**
		 * The values that change, as in {@link SimulatedCloud#values()}. All others stay.
		 * @return the values
		 */
		String[] values();

	}

}

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

package io.cloudmeta.autoconfigure.core;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.cloudmeta.autoconfigure.custom.CustomCloudProperties;
import io.cloudmeta.internal.detection.FetchSource;
import io.cloudmeta.internal.detection.Probe;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Lazy;

/**
 * Properties of cloudmeta.
 *
 * @param enabled Whether to detect the cloud that the application runs on. If not, the
 * instance is local, no request is sent and placeholders take their defaults.
 * @param provider Id of the cloud that the application runs on, for which detection is
 * skipped. "auto" detects the cloud, "local" sends no request. The environment variable
 * CLOUD_PROVIDER means the same, with lower precedence.
 * @param detection how the cloud is detected
 * @param fetch how the identity is read
 * @param instance fixed values
 * @param refresh how the identity is kept up to date
 * @param profiles whether profiles follow the cloud
 * @param metrics tags of meters
 * @param opentelemetry attributes of OpenTelemetry's resource
 * @param logging fields of log events
 * @param discovery metadata of registrations
 * @param info values in Actuator's info
 * @param tags which tags are read
 * @param custom Custom clouds by their ids, each with the address of its metadata
 * service, the proof of its identity and the location of each value.
 * @see InstanceLifecycle
 * @since 0.1.0
 */
@Lazy
@ConfigurationProperties("cloudmeta")
public record CloudMetaProperties(@DefaultValue("true") boolean enabled, @Nullable String provider,
		@DefaultValue Detection detection, @DefaultValue Fetch fetch, @DefaultValue Instance instance,
		@DefaultValue Refresh refresh, @DefaultValue Profiles profiles, @DefaultValue Metrics metrics,
		@DefaultValue OpenTelemetry opentelemetry, @DefaultValue Logging logging, @DefaultValue Discovery discovery,
		@DefaultValue Info info, @DefaultValue Tags tags, @DefaultValue Map<String, CustomCloudProperties> custom) {

	/** In less, a reading that takes its time would follow another without a pause. */
	private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(10);

	/**
	 * Returns what is bound where nothing is set, in a fraction of the time.
	 */
	static CloudMetaProperties defaults() {
		return new CloudMetaProperties(true, null,
				new Detection(Duration.ofMillis(500), Duration.ofMinutes(10), Probe.AUTO, "/sys", "/"),
				new Fetch(Duration.ofSeconds(5), FetchSource.SERVICE),
				new Instance(null, null, null, null, null, null, null, null, null, null, null, null, null, Map.of()),
				new Refresh(null), new Profiles(false),
				new Metrics(null, List.of("provider", "region", "availabilityZone")), new OpenTelemetry(true),
				new Logging(true), new Discovery(true),
				new Info(List.of("provider", "platform", "region", "availabilityZone", "instanceId", "instanceType")),
				new Tags(List.of("*")), Map.of());
	}

	private static Duration positive(String property, Duration value) {
		if (value.isNegative() || value.isZero()) {
			throw new InvalidConfigurationPropertyValueException(property, value,
					"Must be a positive duration, such as 500ms");
		}
		return value;
	}

	/**
	 * How the cloud is detected.
	 *
	 * @param timeout Total time allowed for probing where nothing local identifies the
	 * cloud. Reading the machine's own files, which comes first, is limited to the same
	 * time.
	 * @param backgroundTimeout Time for which detection continues in the background where
	 * no metadata service responded but nothing ruled a cloud out, or where a known cloud
	 * could not be read. None if it is 0.
	 * @param probe When to probe the network: "auto" where nothing local rules out a
	 * cloud, "never", or "always".
	 * @param sysfs Directory of the kernel's files about the machine, for containers that
	 * see those of the host elsewhere.
	 * @param root Directory below which all other files of the machine are read, such as
	 * DHCP leases, for containers that see those of the host elsewhere.
	 */
	public record Detection(@DefaultValue("500ms") Duration timeout, @DefaultValue("10m") Duration backgroundTimeout,
			@DefaultValue("auto") Probe probe, @DefaultValue("/sys") String sysfs, @DefaultValue("/") String root) {

		public Detection {
			positive("cloudmeta.detection.timeout", timeout);
			if (backgroundTimeout.isNegative()) {
				throw new InvalidConfigurationPropertyValueException("cloudmeta.detection.background-timeout",
						backgroundTimeout, "Must not be negative. Write a duration such as 10m, or 0 for none");
			}
		}

	}

	/**
	 * How the identity is read.
	 *
	 * @param timeout Total time allowed for reading the identity of a cloud that is
	 * identified or has proven itself, retries included.
	 * @param source Source of the identity at start-up: "service", or "cloud-init" to
	 * send no request where the file that cloud-init wrote when the machine booted names
	 * the cloud. Values that the file lacks are absent until the identity is read again.
	 */
	public record Fetch(@DefaultValue("5s") Duration timeout, @DefaultValue("service") FetchSource source) {

		public Fetch {
			positive("cloudmeta.fetch.timeout", timeout);
		}

	}

	/**
	 * Fixed values, each of which wins over what is detected.
	 *
	 * @param provider Id of the cloud. If it is set, no request is sent.
	 * @param platform Platform in OpenTelemetry's terms, such as "aws_ec2".
	 * @param region Geographical region.
	 * @param availabilityZone Availability zone within the region.
	 * @param accountId Id of the account, the subscription or the project.
	 * @param instanceId Id of the instance.
	 * @param instanceName Name of the instance.
	 * @param instanceType Machine type of the instance.
	 * @param imageId Id of the image that the instance was started from.
	 * @param hostname Host name of the instance.
	 * @param privateIp Private address of the primary network interface.
	 * @param publicIp Public address of the primary network interface.
	 * @param lifecycle Lifecycle of the instance, which is how it is paid for: "spot",
	 * "on-demand" or the cloud's own term.
	 * @param tags Tags of the instance by their names.
	 */
	public record Instance(@Nullable String provider, @Nullable String platform, @Nullable String region,
			@Nullable String availabilityZone, @Nullable String accountId, @Nullable String instanceId,
			@Nullable String instanceName, @Nullable String instanceType, @Nullable String imageId,
			@Nullable String hostname, @Nullable String privateIp, @Nullable String publicIp,
			@Nullable String lifecycle, @DefaultValue Map<String, String> tags) {

	}

	/**
	 * How the identity is kept up to date.
	 *
	 * @param interval Interval at which the identity is read again. Not read again unless
	 * set.
	 */
	public record Refresh(@Nullable Duration interval) {

		public Refresh {
			if (interval != null && interval.compareTo(SHORTEST_INTERVAL) < 0) {
				throw new InvalidConfigurationPropertyValueException("cloudmeta.refresh.interval", interval,
						"Must be at least %dms. Write a duration such as 10m".formatted(SHORTEST_INTERVAL.toMillis()));
			}
		}

	}

	/**
	 * Whether profiles follow the cloud.
	 *
	 * @param enabled Whether to activate the profile "cloud" and those with the names of
	 * the provider and the platform on a cloud. Must be set where Spring Boot finds it
	 * before it reads configuration files: in environment variables, system properties,
	 * on the command line or among the application's default properties.
	 */
	public record Profiles(@DefaultValue("false") boolean enabled) {

	}

	/**
	 * Tags of meters.
	 *
	 * @param enabled Whether to add tags to meters that show where the application runs.
	 * Unless set, they are added where a registry exports meters.
	 * @param tags Values that each meter has as tags, by the names of the getters of
	 * CloudInstance, or "tags." and a name. Prefer values that many instances share.
	 */
	// @formatter:off
	public record Metrics(@Nullable Boolean enabled, @DefaultValue({ "provider", "region",
			"availabilityZone" }) List<String> tags) {
		// @formatter:on

	}

	/**
	 * Attributes of OpenTelemetry's resource.
	 *
	 * @param enabled Whether to add where the application runs to the attributes of
	 * OpenTelemetry's resource.
	 */
	public record OpenTelemetry(@DefaultValue("true") boolean enabled) {

	}

	/**
	 * Fields of log events.
	 *
	 * @param enabled Whether to add where the application runs to structured log events
	 * and to patterns with "%cloud".
	 */
	public record Logging(@DefaultValue("true") boolean enabled) {

	}

	/**
	 * Metadata of registrations for service discovery.
	 *
	 * @param enabled Whether to add where the application runs to the metadata of Spring
	 * Cloud's registrations.
	 */
	public record Discovery(@DefaultValue("true") boolean enabled) {

	}

	/**
	 * Values in Actuator's info.
	 *
	 * @param include Values to show, by the names of the getters of CloudInstance. "tags"
	 * adds the tags, "*" everything.
	 */
	// @formatter:off
	public record Info(@DefaultValue({ "provider", "platform", "region", "availabilityZone", "instanceId",
			"instanceType" }) List<String> include) {
		// @formatter:on

	}

	/**
	 * Which tags are read.
	 *
	 * @param include Names of the tags that may be read at all, in which an asterisk
	 * stands for any text. The case of letters does not count.
	 */
	public record Tags(@DefaultValue("*") List<String> include) {

	}

}

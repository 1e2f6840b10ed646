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
 * @param enabled whether to find out where the application runs. If not, the instance is
 * local, nothing is requested and placeholders take their defaults
 * @param provider id of the cloud that the application runs on: detection is skipped and
 * that one is asked. "auto" detects it, "local" asks nobody. The environment variable
 * CLOUD_PROVIDER means the same, with lower precedence
 * @param detection how the cloud is detected
 * @param fetch how the identity is read
 * @param instance fixed values
 * @param refresh how the identity is kept up to date
 * @param profiles whether profiles follow the cloud
 * @param metrics what metrics tell
 * @param opentelemetry what OpenTelemetry's resource tells
 * @param logging what log events tell
 * @param discovery what registrations tell
 * @param info what Actuator's info tells
 * @param tags which tags are read
 * @param custom custom clouds by their ids: where their metadata service lives, how it
 * proves itself and where each value stands
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
				new Instance(null, null, null, null, null, null, null, null, null, null, null, null, null, null,
						Map.of(), Map.of()),
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
	 * @param timeout time that all clouds together have to answer where nothing on the
	 * machine names one. Before that, the machine's own files have the same time to be
	 * read
	 * @param backgroundTimeout time that the detection goes on in the background where
	 * nobody answered but nothing ruled a cloud out, or where a cloud is known but could
	 * not be read. None if it is 0
	 * @param probe when to ask the network: "auto" where nothing on the machine rules
	 * clouds out, "never", or "always"
	 * @param sysfs directory of the kernel's files about the machine, for containers that
	 * see the host's elsewhere
	 * @param root directory below which all other files of the machine are read, such as
	 * DHCP leases, for containers that see the host's elsewhere
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
	 * @param timeout time that a cloud has to tell the identity, retries included, where
	 * the machine or the user names it
	 * @param source who tells the identity at start-up: "service", or "cloud-init" to ask
	 * nobody where the file that cloud-init wrote when the machine booted names the
	 * cloud. What it lacks is absent until the identity is read again
	 */
	public record Fetch(@DefaultValue("5s") Duration timeout, @DefaultValue("service") FetchSource source) {

		public Fetch {
			positive("cloudmeta.fetch.timeout", timeout);
		}

	}

	/**
	 * Fixed values, each of which wins over what is detected.
	 *
	 * @param provider id of the cloud. If it is given, nobody is asked for anything
	 * @param platform service of the cloud that runs the application, in OpenTelemetry's
	 * words, such as "aws_ec2"
	 * @param region geographical region
	 * @param availabilityZone availability zone within the region
	 * @param accountId id of the account, the subscription or the project
	 * @param instanceId id of the instance
	 * @param instanceName name of the instance
	 * @param instanceType machine type of the instance
	 * @param imageId id of the image that the instance was started from
	 * @param hostname host name of the instance
	 * @param privateIp private address of the primary network interface
	 * @param publicIp public address of the primary network interface
	 * @param lifecycle how the instance is paid for: "spot", "on-demand" or the cloud's
	 * own word
	 * @param availabilityZoneId Id of the availability zone across accounts.
	 * @param placement Ids of the placement by the names of its levels: zone, group,
	 * block, sub-block, rack, host and fault-domain.
	 * @param tags tags of the instance by their names
	 */
	public record Instance(@Nullable String provider, @Nullable String platform, @Nullable String region,
			@Nullable String availabilityZone, @Nullable String accountId, @Nullable String instanceId,
			@Nullable String instanceName, @Nullable String instanceType, @Nullable String imageId,
			@Nullable String hostname, @Nullable String privateIp, @Nullable String publicIp,
			@Nullable String lifecycle, @Nullable String availabilityZoneId,
			@DefaultValue Map<String, String> placement, @DefaultValue Map<String, String> tags) {

	}

	/**
	 * How the identity is kept up to date.
	 *
	 * @param interval time after which the identity is read again. Not read again unless
	 * set
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
	 * @param enabled whether the profiles "cloud" and those named like the provider and
	 * the platform are active on a cloud. Has to stand where Spring Boot finds it before
	 * it reads configuration files: in environment variables, system properties, on the
	 * command line or among the application's default properties
	 */
	public record Profiles(@DefaultValue("false") boolean enabled) {

	}

	/**
	 * What metrics tell.
	 *
	 * @param enabled whether meters say where the application runs. Unless set, they do
	 * where a registry exports them
	 * @param tags values that each meter has as tags, by the names of the getters of
	 * CloudInstance, or "tags." and a name. Choose those that few instances differ in
	 */
	// @formatter:off
	public record Metrics(@Nullable Boolean enabled, @DefaultValue({ "provider", "region",
			"availabilityZone" }) List<String> tags) {
		// @formatter:on

	}

	/**
	 * What OpenTelemetry's resource tells.
	 *
	 * @param enabled whether the attributes of OpenTelemetry's resource say where the
	 * application runs
	 */
	public record OpenTelemetry(@DefaultValue("true") boolean enabled) {

	}

	/**
	 * What log events tell.
	 *
	 * @param enabled whether structured log events, and patterns with "%cloud", say where
	 * the application runs
	 */
	public record Logging(@DefaultValue("true") boolean enabled) {

	}

	/**
	 * What registrations for service discovery tell.
	 *
	 * @param enabled whether the metadata of Spring Cloud's registrations say where the
	 * application runs
	 */
	public record Discovery(@DefaultValue("true") boolean enabled) {

	}

	/**
	 * What Actuator's info tells.
	 *
	 * @param include values to tell, by the names of the getters of CloudInstance. "tags"
	 * adds the tags, "*" everything
	 */
	// @formatter:off
	public record Info(@DefaultValue({ "provider", "platform", "region", "availabilityZone", "instanceId",
			"instanceType" }) List<String> include) {
		// @formatter:on

	}

	/**
	 * Which tags are read.
	 *
	 * @param include names of the tags that may be read at all, in which an asterisk
	 * stands for any text; the case of letters does not count
	 */
	public record Tags(@DefaultValue("*") List<String> include) {

	}

}

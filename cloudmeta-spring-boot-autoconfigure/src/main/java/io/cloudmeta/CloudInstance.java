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

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The machine that the application runs on, as its cloud describes it.
 * <p>
 * There is always exactly one bean of this type. Off the cloud, {@link #getProvider()} is
 * {@link CloudProvider#LOCAL} and all other values are missing. Missing values are
 * {@code null}, an empty list or an empty map, never an empty string or a text such as
 * "unknown".
 * <p>
 * The first call of a getter waits for the detection, for no longer than
 * {@code cloudmeta.detection.timeout} or, if the configuration or local evidence
 * identifies the cloud or it has proven itself, {@code cloudmeta.fetch.timeout}. If the
 * file system of local evidence hangs, the detection continues without it after another
 * {@code cloudmeta.detection.timeout}. In any case the call returns after twice the sum
 * of both, with {@link CloudProvider#LOCAL} until the detection ends.
 * <p>
 * Values that take further requests are fetched by the first call, and kept. If that call
 * waits for the detection too, its own request has what remains of the longer of both
 * times, so that it returns within them; the value is missing if they are over, and the
 * next call requests it. From then on, each call returns within
 * {@code cloudmeta.fetch.timeout}, regardless of how many threads wait for other values.
 * For the same time after the service did not respond, was busy or closed the connection,
 * no request is sent; a value that the service denies or that is invalid is not requested
 * again for that time, and does not prevent others from being read. At most 256 values of
 * {@link #getAttribute(String)} are kept, those that were used last.
 * <p>
 * While a Spring Boot application starts, all calls and placeholders together wait no
 * longer than one call: for the longer of both times. A value that is not read by then is
 * missing, and a call after the start requests it.
 * <p>
 * No getter throws an exception because a metadata service fails: the value is missing
 * then, and {@link #getDetection()} contains the reason.
 * <p>
 * Implementations are thread-safe.
 *
 * @since 0.1.0
 */
public interface CloudInstance {

	/**
	 * Returns the cloud.
	 * @return the cloud's provider, {@link CloudProvider#LOCAL} off the cloud
	 */
	CloudProvider getProvider();

	/**
	 * Returns the service of the cloud that runs the application, as in OpenTelemetry's
	 * {@code cloud.platform}, such as {@code aws_ec2}, {@code azure.vm} or
	 * {@code gcp_compute_engine}.
	 * @return the platform, or {@code null} off the cloud
	 * @see <a href=
	 * "https://opentelemetry.io/docs/specs/semconv/registry/attributes/cloud/">
	 * OpenTelemetry's cloud attributes</a>
	 */
	@Nullable String getPlatform();

	/**
	 * Returns the geographical region, such as {@code eu-west-1}.
	 * @return the region, or {@code null} if the cloud has none or does not provide it
	 */
	@Nullable String getRegion();

	/**
	 * Returns the availability zone within the region, such as {@code eu-west-1b}. Azure
	 * numbers its zones: {@code 2}.
	 * @return the zone, or {@code null} where the instance is in none
	 */
	@Nullable String getAvailabilityZone();

	/**
	 * Returns who pays: AWS's account, Azure's subscription, Google's project.
	 * @return the account's id as text, with its leading zeros, or {@code null} if the
	 * cloud does not provide it
	 */
	@Nullable String getAccountId();

	/**
	 * Returns the id of the instance in the cloud's API.
	 * @return the id as text, or {@code null} if the cloud does not provide it
	 */
	@Nullable String getInstanceId();

	/**
	 * Returns the name that a person gave to the instance.
	 * @return the name, or {@code null} where there is none or where it is not readable,
	 * such as on AWS without access to tags
	 */
	@Nullable String getInstanceName();

	/**
	 * Returns the machine type, such as {@code m7g.xlarge}.
	 * @return the type, or {@code null} if the cloud does not provide it
	 */
	@Nullable String getInstanceType();

	/**
	 * Returns the image that the instance was started from.
	 * @return the image's id, or {@code null} where there is none
	 */
	@Nullable String getImageId();

	/**
	 * Returns the host name that the cloud gave to the instance.
	 * @return the host name, or {@code null} if the cloud does not provide it
	 */
	@Nullable String getHostname();

	/**
	 * Returns the private address of the primary network interface: IPv4 if it has one,
	 * else IPv6.
	 * @return the address, or {@code null} if the cloud does not provide it
	 */
	@Nullable String getPrivateIp();

	/**
	 * Returns the public address of the primary network interface: IPv4 if it has one,
	 * else IPv6.
	 * @return the address, or {@code null} if the interface has none or the cloud does
	 * not provide it
	 */
	@Nullable String getPublicIp();

	/**
	 * Returns how the instance is paid for: {@code spot} if the cloud may take it back at
	 * any time (Azure's {@code Spot} and {@code Low}, Google's Spot and preemptible
	 * virtual machines), {@code on-demand} if not, otherwise the cloud's own term. It is
	 * read from AWS's {@code instance-life-cycle}, which takes one request, and from the
	 * documents of Azure ({@code priority}) and Google ({@code scheduling.preemptible}).
	 * @return the lifecycle, or {@code null} if the cloud does not provide it
	 * @see <a href=
	 * "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-metadata.html">AWS:
	 * instance metadata categories</a>
	 * @see <a href=
	 * "https://learn.microsoft.com/en-us/azure/virtual-machines/instance-metadata-service">Azure:
	 * instance metadata</a>
	 * @see <a href=
	 * "https://cloud.google.com/compute/docs/metadata/predefined-metadata-keys">Google:
	 * predefined metadata keys</a>
	 */
	@Nullable String getLifecycle();

	/**
	 * Returns the identity of the availability zone across accounts. Accounts of AWS and
	 * subscriptions of Azure may have different names for the same zone, but this value
	 * is the same in all of them: AWS's {@code availability-zone-id} ({@code euw1-az2}),
	 * Azure's {@code physicalZone} ({@code westeurope-AZ02}).
	 * @return the id, or {@code null} where the cloud has none
	 * @see <a href=
	 * "https://docs.aws.amazon.com/global-infrastructure/latest/regions/az-ids.html">AWS:
	 * Availability Zone IDs</a>
	 */
	@Nullable String getAvailabilityZoneId();

	/**
	 * Returns the location in the data center, for code that orders workers by proximity.
	 * It takes one request on Azure and Oracle Cloud, up to two on Google Cloud and four
	 * on AWS.
	 * @return the placement, which is {@linkplain CloudPlacement#isEmpty() empty} where
	 * the cloud does not reveal it
	 */
	CloudPlacement getPlacement();

	/**
	 * Returns the network interfaces, the primary one first.
	 * @return an unmodifiable list, empty if the cloud does not provide it
	 */
	List<NetworkInterface> getNetworkInterfaces();

	/**
	 * Returns the tags (labels) of the instance, as far as the instance may read them and
	 * {@code cloudmeta.tags.include} allows them. On Google these are the network tags,
	 * each with an empty value. Tags whose names look like secrets are left out, and so
	 * are those that are not text in one line. There are at most 1000.
	 * @return an unmodifiable map, first the tags that the user set, then the others in
	 * the cloud's order, empty where there are none
	 */
	Map<String, String> getTags();

	/**
	 * Returns the value of one tag. If the cloud returns each tag by a request of its
	 * own, as AWS does, this takes one request, and {@link #getTags()} one for each tag.
	 * @param name the name of the tag
	 * @return the value, which may be empty, or {@code null} if {@link #getTags()} has no
	 * such tag
	 */
	default @Nullable String getTag(String name) {
		return getTags().get(name);
	}

	/**
	 * Returns the provider's own document, flattened: names are joined by dots and
	 * elements of lists are numbered, as in {@code compute.resourceGroupName} or
	 * {@code network.interface[0].macAddress}. Empty values and whatever may hold a
	 * secret (keys, user data, custom attributes, credentials) are left out.
	 * @return an unmodifiable map in the document's order, empty off the cloud
	 */
	Map<String, String> getAttributes();

	/**
	 * Returns one value by the provider's own path, such as {@code placement/region} on
	 * AWS, {@code compute/vmId} on Azure or {@code instance/zone} on Google. It is taken
	 * from the document where that holds it, otherwise it is fetched, and kept. It may
	 * have several lines, but contains no other control or invisible characters.
	 * @param path the path below the provider's tree of metadata: {@code meta-data/} on
	 * AWS, {@code instance/} on Azure, {@code computeMetadata/v1/} on Google
	 * @return the value, or {@code null} where there is none, where it cannot be read or
	 * off the cloud
	 * @throws IllegalArgumentException if the path leaves that tree, leads to what looks
	 * like a secret (credentials, a token, a key, a script, user data), or lists custom
	 * metadata
	 */
	@Nullable String getAttribute(String path);

	/**
	 * Fetches the user data that the instance was started with: a script or configuration
	 * that often contains secrets. It is fetched anew with each call, within
	 * {@code cloudmeta.fetch.timeout}, and not kept; no placeholder, endpoint or log
	 * contains it. This is not a getter, so that templates and serializers do not find
	 * it.
	 * @return the bytes as they were given to the cloud, 256 KB at most; {@code null} if
	 * there is none, if it cannot be read ({@link #getDetection()} contains the reason),
	 * on a cloud that does not provide it (IBM, Scaleway, Vultr, and OpenNebula's
	 * OneGate) or off the cloud
	 */
	byte @Nullable [] fetchUserData();

	/**
	 * Returns when the identity was read from the cloud.
	 * @return the time, or {@code null} when nothing was fetched
	 */
	@Nullable Instant getFetchedAt();

	/**
	 * Returns whether the application runs on a cloud or on a platform that is known to
	 * run on one.
	 * @return {@code false} if {@link #getProvider()} is {@link CloudProvider#LOCAL}, and
	 * if it is {@link CloudProvider#KUBERNETES} or {@link CloudProvider#NOMAD}, which
	 * means that no cloud below the scheduler is known
	 */
	default boolean isCloud() {
		return getProvider().isCloud();
	}

	/**
	 * Returns how the cloud was found: each signal that was evaluated and each failure.
	 * @return the report of the latest detection
	 */
	DetectionReport getDetection();

	/**
	 * Returns the current reading of this instance. All values of the result belong to
	 * one reading, also while another one is made; two calls of this instance itself may
	 * return values of two readings.
	 * @return the instance of one reading
	 */
	default CloudInstance snapshot() {
		return this;
	}

	/**
	 * Reads the identity again, and then those values that take requests of their own,
	 * such as tags on AWS, if they were read before. The last successful reading remains
	 * if the cloud cannot be read. Waits within the same limits as the first call of a
	 * getter, and for the values within {@code cloudmeta.fetch.timeout}; if an earlier
	 * reading is in progress, waits for that one first. Calls that wait at the same time
	 * share one reading.
	 * @return whether the identity differs from the one before, or a value or tag that
	 * was read for both
	 */
	boolean refresh();

}

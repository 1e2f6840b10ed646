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

package io.cloudmeta.internal.cloud;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataClient.IssuedToken;
import io.cloudmeta.spi.MetadataDocument;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.spi.MetadataResponse;
import io.cloudmeta.spi.MetadataService;
import io.cloudmeta.spi.MetadataText;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * The instance metadata service of Amazon EC2, version 2 and, where the user allows it,
 * version 1.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-metadata.html">Use
 * instance metadata to manage your EC2 instance</a>
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-identity-documents.html">Instance
 * identity documents</a>
 */
class AwsMetadataService implements MetadataService {

	private static final String PLATFORM = "aws_ec2";

	/** Where users have turned it on. */
	private static final String IPV6 = "http://[fd00:ec2::254]";

	private static final String TOKEN_PATH = "/latest/api/token";

	private static final String TOKEN_HEADER = "X-aws-ec2-metadata-token";

	private static final String TOKEN_TTL_HEADER = "X-aws-ec2-metadata-token-ttl-seconds";

	private static final Duration TOKEN_TTL = Duration.ofHours(6);

	/** What EC2's service calls itself, even where it refuses to answer. */
	private static final String SERVER = "EC2ws";

	/** Stands for a token where only version 1 answers. */
	private static final String VERSION_1 = "";

	private static final Duration VERSION_1_LIFE = Duration.ofMinutes(5);

	private static final String DOCUMENT_PATH = "/latest/dynamic/instance-identity/document";

	private static final String METADATA = "/latest/meta-data/";

	private static final String USER_DATA = "/latest/user-data";

	private static final String TAGS = "tags/instance/";

	private static final String IMDS_V1_FALLBACK = "imds-v1-fallback";

	private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e&&[^<>]]{1,1024}");

	private static final Pattern INSTANCE_ID = Pattern.compile("i-([0-9a-f]{8}|[0-9a-f]{17})");

	private static final Pattern DEVICE_NUMBER = Pattern.compile("\\d{1,3}");

	private static final Pattern ACCOUNT_ID = Pattern.compile("\\d{12}");

	/** Paths whose values the identity document holds. */
	private static final Map<String, String> IN_DOCUMENT = Map.of("ami-id", "imageId", "instance-id", "instanceId",
			"instance-type", "instanceType", "local-ipv4", "privateIp", "placement/availability-zone",
			"availabilityZone", "placement/region", "region", "kernel-id", "kernelId", "ramdisk-id", "ramdiskId");

	private static final Map<String, String> NAMES = Map.ofEntries(Map.entry("amiId", "ami-id"),
			Map.entry("amiLaunchIndex", "ami-launch-index"), Map.entry("architecture", "architecture"),
			Map.entry("autoScalingGroupName", TAGS + "aws:autoscaling:groupName"),
			Map.entry("availabilityZoneId", "placement/availability-zone-id"),
			Map.entry("instanceLifeCycle", "instance-life-cycle"), Map.entry("kernelId", "kernel-id"),
			Map.entry("localHostname", "local-hostname"), Map.entry("localIpv4", "local-ipv4"), Map.entry("mac", "mac"),
			Map.entry("partition", "services/partition"), Map.entry("pendingTime", "pendingTime"),
			Map.entry("placementGroupName", "placement/group-name"), Map.entry("publicHostname", "public-hostname"),
			Map.entry("publicIpv4", "public-ipv4"), Map.entry("ramdiskId", "ramdisk-id"),
			Map.entry("reservationId", "reservation-id"), Map.entry("servicesDomain", "services/domain"));

	@Override
	public CloudProvider getProvider() {
		return CloudProvider.AWS;
	}

	@Override
	public MetadataEndpoint getEndpoint(Function<String, @Nullable String> environment) {
		MetadataEndpoint endpoint = address(environment);
		String fallback = environment.apply("cloudmeta.aws.imds-v1-fallback");
		boolean v1 = fallback == null || Flag.parse("cloudmeta.aws.imds-v1-fallback", fallback);
		if (Flag.isSet(environment, "AWS_EC2_METADATA_V1_DISABLED", "aws.disableEc2MetadataV1")) {
			v1 = false;
		}
		if (Flag.isSet(environment, "AWS_EC2_METADATA_DISABLED", "aws.disableEc2Metadata")) {
			endpoint = endpoint.disabledBy("AWS_EC2_METADATA_DISABLED");
		}
		return endpoint.with(IMDS_V1_FALLBACK, Boolean.toString(v1));
	}

	private MetadataEndpoint address(Function<String, @Nullable String> environment) {
		for (String property : List.of("cloudmeta.aws.endpoint", "AWS_EC2_METADATA_SERVICE_ENDPOINT",
				"aws.ec2MetadataServiceEndpoint")) {
			String value = environment.apply(property);
			if (StringUtils.hasText(value)) {
				return MetadataEndpoint.configured(property, value);
			}
		}
		String mode = environment.apply("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE");
		if (!StringUtils.hasText(mode)) {
			mode = environment.apply("aws.ec2MetadataServiceEndpointMode");
		}
		return "ipv6".equalsIgnoreCase(mode) ? MetadataEndpoint.wellKnown(IPV6)
				: MetadataEndpoint.wellKnown("http://169.254.169.254").withAlternative(IPV6);
	}

	@Override
	public InstanceMetadata identify(MetadataClient client, boolean proven) throws MetadataException {
		boolean v1Allowed = proven && Boolean.parseBoolean(client.getEndpoint().options().get(IMDS_V1_FALLBACK));
		MetadataResponse response = get(client, DOCUMENT_PATH, v1Allowed);
		if (response.status() == 404) {
			throw new MetadataException(Kind.NOT_THIS_CLOUD, "there is no identity document",
					"something answers like EC2 but is not");
		}
		check(response, DOCUMENT_PATH);
		MetadataDocument document = MetadataDocument.parse(response.body());
		if (document == null || !isInstance(document)) {
			throw new MetadataException(Kind.NOT_THIS_CLOUD, "the answer is no identity document of EC2",
					"something answers like EC2 but is not");
		}
		return map(document);
	}

	/**
	 * OpenStack, CloudStack and others serve EC2's paths too, Firecracker even its token.
	 */
	private boolean isInstance(MetadataDocument document) {
		return MetadataText.matches(INSTANCE_ID, document.get("instanceId"))
				&& MetadataText.matches(ACCOUNT_ID, document.get("accountId")) && document.get("region") != null;
	}

	private InstanceMetadata map(MetadataDocument document) {
		return InstanceMetadata.of(CloudProvider.AWS)
			.set(CloudField.PLATFORM, PLATFORM)
			.set(CloudField.REGION, document.get("region"))
			.set(CloudField.AVAILABILITY_ZONE, document.get("availabilityZone"))
			.set(CloudField.ACCOUNT_ID, document.get("accountId"))
			.set(CloudField.INSTANCE_ID, document.get("instanceId"))
			.set(CloudField.INSTANCE_TYPE, document.get("instanceType"))
			.set(CloudField.IMAGE_ID, document.get("imageId"))
			.set(CloudField.PRIVATE_IP, document.get("privateIp"))
			.defer(CloudField.INSTANCE_NAME)
			.defer(CloudField.HOSTNAME)
			.defer(CloudField.PRIVATE_IP)
			.defer(CloudField.PUBLIC_IP)
			.deferTags()
			.deferNetworkInterfaces()
			.attributes(document.asMap())
			.build();
	}

	@Override
	public InstanceMetadata identify(Map<String, String> dmi) {
		InstanceMetadata.Builder identity = InstanceMetadata.of(CloudProvider.AWS).set(CloudField.PLATFORM, PLATFORM);
		String instanceId = dmi.get("board_asset_tag");
		if (MetadataText.matches(INSTANCE_ID, instanceId)) {
			// Nitro: the product is the instance type
			identity.set(CloudField.INSTANCE_ID, instanceId).set(CloudField.INSTANCE_TYPE, dmi.get("product_name"));
		}
		return identity.build();
	}

	@Override
	public @Nullable String find(Map<String, String> attributes, String path) {
		return attributes.get(IN_DOCUMENT.getOrDefault(path, path));
	}

	@Override
	public @Nullable String tagOf(String path) {
		String tag = Tags.nameIn(path, TAGS);
		return (tag == null && Tags.isIn(path, "tags")) ? "" : tag;
	}

	@Override
	public @Nullable String tagOf(CloudField field) {
		return (field == CloudField.INSTANCE_NAME) ? "Name" : null;
	}

	@Override
	public @Nullable String fetch(MetadataClient client, String path) throws MetadataException {
		return MetadataText.block(read(client, path));
	}

	@Override
	public @Nullable String fetch(MetadataClient client, CloudField field) throws MetadataException {
		return switch (field) {
			case INSTANCE_NAME -> MetadataText.value(read(client, TAGS + "Name"));
			case HOSTNAME -> MetadataText.value(read(client, "local-hostname"));
			case PRIVATE_IP -> privateIp(client);
			case PUBLIC_IP -> MetadataText.value(read(client, "public-ipv4"));
			// what the identity document tells too, for platforms that do not read it
			case INSTANCE_ID -> MetadataText.value(read(client, "instance-id"));
			case INSTANCE_TYPE -> MetadataText.value(read(client, "instance-type"));
			case IMAGE_ID -> MetadataText.value(read(client, "ami-id"));
			case AVAILABILITY_ZONE -> MetadataText.value(read(client, "placement/availability-zone"));
			default -> null;
		};
	}

	private @Nullable String privateIp(MetadataClient client) throws MetadataException {
		String address = MetadataText.value(read(client, "local-ipv4"));
		// an instance that has IPv6 only
		return (address != null) ? address : MetadataText.value(read(client, "ipv6"));
	}

	@Override
	public Map<String, String> fetchTags(MetadataClient client, Predicate<String> allowed) throws MetadataException {
		Map<String, String> tags = new LinkedHashMap<>();
		for (String key : MetadataText.lines(read(client, TAGS))) {
			if (allowed.test(key) && MetadataPath.isSegment(key)) {
				String value = read(client, TAGS + key);
				if (value != null) {
					tags.put(key, MetadataText.strip(value));
				}
			}
		}
		return tags;
	}

	@Override
	public List<NetworkInterface> fetchNetworkInterfaces(MetadataClient client) throws MetadataException {
		Map<Integer, NetworkInterface> interfaces = new TreeMap<>();
		for (String directory : MetadataText.lines(read(client, "network/interfaces/macs/"))) {
			String mac = StringUtils.trimTrailingCharacter(directory, '/');
			if (!MetadataPath.isSegment(mac)) {
				continue;
			}
			String path = "network/interfaces/macs/" + mac + "/";
			String number = MetadataText.value(read(client, path + "device-number"));
			List<String> ipv6s = MetadataText.lines(read(client, path + "ipv6s"));
			List<String> privateAddresses = new ArrayList<>(MetadataText.lines(read(client, path + "local-ipv4s")));
			privateAddresses.addAll(ipv6s);
			interfaces.put(
					(number != null && MetadataText.matches(DEVICE_NUMBER, number)) ? Integer.parseInt(number)
							: 1000 + interfaces.size(),
					new NetworkInterface(mac, privateAddresses, MetadataText.lines(read(client, path + "public-ipv4s")),
							MetadataText.value(read(client, path + "subnet-id")),
							MetadataText.value(read(client, path + "vpc-id"))));
		}
		return List.copyOf(interfaces.values());
	}

	@Override
	public byte @Nullable [] fetchUserData(MetadataClient client) throws MetadataException {
		boolean v1Allowed = Boolean.parseBoolean(client.getEndpoint().options().get(IMDS_V1_FALLBACK));
		MetadataResponse response = get(client, USER_DATA, v1Allowed);
		if (response.status() == 404) {
			return null;
		}
		check(response, USER_DATA);
		return UserData.of(response);
	}

	@Override
	public Map<String, String> getNames() {
		return NAMES;
	}

	private @Nullable String read(MetadataClient client, String path) throws MetadataException {
		boolean v1Allowed = Boolean.parseBoolean(client.getEndpoint().options().get(IMDS_V1_FALLBACK));
		MetadataResponse response = get(client, METADATA + path, v1Allowed);
		if (response.status() == 404) {
			return null;
		}
		check(response, METADATA + path);
		return response.body();
	}

	private MetadataResponse get(MetadataClient client, String path, boolean v1Allowed) throws MetadataException {
		String token;
		try {
			token = client.token(() -> requestToken(client, v1Allowed));
		}
		catch (MetadataException ex) {
			if (v1Allowed && mayServeVersion1(ex)) {
				return getWithoutToken(client, path, ex);
			}
			throw ex;
		}
		MetadataResponse response = client.get(path, tokenHeader(token));
		if (response.status() == 401) {
			client.discardToken();
			response = client.get(path, tokenHeader(client.token(() -> requestToken(client, v1Allowed))));
		}
		return response;
	}

	private Map<String, String> tokenHeader(String token) {
		return token.equals(VERSION_1) ? Map.of() : Map.of(TOKEN_HEADER, token);
	}

	private IssuedToken requestToken(MetadataClient client, boolean v1Allowed) throws MetadataException {
		// A container that is one hop too far away never gets the answer to this one,
		// but gets all others: time has to be left for them where they may be made
		MetadataResponse response;
		try {
			response = (v1Allowed ? client.withinPart(3) : client).put(TOKEN_PATH,
					Map.of(TOKEN_TTL_HEADER, Long.toString(TOKEN_TTL.toSeconds())));
		}
		catch (MetadataException ex) {
			if (ex.getKind() == Kind.TIMEOUT) {
				throw new MetadataException(Kind.TIMEOUT, "the request for an IMDSv2 token was not answered in time",
						"in a container raise the hop limit (aws ec2 modify-instance-metadata-options"
								+ " --http-put-response-hop-limit 2); elsewhere check the firewall");
			}
			throw ex;
		}
		switch (response.status()) {
			case 200 -> {
				String token = response.body().trim();
				if (MetadataText.matches(TOKEN, token)) {
					return new IssuedToken(token, TOKEN_TTL);
				}
				throw new MetadataException(Kind.NOT_THIS_CLOUD, "what was answered is no IMDSv2 token",
						"something answers like EC2 but is not");
			}
			case 403 -> throw disabled(response);
			case 404, 405, 411,
					501 ->
				throw new MetadataException(Kind.NOT_THIS_CLOUD,
						"there are no IMDSv2 tokens (status %d)".formatted(response.status()),
						"something answers like EC2 but is not");
			case 400 -> throw new MetadataException(Kind.UNUSABLE, "the request for an IMDSv2 token was refused as bad",
					"check what stands between the application and the metadata service");
			default -> {
				check(response, TOKEN_PATH);
				throw new MetadataException(Kind.UNUSABLE,
						"the request for an IMDSv2 token got status %d".formatted(response.status()), "");
			}
		}
	}

	private boolean mayServeVersion1(MetadataException ex) {
		// EC2's own refusal is meant for version 1 too
		return !ex.isFromThisCloud()
				&& (ex.getKind() == Kind.TIMEOUT || ex.getKind() == Kind.NOT_THIS_CLOUD || ex.getKind() == Kind.DENIED);
	}

	private MetadataResponse getWithoutToken(MetadataClient client, String path, MetadataException tokenFailure)
			throws MetadataException {
		MetadataResponse response = client.get(path, Map.of());
		if (response.status() == 401 || response.status() == 403) {
			// version 1 is off, so what has to be cured is the token
			throw tokenFailure;
		}
		// not to wait for a token with each request that follows
		client.token(() -> new IssuedToken(VERSION_1, VERSION_1_LIFE));
		return response;
	}

	private void check(MetadataResponse response, String path) throws MetadataException {
		switch (response.status()) {
			case 200 -> {
			}
			case 401 -> throw refusal(response, "EC2 rejects its own token",
					"check what stands between the application and the metadata service");
			case 403 -> throw disabled(response);
			case 429, 500, 502, 503,
					504 ->
				throw new MetadataException(Kind.BUSY,
						"EC2's metadata service is busy (status %d)".formatted(response.status()),
						"it may be starting, or many ask it; ask again by refresh()");
			default -> throw new MetadataException(Kind.NOT_THIS_CLOUD,
					"%s got status %d".formatted(path, response.status()), "something answers like EC2 but is not");
		}
	}

	private static MetadataException disabled(MetadataResponse response) {
		return refusal(response, "the metadata service of this EC2 instance is turned off",
				"turn it on (aws ec2 modify-instance-metadata-options --http-endpoint enabled) or set"
						+ " cloudmeta.instance.*");
	}

	private static MetadataException refusal(MetadataResponse response, String problem, String advice) {
		MetadataException refusal = new MetadataException(Kind.DENIED, problem, advice);
		return SERVER.equals(response.header("Server")) ? refusal.fromThisCloud() : refusal;
	}

}

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
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataClient.IssuedToken;
import io.cloudmeta.spi.MetadataClient.TokenSupplier;
import io.cloudmeta.spi.MetadataDocument;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.spi.MetadataReader;
import io.cloudmeta.spi.MetadataResponse;
import io.cloudmeta.spi.MetadataService;
import io.cloudmeta.spi.MetadataText;
import io.cloudmeta.spi.TokenExchange;
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

	/** What EC2's service calls itself, even where it refuses the request. */
	private static final String SERVER = "EC2ws";

	private static final String NO_SUCH_TOKEN = "none";

	private static final String TOKEN_REFUSED = "the request for an IMDSv2 token was refused (status 403)";

	/** Placeholder for a token if only version 1 responds. */
	private static final String VERSION_1 = "";

	private static final Duration VERSION_1_LIFE = Duration.ofMinutes(5);

	private static final String DOCUMENT_PATH = "/latest/dynamic/instance-identity/document";

	private static final String METADATA = "/latest/meta-data/";

	private static final String USER_DATA = "/latest/user-data";

	private static final String TAGS = "tags/instance/";

	private static final String INTERFACES = "network/interfaces/macs/";

	private static final String ZONE_ID = "placement/availability-zone-id";

	private static final String IMDS_V1_FALLBACK = "imds-v1-fallback";

	private static final Pattern INSTANCE_ID = Pattern.compile("i-([0-9a-f]{8}|[0-9a-f]{17})");

	/** The number of a device or a network card. */
	private static final Pattern NUMBER = Pattern.compile("\\d{1,3}");

	/**
	 * Placeholder for a number that the service does not return: larger than all others.
	 */
	private static final int NO_NUMBER = 1000;

	private static final Pattern ACCOUNT_ID = Pattern.compile("\\d{12}");

	private static final MetadataReader READER = MetadataReader.of("EC2")
		.advice("check what is between the application and the metadata service", "another service responds like EC2")
		.token(TokenExchange.of(TOKEN_HEADER, (client, reader) -> requestToken(client, isVersion1Allowed(client))))
		.failingWith(AwsMetadataService::refusal)
		.build();

	/** Paths whose values the identity document or a platform's own metadata holds. */
	private static final Map<String, String> IN_DOCUMENT = Map.of("ami-id", "imageId", "instance-id", "instanceId",
			"instance-type", "instanceType", "local-ipv4", "privateIp", "placement/availability-zone",
			"availabilityZone", "placement/availability-zone-id", "availabilityZoneId", "placement/region", "region",
			"kernel-id", "kernelId", "ramdisk-id", "ramdiskId");

	private static final Map<String, String> NAMES = Map.ofEntries(Map.entry("amiId", "ami-id"),
			Map.entry("amiLaunchIndex", "ami-launch-index"), Map.entry("architecture", "architecture"),
			Map.entry("autoScalingGroupName", TAGS + "aws:autoscaling:groupName"),
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
		String address = environment.apply("cloudmeta.aws.endpoint");
		if (StringUtils.hasText(address)) {
			return MetadataEndpoint.configured("cloudmeta.aws.endpoint", address);
		}
		for (String variable : List.of("AWS_EC2_METADATA_SERVICE_ENDPOINT", "aws.ec2MetadataServiceEndpoint")) {
			String value = environment.apply(variable);
			if (StringUtils.hasText(value)) {
				return MetadataEndpoint.ofVariable(variable, value, vendors(environment));
			}
		}
		return vendors(environment);
	}

	private MetadataEndpoint vendors(Function<String, @Nullable String> environment) {
		String mode = environment.apply("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE");
		if (!StringUtils.hasText(mode)) {
			mode = environment.apply("aws.ec2MetadataServiceEndpointMode");
		}
		return "ipv6".equalsIgnoreCase(mode) ? MetadataEndpoint.wellKnown(IPV6)
				: MetadataEndpoint.wellKnown("http://169.254.169.254").withAlternative(IPV6);
	}

	@Override
	public InstanceMetadata identify(MetadataClient client, boolean proven) throws MetadataException {
		MetadataResponse response = document(client, proven);
		if (response.status() == 404) {
			throw READER.notThisCloud("there is no identity document");
		}
		READER.check(response, DOCUMENT_PATH);
		MetadataDocument document = MetadataDocument.parse(response.body());
		if (document == null || !isInstance(document)) {
			throw READER.notThisCloud("the response is no identity document of EC2");
		}
		client.proven();
		return map(document);
	}

	private MetadataResponse document(MetadataClient client, boolean proven) throws MetadataException {
		try {
			return get(client, DOCUMENT_PATH, proven && isVersion1Allowed(client));
		}
		catch (MetadataException ex) {
			// a wrong token makes this a request of version 2, which alarms no monitoring
			throw (proven && isTokenRefused(ex))
					? explained(ex, client.get(DOCUMENT_PATH, Map.of(TOKEN_HEADER, NO_SUCH_TOKEN))) : ex;
		}
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
			.defer(CloudField.LIFECYCLE)
			.defer(CloudField.AVAILABILITY_ZONE_ID)
			.deferTags()
			.deferNetworkInterfaces()
			.deferPlacement()
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
		String tag = MetadataDocument.below(path, TAGS);
		return (tag == null && MetadataDocument.below(path, "tags") != null) ? "" : tag;
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
			case INSTANCE_NAME -> value(client, TAGS + "Name");
			case HOSTNAME -> value(client, "local-hostname");
			case PRIVATE_IP -> privateIp(client);
			case PUBLIC_IP -> value(client, "public-ipv4");
			case LIFECYCLE -> value(client, "instance-life-cycle");
			case AVAILABILITY_ZONE_ID -> value(client, ZONE_ID);
			// values that the identity document contains too, for platforms that do not
			// read it
			case INSTANCE_ID -> value(client, "instance-id");
			case INSTANCE_TYPE -> value(client, "instance-type");
			case IMAGE_ID -> value(client, "ami-id");
			case AVAILABILITY_ZONE -> value(client, "placement/availability-zone");
			default -> null;
		};
	}

	private @Nullable String privateIp(MetadataClient client) throws MetadataException {
		String address = value(client, "local-ipv4");
		// an instance that has IPv6 only
		return (address != null) ? address : value(client, "ipv6");
	}

	@Override
	public List<String> fetchTagNames(MetadataClient client) throws MetadataException {
		return MetadataText.lines(read(client, TAGS)).stream().filter(MetadataPath::isSegment).toList();
	}

	@Override
	public @Nullable String fetchTag(MetadataClient client, String name) throws MetadataException {
		String value = MetadataPath.isSegment(name) ? read(client, TAGS + name) : null;
		return (value != null) ? MetadataText.strip(value) : null;
	}

	@Override
	public List<NetworkInterface> fetchNetworkInterfaces(MetadataClient client) throws MetadataException {
		Map<String, Integer> macs = new LinkedHashMap<>();
		for (String directory : MetadataText.lines(read(client, INTERFACES))) {
			String mac = StringUtils.trimTrailingCharacter(directory, '/');
			if (MetadataPath.isSegment(mac)) {
				macs.put(mac, number(client, mac, "device-number"));
			}
		}
		// a device number is unique only on its network card
		if (new HashSet<>(macs.values()).size() < macs.size()) {
			for (Map.Entry<String, Integer> mac : macs.entrySet()) {
				mac.setValue(networkCard(client, mac.getKey()) * NO_NUMBER + mac.getValue());
			}
		}
		List<String> inOrder = new ArrayList<>(macs.keySet());
		inOrder.sort(Comparator.comparing(macs::get));
		List<NetworkInterface> interfaces = new ArrayList<>();
		for (String mac : inOrder) {
			interfaces.add(networkInterface(client, mac));
		}
		return List.copyOf(interfaces);
	}

	/**
	 * The service returns the index by the first name, its documentation has the other.
	 */
	private int networkCard(MetadataClient client, String mac) throws MetadataException {
		int card = number(client, mac, "network-card");
		return (card != NO_NUMBER) ? card : number(client, mac, "network-card-index");
	}

	private int number(MetadataClient client, String mac, String leaf) throws MetadataException {
		String number = value(client, INTERFACES + mac + "/" + leaf);
		return MetadataText.matches(NUMBER, number) ? Integer.parseInt(number) : NO_NUMBER;
	}

	private NetworkInterface networkInterface(MetadataClient client, String mac) throws MetadataException {
		String path = INTERFACES + mac + "/";
		List<String> privateAddresses = new ArrayList<>(MetadataText.lines(read(client, path + "local-ipv4s")));
		privateAddresses.addAll(MetadataText.lines(read(client, path + "ipv6s")));
		return new NetworkInterface(mac, privateAddresses, MetadataText.lines(read(client, path + "public-ipv4s")),
				value(client, path + "subnet-id"), value(client, path + "vpc-id"));
	}

	/**
	 * The group and the partition exist only inside a placement group, the host only on
	 * dedicated hosts.
	 */
	@Override
	public Map<String, @Nullable String> fetchPlacement(MetadataClient client, InstanceMetadata identity)
			throws MetadataException {
		Map<String, @Nullable String> placement = new HashMap<>();
		placement.put("zone", value(client, ZONE_ID));
		placement.put("group", value(client, "placement/group-name"));
		placement.put("block", value(client, "placement/partition-number"));
		placement.put("host", value(client, "placement/host-id"));
		return placement;
	}

	@Override
	public byte @Nullable [] fetchUserData(MetadataClient client) throws MetadataException {
		return READER.userData(get(client, USER_DATA, isVersion1Allowed(client)), USER_DATA, false);
	}

	@Override
	public Map<String, String> getNames() {
		return NAMES;
	}

	private static boolean isVersion1Allowed(MetadataClient client) {
		return Boolean.parseBoolean(client.getEndpoint().options().get(IMDS_V1_FALLBACK));
	}

	private @Nullable String value(MetadataClient client, String path) throws MetadataException {
		return MetadataText.value(read(client, path));
	}

	private @Nullable String read(MetadataClient client, String path) throws MetadataException {
		return READER.text(get(client, METADATA + path, isVersion1Allowed(client)), METADATA + path);
	}

	/**
	 * Sends a request with a token or, if only version 1 responds and the settings allow
	 * it, without one.
	 */
	static MetadataResponse get(MetadataClient client, String path) throws MetadataException {
		return get(client, path, isVersion1Allowed(client));
	}

	private static MetadataResponse get(MetadataClient client, String path, boolean v1Allowed)
			throws MetadataException {
		TokenSupplier supplier = () -> requestToken(client, v1Allowed);
		try {
			client.token(supplier);
		}
		catch (MetadataException ex) {
			if (v1Allowed && mayServeVersion1(ex)) {
				return getWithoutToken(client, path, ex);
			}
			throw ex;
		}
		return READER.get(client, path, supplier);
	}

	private static IssuedToken requestToken(MetadataClient client, boolean v1Allowed) throws MetadataException {
		// A container that is one hop too far away never receives the response to this
		// request, but to all others: time has to be left for them if they may be sent
		MetadataResponse response;
		try {
			response = (v1Allowed ? client.withinPart(2) : client).put(TOKEN_PATH,
					Map.of(TOKEN_TTL_HEADER, Long.toString(TOKEN_TTL.toSeconds())));
		}
		catch (MetadataException ex) {
			if (ex.getKind() == Kind.TIMEOUT) {
				throw new MetadataException(Kind.TIMEOUT,
						"the request for an IMDSv2 token received no response in time",
						"in a container raise the hop limit (aws ec2 modify-instance-metadata-options"
								+ " --http-put-response-hop-limit 2); elsewhere check the firewall");
			}
			throw ex;
		}
		READER.checkForwarding(response);
		switch (response.status()) {
			case 200 -> {
				return READER.token(response.body(), TOKEN_PATH, TOKEN_TTL);
			}
			case 404, 405, 411, 501 ->
				throw READER.notThisCloud("there are no IMDSv2 tokens (status %d)".formatted(response.status()));
			case 400 -> throw new MetadataException(Kind.UNUSABLE, "the request for an IMDSv2 token was refused as bad",
					"check what is between the application and the metadata service");
			default -> {
				READER.check(response, TOKEN_PATH);
				throw new MetadataException(Kind.UNUSABLE,
						"the request for an IMDSv2 token got status %d".formatted(response.status()), "");
			}
		}
	}

	private static boolean mayServeVersion1(MetadataException ex) {
		// EC2's own refusal is meant for version 1 too
		return !ex.isFromThisCloud()
				&& (ex.getKind() == Kind.TIMEOUT || ex.getKind() == Kind.NOT_THIS_CLOUD || ex.getKind() == Kind.DENIED);
	}

	private static boolean isTokenRefused(MetadataException ex) {
		return ex.getMessage().equals(TOKEN_REFUSED);
	}

	private static MetadataResponse getWithoutToken(MetadataClient client, String path, MetadataException tokenFailure)
			throws MetadataException {
		MetadataResponse response = client.get(path, Map.of());
		if (response.status() == 401 || response.status() == 403) {
			// version 1 is off, so what has to be cured is the token
			throw isTokenRefused(tokenFailure) ? explained(tokenFailure, response) : tokenFailure;
		}
		// not to wait for a token with each request that follows
		client.token(() -> new IssuedToken(VERSION_1, VERSION_1_LIFE));
		return response;
	}

	/**
	 * Returns why no token was issued. EC2 issues none for a forwarded request, but
	 * refuses others with status 401, only because they have no token; where the service
	 * is turned off, it refuses all with status 403.
	 */
	private static MetadataException explained(MetadataException tokenFailure, MetadataResponse response) {
		if (response.status() != 401 && response.status() != 403) {
			return tokenFailure;
		}
		if (response.status() == 401) {
			return fromEc2(response, "EC2 refuses the request for an IMDSv2 token (status 403) but is not turned off",
					"something on the way forwards it, such as a sidecar's proxy, and EC2 refuses X-Forwarded-For:"
							+ " let requests to the metadata service pass it by");
		}
		return fromEc2(response, "the metadata service of this EC2 instance is turned off",
				"turn it on (aws ec2 modify-instance-metadata-options --http-endpoint enabled) or set"
						+ " cloudmeta.instance.*");
	}

	private static @Nullable MetadataException refusal(MetadataResponse response, String path) {
		return switch (response.status()) {
			case 401 -> fromEc2(response, "EC2 rejects its own token",
					"check what is between the application and the metadata service");
			case 403 -> TOKEN_PATH.equals(path)
					? fromEc2(response, TOKEN_REFUSED,
							"something on the way may forward it, such as a sidecar's proxy, as EC2 refuses"
									+ " X-Forwarded-For: let requests to the metadata service pass it by; or the"
									+ " service is turned off (HttpEndpoint)")
					: fromEc2(response, "EC2's metadata service refuses %s (status 403)".formatted(path),
							"something on the way may not let this process read it, or the service has been turned"
									+ " off (HttpEndpoint)");
			default -> null;
		};
	}

	private static MetadataException fromEc2(MetadataResponse response, String problem, String advice) {
		MetadataException refusal = new MetadataException(Kind.DENIED, problem, advice);
		return SERVER.equals(response.header("Server")) ? refusal.fromThisCloud() : refusal;
	}

}

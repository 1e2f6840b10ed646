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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.internal.evidence.LocalFiles;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataDocument;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.spi.MetadataReader;
import io.cloudmeta.spi.MetadataResponse;
import io.cloudmeta.spi.MetadataService;
import io.cloudmeta.spi.MetadataText;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * The metadata of a machine of OpenNebula: from OneGate, if its template gives it a token
 * for that, or from the EC2-compatible add-on; and from its context.
 *
 * @see <a href=
 * "https://docs.opennebula.io/stable/integration_and_development/system_interfaces/onegate_api.html">OneGate
 * API</a>
 * @see <a href="https://github.com/OpenNebula/addon-metadata">Metadata service add-on</a>
 */
class OpenNebulaMetadataService implements MetadataService, LocatedByFiles {

	private static final String PLATFORM = "opennebula";

	private static final String CONTEXT = "cloudmeta.opennebula.context";

	/**
	 * Where the agent keeps the context; the latter is a link to the former, or alone.
	 */
	private static final List<String> CONTEXTS = List.of("run/one-context", "var/run/one-context");

	private static final String ONE_GATE = "http://169.254.16.9:5030";

	private static final String MACHINE = "/vm";

	private static final String TOKEN_HEADER = "X-ONEGATE-TOKEN";

	private static final String ID_HEADER = "X-ONEGATE-VMID";

	private static final String USER_DATA = "/latest/user-data";

	private static final String METADATA = "/latest/meta-data/";

	/** The add-on's versions, and its response to all paths that do not exist. */
	private static final List<String> VERSIONS = List.of("1.0", "2007-01-19", "2007-08-29", "2009-04-04");

	private static final List<String> ANYTHING = List.of("user-data", "meta-data");

	private static final String TAGS = "VM/USER_TEMPLATE/";

	private static final Pattern MACHINE_ID = Pattern.compile("\\d{1,10}");

	private static final Pattern ADD_ON_ID = Pattern.compile("i-\\d{1,10}");

	private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9+/=_-]{1,1024}");

	private static final MetadataReader READER = MetadataReader.of("OpenNebula")
		.advice("the operator turned it off in OneGate's permissions",
				"the service is not OpenNebula's, or has no such machine")
		.failingWith(OpenNebulaMetadataService::failure)
		.build();

	private static final Map<String, String> NAMES = Map.of("labels", TAGS + "LABELS", "lcmState", "VM/LCM_STATE",
			"localHostname", "local-hostname", "localIpv4", "local-ipv4", "name", "VM/NAME", "reservationId",
			"reservation-id", "state", "VM/STATE", "vmId", "VM/ID");

	@Override
	public CloudProvider getProvider() {
		return CloudProvider.OPENNEBULA;
	}

	@Override
	public MetadataEndpoint getEndpoint(Function<String, @Nullable String> environment) {
		OpenNebulaContext context = OpenNebulaContext.of(environment);
		MetadataEndpoint endpoint = with(context, address(
				MetadataEndpoint.of(environment, "cloudmeta.opennebula.endpoint", "http://169.254.169.254"), context));
		String directory = environment.apply(CONTEXT);
		return StringUtils.hasText(directory) ? endpoint.with(CONTEXT, Path.of(directory.trim()).toString()) : endpoint;
	}

	@Override
	public MetadataEndpoint locate(MetadataEndpoint endpoint, Path root, LocalFiles files, boolean proven) {
		String directory = endpoint.options().get(CONTEXT);
		OpenNebulaContext context = context(endpoint)
			.with((directory != null) ? Path.of(directory) : directory(root, files), files);
		return with(context, address(endpoint, context));
	}

	private Path directory(Path root, LocalFiles files) {
		Path first = root.resolve(CONTEXTS.get(0));
		return files.isDirectory(first) ? first : root.resolve(CONTEXTS.get(1));
	}

	private MetadataEndpoint address(MetadataEndpoint endpoint, OpenNebulaContext context) {
		if (endpoint.configured() || !isKnownToOneGate(context)) {
			return endpoint;
		}
		String oneGate = context.get("ONEGATE_ENDPOINT");
		MetadataEndpoint vendors = MetadataEndpoint.wellKnown(ONE_GATE);
		return (oneGate != null) ? MetadataEndpoint.ofVariable("ONEGATE_ENDPOINT", oneGate, vendors) : vendors;
	}

	private MetadataEndpoint with(OpenNebulaContext context, MetadataEndpoint endpoint) {
		MetadataEndpoint result = new MetadataEndpoint(endpoint.uri(), endpoint.configured(), endpoint.disabledBy(),
				context.variables());
		return (endpoint.ignoredVariable() != null) ? result.ignoring(endpoint.ignoredVariable()) : result;
	}

	@Override
	public boolean isNamedBy(MetadataEndpoint endpoint) {
		return isKnownToOneGate(context(endpoint));
	}

	private boolean isKnownToOneGate(OpenNebulaContext context) {
		return machineId(context) != null && token(context) != null;
	}

	private @Nullable String machineId(OpenNebulaContext context) {
		String id = context.get("VMID");
		return (MetadataText.matches(MACHINE_ID, id)) ? id : null;
	}

	private @Nullable String token(OpenNebulaContext context) {
		String token = context.get("TOKENTXT", "ONEGATE_TOKEN");
		return (MetadataText.matches(TOKEN, token)) ? token : null;
	}

	private OpenNebulaContext context(MetadataEndpoint endpoint) {
		return new OpenNebulaContext(endpoint.options());
	}

	@Override
	public InstanceMetadata identify(MetadataClient client, boolean proven) throws MetadataException {
		OpenNebulaContext context = context(client.getEndpoint());
		String id = machineId(context);
		String token = token(context);
		return (id != null && token != null) ? identifyByOneGate(client, context, id, token)
				: identifyByAddOn(client, context);
	}

	@Override
	public InstanceMetadata identify(Map<String, String> dmi, MetadataEndpoint endpoint) {
		OpenNebulaContext context = context(endpoint);
		return described(context).set(CloudField.PUBLIC_IP, context.get("PUBLIC_IP", "IP_PUBLIC"))
			.networkInterfaces(context.networkInterfaces())
			.build();
	}

	private InstanceMetadata.Builder described(OpenNebulaContext context) {
		return InstanceMetadata.of(CloudProvider.OPENNEBULA)
			.set(CloudField.PLATFORM, PLATFORM)
			.set(CloudField.INSTANCE_ID, machineId(context))
			.set(CloudField.HOSTNAME, context.get("SET_HOSTNAME", "HOSTNAME"));
	}

	private InstanceMetadata identifyByOneGate(MetadataClient client, OpenNebulaContext context, String id,
			String token) throws MetadataException {
		MetadataResponse response = client.get(MACHINE, Map.of(TOKEN_HEADER, token, ID_HEADER, id));
		READER.check(response, MACHINE);
		MetadataDocument document = MetadataDocument.parse(response.body());
		if (document == null || !id.equals(document.get("VM.ID"))) {
			throw new MetadataException(Kind.NOT_THIS_CLOUD, "the response does not describe machine " + id,
					"another service responds instead of OneGate: check ONEGATE_ENDPOINT and VMID");
		}
		return map(document, context);
	}

	private InstanceMetadata map(MetadataDocument document, OpenNebulaContext context) {
		List<NetworkInterface> interfaces = cards(document).stream()
			.map((path) -> networkInterface(document, path))
			.toList();
		boolean external = !interfaces.isEmpty() && !interfaces.get(0).publicAddresses().isEmpty();
		return described(context).set(CloudField.INSTANCE_ID, document.get("VM.ID"))
			.set(CloudField.INSTANCE_NAME, document.get("VM.NAME"))
			.set(CloudField.INSTANCE_TYPE, document.get("VM.USER_TEMPLATE.INSTANCE_TYPE"))
			.set(CloudField.PUBLIC_IP, external ? null : context.get("PUBLIC_IP", "IP_PUBLIC"))
			.tags(tags(document))
			.networkInterfaces(interfaces.isEmpty() ? context.networkInterfaces() : interfaces)
			.attributes(document.asMap())
			.build();
	}

	/**
	 * Other versions may write the only one without a list around it.
	 */
	private List<String> cards(MetadataDocument document) {
		List<String> cards = document.elements("VM.TEMPLATE.NIC");
		return (cards.isEmpty() && document.has("VM.TEMPLATE.NIC")) ? List.of("VM.TEMPLATE.NIC") : cards;
	}

	private NetworkInterface networkInterface(MetadataDocument document, String path) {
		List<String> sources = new ArrayList<>();
		sources.add(path);
		String name = document.get(path + ".NAME");
		for (String alias : document.elements("VM.TEMPLATE.NIC_ALIAS")) {
			if (name != null && name.equals(document.get(alias + ".PARENT"))) {
				sources.add(alias);
			}
		}
		List<@Nullable String> privateAddresses = new ArrayList<>();
		List<@Nullable String> publicAddresses = new ArrayList<>();
		for (String source : sources) {
			privateAddresses.add(document.get(source + ".IP"));
			privateAddresses.add(document.get(source + ".IP6_GLOBAL"));
			publicAddresses.add(document.get(source + ".EXTERNAL_IP"));
		}
		String mac = document.get(path + ".MAC");
		return new NetworkInterface(mac, MetadataText.values(privateAddresses), MetadataText.values(publicAddresses),
				null, document.get(path + ".NETWORK"));
	}

	private Map<String, String> tags(MetadataDocument document) {
		Map<String, String> tags = new LinkedHashMap<>();
		document.members("VM.USER_TEMPLATE").forEach((name, value) -> {
			if (name.indexOf('.') < 0 && name.indexOf('[') < 0) {
				tags.put(name, value);
			}
		});
		return tags;
	}

	/**
	 * The add-on responds to every path, so it is recognised by its response to one that
	 * does not exist.
	 */
	private InstanceMetadata identifyByAddOn(MetadataClient client, OpenNebulaContext context)
			throws MetadataException {
		MetadataResponse versions = client.get("/", Map.of());
		READER.check(versions, "/");
		if (!MetadataText.lines(versions.body()).equals(VERSIONS)) {
			throw notTheAddOn();
		}
		MetadataResponse nonsense = client.get("/cloudmeta-probe", Map.of());
		READER.check(nonsense, "/cloudmeta-probe");
		String id = read(client, "instance-id");
		if (!MetadataText.lines(nonsense.body()).equals(ANYTHING) || id == null
				|| !MetadataText.matches(ADD_ON_ID, id)) {
			throw notTheAddOn();
		}
		return described(context).set(CloudField.INSTANCE_ID, id.substring("i-".length()))
			.set(CloudField.PUBLIC_IP, context.get("PUBLIC_IP", "IP_PUBLIC"))
			.defer(CloudField.HOSTNAME)
			.defer(CloudField.INSTANCE_TYPE)
			.defer(CloudField.PRIVATE_IP)
			.deferNetworkInterfaces()
			.attributes(Map.of("instance-id", id))
			.build();
	}

	private static MetadataException notTheAddOn() {
		return new MetadataException(Kind.NOT_THIS_CLOUD, "the responses are not those of OpenNebula's add-on",
				"give the machine a token for OneGate (TOKEN=YES in its template), or set cloudmeta.instance.*");
	}

	@Override
	public @Nullable String find(Map<String, String> attributes, String path) {
		return attributes.get(MetadataDocument.pathOf(path));
	}

	@Override
	public @Nullable String tagOf(String path) {
		return MetadataDocument.below(path, TAGS);
	}

	@Override
	public @Nullable String fetch(MetadataClient client, String path) throws MetadataException {
		if (path.startsWith("VM") || isKnownToOneGate(context(client.getEndpoint()))) {
			// OneGate returns all values in one response
			return null;
		}
		return MetadataText.block(text(client, path));
	}

	@Override
	public @Nullable String fetch(MetadataClient client, CloudField field) throws MetadataException {
		return switch (field) {
			case HOSTNAME -> read(client, "local-hostname");
			case INSTANCE_TYPE -> read(client, "instance-type");
			case PRIVATE_IP -> read(client, "local-ipv4");
			default -> null;
		};
	}

	@Override
	public List<NetworkInterface> fetchNetworkInterfaces(MetadataClient client) throws MetadataException {
		List<NetworkInterface> known = context(client.getEndpoint()).networkInterfaces();
		String address = known.isEmpty() ? read(client, "local-ipv4") : null;
		return (address != null)
				? List.of(new NetworkInterface(read(client, "mac"), List.of(address), List.of(), null, null)) : known;
	}

	@Override
	public byte @Nullable [] fetchUserData(MetadataClient client) throws MetadataException {
		if (isKnownToOneGate(context(client.getEndpoint()))) {
			return null;
		}
		return READER.userData(client, USER_DATA);
	}

	@Override
	public Map<String, String> getNames() {
		return NAMES;
	}

	/**
	 * Returns the first line only: the code of one version is appended to its responses.
	 */
	private @Nullable String read(MetadataClient client, String key) throws MetadataException {
		List<String> lines = MetadataText.lines(text(client, key));
		return lines.isEmpty() ? null : lines.get(0);
	}

	private @Nullable String text(MetadataClient client, String key) throws MetadataException {
		String text = READER.text(client, METADATA + key);
		return MetadataText.lines(text).equals(ANYTHING) ? null : text;
	}

	private static @Nullable MetadataException failure(MetadataResponse response, String path) {
		return (response.status() != 401) ? null
				: new MetadataException(Kind.DENIED, "OneGate does not accept this machine's token",
						"check VMID and TOKENTXT: both are those of one machine");
	}

}

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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.springframework.boot.json.JsonWriter;

/**
 * OpenNebula, with its two services at one address: OneGate for requests with the
 * machine's token, and the EC2-compatible add-on for all others.
 *
 * @see <a href=
 * "https://docs.opennebula.io/stable/integration_and_development/system_interfaces/onegate_api.html">OneGate
 * API</a>
 * @see <a href="https://github.com/OpenNebula/addon-metadata">Metadata service add-on</a>
 */
final class OpenNebulaSimulation implements Simulation {

	private static final String TOKEN = "c2ltdWxhdGVkLXRva2VuLW9mLXBhcmNlbHMtNw==";

	private static final Set<String> ONE_GATE = Set.of("/vm", "/service", "/vrouter");

	private static final Set<String> ADDITIONS = Set.of("VM.USER_TEMPLATE.", "VM.TEMPLATE.NIC.0.EXTERNAL_IP",
			"VM.TEMPLATE.NIC.0.IP6_GLOBAL");

	private final Map<String, Object> document = new LinkedHashMap<>();

	private final MetadataTree tree = new MetadataTree(this.document, ".", false, ADDITIONS);

	OpenNebulaSimulation(SimulatedValues values) {
		SimulatedSubnet subnet = new SimulatedSubnet(values.get("10.8.0.54", "privateIp", "VM.TEMPLATE.NIC.0.IP"));
		Map<String, Object> card = new LinkedHashMap<>();
		card.put("NETWORK", "parcels-net");
		card.put("NAME", "NIC0");
		if (subnet.isPresent()) {
			card.put("IP", subnet.address());
			card.put("MAC", "02:00:" + subnet.hex(":"));
		}
		String publicIp = values.get("", "publicIp", "VM.TEMPLATE.NIC.0.EXTERNAL_IP");
		if (!publicIp.isEmpty()) {
			card.put("EXTERNAL_IP", publicIp);
		}
		Map<String, Object> machine = new LinkedHashMap<>();
		this.document.put("VM", machine);
		this.tree.put("VM.NAME", values.get("parcels-7", "instanceName", "VM.NAME"));
		this.tree.put("VM.ID", values.get("412", "instanceId", "VM.ID"));
		this.tree.put("VM.STATE", "3");
		this.tree.put("VM.LCM_STATE", "3");
		this.tree.put("VM.USER_TEMPLATE.LABELS", "parcels");
		this.tree.put("VM.USER_TEMPLATE.INSTANCE_TYPE",
				values.get("m1.small", "instanceType", "VM.USER_TEMPLATE.INSTANCE_TYPE"));
		values.tags().forEach((name, value) -> this.tree.set("VM.USER_TEMPLATE." + name, value));
		Map<String, Object> template = new LinkedHashMap<>();
		template.put("NIC", List.of(card));
		template.put("NIC_ALIAS", List.of());
		machine.put("TEMPLATE", template);
		values.writeRest(this.tree);
	}

	@Override
	public Map<String, String> getDmi() {
		return Map.of("bios_vendor", "SeaBIOS", "chassis_vendor", "QEMU", "product_name",
				"Standard PC (i440FX + PIIX, 1996)", "sys_vendor", "QEMU");
	}

	@Override
	public Map<String, String> getProperties() {
		return Map.of("VMID", text("VM.ID"), "TOKENTXT", TOKEN);
	}

	@Override
	public Answer answer(SimulatedRequest request) {
		boolean oneGate = ONE_GATE.contains(request.path()) || request.header("X-ONEGATE-TOKEN") != null;
		return oneGate ? oneGate(request) : addOn(request);
	}

	private Answer oneGate(SimulatedRequest request) {
		if (!TOKEN.equals(request.header("X-ONEGATE-TOKEN"))
				|| !text("VM.ID").equals(request.header("X-ONEGATE-VMID"))) {
			return oneGate(401, "Not authorized");
		}
		if (!request.isRead()) {
			return oneGate(403, "Forbidden in a simulation");
		}
		return switch (request.path()) {
			case "/" -> oneGate(200, "{\"vm_info\":\"/vm\",\"service_info\":\"/service\"}");
			case "/vm" -> oneGate(200, JsonWriter.standard().writeToString(this.document));
			default -> oneGate(400, "OneGate server doesn't support this feature");
		};
	}

	/**
	 * The errors are plain text but claim to be JSON, as the real ones do.
	 */
	private static Answer oneGate(int status, String body) {
		return Answer.of(status, "application/json;charset=utf-8", body);
	}

	private Answer addOn(SimulatedRequest request) {
		if (!request.isRead()) {
			return addOn(404, "");
		}
		if (request.path().equals("/")) {
			return addOn(200, "1.0\n2007-01-19\n2007-08-29\n2009-04-04\n");
		}
		String[] segments = request.path().substring(1).split("/", 3);
		if (segments.length < 2 || !List.of("meta-data", "user-data").contains(segments[1])) {
			return addOn(200, "user-data\nmeta-data\n");
		}
		if (segments[1].equals("user-data")) {
			return addOn(404, "");
		}
		Map<String, String> values = addOnValues();
		String key = (segments.length > 2) ? segments[2].replaceFirst("/$", "").toLowerCase(Locale.ROOT) : "";
		String value = key.isEmpty() ? String.join("\n", values.keySet()) + "\n" : values.get(key);
		return (value != null) ? addOn(200, value) : addOn(404, "");
	}

	private Map<String, String> addOnValues() {
		String id = text("VM.ID");
		String hostname = "i-" + id + ".cloud.local";
		Map<String, String> values = new LinkedHashMap<>();
		// its code has a quote too few, and what follows is glued to the value
		values.put("instance-id", "i-" + id + "\n              when 'ami-launch-index'\n                @value = ");
		values.put("local-ipv4", text("VM.TEMPLATE.NIC.0.IP"));
		values.put("local-hostname", hostname);
		values.put("hostname", hostname);
		values.put("public-hostname", hostname);
		values.put("public-ipv4", text("VM.TEMPLATE.NIC.0.IP"));
		values.put("ami-manifest-path", "none");
		String type = text("VM.USER_TEMPLATE.INSTANCE_TYPE");
		values.put("instance-type", type.isEmpty() ? "m1.custom" : type);
		values.put("reservation-id", "r-" + id);
		values.put("mac", text("VM.TEMPLATE.NIC.0.MAC"));
		return values;
	}

	private static Answer addOn(int status, String body) {
		return Answer.of(status, "text/html;charset=utf-8", body)
			.header("Server", "WEBrick/1.7.0 (Ruby/3.1.2/2022-04-12)")
			.header("X-Frame-Options", "SAMEORIGIN");
	}

	private String text(String path) {
		Object value = this.tree.find(path);
		return (value != null) ? value.toString() : "";
	}

}

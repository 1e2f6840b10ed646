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
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;

/**
 * An Azure virtual machine: one document in many versions, each of which has to be
 * requested by name.
 *
 * @see <a href=
 * "https://learn.microsoft.com/azure/virtual-machines/instance-metadata-service">Azure
 * Instance Metadata Service</a>
 */
final class AzureSimulation implements Simulation {

	private static final String INSTANCE = "/metadata/instance";

	private static final String LOAD_BALANCER = "/metadata/loadbalancer";

	/** The first version that has the load balancer. */
	private static final String LOAD_BALANCER_SINCE = "2020-10-01";

	private static final List<String> VERSIONS = List.of("2017-03-01", "2017-04-02", "2017-08-01", "2017-10-01",
			"2017-12-01", "2018-02-01", "2018-04-02", "2018-10-01", "2019-02-01", "2019-03-11", "2019-04-30",
			"2019-06-01", "2019-06-04", "2019-08-01", "2019-08-15", "2019-11-01", "2020-06-01", "2020-07-15",
			"2020-09-01", "2020-10-01", "2020-12-01", "2021-01-01", "2021-02-01", "2021-03-01", "2021-05-01",
			"2021-08-01", "2021-10-01", "2021-11-01", "2021-11-15", "2021-12-13", "2023-07-01", "2023-11-15",
			"2024-03-15", "2024-07-17", "2025-04-07", "2025-11-11");

	private final AzureInstance instance;

	AzureSimulation(SimulatedValues values) {
		this(new AzureInstance(values, "rg-parcels-test", ""));
	}

	AzureSimulation(AzureInstance instance) {
		this.instance = instance;
	}

	/**
	 * Returns a path in the form of the document, {@code compute.vmId}.
	 * @param path a path with slashes or dots, with an index as a segment or in brackets
	 * @return the path with dots
	 */
	static String pathForm(String path) {
		return path.replaceAll("\\[(\\d+)]", ".$1").replace('/', '.');
	}

	@Override
	public NoticeKinds getNoticeKinds() {
		return this.instance.getEvents().kinds();
	}

	@Override
	public Map<String, String> getDmi() {
		return Map.of("bios_vendor", "Microsoft Corporation", "board_vendor", "Microsoft Corporation",
				"chassis_asset_tag", "7783-7084-3265-9085-8269-3286-77", "chassis_vendor", "Microsoft Corporation",
				"product_name", "Virtual Machine", "sys_vendor", "Microsoft Corporation");
	}

	@Override
	public Answer answer(SimulatedRequest request) {
		return answerTo(request).header("Server", "IMDS/150.870.65.1854");
	}

	private Answer answerTo(SimulatedRequest request) {
		if (!"true".equals(request.header("Metadata")) && !isPreview(request)) {
			return error(400, "Bad request. Required metadata header not specified");
		}
		if (request.isForwarded()) {
			return error(400, "Bad request. X-Forwarded-For header is not allowed");
		}
		if (request.query().values().stream().anyMatch((values) -> values.size() > 1)) {
			return error(400, "Bad request. Duplicate query parameters are not allowed");
		}
		if (request.path().equals(AzureScheduledEvents.PATH)) {
			return events(request);
		}
		if (request.path().equals("/metadata/versions")) {
			return request.method().equals("GET") ? json(200, Map.of("apiVersions", VERSIONS))
					: error(405, "Method not allowed");
		}
		boolean loadBalancer = request.path().equals(LOAD_BALANCER);
		if (!loadBalancer && !request.path().equals(INSTANCE) && !request.path().startsWith(INSTANCE + "/")) {
			return error(404, "Not found");
		}
		if (!request.method().equals("GET")) {
			return error(405, "Method not allowed");
		}
		String version = request.parameter("api-version");
		if (version == null || !VERSIONS.contains(version)) {
			return refuseVersion();
		}
		return loadBalancer ? readLoadBalancer(version) : read(request, version);
	}

	private Answer readLoadBalancer(String version) {
		Map<String, Object> document = this.instance.getLoadBalancer();
		if (document == null || version.compareTo(LOAD_BALANCER_SINCE) < 0) {
			return error(404, "No load balancer metadata is found. Please check if your VM is using any non-basic SKU"
					+ " load balancer and retry later.");
		}
		return json(200, document);
	}

	private Answer read(SimulatedRequest request, String version) {
		String path = request.path().substring(INSTANCE.length()).replaceFirst("^/", "");
		boolean slash = path.endsWith("/");
		Object found = this.instance.getDocument(version).find(slash ? path.substring(0, path.length() - 1) : path);
		if (found == null || (slash && !MetadataTree.isDirectory(found))) {
			return error(404, "Not found");
		}
		return switch (format(request.parameter("format"))) {
			case "text" -> Answer.of(200, "text/plain; charset=utf-8",
					MetadataTree.isDirectory(found) ? MetadataTree.list(found) : found.toString());
			case "json" -> MetadataTree.isDirectory(found) ? json(200, found)
					: error(400, "Bad request. A single value needs format=text");
			default -> error(400, "Bad request. The format is neither json nor text");
		};
	}

	private static boolean isPreview(SimulatedRequest request) {
		return request.path().equals(AzureScheduledEvents.PATH)
				&& AzureScheduledEvents.PREVIEW.equals(request.parameter("api-version"));
	}

	private Answer events(SimulatedRequest request) {
		String version = request.parameter("api-version");
		if (version == null || !AzureScheduledEvents.VERSIONS.contains(version)) {
			return refuseVersion(AzureScheduledEvents.VERSIONS);
		}
		return switch (request.method()) {
			case "GET" -> json(200, this.instance.getEvents().document(version));
			case "POST" -> this.instance.getEvents().approve(request.body()) ? Answer.of(200)
					: error(400, "Bad request. The request is malformed or names an unknown event");
			default -> error(405, "Method not allowed");
		};
	}

	private static String format(@Nullable String parameter) {
		return (parameter != null) ? parameter : "json";
	}

	private static Answer refuseVersion() {
		return refuseVersion(VERSIONS);
	}

	private static Answer refuseVersion(List<String> versions) {
		int newest = versions.size() - 1;
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("error", "Bad request. api-version is invalid or was not specified in the request. "
				+ "For more information refer to aka.ms/azureimds");
		body.put("newest-versions", List.of(versions.get(newest), versions.get(newest - 1), versions.get(newest - 2)));
		return json(400, body);
	}

	private static Answer error(int status, String message) {
		return json(status, Map.of("error", message));
	}

	private static Answer json(int status, Object document) {
		return Answer.of(status, "application/json; charset=utf-8", JsonWriter.standard().writeToString(document));
	}

}

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
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.json.WritableJson;

/**
 * The metadata service of OpenStack Nova behind Neutron's metadata agent: OpenStack's own
 * documents in their versions, and EC2's tree.
 *
 * @see <a href="https://docs.openstack.org/nova/latest/user/metadata.html">Metadata</a>
 */
final class NovaMetadata {

	/** What is {@code null} in a document. */
	static final WritableJson NULL = (out) -> out.append("null");

	private static final List<String> VERSIONS = List.of("2012-08-10", "2013-04-04", "2013-10-17", "2015-10-15",
			"2016-06-30", "2016-10-06", "2017-02-22", "2018-08-27", "2020-10-14", "2025-04-04", "latest");

	private static final List<String> EC2_VERSIONS = List.of("1.0", "2007-01-19", "2007-03-01", "2007-08-29",
			"2007-10-10", "2007-12-15", "2008-02-01", "2008-09-01", "2009-04-04", "latest");

	/** Since which version a key of the document is there. */
	private static final Map<String, String> KEYS_SINCE = Map.of("random_seed", "2013-04-04", "project_id",
			"2015-10-15", "devices", "2016-06-30", "dedicated_cpus", "2020-10-14");

	/** Since which version a file is there. */
	private static final Map<String, String> FILES_SINCE = new TreeMap<>(
			Map.of("meta_data.json", "2012-08-10", "password", "2013-04-04", "vendor_data.json", "2013-10-17",
					"network_data.json", "2015-10-15", "vendor_data2.json", "2016-10-06"));

	private static final Pattern DUPLICATE_SLASHES = Pattern.compile("/+");

	private final Map<String, Object> document;

	private final Map<String, Object> network;

	private final Map<String, Object> vendorData;

	private final MetadataTree ec2;

	private int reads;

	NovaMetadata(Map<String, Object> document, Map<String, Object> network, Map<String, Object> vendorData,
			MetadataTree ec2) {
		this.document = document;
		this.network = network;
		this.vendorData = vendorData;
		this.ec2 = ec2;
	}

	static Map<String, Object> document(Object... namesAndValues) {
		Map<String, Object> document = new LinkedHashMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			document.put((String) namesAndValues[i], namesAndValues[i + 1]);
		}
		return document;
	}

	/**
	 * Responds to a request. The method does not count, nor do slashes at the end or
	 * double ones.
	 * @param request the request
	 * @return the answer
	 */
	Answer answer(SimulatedRequest request) {
		String path = DUPLICATE_SLASHES.matcher(request.path()).replaceAll("/").replaceFirst("/$", "");
		if (path.isEmpty()) {
			return text(String.join("\n", EC2_VERSIONS));
		}
		String[] parts = path.substring(1).split("/", 3);
		String rest = (parts.length > 2) ? parts[2] : "";
		Answer answer = parts[0].equals("openstack") ? openstack((parts.length > 1) ? parts[1] : "", rest)
				: ec2(parts[0], (parts.length > 1) ? parts[1] : "", rest);
		return (answer != null) ? answer : notFound(request.header("Accept"));
	}

	private @Nullable Answer openstack(String version, String file) {
		if (version.isEmpty()) {
			return text(String.join("\n", VERSIONS));
		}
		if (!VERSIONS.contains(version)) {
			return null;
		}
		if (file.isEmpty()) {
			return text(FILES_SINCE.entrySet()
				.stream()
				.filter((since) -> since.getValue().compareTo(version) <= 0)
				.map(Map.Entry::getKey)
				.collect(Collectors.joining("\n")));
		}
		String since = FILES_SINCE.get(file);
		return (since != null && since.compareTo(version) <= 0) ? file(file, version) : null;
	}

	private Answer file(String file, String version) {
		return switch (file) {
			case "meta_data.json" -> Answer.of(200, "application/json", write(documentOf(version)));
			// JSON, regardless of its type
			case "network_data.json" -> text(write(this.network));
			case "password" -> Answer.of(200, "text/html; charset=UTF-8", "");
			case "vendor_data2.json" -> Answer.of(200, "application/json", write(Map.of("static", this.vendorData)));
			default -> Answer.of(200, "application/json", write(this.vendorData));
		};
	}

	private Map<String, Object> documentOf(String version) {
		Map<String, Object> keys = new LinkedHashMap<>(this.document);
		// another one with each reading
		keys.put("random_seed", "c2VlZA" + this.reads++ + "==");
		keys.keySet().removeIf((key) -> KEYS_SINCE.getOrDefault(key, "").compareTo(version) > 0);
		return keys;
	}

	private @Nullable Answer ec2(String version, String directory, String path) {
		if (!EC2_VERSIONS.contains(version)) {
			return null;
		}
		return switch (directory) {
			case "" -> text("meta-data/");
			case "meta-data" -> metadata(path);
			default -> null;
		};
	}

	private @Nullable Answer metadata(String path) {
		if (path.equals("public-keys")) {
			return text("0=parcels");
		}
		Object found = this.ec2.find(path);
		if (found == null) {
			int slash = path.lastIndexOf('/');
			Object parent = (slash > 0) ? this.ec2.find(path.substring(0, slash)) : null;
			boolean belowALeaf = parent != null && !MetadataTree.isDirectory(parent);
			return belowALeaf ? Answer.of(500, "text/html; charset=UTF-8", "An unknown error has occurred.") : null;
		}
		return text(MetadataTree.isDirectory(found) ? MetadataTree.list(found) : found.toString());
	}

	private static String write(Object document) {
		return JsonWriter.standard().writeToString(document);
	}

	private static Answer text(String body) {
		return Answer.of(200, "text/plain; charset=UTF-8", body);
	}

	private static Answer notFound(@Nullable String accept) {
		if (accept != null && accept.contains("json")) {
			return Answer.of(404, "application/json",
					write(document("message", "The resource could not be found.<br /><br />\n\n\n", "code",
							"404 Not Found", "title", "Not Found")));
		}
		return Answer.of(404, "text/html; charset=UTF-8", """
				<html>
				 <head>
				  <title>404 Not Found</title>
				 </head>
				 <body>
				  <h1>404 Not Found</h1>
				  The resource could not be found.<br /><br />
				 </body>
				</html>""");
	}

}

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

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Amazon EC2: a token from a PUT, then the instance's data with it.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html">Access
 * instance metadata for an EC2 instance</a>
 */
final class AwsSimulation implements Simulation {

	private static final String TOKEN = "X-aws-ec2-metadata-token";

	private static final String TTL = "X-aws-ec2-metadata-token-ttl-seconds";

	private static final int MAX_TTL = 21600;

	private static final List<String> VERSIONS = List.of("1.0", "2007-01-19", "2007-03-01", "2007-08-29", "2007-10-10",
			"2007-12-15", "2008-02-01", "2008-09-01", "2009-04-04", "2011-01-01", "2011-05-01", "2012-01-12",
			"2014-02-25", "2014-11-05", "2015-10-20", "2016-04-19", "2016-06-30", "2016-09-02", "2018-03-28",
			"2018-08-17", "2018-09-24", "2019-10-01", "2020-10-27", "2021-01-03", "2021-03-23", "2021-07-15", "latest");

	private static final Map<Integer, String> REASONS = Map.of(400, "Bad Request", 401, "Unauthorized", 403,
			"Forbidden", 404, "Not Found", 405, "Method Not Allowed");

	private final AwsInstance instance;

	private final boolean tokenRequired;

	private final SecureRandom random = new SecureRandom();

	private final IssuedTokens tokens;

	AwsSimulation(SimulatedValues values, boolean tokenRequired) {
		this.instance = new AwsInstance(values);
		this.tokenRequired = tokenRequired;
		this.tokens = values.tokens();
	}

	/**
	 * Returns a path in the form of the tree, {@code placement/region}.
	 * @param path a path with slashes or dots
	 * @return the path with slashes
	 */
	static String pathForm(String path) {
		return path.contains("/") ? path.replaceFirst("^tags/instance/", "tags.") : path.replace('.', '/');
	}

	/**
	 * Returns a value of the identity document.
	 * @param field the field's name
	 * @return the value
	 */
	String get(String field) {
		return this.instance.get(field);
	}

	@Override
	public NoticeKinds getNoticeKinds() {
		return this.instance.getNoticeKinds();
	}

	@Override
	public Map<String, String> getDmi() {
		return Map.of("bios_vendor", "Amazon EC2", "bios_version", "1.0", "board_asset_tag",
				this.instance.get("instanceId"), "board_vendor", "Amazon EC2", "chassis_asset_tag", "Amazon EC2",
				"chassis_vendor", "Amazon EC2", "product_name", this.instance.get("instanceType"), "sys_vendor",
				"Amazon EC2");
	}

	@Override
	public Answer answer(SimulatedRequest request) {
		return answerTo(request).header("Server", "EC2ws");
	}

	private Answer answerTo(SimulatedRequest request) {
		if (request.path().equals("/latest/api/token")) {
			return request.method().equals("PUT") ? issue(request) : error(405).header("Allow", "OPTIONS, PUT");
		}
		if (request.path().endsWith("/api/token") && request.method().equals("PUT")) {
			return error(403);
		}
		if (!isAllowed(request)) {
			return error(401);
		}
		return request.isRead() ? read(request.path()) : error(405).header("Allow", "GET, HEAD");
	}

	private Answer issue(SimulatedRequest request) {
		if (request.isForwarded()) {
			return error(403);
		}
		Integer ttl = seconds(request.header(TTL));
		if (ttl == null) {
			return error(400);
		}
		byte[] bytes = new byte[42];
		this.random.nextBytes(bytes);
		String token = Base64.getUrlEncoder().encodeToString(bytes);
		this.tokens.add(token, Duration.ofSeconds(ttl));
		return Answer.of(200, "text/plain", token).header(TTL, ttl.toString());
	}

	private static @Nullable Integer seconds(@Nullable String ttl) {
		if (ttl == null || !ttl.matches("\\d{1,5}")) {
			return null;
		}
		int seconds = Integer.parseInt(ttl);
		return (seconds >= 1 && seconds <= MAX_TTL) ? Integer.valueOf(seconds) : null;
	}

	private boolean isAllowed(SimulatedRequest request) {
		String token = request.header(TOKEN);
		return (token != null) ? this.tokens.accept(token) : !this.tokenRequired;
	}

	private Answer read(String path) {
		if (path.equals("/")) {
			return text(String.join("\n", VERSIONS));
		}
		String[] parts = path.substring(1).split("/", 3);
		if (!VERSIONS.contains(parts[0])) {
			return error(404);
		}
		String rest = (parts.length > 2) ? parts[2] : "";
		return switch ((parts.length > 1) ? parts[1] : "") {
			case "" -> text("dynamic\nmeta-data" + (this.instance.getUserData().isEmpty() ? "" : "\nuser-data"));
			case "dynamic" -> dynamic(rest);
			case "meta-data" -> metadata(rest);
			case "user-data" -> userData(rest);
			default -> error(404);
		};
	}

	private Answer dynamic(String path) {
		return switch (path) {
			case "" -> text("fws/\ninstance-identity/");
			case "fws", "fws/" -> text("instance-monitoring");
			case "fws/instance-monitoring" -> text("disabled");
			case "instance-identity", "instance-identity/" -> text("document");
			case "instance-identity/document" -> text(this.instance.getDocument());
			default -> error(404);
		};
	}

	private Answer metadata(String path) {
		boolean slash = path.endsWith("/");
		String name = slash ? path.substring(0, path.length() - 1) : path;
		Object found = this.instance.getMetadata().find(name);
		if (found == null || (slash && !MetadataTree.isDirectory(found))) {
			return error(404);
		}
		if (name.equals("public-keys")) {
			return text("0=parcels");
		}
		return text(MetadataTree.isDirectory(found) ? MetadataTree.list(found) : found.toString());
	}

	private Answer userData(String rest) {
		if (!rest.isEmpty() || this.instance.getUserData().isEmpty()) {
			return error(404);
		}
		return Answer.of(200, "application/octet-stream", this.instance.getUserData());
	}

	private static Answer text(String body) {
		return Answer.of(200, "text/plain", body);
	}

	private static Answer error(int status) {
		return Answer.of(status, "text/html", """
				<?xml version="1.0" encoding="iso-8859-1"?>
				<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
				  "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
				<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
				 <head>
				  <title>%1$d - %2$s</title>
				 </head>
				 <body>
				  <h1>%1$d - %2$s</h1>
				 </body>
				</html>
				""".formatted(status, REASONS.get(status)));
	}

}

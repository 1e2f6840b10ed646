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

package io.cloudmeta.provider;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import io.cloudmeta.CloudField;

/**
 * A path below a provider's tree of metadata that cannot leave that tree.
 */
final class MetadataPath {

	private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9._:@+,=~-]{1,256}");

	private static final int MAX_LENGTH = 512;

	/**
	 * What holds a secret on one cloud or another, or does something when it is asked for
	 * (Azure's scheduled events), so that none is ever asked for it.
	 */
	private static final Set<String> EVERYWHERE = Set.of("accesstoken", "adminpass", "attested", "authkey",
			"credentials", "customdata", "identitycredentials", "passwd", "password", "privatekey", "randomseed",
			"scheduledevents", "secretkey", "securitycredentials", "securitykey", "token", "userdata", "vendordata");

	private MetadataPath() {
	}

	/**
	 * Returns a path after a check.
	 * @param path the path
	 * @return the path
	 * @throws IllegalArgumentException if it is not made of plain segments
	 */
	static String check(String path) {
		String inner = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
		if (inner.isEmpty() || path.length() > MAX_LENGTH) {
			throw new IllegalArgumentException("A path of metadata has 1 to %d characters".formatted(MAX_LENGTH));
		}
		for (String segment : inner.split("/", -1)) {
			if (!isSegment(segment)) {
				throw new IllegalArgumentException(
						("'%s' is no path of metadata: it is made of names of letters, digits"
								+ " and . _ : @ + , = ~ - with a single slash between them, such as placement/region")
							.formatted(Text.plain(path)));
			}
		}
		return path;
	}

	/**
	 * Returns a path after a check for what is nobody's business.
	 * @param path the path, with slashes or dots
	 * @param secrets the names of what may hold secrets on this cloud, besides those that
	 * do on any, with all that is below: neither their case counts nor - and _ in them
	 * @return the path
	 * @throws IllegalArgumentException if it is not made of plain segments, or if one of
	 * them has such a name
	 */
	static String check(String path, Set<String> secrets) {
		check(path);
		List<String> segments = Arrays.stream(path.split("[/.]")).map(CloudField::uniform).toList();
		if (segments.stream().anyMatch(EVERYWHERE::contains)
				|| secrets.stream().map(CloudField::uniform).anyMatch(segments::contains)) {
			throw forbidden(path);
		}
		return path;
	}

	/**
	 * Returns whether a name can be part of a path without meaning more than itself.
	 * @param name the name
	 * @return whether it is a plain segment
	 */
	static boolean isSegment(String name) {
		return SEGMENT.matcher(name).matches() && !name.equals(".") && !name.equals("..") && !name.endsWith(":");
	}

	static IllegalArgumentException forbidden(String path) {
		return new IllegalArgumentException(("'%s' may hold a secret (credentials, a token, a key, a script or user"
				+ " data): cloudmeta does not read it; use the cloud's own SDK")
			.formatted(Text.plain(path)));
	}

}

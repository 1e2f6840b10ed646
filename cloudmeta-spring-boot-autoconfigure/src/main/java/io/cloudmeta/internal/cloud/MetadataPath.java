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

import java.util.regex.Pattern;

import io.cloudmeta.internal.filter.SecretNames;
import io.cloudmeta.spi.MetadataService;
import io.cloudmeta.spi.MetadataText;
import io.cloudmeta.spi.RestrictedPaths;
import org.jspecify.annotations.Nullable;

/**
 * The check of a path that an application or a placeholder names, before a provider is
 * called: it stays within the tree of metadata and does not lead to a secret.
 *
 * @since 0.1.0
 */
public final class MetadataPath {

	private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9._:@+,=~-]{1,256}");

	private static final int MAX_LENGTH = 512;

	/**
	 * Paths that are no secret, but signed or have an effect when they are read (Azure):
	 * refused on all clouds, so that no cloud receives a request for another one's path.
	 */
	private static final RestrictedPaths EVERYWHERE = RestrictedPaths.NONE.closed("attested", "scheduledevents");

	private MetadataPath() {
	}

	/**
	 * Checks a path.
	 * @param service the service that the path belongs to, or {@code null} if none is
	 * known
	 * @param path the path
	 * @throws IllegalArgumentException if the path leaves the tree of metadata, or if it
	 * may lead to a secret: the message contains the reason
	 */
	public static void check(@Nullable MetadataService service, String path) {
		checkSegments(path);
		RestrictedPaths restricted = (service != null) ? restricted(service, path) : RestrictedPaths.NONE;
		if (SecretNames.isSecretPath(path) || EVERYWHERE.refuses(path) || restricted.refuses(path)) {
			throw new IllegalArgumentException(("'%s' may hold a secret (credentials, a token, a key, a script or user"
					+ " data): cloudmeta does not read it; use the cloud's own SDK")
				.formatted(path));
		}
	}

	/**
	 * Returns the restrictions of a service whose code may be another library's: where it
	 * fails, no path is known to be harmless.
	 */
	private static RestrictedPaths restricted(MetadataService service, String path) {
		try {
			return service.getRestrictedPaths();
		}
		catch (RuntimeException | LinkageError | StackOverflowError ex) {
			throw new IllegalArgumentException(
					"'%s' is not read, as getRestrictedPaths of its provider '%s' fails with %s".formatted(path,
							service.getProvider(), ex.getClass().getSimpleName()));
		}
	}

	private static void checkSegments(String path) {
		String inner = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
		if (inner.isEmpty() || path.length() > MAX_LENGTH) {
			throw new IllegalArgumentException("A path of metadata has 1 to %d characters".formatted(MAX_LENGTH));
		}
		for (String segment : inner.split("/", -1)) {
			if (!isSegment(segment)) {
				throw new IllegalArgumentException(
						("'%s' is no path of metadata: it is made of names of letters, digits"
								+ " and . _ : @ + , = ~ - with a single slash between them, such as placement/region")
							.formatted(MetadataText.plain(path)));
			}
		}
	}

	/**
	 * Returns whether a name can be part of a path without meaning more than itself.
	 * @param name the name
	 * @return whether it is a plain segment
	 */
	static boolean isSegment(String name) {
		return SEGMENT.matcher(name).matches() && !name.equals(".") && !name.equals("..") && !name.endsWith(":");
	}

}

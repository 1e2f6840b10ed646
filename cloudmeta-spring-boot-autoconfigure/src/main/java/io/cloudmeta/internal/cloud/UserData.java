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

import java.util.Base64;

import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.spi.MetadataResponse;
import org.jspecify.annotations.Nullable;

/**
 * User data as clouds answer it.
 */
final class UserData {

	private UserData() {
	}

	/**
	 * Returns the user data where a cloud serves it as it was given.
	 * @param response the answer
	 * @return the bytes, or {@code null} if there are none
	 */
	static byte @Nullable [] of(MetadataResponse response) {
		byte[] bytes = response.bytes();
		return (bytes.length > 0) ? bytes : null;
	}

	/**
	 * Returns the user data where a cloud serves it in base64.
	 * @param response the answer
	 * @return the bytes, or {@code null} if there are none
	 * @throws MetadataException if it is no base64
	 */
	static byte @Nullable [] ofBase64(MetadataResponse response) throws MetadataException {
		String text = response.body().replaceAll("\\s", "");
		try {
			return text.isEmpty() ? null : Base64.getDecoder().decode(text);
		}
		catch (IllegalArgumentException ex) {
			// without the exception, whose message repeats a part of it
			throw new MetadataException(Kind.UNUSABLE, "the user data is not in base64",
					"check how it was given to the cloud");
		}
	}

}

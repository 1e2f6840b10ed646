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

package io.cloudmeta.internal.evidence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * The files in which Linux tells what machine this is.
 *
 * @see <a href="https://www.kernel.org/doc/Documentation/ABI/testing/sysfs-class-dmi">The
 * kernel's description of /sys/class/dmi</a>
 */
class Sysfs {

	/** Firmware strings are far shorter; something longer is none. */
	private static final int MAX_BYTES = 256;

	private final Path root;

	private final LocalFiles files;

	Sysfs(Path root, LocalFiles files) {
		this.root = root;
		this.files = files;
	}

	boolean exists() {
		return this.files.isDirectory(this.root);
	}

	boolean hasDmi() {
		return this.files.isDirectory(this.root.resolve("class/dmi/id"));
	}

	/**
	 * Returns the content of a file.
	 * @param file the path below the root
	 * @return the text without white space around it, or {@code null} if there is no such
	 * file, if it is not readable (serial numbers are for root only) or if it is empty
	 */
	@Nullable String read(String file) {
		try {
			byte[] bytes = this.files.read(this.root.resolve(file), MAX_BYTES);
			if (bytes == null) {
				return null;
			}
			// uninitialised firmware fields come as bytes of 0xff
			String text = new String(bytes, StandardCharsets.US_ASCII).replace("\uFFFD", "").trim();
			return text.isEmpty() ? null : text;
		}
		catch (IOException | SecurityException ex) {
			return null;
		}
	}

}

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

package io.cloudmeta.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

	Sysfs(Path root) {
		this.root = root;
	}

	boolean exists() {
		return Files.isDirectory(this.root);
	}

	boolean hasDmi() {
		return Files.isDirectory(this.root.resolve("class/dmi/id"));
	}

	/**
	 * Returns the content of a file.
	 * @param file the path below the root
	 * @return the text without white space around it, or {@code null} if there is no such
	 * file, if it is not readable (serial numbers are for root only) or if it is empty
	 */
	@Nullable String read(String file) {
		try (InputStream input = Files.newInputStream(this.root.resolve(file))) {
			// uninitialised firmware fields come as bytes of 0xff
			String text = new String(input.readNBytes(MAX_BYTES), StandardCharsets.US_ASCII).replace("\uFFFD", "")
				.trim();
			return text.isEmpty() ? null : text;
		}
		catch (IOException | SecurityException ex) {
			return null;
		}
	}

}

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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

import org.springframework.util.FileSystemUtils;

/**
 * A temporary directory in the form of the root of a machine's files, from which local
 * evidence is read. It contains the firmware's DMI values and the files that are written
 * into it.
 */
final class MachineDirectory {

	private final Path path;

	MachineDirectory(Map<String, String> dmi) {
		try {
			this.path = Files.createTempDirectory("simulated-machine");
			Files.createDirectory(getSysfs());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The simulated cloud's files can't be written", ex);
		}
		writeDmi(dmi);
	}

	Path getPath() {
		return this.path;
	}

	Path getSysfs() {
		return this.path.resolve("sys");
	}

	/**
	 * Writes the content of the firmware.
	 * @param dmi the values by the names of their files
	 */
	void writeDmi(Map<String, String> dmi) {
		dmi.forEach((name, value) -> write("sys/class/dmi/id/" + name, value + "\n"));
	}

	/**
	 * Writes a file, which others see at once as a whole.
	 * @param name its path below the root
	 * @param content its content
	 */
	void write(String name, String content) {
		try {
			Path file = this.path.resolve(name);
			Files.createDirectories(file.getParent());
			Path draft = Files.writeString(Files.createTempFile(this.path, "draft", null), content);
			Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The simulated cloud's files can't be written", ex);
		}
	}

	void delete() {
		try {
			FileSystemUtils.deleteRecursively(this.path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The simulated cloud's files can't be removed", ex);
		}
	}

}

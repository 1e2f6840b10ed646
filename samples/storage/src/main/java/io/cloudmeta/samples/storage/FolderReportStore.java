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

package io.cloudmeta.samples.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * Keeps reports in a folder of this machine.
 */
class FolderReportStore implements ReportStore {

	private final Path folder;

	FolderReportStore(Path folder) {
		this.folder = folder;
	}

	@Override
	public void write(String name, byte[] report) {
		try {
			Files.createDirectories(this.folder);
			Files.write(this.folder.resolve(name), report);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public byte @Nullable [] read(String name) {
		try {
			return Files.readAllBytes(this.folder.resolve(name));
		}
		catch (NoSuchFileException ex) {
			return null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public String getLocation() {
		return this.folder.toAbsolutePath().toString();
	}

}

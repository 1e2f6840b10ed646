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

package io.cloudmeta.samples.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Keeps objects in a folder of this machine, or of a file system that several machines
 * share and that has locks.
 *
 * @since 0.1.0
 */
public class FolderObjectStore implements ObjectStore {

	private final Path folder;

	public FolderObjectStore(Path folder) {
		this.folder = folder;
	}

	@Override
	public @Nullable StoredObject read(String name) {
		try {
			Path file = this.folder.resolve(name);
			byte[] content = Files.readAllBytes(file);
			return new StoredObject(content, version(content));
		}
		catch (NoSuchFileException ex) {
			return null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void write(String name, byte[] content) {
		try {
			Files.createDirectories(this.folder);
			// Only a file that is on the disk as a whole gets the name
			Path temporary = this.folder.resolve(name + "." + UUID.randomUUID());
			try {
				writeToDisk(temporary, content);
				Files.move(temporary, this.folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
			}
			finally {
				Files.deleteIfExists(temporary);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void writeToDisk(Path file, byte[] content) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
			ByteBuffer buffer = ByteBuffer.wrap(content);
			while (buffer.hasRemaining()) {
				channel.write(buffer);
			}
			channel.force(true);
		}
	}

	@Override
	public boolean replace(String name, byte[] content, @Nullable String expected) {
		// A lock of a file excludes other processes, not other threads
		synchronized (FolderObjectStore.class) {
			try {
				Files.createDirectories(this.folder);
				try (FileChannel lock = FileChannel.open(this.folder.resolve(".lock"), StandardOpenOption.CREATE,
						StandardOpenOption.WRITE)) {
					lock.lock();
					StoredObject current = read(name);
					if (!Objects.equals((current != null) ? current.version() : null, expected)) {
						return false;
					}
					write(name, content);
					return true;
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	private static String version(byte[] content) {
		return UUID.nameUUIDFromBytes(content).toString();
	}

	@Override
	public String getLocation() {
		return this.folder.toAbsolutePath().toString();
	}

}

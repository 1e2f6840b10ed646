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
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The local files of one detection, each read at most once. Reading a file may never
 * return, for example on a network file system that hangs, and Java cannot interrupt it.
 * Then another thread can {@link #giveUp(Duration) give up} and continue with
 * {@link #withoutReading() what was read by then}. Used by one thread, apart from these
 * methods.
 *
 * @since 0.1.0
 */
public final class LocalFiles {

	/** The result for a file that does not exist. */
	private static final Object MISSING = "missing";

	/** What was read, or the exception, by operation and file. */
	private final Map<String, Object> results;

	private final boolean readable;

	private volatile @Nullable Path hung;

	private volatile @Nullable Path current;

	/** When the current file was opened. */
	private volatile long opened;

	/** The time that the files before the current one took. */
	private volatile long nanos;

	private volatile boolean finished;

	private boolean incomplete;

	/**
	 * Creates an instance that has read nothing yet.
	 */
	public LocalFiles() {
		this(new ConcurrentHashMap<>(), true, null);
	}

	private LocalFiles(Map<String, Object> results, boolean readable, @Nullable Path hung) {
		this.results = results;
		this.readable = readable;
		this.hung = hung;
	}

	/**
	 * Returns whether a directory exists.
	 * @param path its path
	 * @return whether it is a directory and could be looked at
	 */
	public boolean isDirectory(Path path) {
		try {
			BasicFileAttributes attributes = attributes(path);
			return attributes != null && attributes.isDirectory();
		}
		catch (IOException | SecurityException ex) {
			return false;
		}
	}

	/**
	 * Returns whether a regular file exists.
	 * @param path its path
	 * @return whether it is a regular file and could be looked at
	 */
	public boolean isRegularFile(Path path) {
		try {
			BasicFileAttributes attributes = attributes(path);
			return attributes != null && attributes.isRegularFile();
		}
		catch (IOException | SecurityException ex) {
			return false;
		}
	}

	/**
	 * Returns the attributes of a file.
	 * @param file the file
	 * @param options whether to follow links
	 * @return the attributes, or {@code null} if there is no such file or reading was
	 * given up
	 * @throws IOException if they cannot be read
	 */
	public @Nullable BasicFileAttributes attributes(Path file, LinkOption... options) throws IOException {
		String key = "attributes " + options.length + file;
		Object result = begin(key, file);
		if (result == null) {
			result = MISSING;
			try {
				result = Files.readAttributes(file, BasicFileAttributes.class, options);
			}
			catch (NoSuchFileException ex) {
				// the result says so
			}
			catch (IOException ex) {
				result = ex;
			}
			finally {
				end(key, result);
			}
		}
		if (result instanceof IOException ex) {
			throw ex;
		}
		return (result instanceof BasicFileAttributes attributes) ? attributes : null;
	}

	/**
	 * Returns the content of a file.
	 * @param file the file
	 * @param maxBytes the number of bytes after which reading stops
	 * @param options whether to follow links
	 * @return the content, or {@code null} if there is no such file or reading was given
	 * up
	 * @throws IOException if it cannot be read
	 */
	public byte @Nullable [] read(Path file, int maxBytes, LinkOption... options) throws IOException {
		String key = "content " + options.length + file;
		Object result = begin(key, file);
		if (result == null) {
			result = MISSING;
			try (InputStream input = Files.newInputStream(file, options)) {
				result = input.readNBytes(maxBytes);
			}
			catch (NoSuchFileException ex) {
				// the result says so
			}
			catch (IOException ex) {
				result = ex;
			}
			finally {
				end(key, result);
			}
		}
		if (result instanceof IOException ex) {
			throw ex;
		}
		return (result instanceof byte[] bytes) ? bytes : null;
	}

	/**
	 * Returns the files of a directory.
	 * @param directory the directory
	 * @param glob what their names match
	 * @return the files in no particular order; none if there is no such directory, it
	 * cannot be read or reading was given up
	 */
	public List<Path> list(Path directory, String glob) {
		String key = "files " + glob + directory;
		Object result = begin(key, directory);
		if (result == null) {
			List<Path> files = new ArrayList<>();
			try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, glob)) {
				stream.forEach(files::add);
			}
			catch (IOException | DirectoryIteratorException | SecurityException ex) {
				// no such directory, or not for this user to see
			}
			finally {
				result = new Listing(files);
				end(key, result);
			}
		}
		return (result instanceof Listing listing) ? listing.files() : List.of();
	}

	/**
	 * Returns what is known already, or {@code null} if the file is to be read.
	 */
	private @Nullable Object begin(String key, Path file) {
		Object known = this.results.get(key);
		if (known != null) {
			return known;
		}
		if (!this.readable) {
			this.incomplete = true;
			return MISSING;
		}
		this.opened = System.nanoTime();
		this.current = file;
		return null;
	}

	private void end(String key, Object result) {
		long nanos = nanos();
		this.results.put(key, result);
		this.current = null;
		this.nanos = nanos;
	}

	private long nanos() {
		return this.nanos + ((this.current != null) ? System.nanoTime() - this.opened : 0);
	}

	/**
	 * Returns the time that is left for reading. Only files count, not what is done with
	 * their contents: a busy machine is not mistaken for a file that hangs.
	 * @param limit the time limit over all files
	 * @return the rest of it, not positive if there is none
	 */
	public Duration remaining(Duration limit) {
		return limit.minusNanos(nanos());
	}

	/**
	 * Gives up the file that is being read if the time is over.
	 * @param limit the time limit over all files
	 * @return whether there is such a file
	 */
	public boolean giveUp(Duration limit) {
		Path current = this.current;
		if (current == null || remaining(limit).toNanos() > 0) {
			return false;
		}
		this.hung = current;
		return true;
	}

	/**
	 * Returns the files as they were read by now. Those that were not count as missing.
	 * @return files that take no time
	 */
	public LocalFiles withoutReading() {
		return new LocalFiles(Map.copyOf(this.results), false, this.hung);
	}

	/**
	 * Returns the file that was given up.
	 * @return the file, or {@code null} if all could be read
	 */
	public @Nullable Path getHung() {
		return this.readable ? null : this.hung;
	}

	/**
	 * Returns whether a file was needed that was not read, because another one hung.
	 */
	boolean isIncomplete() {
		return this.incomplete;
	}

	/**
	 * Notes that no further file is needed.
	 */
	public void finish() {
		this.finished = true;
	}

	/**
	 * Returns whether no further file is needed.
	 * @return whether all were read
	 */
	public boolean isFinished() {
		return this.finished;
	}

	private record Listing(List<Path> files) {

		private Listing {
			files = List.copyOf(files);
		}

	}

}

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

package io.cloudmeta.internal.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import io.cloudmeta.internal.evidence.LocalFiles;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * The part of an application's environment that platforms evaluate.
 *
 * @param variables the variables that platforms read and that are set
 * @param root the directory below which the machine's files are
 * @param files reads the files
 * @since 0.1.0
 */
public record PlatformEnvironment(Map<String, String> variables, Path root, LocalFiles files) {

	private static final int MAX_BYTES = 64 * 1024;

	public PlatformEnvironment {
		variables = Map.copyOf(variables);
	}

	/**
	 * Returns a variable.
	 * @param name its name, which must be one that a platform declares
	 * @return its value, or {@code null} if it is not set or blank
	 */
	public @Nullable String get(String name) {
		return this.variables.get(name);
	}

	/**
	 * Returns whether variables are set.
	 * @param names their names
	 * @return whether all of them are set and not blank
	 */
	public boolean has(String... names) {
		return Stream.of(names).allMatch(this.variables::containsKey);
	}

	/**
	 * Returns a mark of a platform.
	 * @param mark the name of a variable, or the absolute path of a file
	 * @return the variable's value or the path, or {@code null} if there is no such thing
	 */
	@Nullable String mark(String mark) {
		if (mark.startsWith("/")) {
			return this.files.isRegularFile(path(mark)) ? mark : null;
		}
		return get(mark);
	}

	private Path path(String file) {
		return this.root.resolve(StringUtils.trimLeadingCharacter(file, '/'));
	}

	/**
	 * Returns the text of a file.
	 * @param file its absolute path on the machine
	 * @return at most 64 KB of it, or {@code null} if there is none, if it is not
	 * readable or if it is empty
	 */
	public @Nullable String read(String file) {
		try {
			Path path = path(file);
			byte[] bytes = this.files.isRegularFile(path) ? this.files.read(path, MAX_BYTES) : null;
			String text = (bytes != null) ? new String(bytes, StandardCharsets.UTF_8).trim() : "";
			return text.isEmpty() ? null : text;
		}
		catch (IOException | SecurityException ex) {
			return null;
		}
	}

	/**
	 * Names the variables, whose values are not for logs.
	 */
	@Override
	public String toString() {
		return "PlatformEnvironment[variables=%s, root=%s]".formatted(this.variables.keySet(), this.root);
	}

}

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

import org.jspecify.annotations.Nullable;

/**
 * Keeps objects by their names. It is all that the rest of an application uses: no cloud,
 * no SDK. A reader sees an object as it was before a write or as it is after it, never a
 * part of it.
 * <p>
 * All methods throw a {@link RuntimeException} of the cloud's own client if the store
 * cannot be reached or refuses the request.
 *
 * @since 0.1.0
 */
public interface ObjectStore {

	/**
	 * Reads an object.
	 * @param name the name
	 * @return the object, or {@code null} if none has this name
	 */
	@Nullable StoredObject read(String name);

	/**
	 * Writes an object, in place of the one that has this name.
	 * @param name the name
	 * @param content the content
	 */
	void write(String name, byte[] content);

	/**
	 * Writes an object if its version is the expected one.
	 * @param name the name
	 * @param content the content
	 * @param expected the version that is to be replaced, or {@code null} if no object
	 * may have this name
	 * @return whether the object was written
	 */
	boolean replace(String name, byte[] content, @Nullable String expected);

	/**
	 * Returns where the objects are.
	 * @return the address as the store's own tools write it
	 */
	String getLocation();

}

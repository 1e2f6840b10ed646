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

package io.cloudmeta.samples.trainer;

/**
 * Thrown if bytes are no checkpoint that the job can continue from.
 */
final class UnusableCheckpointException extends Exception {

	private final boolean incompatible;

	private UnusableCheckpointException(String message, boolean incompatible) {
		super(message);
		this.incompatible = incompatible;
	}

	static UnusableCheckpointException damaged(String message) {
		return new UnusableCheckpointException(message, false);
	}

	static UnusableCheckpointException incompatible(String message) {
		return new UnusableCheckpointException(message, true);
	}

	/**
	 * Returns whether something else can read it: it must not be lost.
	 * @return whether the checkpoint is of another version, another model or something
	 * else
	 */
	boolean isIncompatible() {
		return this.incompatible;
	}

}

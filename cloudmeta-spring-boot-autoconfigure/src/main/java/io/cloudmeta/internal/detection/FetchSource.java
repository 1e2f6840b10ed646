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

package io.cloudmeta.internal.detection;

/**
 * The first source of the identity.
 *
 * @since 0.1.0
 */
public enum FetchSource {

	/** The cloud's metadata service. */
	SERVICE,

	/**
	 * The file that cloud-init wrote when the machine booted, if it is valid and names
	 * the cloud: the service is queried for values that are fetched later, and by a
	 * refresh.
	 */
	CLOUD_INIT

}

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

package io.cloudmeta.internal.cloud;

import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.spi.MetadataResponse;

/**
 * Tells by its status whether an answer can be used, where a status means on a cloud what
 * it means on most. A cloud on which one means more looks for that one first.
 *
 * @param service the service's name, as in "CVM's metadata service is busy"
 * @param impostor what is the matter if another one answers
 */
record AnswerCheck(String service, String impostor) {

	/**
	 * Returns the check of a cloud that goes by one name.
	 * @param cloud the cloud's name
	 * @return the check
	 */
	static AnswerCheck of(String cloud) {
		return of(cloud, cloud);
	}

	/**
	 * Returns the check of a cloud whose service has a name of its own.
	 * @param service the service's name
	 * @param cloud the cloud's name
	 * @return the check
	 */
	static AnswerCheck of(String service, String cloud) {
		return new AnswerCheck(service, "something answers at %1$s's address but is not %1$s".formatted(cloud));
	}

	/**
	 * Lets an answer pass that has the status 200.
	 * @param response the answer
	 * @param path what was asked for
	 * @throws MetadataException if the status is another one
	 */
	void check(MetadataResponse response, String path) throws MetadataException {
		int status = response.status();
		switch (status) {
			case 200 -> {
			}
			case 401,
					403 ->
				throw new MetadataException(Kind.DENIED,
						"%s's metadata service refuses to answer (status %d)".formatted(this.service, status),
						"check what stands between the application and the metadata service");
			case 429, 500, 502, 503,
					504 ->
				throw new MetadataException(Kind.BUSY,
						"%s's metadata service is busy (status %d)".formatted(this.service, status),
						"it may be starting, or many ask it; ask again by refresh()");
			default -> throw notThisCloud("%s got status %d".formatted(path, status));
		}
	}

	/**
	 * Returns what tells that another one answered.
	 * @param problem what shows it
	 * @return the exception
	 */
	MetadataException notThisCloud(String problem) {
		return new MetadataException(Kind.NOT_THIS_CLOUD, problem, this.impostor);
	}

}

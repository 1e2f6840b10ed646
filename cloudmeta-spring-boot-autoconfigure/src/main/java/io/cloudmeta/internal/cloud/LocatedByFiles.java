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

import java.nio.file.Path;

import io.cloudmeta.internal.evidence.LocalFiles;
import io.cloudmeta.spi.MetadataEndpoint;

/**
 * A metadata service that local files lead to. A file system may hang, so these files are
 * read with those of the evidence and within their time limit, never while settings are
 * read or a request is sent.
 *
 * @since 0.1.0
 */
public interface LocatedByFiles {

	/**
	 * Completes an endpoint by what the files hold.
	 * @param endpoint the endpoint that the settings lead to
	 * @param root the directory below which the machine's files are
	 * @param files reads the files
	 * @param proven whether something local or the user names this cloud
	 * @return the endpoint
	 */
	MetadataEndpoint locate(MetadataEndpoint endpoint, Path root, LocalFiles files, boolean proven);

}

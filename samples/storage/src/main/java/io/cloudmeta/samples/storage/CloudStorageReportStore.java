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

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import org.jspecify.annotations.Nullable;

/**
 * Keeps reports in a bucket of Google's Cloud Storage.
 */
class CloudStorageReportStore implements ReportStore {

	private final Storage storage;

	private final String bucket;

	CloudStorageReportStore(Storage storage, String bucket) {
		this.storage = storage;
		this.bucket = bucket;
	}

	@Override
	public void write(String name, byte[] report) {
		this.storage.create(BlobInfo.newBuilder(this.bucket, name).build(), report);
	}

	@Override
	public byte @Nullable [] read(String name) {
		Blob blob = this.storage.get(this.bucket, name);
		return (blob != null) ? blob.getContent() : null;
	}

	@Override
	public String getLocation() {
		return "gs://%s of %s".formatted(this.bucket, this.storage.getOptions().getProjectId());
	}

}

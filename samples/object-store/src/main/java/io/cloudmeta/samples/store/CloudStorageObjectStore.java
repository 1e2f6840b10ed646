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
import java.nio.ByteBuffer;

import com.google.cloud.WriteChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.cloud.storage.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps objects in a bucket of Google's Cloud Storage.
 *
 * @since 0.1.0
 */
public class CloudStorageObjectStore implements ObjectStore {

	private final Storage storage;

	private final String bucket;

	public CloudStorageObjectStore(Storage storage, String bucket) {
		this.storage = storage;
		this.bucket = bucket;
	}

	@Override
	public @Nullable StoredObject read(String name) {
		Blob blob = this.storage.get(this.bucket, name);
		return (blob != null) ? new StoredObject(blob.getContent(), String.valueOf(blob.getGeneration())) : null;
	}

	@Override
	public void write(String name, byte[] content) {
		this.storage.create(BlobInfo.newBuilder(this.bucket, name).build(), content);
	}

	@Override
	public boolean replace(String name, byte[] content, @Nullable String expected) {
		try {
			upload(name, content, expected);
			return true;
		}
		catch (StorageException ex) {
			Blob blob = this.storage.get(this.bucket, name);
			String actual = (blob != null) ? String.valueOf(blob.getGeneration()) : null;
			if ((actual != null) ? !actual.equals(expected) : expected != null) {
				return false;
			}
			throw ex;
		}
	}

	private void upload(String name, byte[] content, @Nullable String expected) {
		BlobInfo blob = (expected != null) ? BlobInfo.newBuilder(this.bucket, name, Long.valueOf(expected)).build()
				: BlobInfo.newBuilder(this.bucket, name).build();
		BlobWriteOption condition = (expected != null) ? BlobWriteOption.generationMatch()
				: BlobWriteOption.doesNotExist();
		try (WriteChannel channel = this.storage.writer(blob, condition)) {
			channel.write(ByteBuffer.wrap(content));
		}
		catch (IOException ex) {
			throw (ex.getCause() instanceof StorageException refusal) ? refusal : new StorageException(ex);
		}
	}

	@Override
	public String getLocation() {
		return "gs://%s of %s".formatted(this.bucket, this.storage.getOptions().getProjectId());
	}

}

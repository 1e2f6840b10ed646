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

package io.cloudmeta.documentation;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.test.CloudSimulator;

import org.springframework.boot.SpringApplication;

/**
 * What fragments of Java in the documentation take from the reader's own application.
 * Extended by the class that a fragment is put into, and imported by it.
 */
@SuppressWarnings("NullAway")
public class ReadersOwn {

	protected CloudSimulator cloud;

	protected CloudInstance instance;

	public interface Store {

	}

	public static class S3Store implements Store {

		public S3Store(Object... client) {
		}

	}

	public static class CloudStorageStore implements Store {

		public CloudStorageStore(Object... client) {
		}

	}

	public static class DirectoryStore implements Store {

	}

	public static class MyApplication {

		public static void main(String[] args) {
			SpringApplication.run(MyApplication.class, args);
		}

	}

}

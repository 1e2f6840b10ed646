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

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.context.aot.AbstractAotProcessor.Settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests of ahead-of-time processing, by what {@code process-aot} calls. The other half is
 * {@link AheadOfTimeJarIT}.
 */
class AheadOfTimeTests {

	@TempDir
	private Path directory;

	@Test
	void conditionsFailTheBuildAndSayWhatToDo() {
		assertThatException().isThrownBy(() -> process("condition"))
			.havingRootCause()
			.withMessageContaining("@ConditionalOnCloud on %s.", StoreByCondition.class.getName())
			.withMessageContaining("cannot be processed ahead of time")
			.withMessageContaining("ObjectProvider");
	}

	@Test
	void aFactoryMethodIsProcessed() {
		process("factory-method");
		assertThat(this.directory
			.resolve(StorageApplication.class.getName().replace('.', '/') + "__ApplicationContextInitializer.java"))
			.isNotEmptyFile();
	}

	private void process(String choice) {
		Settings settings = Settings.builder()
			.sourceOutput(this.directory)
			.resourceOutput(this.directory)
			.classOutput(this.directory)
			.groupId("io.cloudmeta")
			.artifactId("storage")
			.build();
		new SpringApplicationAotProcessor(StorageApplication.class, settings,
				new String[] { "--storage.choice=" + choice })
			.process();
	}

}

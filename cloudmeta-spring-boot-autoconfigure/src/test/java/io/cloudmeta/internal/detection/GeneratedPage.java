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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A page of the documentation whose sections between {@code <!-- name -->} and
 * {@code <!-- end of name -->} a test writes. The test fails if they are not what it
 * would write; with {@code -Dcloudmeta.docs=write} it writes them.
 */
public final class GeneratedPage {

	private final Path page;

	private final String command;

	private final List<String> written;

	private GeneratedPage(Path page, String command, List<String> written) {
		this.page = page;
		this.command = command;
		this.written = written;
	}

	public static GeneratedPage of(String name, Class<?> test) throws IOException {
		Path page = Path.of("..", "docs", name);
		String command = "./mvnw -pl cloudmeta-spring-boot-autoconfigure -am test -Dtest=" + test.getSimpleName()
				+ " -Dsurefire.failIfNoSpecifiedTests=false -Dcloudmeta.docs=write";
		return new GeneratedPage(page, command, Files.readAllLines(page));
	}

	public GeneratedPage section(String name, List<String> lines) {
		int begin = this.written.indexOf("<!-- %s -->".formatted(name));
		int end = this.written.indexOf("<!-- end of %s -->".formatted(name));
		assertThat(end).as("%s has no section '%s'", this.page, name).isGreaterThan(begin).isPositive();
		List<String> page = new ArrayList<>(this.written.subList(0, begin + 1));
		page.add("");
		page.addAll(lines);
		page.add("");
		page.addAll(this.written.subList(end, this.written.size()));
		return new GeneratedPage(this.page, this.command, page);
	}

	public void check() throws IOException {
		if ("write".equals(System.getProperty("cloudmeta.docs"))) {
			Files.write(this.page, this.written);
		}
		assertThat(Files.readAllLines(this.page)).as("%s is out of date. Write it anew: %s", this.page, this.command)
			.isEqualTo(this.written);
	}

}

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

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.cloudmeta.CloudInstance;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps the packages and the path of one value in {@code docs/architecture.md} correct.
 */
class ArchitecturePageTests {

	private static final Pattern PACKAGE = Pattern.compile("\\| `(io\\.cloudmeta[a-z.]*)` \\|.*");

	private static final Pattern STEP = Pattern.compile("\\d+\\. `(\\w+)`: .*");

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.importUrl(CloudInstance.class.getProtectionDomain().getCodeSource().getLocation());

	private static final List<String> LINES = MarkdownPage.of(Repository.ROOT.resolve("docs/architecture.md")).prose();

	@Test
	void listsEachPackage() {
		Set<String> packages = CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
		assertThat(matches(PACKAGE)).containsExactlyInAnyOrderElementsOf(packages);
	}

	@Test
	void listsTypesEachOfWhichUsesAnEarlierOneOrIsUsedByIt() {
		List<JavaClass> path = matches(STEP).stream().map(ArchitecturePageTests::type).toList();
		assertThat(path).hasSizeBetween(15, 25);
		assertThat(path.get(0).getSimpleName()).isEqualTo("HttpConnection");
		assertThat(path.get(path.size() - 1).getSimpleName()).isEqualTo("CloudPropertySource");
		for (int i = 1; i < path.size(); i++) {
			JavaClass type = path.get(i);
			assertThat(path.subList(0, i)).as(type.getName())
				.anyMatch((earlier) -> uses(earlier, type) || uses(type, earlier));
		}
	}

	private static List<String> matches(Pattern pattern) {
		return LINES.stream().map(pattern::matcher).filter(Matcher::matches).map((line) -> line.group(1)).toList();
	}

	private static JavaClass type(String simpleName) {
		List<JavaClass> types = CLASSES.stream()
			.filter((type) -> type.isTopLevelClass() && type.getSimpleName().equals(simpleName))
			.toList();
		assertThat(types).as(simpleName).hasSize(1);
		return types.get(0);
	}

	private static boolean uses(JavaClass user, JavaClass used) {
		return user.getDirectDependenciesFromSelf()
			.stream()
			.map(Dependency::getTargetClass)
			.anyMatch((type) -> type.equals(used));
	}

}

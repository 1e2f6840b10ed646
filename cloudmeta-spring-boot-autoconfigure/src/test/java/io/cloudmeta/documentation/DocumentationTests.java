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

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.Status;
import io.cloudmeta.autoconfigure.core.CloudMetaAutoConfiguration;
import io.cloudmeta.documentation.MarkdownPage.Snippet;
import io.cloudmeta.test.CloudSimulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for each fenced block, each link and each property's name in the Markdown pages,
 * wherever they stand. A block that is new is found and tested. One of a kind that is not
 * known here fails.
 */
class DocumentationTests {

	/** What is no file and no command, by its language, and why it is not tested here. */
	private static final Map<String, String> NOT_TESTED_LANGUAGES = Map.of("mermaid",
			"there is no Mermaid in a JVM: look at the page on GitHub", "text",
			"messages of the library, which TroubleshootingTests compares with the sources");

	/** Commands that are not run here, by their first word, and why. */
	private static final Map<String, String> NOT_TESTED_COMMANDS = Map.of("docker",
			"there may be no Docker where tests run", "curl", "needs an application that runs", "aws",
			"AWS's own command", "az", "Azure's own command", "cd", "the shell's own", "gcloud", "Google's own command",
			"kubectl", "needs a cluster", "git", "changes the repository", "find", "the system's own");

	/**
	 * Plain blocks that are neither commands nor quotations, by their beginning, and why.
	 */
	private static final Map<String, String> NOT_TESTED_TEXTS = Map.of("io.cloudmeta.autoconfigure  →",
			"the order of packages, which ArchitectureTests keeps", "Expecting the application to run on",
			"what CloudAssertionsTests expects of an assertion that fails");

	/** The beginnings of properties of libraries that are not on the class path. */
	private static final Set<String> OTHER_LIBRARIES = Set.of("eureka.", "spring.cloud.loadbalancer.");

	/** The beginnings of properties that the reader's own application has. */
	private static final Set<String> READERS_OWN = Set.of("app.", "my.");

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$<([a-z]+):((?:[^:<>{}$\\\\]|\\\\.)+)[:>]");

	private static final Pattern ARTIFACT = Pattern.compile("\"io\\.cloudmeta:([a-z-]+)(?::([^\"]+))?\"");

	private static final Pattern PROPERTY = Pattern.compile("(cloudmeta\\.[a-z][a-zA-Z0-9.<>*_-]*)(=.*)?");

	private static final Pattern VARIABLE = Pattern.compile("CLOUDMETA_[A-Z0-9_]+");

	private final ConfigurationMetadata metadata = new ConfigurationMetadata();

	private final Build build = new Build();

	static List<MarkdownPage> pages() {
		return MarkdownPage.all();
	}

	static Stream<Snippet> snippets(String... languages) {
		return pages().stream()
			.flatMap((page) -> page.snippets().stream())
			.filter((snippet) -> List.of(languages).contains(snippet.language()));
	}

	static Stream<Snippet> java() {
		return snippets("java");
	}

	static Stream<Snippet> configuration() {
		return snippets("yaml", "yml", "properties");
	}

	static Stream<Snippet> xml() {
		return snippets("xml");
	}

	static Stream<Snippet> gradle() {
		return snippets("kotlin", "groovy");
	}

	static Stream<Snippet> json() {
		return snippets("json");
	}

	static Stream<Snippet> commands() {
		return snippets("", "bash", "sh", "shell", "console");
	}

	@Test
	void eachBlockIsOfAKindThatIsTested() {
		Set<String> tested = Stream.of(java(), configuration(), xml(), gradle(), json(), commands())
			.flatMap((snippets) -> snippets)
			.map(Snippet::toString)
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(pages().stream().flatMap((page) -> page.snippets().stream())).hasSizeGreaterThan(20)
			.filteredOn((snippet) -> !NOT_TESTED_LANGUAGES.containsKey(snippet.language()))
			.allSatisfy((snippet) -> assertThat(tested).contains(snippet.toString()));
	}

	@ParameterizedTest
	@MethodSource("java")
	void javaCompilesOrStandsInTheSources(Snippet snippet) {
		JavaSnippet java = new JavaSnippet(snippet.text());
		assertThat(java.imports()).as("A reader cannot copy a block without its imports").isNotEmpty();
		if (Repository.isQuoted(java.body())) {
			assertThat(java.imports()).allMatch((line) -> Repository.isQuoted(line) || Repository.hasType(line));
		}
		else {
			assertThat(java.complaints()).isEmpty();
		}
	}

	@ParameterizedTest
	@MethodSource("configuration")
	void configurationHasPropertiesThatExist(Snippet snippet) throws IOException {
		assertThat(properties(snippet)).isNotEmpty().allSatisfy((name, value) -> {
			if (Stream.concat(READERS_OWN.stream(), OTHER_LIBRARIES.stream()).noneMatch(name::startsWith)) {
				assertThat(this.metadata.isKnown(name)).as(name).isTrue();
			}
		});
	}

	@ParameterizedTest
	@MethodSource("configuration")
	void configurationIsReadByAnApplicationOnACloud(Snippet snippet, @TempDir Path directory) throws IOException {
		List<MatchResult> placeholders = PLACEHOLDER.matcher(snippet.text()).results().toList();
		String id = placeholders.stream()
			.map((placeholder) -> placeholder.group(1))
			.filter((prefix) -> !prefix.equals("cloud"))
			.findFirst()
			.orElse("aws");
		Map<String, String> values = new TreeMap<>();
		Map<String, Object> required = new TreeMap<>();
		for (MatchResult placeholder : placeholders) {
			if (placeholder.group(2).startsWith("tags.")) {
				values.put(placeholder.group(2), "parcels");
			}
			required.put("required." + required.size(),
					"$<%s:%s>".formatted(placeholder.group(1), placeholder.group(2)));
		}
		String extension = snippet.language().equals("properties") ? "properties" : "yml";
		Files.writeString(directory.resolve("application." + extension), snippet.text());
		try (CloudSimulator cloud = CloudSimulator.start(id, values);
				ConfigurableApplicationContext context = run(cloud, directory, required)) {
			properties(snippet).forEach((name, value) -> assertThat(context.getEnvironment().getProperty(name)).as(name)
				.isNotNull()
				.doesNotContain("$<", "${"));
			required.forEach((name, placeholder) -> assertThat(context.getEnvironment().getProperty(name))
				.as(placeholder.toString())
				.isNotBlank()
				.doesNotContain("$<"));
		}
	}

	private static ConfigurableApplicationContext run(CloudSimulator cloud, Path directory,
			Map<String, Object> required) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setDefaultProperties(required);
		// what an example says of logging must not hold in this JVM
		application.setListeners(application.getListeners()
			.stream()
			.filter((listener) -> !(listener instanceof LoggingApplicationListener))
			.toList());
		List<String> arguments = new ArrayList<>();
		cloud.getProperties().forEach((name, value) -> arguments.add("--" + name + "=" + value));
		arguments.add("--spring.config.location=" + directory.toUri());
		arguments.add("--cloudmeta.fetch.timeout=60s");
		return application.run(arguments.toArray(String[]::new));
	}

	private static Map<String, Object> properties(Snippet snippet) throws IOException {
		PropertySourceLoader loader = snippet.language().equals("properties") ? new PropertiesPropertySourceLoader()
				: new YamlPropertySourceLoader();
		Map<String, Object> properties = new TreeMap<>();
		for (PropertySource<?> source : loader.load("snippet",
				new ByteArrayResource(snippet.text().getBytes(StandardCharsets.UTF_8)))) {
			for (String name : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
				properties.put(name, String.valueOf(source.getProperty(name)));
			}
		}
		return properties;
	}

	@ParameterizedTest
	@MethodSource("xml")
	void xmlNamesWhatExists(Snippet snippet) throws JoranException {
		Document document = Build.parse("<snippet>" + snippet.text() + "</snippet>");
		NodeList dependencies = document.getElementsByTagName("dependency");
		for (int i = 0; i < dependencies.getLength(); i++) {
			assertThat(this.build.complaint((Element) dependencies.item(i))).isNull();
		}
		boolean logback = document.getElementsByTagName("conversionRule").getLength() > 0;
		if (logback) {
			assertThat(complaintsOfLogback(snippet.text())).isEmpty();
		}
		assertThat(logback || dependencies.getLength() > 0).as("There is a test for what this is").isTrue();
	}

	@ParameterizedTest
	@MethodSource("gradle")
	void gradleNamesArtifactsThatExist(Snippet snippet) {
		assertThat(ARTIFACT.matcher(snippet.text()).results().toList()).isNotEmpty()
			.allSatisfy((artifact) -> assertThat(this.build.complaint(artifact.group(1), artifact.group(2))).isNull());
	}

	@Test
	void gettingStartedIsTheProjectOfTheReleaseCheck() {
		MarkdownPage readme = MarkdownPage.of(Repository.ROOT.resolve("README.md"));
		Path project = Repository.ROOT.resolve("src/it/thirty-seconds/src/main");
		assertThat(readme.snippets()).filteredOn((snippet) -> snippet.language().equals("java"))
			.first()
			.satisfies((snippet) -> assertThat(Repository.isQuoted(snippet.text())).isTrue());
		assertThat(readme.snippets()).filteredOn((snippet) -> snippet.language().equals("yaml"))
			.first()
			.extracting(Snippet::text)
			.isEqualTo(Repository.read(project.resolve("resources/application.yml")).strip());
		assertThat(readme.snippets()).extracting(Snippet::text)
			.filteredOn((text) -> text.startsWith("Runs on local"))
			.singleElement()
			.satisfies((text) -> assertThat(Repository.read(Repository.ROOT.resolve("src/release/check")))
				.contains("\"" + text + "\""));
	}

	private static List<String> complaintsOfLogback(String configuration) throws JoranException {
		LoggerContext context = new LoggerContext();
		try {
			JoranConfigurator configurator = new JoranConfigurator();
			configurator.setContext(context);
			configurator.doConfigure(new ByteArrayInputStream(configuration.getBytes(StandardCharsets.UTF_8)));
			return context.getStatusManager()
				.getCopyOfStatusList()
				.stream()
				.filter((status) -> status.getEffectiveLevel() >= Status.WARN)
				.map(Status::toString)
				.toList();
		}
		finally {
			context.stop();
		}
	}

	@ParameterizedTest
	@MethodSource("commands")
	void commandsNameWhatExists(Snippet snippet) {
		if (isListed(snippet.text()) || Repository.isQuoted(snippet.text())) {
			return;
		}
		for (String command : snippet.text().replace("\\\n", " ").lines().toList()) {
			if (!command.isBlank() && !command.startsWith("#")) {
				assertThat(complaints(command.strip())).as(command).isEmpty();
			}
		}
	}

	private static boolean isListed(String text) {
		return NOT_TESTED_TEXTS.keySet().stream().anyMatch(text::startsWith);
	}

	private List<String> complaints(String command) {
		String program = command.replace("(", "").split("\\s")[0];
		return switch (program) {
			case "./mvnw" -> this.build.complaints(command);
			case "java" -> complaintsOfJava(command);
			default -> (NOT_TESTED_COMMANDS.containsKey(program) || isOurs(program)) ? List.of()
					: List.of("It is neither a command that is tested nor one that is listed as not tested");
		};
	}

	private static boolean isOurs(String program) {
		return program.contains("/") && Files.isExecutable(Repository.ROOT.resolve(program));
	}

	private List<String> complaintsOfJava(String command) {
		List<String> complaints = new ArrayList<>();
		for (String word : command.split("\\s+")) {
			if (word.endsWith(".jar") && word.contains("/") && !this.build.builds(word)) {
				complaints.add("Nothing builds " + word);
			}
			String name = word.replaceFirst("^(?:-D|--)([^=]*).*", "$1");
			if (name.startsWith("cloudmeta.") && !this.metadata.isKnown(name)) {
				complaints.add("There is no property " + name);
			}
		}
		return complaints;
	}

	@ParameterizedTest
	@MethodSource("pages")
	void commandsInTheTextNameWhatExists(MarkdownPage page) {
		assertThat(page.codes()).filteredOn((code) -> code.startsWith("./mvnw ") || code.startsWith("java -"))
			.allSatisfy((command) -> assertThat(complaints(command)).isEmpty());
	}

	@ParameterizedTest
	@MethodSource("pages")
	void propertiesInTheTextExist(MarkdownPage page) {
		assertThat(page.codes()).filteredOn((code) -> PROPERTY.matcher(code).matches()).allSatisfy((code) -> {
			String name = PROPERTY.matcher(code).replaceFirst("$1");
			// meters and JVM's properties of tests have such names too
			assertThat(this.metadata.isMeant(name) || Repository.isQuoted("\"%s\"".formatted(name))).as(name).isTrue();
		});
		assertThat(page.codes().stream().flatMap((code) -> VARIABLE.matcher(code).results()).map(MatchResult::group))
			.allSatisfy((name) -> assertThat(this.metadata.isVariable(name)).as(name).isTrue());
	}

	@ParameterizedTest
	@MethodSource("pages")
	void linksLeadSomewhere(MarkdownPage page) {
		assertThat(page.links().stream().map(page::complaint).filter(Objects::nonNull)).isEmpty();
	}

	@ParameterizedTest(allowZeroInvocations = true)
	@MethodSource("json")
	void jsonIsJson(Snippet snippet) {
		assertThat(JsonMapper.shared().readTree(snippet.text().replace("…", "\"…\"")).isContainer()).isTrue();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(CloudMetaAutoConfiguration.class)
	static class Application {

	}

}

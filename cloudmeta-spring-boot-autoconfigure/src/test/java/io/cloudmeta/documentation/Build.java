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
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What Maven's descriptors and the sources say that a command may name.
 */
final class Build {

	private static final Set<String> PHASES = Set.of("clean", "validate", "compile", "process-test-classes",
			"test-compile", "test", "package", "verify", "install", "deploy");

	private static final Set<String> FLAGS = Set.of("-q", "-B", "-o", "-U", "-e", "-am", "-amd", "-ntp", "-N");

	/** What Maven's own plugins, Spring Boot's and JUnit's engines take. */
	private static final Set<String> WELL_KNOWN = Set.of("test", "it.test", "skipTests", "maven.test.skip",
			"surefire.failIfNoSpecifiedTests", "altDeploymentRepository", "jqwik.tries.default",
			"spring-boot.run.arguments");

	private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|[^\\s'\"]+");

	private final List<Path> poms = Repository.files("pom.xml"::equals);

	private final Map<Path, Document> documents = this.poms.stream()
		.collect(Collectors.toMap((pom) -> pom, (pom) -> parse(Repository.read(pom)), (a, b) -> a, LinkedHashMap::new));

	private final Element root = document(Repository.ROOT.resolve("pom.xml"));

	private final String sources = Repository
		.files((name) -> name.endsWith(".java") || name.equals("pom.xml") || name.equals("junit-platform.properties"))
		.stream()
		.map(Repository::read)
		.collect(Collectors.joining("\n"));

	static Document parse(String xml) {
		try {
			DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
			factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
			return factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
		}
		catch (SAXException | ParserConfigurationException ex) {
			throw new IllegalArgumentException(ex.getMessage(), ex);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Element document(Path pom) {
		Document document = this.documents.get(pom);
		if (document == null) {
			throw new IllegalStateException("There is no " + pom);
		}
		return document.getDocumentElement();
	}

	/**
	 * Returns the text of an element's child.
	 */
	static @Nullable String child(Element element, String name) {
		NodeList children = element.getChildNodes();
		for (int i = 0; i < children.getLength(); i++) {
			Node node = children.item(i);
			if (node instanceof Element child && child.getTagName().equals(name)) {
				return child.getTextContent().strip();
			}
		}
		return null;
	}

	private Set<String> texts(String element, String child) {
		Set<String> texts = new TreeSet<>();
		for (Document document : this.documents.values()) {
			NodeList elements = document.getElementsByTagName(element);
			for (int i = 0; i < elements.getLength(); i++) {
				String text = child((Element) elements.item(i), child);
				if (text != null) {
					texts.add(text);
				}
			}
		}
		return texts;
	}

	/**
	 * Returns the modules, as {@code -pl} names them.
	 */
	Set<String> modules() {
		NodeList modules = this.root.getElementsByTagName("module");
		return IntStream.range(0, modules.getLength())
			.mapToObj((i) -> modules.item(i).getTextContent().strip())
			.collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * Returns what is wrong with the coordinates of a dependency, if they are ours.
	 */
	@Nullable String complaint(Element dependency) {
		String group = child(dependency, "groupId");
		if (group == null || !group.equals(child(this.root, "groupId"))) {
			return null;
		}
		return complaint(String.valueOf(child(dependency, "artifactId")), child(dependency, "version"));
	}

	/**
	 * Returns what is wrong with one of our artifacts.
	 */
	@Nullable String complaint(String artifact, @Nullable String version) {
		if (this.documents.values()
			.stream()
			.noneMatch((pom) -> artifact.equals(child(pom.getDocumentElement(), "artifactId")))) {
			return "There is no artifact " + artifact;
		}
		String current = child(this.root, "version");
		return (version == null || version.equals(current)) ? null : "The version is " + current;
	}

	/**
	 * Returns what is wrong with a call of Maven.
	 */
	List<String> complaints(String command) {
		List<String> words = new ArrayList<>();
		Matcher matcher = Pattern.compile("(?:'[^']*'|\"[^\"]*\"|[^\\s'\"])+").matcher(command);
		while (matcher.find()) {
			words.add(WORD.matcher(matcher.group()).replaceAll((word) -> {
				String quoted = (word.group(1) != null) ? word.group(1) : word.group(2);
				return Matcher.quoteReplacement((quoted != null) ? quoted : word.group());
			}));
		}
		List<String> complaints = new ArrayList<>();
		for (int i = 1; i < words.size(); i++) {
			String word = words.get(i);
			if (word.equals("-pl") || word.equals("-rf") || word.equals("-P")) {
				word += words.get(++i);
			}
			String complaint = complaint(word);
			if (complaint != null) {
				complaints.add(complaint);
			}
		}
		return complaints;
	}

	private @Nullable String complaint(String word) {
		if (word.startsWith("-pl") || word.startsWith("-rf")) {
			return unknown("module", word.substring(3), modules());
		}
		if (word.startsWith("-P")) {
			return unknown("profile", word.substring(2), texts("profile", "id"));
		}
		if (word.startsWith("-D")) {
			return property(word.substring(2));
		}
		if (word.startsWith("-")) {
			return FLAGS.contains(word) ? null : "The option %s is not known".formatted(word);
		}
		if (word.contains(":")) {
			return goal(word);
		}
		return PHASES.contains(word) ? null : "There is no phase " + word;
	}

	private static @Nullable String unknown(String kind, String names, Set<String> known) {
		for (String name : names.split(",")) {
			if (!known.contains(name)) {
				return "There is no %s %s".formatted(kind, name);
			}
		}
		return null;
	}

	private @Nullable String property(String property) {
		String name = property.replaceFirst("=.*", "");
		if (name.equals("test") || name.equals("it.test")) {
			for (String test : property.substring(name.length() + 1).split(",")) {
				String pattern = test.replaceFirst("#.*", "").replace("*", ".*") + "\\.java";
				if (Repository.files((file) -> file.matches(pattern)).isEmpty()) {
					return "There is no test " + test;
				}
			}
			return null;
		}
		boolean known = WELL_KNOWN.contains(name) || this.sources.contains("\"%s\"".formatted(name))
				|| this.sources.contains("<%s>".formatted(name)) || this.sources.contains("${%s}".formatted(name));
		return known ? null : "Nothing reads the property " + name;
	}

	/**
	 * Looks for a goal in the plugin's own descriptor, which is in the local repository
	 * if the build uses the plugin.
	 */
	private @Nullable String goal(String word) {
		String[] parts = word.split(":");
		String goal = parts[parts.length - 1].replaceFirst("@.*", "");
		String artifact = (parts.length > 2) ? parts[1] : texts("plugin", "artifactId").stream()
			.filter((plugin) -> plugin.replaceFirst("^maven-(.*)-plugin$|^(.*)-maven-plugin$", "$1$2").equals(parts[0]))
			.findFirst()
			.orElse("");
		if (artifact.isEmpty()) {
			return "The build has no plugin " + parts[0];
		}
		String repository = System.getProperty("localRepository",
				System.getProperty("maven.repo.local", System.getProperty("user.home") + "/.m2/repository"));
		List<Path> jars = jars(Path.of(repository), artifact);
		if (jars.isEmpty()) {
			return "The build does not use the plugin " + artifact;
		}
		return jars.stream().anyMatch((jar) -> descriptor(jar).contains("<goal>%s</goal>".formatted(goal))) ? null
				: "%s has no goal %s".formatted(artifact, goal);
	}

	private static List<Path> jars(Path repository, String artifact) {
		try (Stream<Path> files = Files.find(repository, 12, (file,
				attributes) -> file.getFileName().toString().matches(Pattern.quote(artifact) + "-[^/]*\\.jar"))) {
			return files.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String descriptor(Path jar) {
		try (FileSystem files = FileSystems.newFileSystem(jar);
				InputStream descriptor = Files.newInputStream(files.getPath("META-INF", "maven", "plugin.xml"))) {
			return new String(descriptor.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns whether a module builds this file.
	 */
	boolean builds(String jar) {
		Path file = Path.of(jar);
		Path pom = Repository.ROOT.resolve(file).resolveSibling("../pom.xml").normalize();
		return this.documents.containsKey(pom) && Repository.read(pom)
			.contains("<finalName>%s</finalName>".formatted(file.getFileName().toString().replaceFirst("\\.jar$", "")));
	}

}

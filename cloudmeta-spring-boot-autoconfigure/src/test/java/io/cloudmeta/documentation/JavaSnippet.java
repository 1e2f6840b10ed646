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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import com.sun.source.util.JavacTask;

/**
 * A block of Java, which is compiled for the oldest Java that is supported, against the
 * class path of this module's tests. It begins with its imports, so that a reader can
 * copy it, and nothing else is imported. What follows them (types, members of a class,
 * statements, annotations or an expression) is determined by parsing it as each of these
 * in turn.
 */
final class JavaSnippet {

	private static final String NAME = "Snippet";

	/** The reader's own types, which no page imports. */
	private static final String IMPORTS = "import io.cloudmeta.documentation.ReadersOwn.*;\n";

	private static final List<String> WRAPPINGS = List.of("%s",
			"class " + NAME + " extends io.cloudmeta.documentation.ReadersOwn {\n%s\n}",
			"class " + NAME
					+ " extends io.cloudmeta.documentation.ReadersOwn {\nvoid snippet() throws Exception {\n%s\n}\n}",
			"%s\nclass " + NAME + " {\n}", "class " + NAME
					+ " extends io.cloudmeta.documentation.ReadersOwn {\nObject snippet() throws Exception {\nreturn %s;\n}\n}");

	/**
	 * Types of the clouds' own SDKs, which only the sample that uses them can compile.
	 */
	private static final Set<String> NOT_ON_THE_CLASS_PATH = Set.of("S3Client", "Region", "Storage", "StorageOptions");

	/** The packages of these types. */
	private static final Set<String> PACKAGES_NOT_ON_THE_CLASS_PATH = Set.of("software.amazon.awssdk.regions",
			"software.amazon.awssdk.services.s3", "com.google.cloud.storage");

	private static final Pattern HEADER = Pattern.compile("\\A(?:(?:package|import) .*;\\n|\\n)+");

	private static final Pattern PUBLIC_TYPE = Pattern.compile(
			"^public (?:abstract |final |sealed )*(?:class|interface|record|enum|@interface) (\\w+)",
			Pattern.MULTILINE);

	private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();

	private final String header;

	private final String body;

	JavaSnippet(String text) {
		Matcher matcher = HEADER.matcher(text + "\n");
		this.header = matcher.find() ? matcher.group() : "";
		this.body = text.substring(Math.min(this.header.length(), text.length()));
	}

	/**
	 * Returns the lines that import a type.
	 */
	List<String> imports() {
		return this.header.lines().filter((line) -> line.startsWith("import ")).toList();
	}

	/**
	 * Returns what follows the imports.
	 */
	String body() {
		return this.body;
	}

	/**
	 * Returns what the compiler complains of.
	 */
	List<String> complaints() {
		return WRAPPINGS.stream()
			.map((wrapping) -> this.header + IMPORTS + wrapping.formatted(this.body.replace("…", "null")))
			.filter((source) -> complaints(source, false).isEmpty())
			.findFirst()
			.map((source) -> complaints(source, true))
			.orElseGet(() -> List.of("It is neither a source file nor a type, a member, a statement, an annotation"
					+ " or an expression"));
	}

	private List<String> complaints(String source, boolean analyzed) {
		DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
		List<String> options = List.of("--release", "17", "-proc:none", "-Xlint:none", "-classpath",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
		JavacTask task = (JavacTask) this.compiler.getTask(null, null, diagnostics, options, null,
				List.of(new Source(source)));
		try {
			task.parse();
			if (analyzed) {
				task.analyze();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return diagnostics.getDiagnostics()
			.stream()
			.filter((diagnostic) -> diagnostic.getKind() == Diagnostic.Kind.ERROR && !isOfAnSdk(source, diagnostic))
			.map((diagnostic) -> "%s: %s".formatted(line(source, diagnostic.getLineNumber()),
					diagnostic.getMessage(Locale.ROOT)))
			.toList();
	}

	private static boolean isOfAnSdk(String source, Diagnostic<? extends JavaFileObject> diagnostic) {
		if (diagnostic.getStartPosition() == Diagnostic.NOPOS) {
			return false;
		}
		String code = source.substring((int) diagnostic.getStartPosition(), (int) diagnostic.getEndPosition());
		return (diagnostic.getCode().startsWith("compiler.err.cant.resolve") && NOT_ON_THE_CLASS_PATH.contains(code))
				|| (diagnostic.getCode().equals("compiler.err.doesnt.exist")
						&& PACKAGES_NOT_ON_THE_CLASS_PATH.stream().anyMatch(code::startsWith));
	}

	private static String line(String source, long number) {
		return source.lines().skip(Math.max(0, number - 1)).findFirst().orElse("").strip();
	}

	private static final class Source extends SimpleJavaFileObject {

		private final String text;

		private Source(String text) {
			super(URI.create("string:///" + name(text) + Kind.SOURCE.extension), Kind.SOURCE);
			this.text = text;
		}

		private static String name(String text) {
			Matcher type = PUBLIC_TYPE.matcher(text);
			return type.find() ? type.group(1) : NAME;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.text;
		}

	}

}

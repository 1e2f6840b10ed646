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

package io.cloudmeta.autoconfigure;

import java.util.List;
import java.util.stream.Stream;

/**
 * Values that were written to be evaluated, resolved, formatted or misread by the code
 * that reads them, and values that must pass unchanged.
 */
final class HostileValues {

	private static final String SING = "T(io.cloudmeta.autoconfigure.Canary).sing()";

	/** None of them may be returned by a placeholder. */
	static final List<String> REFUSED = List.of(
			// expressions
			"#{" + SING + "}", "#{new io.cloudmeta.autoconfigure.Canary()}", "' + " + SING + " + '",
			"'}#{" + SING + "}#{'", SING, "\\'+" + SING + "+\\'", "' == '' or " + SING + " == '", "x' || " + SING,
			"#{systemProperties['app.secret']}", "#{environment['app.secret']}",
			"#{environment.getProperty('app.secret')}",
			// placeholders
			"${app.secret}", "${app.secret:-x}", "${app.secret:x}", "\\${app.secret}", "$${app.secret}",
			"${${app.name}}", "http://evil.example/${app.secret}", "classpath:${app.secret}", "file:/tmp/${app.secret}",
			"$<cloud:accountId>", "${cloud:accountId}", "${<dollar}", "\\$<cloud:accountId>",
			"${\uFDE0cloud:\uFDE1accountId}",
			// halves, with which another text could complete an expression
			"$", "{", "}", "#", "#{", "${", "$<", ">", "\\", "'", "\"", "`", "'.split(", "#{systemProperties", "']",
			"(", ")", "[", "]", "{app.secret}", "app.secret}",
			// logging patterns and lookups
			"%property{app.secret}", "%d{yyyy}", "%replace(a){a,b}", "%nopex)", "%X{app.secret}",
			"${jndi:ldap://127.0.0.1/a}", "${sys:app.secret}", "${env:PATH}", "%m%n", "${date:yyyy}",
			// control, bidirectional and invisible characters
			"a\nb", "a\r\nFORGED", "a\u001b[31mb", "a\u0085b", "a\u2028b", "a\u202eb", "a\u2066b", "a\u200eb",
			"a\u061cb", "a\u200bb", "a\ufeffb", "a\udb40\udc41b", "a\u0000b",
			// others
			"<script>alert(1)</script>", "a=b", "a;b", "a*b", "a?b", "a!b", "a|b", "..", "../../etc/passwd", "a/../b");

	/** All of them have to be returned as they are. */
	static final List<String> HARMLESS = List.of("ml", "M\u00fcller-Team_1.2", "a,b", "s3://a/b", "systemProperties",
			"@canary", "classpath:x", "a..b", "12:30 +2~");

	private HostileValues() {
	}

	static Stream<String> all() {
		return Stream.concat(REFUSED.stream(), HARMLESS.stream());
	}

}

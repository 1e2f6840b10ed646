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

package io.cloudmeta.internal.filter;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Names of values that may be secrets: passwords, tokens, keys, certificates, scripts,
 * user data. The one vocabulary for documents, attributes, tags and paths of all clouds.
 * Names are compared by similarity: letters' case, their full-width forms, camel case,
 * the characters between words and the name of an encoding at the end do not count, so
 * that {@code dbPassword}, {@code db-pwd} and {@code DB_PASSWD} are found. In doubt a
 * name is a secret's.
 *
 * @since 0.1.0
 */
public final class SecretNames {

	/** Wherever they are in a word. */
	private static final Set<String> STEMS = Set.of("passw", "passphrase", "passcode", "pwd", "secret", "credential",
			"token", "mnemonic", "authorization", "webhook");

	/** As a word of its own. */
	private static final Set<String> WORDS = Set.of("pass", "pw", "psw", "cred", "creds", "sas", "dsn", "otp", "totp",
			"jwt", "bearer", "pem", "pfx", "p12", "pkcs12", "jks", "cookie", "cookies", "ignition");

	/** As the only word, or as the end of the last one: {@code auth-url} is no secret. */
	private static final Set<String> LAST_WORDS = Set.of("auth", "kube", "ssh", "sig");

	/** In words that follow each other or are written as one. */
	private static final Set<String> COMPOUNDS = Set.of("userdata", "vendordata", "customdata", "privatekey", "privkey",
			"apikey", "secretkey", "accesskey", "authkey", "hostkey", "keytab", "keystore", "truststore", "keyring",
			"keychain", "keyfile", "keymaterial", "keydata", "certfile", "certchain", "authorizedkey", "randomseed",
			"seedphrase", "cloudinit", "cloudconfig", "kubeenv", "kubeconfig", "kubecfg", "kubeletconfig",
			"serviceaccountjson", "dockerconfig", "dockercfg", "connectionstring", "connstring", "databaseurl", "dburl",
			"jdbcurl", "databaseuri", "dburi", "jdbcuri", "mongourl", "mongouri", "redisurl", "redisuri", "postgresurl",
			"postgresuri", "postgresqlurl", "postgresqluri", "mysqlurl", "mysqluri", "amqpurl", "amqpuri",
			"rabbitmqurl", "rabbitmquri", "authheader", "rsakey", "idrsa", "iddsa", "idecdsa", "ided25519");

	/** Words, and ends of words, that name a secret unless a describing word follows. */
	private static final List<String> NOUNS = List.of("key", "keys", "cert", "certs", "certificate", "certificates",
			"script", "scripts", "pass", "pw", "psk", "pem", "creds");

	/** Words that end like one of the nouns but mean something else. */
	private static final Set<String> OTHER_WORDS = Set.of("monkey", "donkey", "turkey", "hockey", "whiskey", "turnkey",
			"concert", "javascript", "typescript", "transcript", "bypass", "compass", "underpass", "overpass");

	/** {@code key-name} names a key, but is none. */
	private static final Set<String> DESCRIBING = Set.of("name", "names", "id", "ids", "arn", "type", "version",
			"vault", "space", "size", "length", "count", "algorithm", "fingerprint", "usage", "format", "rotation",
			"identifier", "pair", "policy", "expiry", "serial");

	/** How a secret may be encoded: as {@code userDataBase64} is. */
	private static final List<String> ENCODINGS = List.of("base16", "base32", "base58", "base64", "base85", "b64");

	/** Words after the last one that matters, without the digits at their ends. */
	private static final Set<String> ENCODING_WORDS = Set.of("base", "b", "encoded", "hex", "gzip");

	/**
	 * What clouds return under a name that looks like a secret's: a number for the drift
	 * of a clock (Google), the short codes of region and realm (Oracle), whether
	 * passwords are disabled (Azure), the kernel an instance boots (Scaleway). And what
	 * users write: the column by which a table is partitioned, the controller that issues
	 * certificates in Kubernetes, a limit of language models, the rules for passwords.
	 */
	private static final Set<String> HARMLESS = Set.of("drifttoken", "regionkey", "realmkey",
			"disablepasswordauthentication", "bootscript", "partitionkey", "certmanager", "maxtokens",
			"passwordpolicy");

	private SecretNames() {
	}

	/**
	 * Returns whether a name may be a secret's.
	 * @param name the name of a member, an attribute or a tag
	 * @return whether its value must not be read
	 */
	public static boolean isSecret(String name) {
		return isSecretFolded(folded(name));
	}

	private static boolean isSecretFolded(String name) {
		String joined = joined(name);
		if (HARMLESS.contains(joined)) {
			return false;
		}
		// as it is written, and for what is in mixed case without a meaning
		return isSecret(words(name)) || isSecret(words(name.toLowerCase(Locale.ROOT))) || hasCompound(joined);
	}

	/**
	 * Returns whether a path leads to what may be a secret.
	 * @param path the names from the root to the value, with slashes, dots, brackets or
	 * the characters of a query between them
	 * @return whether one of the names, or several together, may be a secret's
	 */
	public static boolean isSecretPath(String path) {
		return isSecretPathFolded(folded(path));
	}

	private static boolean isSecretPathFolded(String path) {
		String joined = joined(path);
		if (hasCompound(joined)) {
			return true;
		}
		for (String name : withoutTagName(path).split("[/.?&=\\[\\]]")) {
			if (isSecretFolded(name)) {
				return true;
			}
		}
		return false;
	}

	/** In a list of tags, the member key has the tag's name. */
	private static String withoutTagName(String path) {
		return (path.endsWith("].key") || path.endsWith("].Key")) ? path.substring(0, path.length() - 4) : path;
	}

	/**
	 * Returns a name in the form in which its spellings are equal.
	 * @param name the name
	 * @return its letters and digits in lower case
	 */
	public static String uniform(String name) {
		return joined(folded(name));
	}

	/**
	 * Returns a name with the plain letters in place of their full-width forms and other
	 * compatible ones.
	 */
	private static String folded(String name) {
		for (int i = 0; i < name.length(); i++) {
			// the normalizer is not loaded for the names that clouds themselves use
			if (name.charAt(i) >= 128) {
				return Normalizer.normalize(name, Normalizer.Form.NFKC);
			}
		}
		return name;
	}

	private static String joined(String name) {
		StringBuilder uniform = new StringBuilder(name.length());
		int i = 0;
		while (i < name.length()) {
			int character = name.codePointAt(i);
			if (Character.isLetterOrDigit(character)) {
				uniform.appendCodePoint(Character.toLowerCase(character));
			}
			i += Character.charCount(character);
		}
		return uniform.toString();
	}

	private static boolean isSecret(List<String> words) {
		for (int i = 0; i < words.size(); i++) {
			String word = words.get(i);
			String next = (i + 1 < words.size()) ? words.get(i + 1) : "";
			if (hasStem(word) || WORDS.contains(word)
					|| (isLastWord(word) && isEncoding(words.subList(i + 1, words.size())))
					|| (isNoun(word) && !DESCRIBING.contains(next))) {
				return true;
			}
		}
		return false;
	}

	private static boolean isLastWord(String word) {
		return LAST_WORDS.contains(word) || word.endsWith("auth");
	}

	/** Nothing at all, or the encoding of the preceding name. */
	private static boolean isEncoding(List<String> words) {
		return ENCODING_WORDS.containsAll(words);
	}

	private static boolean hasStem(String word) {
		for (String stem : STEMS) {
			int start = word.indexOf(stem);
			// to replace by tokens is to tokenize
			if (start >= 0 && !word.startsWith("iz", start + stem.length())
					&& !word.startsWith("isation", start + stem.length())) {
				return true;
			}
		}
		return false;
	}

	private static boolean isNoun(String word) {
		for (String noun : NOUNS) {
			if (word.endsWith(noun)) {
				return !OTHER_WORDS.contains(word);
			}
		}
		return false;
	}

	private static boolean hasCompound(String joined) {
		for (String compound : COMPOUNDS) {
			if (hasCompound(joined, compound)) {
				return true;
			}
		}
		return false;
	}

	private static boolean hasCompound(String joined, String compound) {
		int start = joined.indexOf(compound);
		while (start >= 0) {
			String rest = joined.substring(start + compound.length());
			// user-database is no user data, userDataBase64 is
			if (!rest.startsWith("base") || ENCODINGS.stream().anyMatch(rest::startsWith)) {
				return true;
			}
			start = joined.indexOf(compound, start + 1);
		}
		return false;
	}

	/**
	 * Splits a name at all that is no letter or digit and within camel case. Digits at
	 * the end of a word count only for words such as {@code p12}.
	 */
	private static List<String> words(String name) {
		List<String> words = new ArrayList<>();
		StringBuilder word = new StringBuilder();
		for (int i = 0; i < name.length(); i++) {
			char character = name.charAt(i);
			if (isBoundary(name, i)) {
				add(word, words);
			}
			if (Character.isLetterOrDigit(character)) {
				word.append(Character.toLowerCase(character));
			}
		}
		add(word, words);
		return words;
	}

	private static boolean isBoundary(String name, int i) {
		char character = name.charAt(i);
		if (!Character.isLetterOrDigit(character)) {
			return true;
		}
		boolean afterLower = i > 0 && !Character.isUpperCase(name.charAt(i - 1));
		boolean beforeLower = i + 1 < name.length() && Character.isLowerCase(name.charAt(i + 1));
		return Character.isUpperCase(character) && (afterLower || beforeLower);
	}

	/** Of {@code keyb64}, what is encoded. */
	private static String withoutEncoding(String word) {
		for (String encoding : ENCODINGS) {
			if (word.endsWith(encoding) && word.length() > encoding.length()) {
				return word.substring(0, word.length() - encoding.length());
			}
		}
		return word;
	}

	private static void add(StringBuilder letters, List<String> words) {
		String word = letters.toString();
		letters.setLength(0);
		if (!WORDS.contains(word)) {
			int end = withoutEncoding(word).length();
			while (end > 0 && Character.isDigit(word.charAt(end - 1))) {
				end--;
			}
			word = word.substring(0, end);
		}
		if (!word.isEmpty()) {
			words.add(word);
		}
	}

}

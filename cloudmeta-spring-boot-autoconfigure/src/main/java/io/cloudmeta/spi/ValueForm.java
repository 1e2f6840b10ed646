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

package io.cloudmeta.spi;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The form that a value must have: its length and the characters it may contain. The one
 * place in which values of all clouds, and those that the user sets, are checked. A value
 * of another form counts as missing.
 *
 * @since 0.1.0
 */
public enum ValueForm {

	/** Ids that the product chooses: of a provider or platform. */
	WORD("._-", 256, "letters, digits and . _ -"),

	/** Accounts, instance ids and lifecycles. */
	ID("._-:/", 256, "letters, digits and . _ - : /"),

	/** Regions. */
	REGION("._-:/ ", 256, "letters, digits, spaces and . _ - : /"),

	/** Zones, instance types, images, subnets, networks and levels of a placement. */
	DESIGNATION("._-:/ ()+,@", 256, "letters, digits, spaces and . _ - : / ( ) + , @"),

	/** Host names as in RFC 1123. */
	HOSTNAME("", 253, "a host name such as web-1.example.com"),

	/** IPv6 addresses as in RFC 4291, or IPv4 addresses in four decimal numbers. */
	ADDRESS("", 45, "an IP address such as 10.0.0.7 or 2001:db8::7"),

	/** Hardware addresses: octets with colons between them. */
	MAC("", 59, "a hardware address such as 0a:5b:1c:2d:3e:4f"),

	/** Tags, names and attributes: any text in one line. */
	TEXT("", 4096, "text in one line, without control and invisible characters");

	private final String punctuation;

	private final int maxLength;

	private final String description;

	ValueForm(String punctuation, int maxLength, String description) {
		this.punctuation = punctuation;
		this.maxLength = maxLength;
		this.description = description;
	}

	/**
	 * Returns the form of a field.
	 * @param field the field
	 * @return the form
	 */
	public static ValueForm of(CloudField field) {
		return switch (field) {
			case PROVIDER, PLATFORM -> WORD;
			case ACCOUNT_ID, INSTANCE_ID, LIFECYCLE -> ID;
			case REGION -> REGION;
			case AVAILABILITY_ZONE, AVAILABILITY_ZONE_ID, INSTANCE_TYPE, IMAGE_ID -> DESIGNATION;
			case HOSTNAME -> HOSTNAME;
			case PRIVATE_IP, PUBLIC_IP -> ADDRESS;
			case INSTANCE_NAME -> TEXT;
		};
	}

	/**
	 * Returns what a value of this form consists of.
	 * @return the end of a sentence that begins with "Write"
	 */
	public String getDescription() {
		return this.description;
	}

	/**
	 * Returns why a value is not of this form.
	 * @param value the value
	 * @return the reason, which does not contain the value, such as "the character U+003F
	 * is not allowed"; {@code null} if the value is of this form
	 */
	public @Nullable String violation(String value) {
		if (value.length() > this.maxLength) {
			return "it has more than %d characters".formatted(this.maxLength);
		}
		String character = forbiddenCharacter(value);
		if (character != null) {
			return character;
		}
		return switch (this) {
			case WORD, TEXT -> null;
			case ID, REGION, DESIGNATION -> leavesItsFolder(value) ? "the path segment '..' is not allowed" : null;
			case HOSTNAME -> isHostname(value) ? null : "it is not a host name (RFC 1123)";
			case ADDRESS -> (isIpv4(value) || isIpv6(value)) ? null : "it is not an IP address";
			case MAC -> isMac(value) ? null : "it is not a hardware address";
		};
	}

	private @Nullable String forbiddenCharacter(String value) {
		int i = 0;
		while (i < value.length()) {
			int character = value.codePointAt(i);
			if (isInvisible(character) || !isAllowed(character)) {
				return String.format(Locale.ROOT, "the character U+%04X is not allowed", character);
			}
			i += Character.charCount(character);
		}
		return null;
	}

	private boolean isAllowed(int character) {
		return switch (this) {
			case WORD, ID, REGION, DESIGNATION ->
				isLetterOrDigit(character) || this.punctuation.indexOf(character) >= 0;
			case HOSTNAME, ADDRESS, MAC, TEXT -> true;
		};
	}

	/**
	 * Returns whether a character begins a line, steers a terminal, changes the direction
	 * of writing or is not seen: control and format characters, separators of lines and
	 * paragraphs, and lone surrogates.
	 */
	static boolean isInvisible(int character) {
		return switch (Character.getType(character)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE ->
				true;
			default -> false;
		};
	}

	/** Letters, the marks that belong to them, and decimal digits of any script. */
	private static boolean isLetterOrDigit(int character) {
		return Character.isLetterOrDigit(character) || switch (Character.getType(character)) {
			case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
			default -> false;
		};
	}

	private static boolean leavesItsFolder(String value) {
		return ("/" + value + "/").contains("/../");
	}

	private static boolean isHostname(String value) {
		for (String label : value.split("\\.", -1)) {
			if (label.isEmpty() || label.length() > 63 || !isPlain(label) || label.startsWith("-")
					|| label.endsWith("-")) {
				return false;
			}
		}
		return true;
	}

	private static boolean isPlain(String label) {
		for (int i = 0; i < label.length(); i++) {
			if (!isAsciiLetterOrDigit(label.charAt(i)) && label.charAt(i) != '-') {
				return false;
			}
		}
		return true;
	}

	private static boolean isAsciiLetterOrDigit(int character) {
		return character < 128 && Character.isLetterOrDigit(character);
	}

	static boolean isIpv4(String value) {
		String[] numbers = value.split("\\.", -1);
		if (numbers.length != 4) {
			return false;
		}
		for (String number : numbers) {
			// a leading zero is octal to some and decimal to others
			if (number.length() > 3 || !isDecimal(number) || (number.length() > 1 && number.startsWith("0"))
					|| Integer.parseInt(number) > 255) {
				return false;
			}
		}
		return true;
	}

	private static boolean isDecimal(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) < '0' || text.charAt(i) > '9') {
				return false;
			}
		}
		return !text.isEmpty();
	}

	private static boolean isIpv6(String value) {
		int gap = value.indexOf("::");
		if (gap < 0) {
			return groups(value, true) == 8;
		}
		int before = groups(value.substring(0, gap), false);
		int after = groups(value.substring(gap + 2), true);
		return before >= 0 && after >= 0 && before + after < 8;
	}

	/**
	 * Counts the groups of 16 bits.
	 * @return the number, or -1 if one of them is none
	 */
	private static int groups(String text, boolean last) {
		if (text.isEmpty()) {
			return 0;
		}
		int count = 0;
		String[] groups = text.split(":", -1);
		for (int i = 0; i < groups.length; i++) {
			if (last && i == groups.length - 1 && isIpv4(groups[i])) {
				count += 2;
			}
			else if (groups[i].length() <= 4 && isHexadecimal(groups[i])) {
				count++;
			}
			else {
				return -1;
			}
		}
		return count;
	}

	/** Of Ethernet, EUI-64 and InfiniBand. */
	private static boolean isMac(String value) {
		String[] octets = value.split(":", -1);
		if (octets.length != 6 && octets.length != 8 && octets.length != 20) {
			return false;
		}
		for (String octet : octets) {
			if (octet.length() != 2 || !isHexadecimal(octet)) {
				return false;
			}
		}
		return true;
	}

	private static boolean isHexadecimal(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) >= 128 || Character.digit(text.charAt(i), 16) < 0) {
				return false;
			}
		}
		return !text.isEmpty();
	}

}

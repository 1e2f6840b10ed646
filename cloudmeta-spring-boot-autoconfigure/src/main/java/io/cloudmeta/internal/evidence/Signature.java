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

package io.cloudmeta.internal.evidence;

import java.util.Locale;

import io.cloudmeta.CloudProvider;

/**
 * What a file says on the machines of one cloud.
 *
 * @param file the path below {@code /sys}
 * @param match how its content is compared
 * @param text what it is compared with
 * @param provider the cloud
 * @param strength how much it proves
 */
record Signature(String file, Match match, String text, CloudProvider provider, Strength strength) {

	static final String DMI = "class/dmi/id/";

	static Signature is(String dmiFile, String text, CloudProvider provider) {
		return new Signature(DMI + dmiFile, Match.IS, text, provider, Strength.PROOF);
	}

	static Signature starts(String dmiFile, String text, CloudProvider provider) {
		return new Signature(DMI + dmiFile, Match.STARTS, text, provider, Strength.PROOF);
	}

	static Signature contains(String dmiFile, String text, CloudProvider provider) {
		return new Signature(DMI + dmiFile, Match.CONTAINS, text, provider, Strength.PROOF);
	}

	boolean matches(String content) {
		if (this.match == Match.IS) {
			return content.equals(this.text);
		}
		return (this.match == Match.STARTS) ? content.startsWith(this.text)
				: content.toLowerCase(Locale.ROOT).contains(this.text);
	}

	enum Match {

		/** The whole text is the same. */
		IS,

		/** The text begins like that. */
		STARTS,

		/** The text holds that somewhere, whatever the case of its letters. */
		CONTAINS

	}

	enum Strength {

		/** Only that cloud's machines say so. */
		PROOF,

		/** That cloud's machines say so, and others may. */
		HINT

	}

}

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

import java.util.List;
import java.util.Locale;

import io.cloudmeta.CloudProvider;
import org.jspecify.annotations.Nullable;

/**
 * What the content of a file of the machine means, alone or together with that of another
 * file.
 *
 * @param meaning what follows
 * @param provider the cloud that is named, or {@code null}
 * @param reason why it follows, which the evidence adds to the content
 * @param file the absolute path of the file
 * @param match how the content is compared
 * @param texts what it is compared with, any of which may match
 * @param further a rule that has to match too, or {@code null}
 */
record MachineRule(Meaning meaning, @Nullable CloudProvider provider, String reason, String file, Match match,
		List<String> texts, @Nullable MachineRule further) {

	/**
	 * Creates a rule about a file.
	 */
	static MachineRule of(Meaning meaning, @Nullable CloudProvider provider, String reason, String file, Match match,
			String... texts) {
		return new MachineRule(meaning, provider, reason, file, match, List.of(texts), null);
	}

	/**
	 * Returns the rule with a further condition on a string of the firmware.
	 */
	MachineRule and(String dmiFile, Match match, String... texts) {
		MachineRule further = of(this.meaning, this.provider, this.reason, MachineFiles.DMI + dmiFile, match, texts);
		return new MachineRule(this.meaning, this.provider, this.reason, this.file, this.match, this.texts, further);
	}

	boolean matches(MachineFiles machine) {
		String content = machine.read(this.file);
		return content != null && matches(content) && (this.further == null || this.further.matches(machine));
	}

	private boolean matches(String content) {
		for (String text : this.texts) {
			if (matches(content, text)) {
				return this.match != Match.IS_NOT;
			}
		}
		return this.match == Match.PRESENT || this.match == Match.IS_NOT;
	}

	private boolean matches(String content, String text) {
		if (this.match == Match.STARTS) {
			return content.startsWith(text);
		}
		if (this.match == Match.ENDS) {
			return content.endsWith(text);
		}
		return (this.match == Match.CONTAINS) ? content.toLowerCase(Locale.ROOT).contains(text) : content.equals(text);
	}

	enum Match {

		/** The content is the text. */
		IS,

		/** There is content, and it is none of the texts. */
		IS_NOT,

		/** The content begins with the text. */
		STARTS,

		/** The content ends with the text. */
		ENDS,

		/** The content contains the text, in letters of any case. */
		CONTAINS,

		/** There is any content. */
		PRESENT

	}

	/**
	 * What follows from a rule.
	 */
	enum Meaning {

		/** The cloud, on virtual machines and on hardware that it rents out. */
		CLOUD,

		/** The cloud, unless the machine is hardware. */
		CLOUD_VENDOR,

		/** A candidate that has to prove itself, unless the machine is hardware. */
		CANDIDATE,

		/** No cloud: a desktop hypervisor or a Linux environment for developers. */
		DESKTOP,

		/** A virtual machine, which may be on any cloud or on none. */
		VIRTUAL_MACHINE,

		/** No cloud. */
		HARDWARE

	}

}

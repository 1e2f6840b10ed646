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
 * What one or two files of a machine mean.
 *
 * @param conditions what the files contain; the evidence quotes the first one
 * @param meaning what follows
 * @param provider the cloud that is named, or {@code null}
 * @param reason why it follows, which the evidence adds to what the file contains
 */
record MachineRule(List<Condition> conditions, Meaning meaning, @Nullable CloudProvider provider, String reason) {

	/**
	 * Creates a rule about a file.
	 */
	static MachineRule of(Meaning meaning, @Nullable CloudProvider provider, String reason, String file, Match match,
			String... texts) {
		return new MachineRule(List.of(new Condition(file, match, List.of(texts))), meaning, provider, reason);
	}

	/**
	 * Creates a rule about a string of the firmware.
	 */
	static MachineRule dmi(Meaning meaning, @Nullable CloudProvider provider, String reason, String dmiFile,
			Match match, String... texts) {
		return of(meaning, provider, reason, MachineFiles.DMI + dmiFile, match, texts);
	}

	/**
	 * Returns the rule with a further condition on the firmware.
	 */
	MachineRule and(String dmiFile, Match match, String... texts) {
		Condition further = new Condition(MachineFiles.DMI + dmiFile, match, List.of(texts));
		return new MachineRule(List.of(this.conditions.get(0), further), this.meaning, this.provider, this.reason);
	}

	String file() {
		return this.conditions.get(0).file();
	}

	boolean matches(MachineFiles machine) {
		for (Condition condition : this.conditions) {
			String content = machine.read(condition.file());
			if (content == null || !condition.matches(content)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * What a file contains.
	 *
	 * @param file the absolute path
	 * @param match how the content is compared
	 * @param texts what it is compared with, any of which may match
	 */
	record Condition(String file, Match match, List<String> texts) {

		boolean matches(String content) {
			for (String text : this.texts) {
				if (matches(content, text)) {
					return this.match != Match.IS_NOT;
				}
			}
			return this.match == Match.PRESENT || this.match == Match.IS_NOT;
		}

		private boolean matches(String content, String text) {
			return switch (this.match) {
				case IS, IS_NOT -> content.equals(text);
				case STARTS -> content.startsWith(text);
				case ENDS -> content.endsWith(text);
				case CONTAINS -> content.toLowerCase(Locale.ROOT).contains(text);
				case PRESENT -> true;
			};
		}

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
	 * What follows from a rule. The first that applies decides.
	 */
	enum Meaning {

		/** The cloud, on virtual machines and on hardware that it rents out. */
		CLOUD,

		/** The cloud, unless another rule says that the machine is hardware. */
		CLOUD_VENDOR,

		/**
		 * A candidate that has to prove itself, unless another rule says that the machine
		 * is hardware.
		 */
		CANDIDATE,

		/** No cloud: a desktop hypervisor or a Linux environment for developers. */
		DESKTOP,

		/** A virtual machine, which may be on any cloud or on none. */
		VIRTUAL_MACHINE,

		/** No cloud, unless another rule says that the machine is virtual. */
		HARDWARE

	}

}

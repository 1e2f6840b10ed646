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

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.Evidence;
import io.cloudmeta.Evidence.Bearing;
import io.cloudmeta.internal.evidence.MachineRule.Match;
import io.cloudmeta.internal.evidence.MachineRule.Meaning;
import org.jspecify.annotations.Nullable;

/**
 * What follows from the {@link MachineRules} for one machine: a cloud, a candidate, or
 * whether the machine is hardware, a virtual machine or neither of them for certain.
 */
final class MachineEvidence {

	private final MachineFiles machine;

	private final List<Evidence> evidence = new ArrayList<>();

	/** The rules that match, except those that name a cloud for certain. */
	private final Map<Meaning, List<Sign>> signs = new EnumMap<>(Meaning.class);

	private @Nullable CloudProvider proven;

	private @Nullable CloudProvider hinted;

	private boolean ruledOut;

	private MachineEvidence(MachineFiles machine) {
		this.machine = machine;
	}

	static MachineEvidence of(MachineFiles machine) {
		MachineEvidence evidence = new MachineEvidence(machine);
		evidence.look();
		if (evidence.proven == null) {
			evidence.decide();
		}
		return evidence;
	}

	List<Evidence> evidence() {
		return this.evidence;
	}

	/**
	 * Returns the cloud that the machine names, or {@code null}.
	 */
	@Nullable CloudProvider proven() {
		return this.proven;
	}

	/**
	 * Returns a cloud that the machine may belong to, or {@code null}.
	 */
	@Nullable CloudProvider hinted() {
		return this.hinted;
	}

	/**
	 * Returns whether the machine is on no cloud.
	 */
	boolean isRuledOut() {
		return this.ruledOut;
	}

	private void look() {
		for (MachineRule rule : MachineRules.TABLE) {
			if (this.proven != null && rule.meaning() != Meaning.CLOUD) {
				return;
			}
			long start = System.nanoTime();
			if (rule.matches(this.machine)) {
				matched(new Sign(rule, String.valueOf(this.machine.read(rule.file())),
						Duration.ofNanos(System.nanoTime() - start)));
			}
		}
	}

	private void matched(Sign sign) {
		if (sign.rule().meaning() == Meaning.CLOUD) {
			this.proven = (this.proven != null) ? this.proven : sign.rule().provider();
			add(sign, Bearing.FOR);
		}
		else {
			this.signs.computeIfAbsent(sign.rule().meaning(), (meaning) -> new ArrayList<>()).add(sign);
		}
	}

	private void decide() {
		Sign vendor = first(Meaning.CLOUD_VENDOR);
		Sign hint = first(Meaning.CANDIDATE);
		Sign desktop = first(Meaning.DESKTOP);
		Sign virtual = first(Meaning.VIRTUAL_MACHINE);
		Sign hardware = (desktop == null && virtual == null) ? hardware((vendor != null) ? vendor : hint) : null;
		if (vendor != null && hardware == null) {
			this.proven = vendor.rule().provider();
			add(vendor, Bearing.FOR);
		}
		else if (hint != null && hardware == null) {
			this.hinted = hint.rule().provider();
			add(hint, Bearing.FOR);
		}
		else if (this.machine.isIncomplete()) {
			// a file that was not read may name a cloud
			return;
		}
		else if (desktop != null || hardware != null) {
			this.ruledOut = true;
			add((desktop != null) ? desktop : hardware, Bearing.AGAINST);
		}
		else if (virtual != null) {
			add(virtual, Bearing.NEITHER);
		}
	}

	/**
	 * Returns what says that the machine is hardware. The name of a vendor that runs a
	 * cloud says so only if another string than the vendor's own does.
	 * @param vendor the sign of the vendor, or {@code null}
	 */
	private @Nullable Sign hardware(@Nullable Sign vendor) {
		for (Sign sign : this.signs.getOrDefault(Meaning.HARDWARE, List.of())) {
			if (vendor == null || !sign.isOnlyTheNameOf(vendor)) {
				return sign;
			}
		}
		return null;
	}

	private @Nullable Sign first(Meaning meaning) {
		List<Sign> signs = this.signs.get(meaning);
		return (signs != null) ? signs.get(0) : null;
	}

	private void add(Sign sign, Bearing bearing) {
		String file = sign.rule().file();
		String content = sign.content();
		if (bearing != Bearing.FOR && file.equals(MachineFiles.DMI + "sys_vendor")) {
			String product = this.machine.read(MachineFiles.DMI + "product_name");
			content = (product != null) ? content + ", " + product : content;
		}
		this.evidence.add(new Evidence(source(file), content + ": " + sign.rule().reason(), sign.rule().provider(),
				bearing, sign.elapsed()));
	}

	private static String source(String file) {
		return file.startsWith(MachineFiles.DMI) ? "dmi " + file.substring(MachineFiles.DMI.length()) : file;
	}

	/**
	 * A rule that matches.
	 *
	 * @param rule the rule
	 * @param content what the rule's file contains
	 * @param elapsed the time that reading took
	 */
	private record Sign(MachineRule rule, String content, Duration elapsed) {

		private boolean isOnlyTheNameOf(Sign vendor) {
			boolean any = this.rule.conditions().size() == 1 && this.rule.conditions().get(0).match() == Match.PRESENT;
			return any && lowerCase(this.content).startsWith(lowerCase(vendor.content));
		}

		private static String lowerCase(String text) {
			return text.toLowerCase(Locale.ROOT);
		}

	}

}

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

import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.Evidence;
import io.cloudmeta.Evidence.Bearing;
import io.cloudmeta.internal.evidence.MachineRule.Match;
import io.cloudmeta.internal.evidence.MachineRule.Meaning;
import io.cloudmeta.spi.CloudField;
import org.jspecify.annotations.Nullable;

/**
 * Collects the {@link LocalEvidence} of one machine: first by the {@link MachineRules},
 * then from cloud-init's file. Used once.
 */
final class EvidenceCollector {

	/** What vendors build their own clouds of: the firmware names the vendor. */
	private static final Set<CloudProvider> SOFTWARE = Set.of(CloudProvider.OPENSTACK, CloudProvider.CLOUDSTACK);

	private static final String SYSTEM_VENDOR = MachineFiles.DMI + "sys_vendor";

	private static final String BOARD_TAG = "board_asset_tag";

	private final MachineFiles machine;

	private final Path root;

	private final LocalFiles files;

	private final List<Evidence> evidence = new ArrayList<>();

	private @Nullable CloudProvider proven;

	private @Nullable CloudProvider hinted;

	private boolean ruledOut;

	/** The first rule for the vendor of a cloud that matches. */
	private @Nullable MachineRule vendor;

	/** The first rule for a candidate that matches. */
	private @Nullable MachineRule candidate;

	/** The first rule for no cloud or for a virtual machine that matches. */
	private @Nullable MachineRule nature;

	private Map<CloudField, String> values = Map.of();

	EvidenceCollector(MachineFiles machine, Path root, LocalFiles files) {
		this.machine = machine;
		this.root = root;
		this.files = files;
	}

	LocalEvidence collect() {
		long start = System.nanoTime();
		for (MachineRule rule : MachineRules.TABLE) {
			if (this.proven != null && rule.meaning() != Meaning.CLOUD) {
				break;
			}
			if (rule.matches(this.machine)) {
				matched(rule);
			}
		}
		if (this.proven == null) {
			decide(start);
		}
		// without the serial numbers that cloud-init's file is compared with
		Map<String, String> dmi = this.machine.dmi();
		lookAtCloudInit();
		String tag = this.machine.read(MachineFiles.DMI + BOARD_TAG);
		if (tag != null) {
			dmi.put(BOARD_TAG, tag);
		}
		return new LocalEvidence(this.evidence, this.proven, this.hinted, this.ruledOut, dmi, this.values);
	}

	private void matched(MachineRule rule) {
		if (rule.meaning() == Meaning.CLOUD) {
			this.proven = (this.proven != null) ? this.proven : rule.provider();
			add(rule, Bearing.FOR);
		}
		else if (rule.meaning() == Meaning.CLOUD_VENDOR) {
			this.vendor = (this.vendor != null) ? this.vendor : rule;
		}
		else if (rule.meaning() == Meaning.CANDIDATE) {
			this.candidate = (this.candidate != null) ? this.candidate : rule;
		}
		else if (this.nature == null && !isOnlyTheNameOfAVendor(rule)) {
			this.nature = rule;
		}
	}

	/**
	 * The name of a vendor that runs a cloud does not prove that the machine is hardware.
	 */
	private boolean isOnlyTheNameOfAVendor(MachineRule rule) {
		MachineRule named = (this.vendor != null) ? this.vendor : this.candidate;
		return named != null && rule.match() == Match.PRESENT && rule.meaning() == Meaning.HARDWARE
				&& lowerCase(content(rule)).startsWith(lowerCase(content(named)));
	}

	private void decide(long start) {
		MachineRule nature = this.nature;
		boolean hardware = nature != null && nature.meaning() == Meaning.HARDWARE;
		if (this.vendor != null && !hardware) {
			this.proven = this.vendor.provider();
			add(this.vendor, Bearing.FOR);
		}
		else if (this.candidate != null && !hardware) {
			this.hinted = this.candidate.provider();
			add(this.candidate, Bearing.FOR);
		}
		else if (this.machine.isIncomplete()) {
			// a file that was not read may name a cloud
			return;
		}
		else if (nature != null) {
			this.ruledOut = nature.meaning() != Meaning.VIRTUAL_MACHINE;
			add(nature, this.ruledOut ? Bearing.AGAINST : Bearing.NEITHER);
		}
		else if (this.machine.hasSysfs()) {
			add("dmi", this.machine.hasDmi() ? "names no vendor" : "not there", null, Bearing.NEITHER,
					Duration.ofNanos(System.nanoTime() - start));
		}
		else {
			lookAtSystem();
		}
	}

	/**
	 * EC2's Mac instances build software for Apple's devices; a server there names the
	 * cloud by {@code cloudmeta.provider}.
	 */
	private void lookAtSystem() {
		String system = System.getProperty("os.name", "");
		this.ruledOut = lowerCase(system).startsWith("mac");
		add("os.name", this.ruledOut ? system + ", which clouds do not run servers on" : system, null,
				this.ruledOut ? Bearing.AGAINST : Bearing.NEITHER, Duration.ZERO);
	}

	private void lookAtCloudInit() {
		if (!mayHaveInstanceData()) {
			return;
		}
		long start = System.nanoTime();
		InstanceData data = InstanceData.read(this.root, this.machine, this.files);
		if (data == null || this.files.isIncomplete()) {
			return;
		}
		Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
		String source = LocalEvidence.CLOUD_INIT;
		CloudProvider named = data.provider();
		if (named == null) {
			add(source, data.finding(), null, Bearing.NEITHER, elapsed);
		}
		else if (this.ruledOut) {
			add(source, "%s, which the machine rules out: set cloudmeta.provider=%s if it is right"
				.formatted(data.finding(), named), named, Bearing.FOR, elapsed);
		}
		else if (this.proven == null || this.proven.equals(named)) {
			this.proven = named;
			this.values = data.values();
			add(source, data.finding(), named, Bearing.FOR, elapsed);
		}
		else if (SOFTWARE.contains(named)) {
			add(source, data.finding() + ", which vendors build their own clouds with: the firmware takes precedence",
					named, Bearing.NEITHER, elapsed);
		}
		else {
			add(source, data.finding() + ": the firmware takes precedence", this.proven, Bearing.AGAINST, elapsed);
		}
	}

	/**
	 * Most machines have no such file, and need not load the class that reads it.
	 */
	private boolean mayHaveInstanceData() {
		try {
			return this.files.attributes(this.root.resolve(InstanceData.FILE), LinkOption.NOFOLLOW_LINKS) != null;
		}
		catch (IOException | SecurityException ex) {
			return true;
		}
	}

	private void add(MachineRule rule, Bearing bearing) {
		String content = content(rule);
		String product = this.machine.read(MachineFiles.DMI + "product_name");
		if (bearing != Bearing.FOR && product != null && rule.file().equals(SYSTEM_VENDOR)) {
			content += ", " + product;
		}
		String source = rule.file().startsWith(MachineFiles.DMI)
				? "dmi " + rule.file().substring(MachineFiles.DMI.length()) : rule.file();
		add(source, content + ": " + rule.reason(), rule.provider(), bearing, this.machine.elapsed(rule.file()));
	}

	private void add(String source, String finding, @Nullable CloudProvider provider, Bearing bearing,
			Duration elapsed) {
		this.evidence.add(new Evidence(source, finding, provider, bearing, elapsed));
	}

	private String content(MachineRule rule) {
		return String.valueOf(this.machine.read(rule.file()));
	}

	private static String lowerCase(String text) {
		return text.toLowerCase(Locale.ROOT);
	}

}

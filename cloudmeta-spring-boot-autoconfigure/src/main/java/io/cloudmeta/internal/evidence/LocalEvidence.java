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
import io.cloudmeta.spi.CloudField;
import org.jspecify.annotations.Nullable;

/**
 * What the machine says of itself.
 *
 * @param evidence each signal that was looked at
 * @param proven the cloud that the machine names, or {@code null}
 * @param hinted a cloud that the machine may belong to, or {@code null}
 * @param ruledOut whether the machine names hardware or a hypervisor that no cloud uses
 * @param dmi the firmware's strings by the names of their files
 * @param values what cloud-init wrote of the instance, empty unless it names the cloud
 * that is proven
 * @since 0.1.0
 */
public record LocalEvidence(List<Evidence> evidence, @Nullable CloudProvider proven, @Nullable CloudProvider hinted,
		boolean ruledOut, Map<String, String> dmi, Map<CloudField, String> values) {

	/** How the evidence calls the file that cloud-init writes. */
	public static final String CLOUD_INIT = "cloud-init /" + InstanceData.FILE;

	public LocalEvidence {
		evidence = List.copyOf(evidence);
		dmi = Map.copyOf(dmi);
		values = Map.copyOf(values);
	}

	/**
	 * Looks at the machine.
	 * @param sysfs where the kernel's files are, usually {@code /sys}
	 * @param root below which the machine's other files are, usually {@code /}
	 * @param files reads the files
	 * @return what they say
	 */
	public static LocalEvidence collect(Path sysfs, Path root, LocalFiles files) {
		return new Collector(new MachineFiles(sysfs, root, files), root, files).collect();
	}

	/**
	 * Reads one of the firmware's strings.
	 * @param sysfs where the kernel's files are, usually {@code /sys}
	 * @param file the name of the string's file, such as {@code sys_vendor}
	 * @param files reads the files
	 * @return the string, or {@code null} if there is none or it is not readable
	 */
	public static @Nullable String dmi(Path sysfs, String file, LocalFiles files) {
		// the firmware's files are all below sysfs
		return new MachineFiles(sysfs, sysfs, files).read(MachineFiles.DMI + file);
	}

	private static final class Collector {

		/** What vendors build their own clouds of: the firmware tells the vendor. */
		private static final Set<CloudProvider> SOFTWARE = Set.of(CloudProvider.OPENSTACK, CloudProvider.CLOUDSTACK);

		private static final String BOARD_TAG = "board_asset_tag";

		private final MachineFiles machine;

		private final Path root;

		private final LocalFiles files;

		private final List<Evidence> evidence = new ArrayList<>();

		private @Nullable CloudProvider proven;

		private Map<CloudField, String> values = Map.of();

		private Collector(MachineFiles machine, Path root, LocalFiles files) {
			this.machine = machine;
			this.root = root;
			this.files = files;
		}

		private LocalEvidence collect() {
			long start = System.nanoTime();
			MachineEvidence found = MachineEvidence.of(this.machine);
			this.evidence.addAll(found.evidence());
			this.proven = found.proven();
			boolean nothing = this.evidence.isEmpty() && !this.machine.isIncomplete();
			boolean ruledOut = found.isRuledOut() || (nothing && isRuledOutBySystem(start));
			// without the serial numbers that cloud-init's file is compared with
			Map<String, String> dmi = this.machine.dmi();
			lookAtCloudInit(ruledOut);
			String tag = this.machine.read(MachineFiles.DMI + BOARD_TAG);
			if (tag != null) {
				dmi.put(BOARD_TAG, tag);
			}
			return new LocalEvidence(this.evidence, this.proven, found.hinted(), ruledOut, dmi, this.values);
		}

		private boolean isRuledOutBySystem(long start) {
			if (this.machine.hasSysfs()) {
				add("dmi", this.machine.hasDmi() ? "names no vendor" : "not there", null, Bearing.NEITHER,
						Duration.ofNanos(System.nanoTime() - start));
				return false;
			}
			String system = System.getProperty("os.name", "");
			// EC2's Mac instances build software for Apple's devices; a server there
			// names
			// the cloud by cloudmeta.provider
			boolean desktop = system.toLowerCase(Locale.ROOT).startsWith("mac");
			add("os.name", desktop ? system + ", which clouds do not run servers on" : system, null,
					desktop ? Bearing.AGAINST : Bearing.NEITHER, Duration.ZERO);
			return desktop;
		}

		private void lookAtCloudInit(boolean ruledOut) {
			if (!mayHaveInstanceData()) {
				return;
			}
			long start = System.nanoTime();
			InstanceData data = InstanceData.read(this.root, this.machine, this.files);
			if (data == null || this.files.isIncomplete()) {
				return;
			}
			Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
			CloudProvider named = data.provider();
			if (named == null) {
				add(CLOUD_INIT, data.finding(), null, Bearing.NEITHER, elapsed);
			}
			else if (ruledOut) {
				add(CLOUD_INIT, "%s, which the machine rules out: set cloudmeta.provider=%s if it is right"
					.formatted(data.finding(), named), named, Bearing.FOR, elapsed);
			}
			else if (this.proven == null || this.proven.equals(named)) {
				this.proven = named;
				this.values = data.values();
				add(CLOUD_INIT, data.finding(), named, Bearing.FOR, elapsed);
			}
			else if (SOFTWARE.contains(named)) {
				add(CLOUD_INIT, data.finding() + ", which vendors build their own clouds of: the firmware is believed",
						named, Bearing.NEITHER, elapsed);
			}
			else {
				add(CLOUD_INIT, data.finding() + ": the firmware is believed", this.proven, Bearing.AGAINST, elapsed);
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

		private void add(String source, String finding, @Nullable CloudProvider provider, Bearing bearing,
				Duration elapsed) {
			this.evidence.add(new Evidence(source, finding, provider, bearing, elapsed));
		}

	}

}

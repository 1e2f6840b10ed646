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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.Evidence;
import io.cloudmeta.Evidence.Bearing;
import io.cloudmeta.internal.evidence.Signature.Strength;
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
		return new Collector(new Sysfs(sysfs, files), root, files).collect();
	}

	/**
	 * Reads one of the firmware's strings.
	 * @param sysfs where the kernel's files are, usually {@code /sys}
	 * @param file the name of the string's file, such as {@code sys_vendor}
	 * @param files reads the files
	 * @return the string, or {@code null} if there is none or it is not readable
	 */
	public static @Nullable String dmi(Path sysfs, String file, LocalFiles files) {
		return new Sysfs(sysfs, files).read(Signature.DMI + file);
	}

	private static final class Collector {

		/** What vendors build their own clouds of: the firmware tells the vendor. */
		private static final Set<CloudProvider> SOFTWARE = Set.of(CloudProvider.OPENSTACK, CloudProvider.CLOUDSTACK);

		private final Sysfs sysfs;

		private final Path root;

		private final LocalFiles files;

		private final List<Evidence> evidence = new ArrayList<>();

		private final Map<String, @Nullable String> contents = new LinkedHashMap<>();

		private @Nullable CloudProvider proven;

		private @Nullable CloudProvider hinted;

		private Map<CloudField, String> values = Map.of();

		private Collector(Sysfs sysfs, Path root, LocalFiles files) {
			this.sysfs = sysfs;
			this.root = root;
			this.files = files;
		}

		private LocalEvidence collect() {
			boolean ruledOut = this.sysfs.exists() ? isRuledOutByFirmware() : isRuledOutBySystem();
			lookAtCloudInit(ruledOut);
			return new LocalEvidence(this.evidence, this.proven, this.hinted, ruledOut, dmi(), this.values);
		}

		private boolean isRuledOutByFirmware() {
			for (Signature signature : Signatures.TABLE) {
				look(signature);
			}
			return this.proven == null && this.hinted == null && !decidesNothing();
		}

		private boolean isRuledOutBySystem() {
			String system = System.getProperty("os.name", "");
			// EC2's Mac instances build software for Apple's devices; whoever runs a
			// server there names the cloud by cloudmeta.provider
			boolean desktop = system.toLowerCase(Locale.ROOT).startsWith("mac");
			add("os.name", desktop ? system + ", which clouds do not run servers on" : system, null,
					desktop ? Bearing.AGAINST : Bearing.NEITHER, Duration.ZERO);
			return desktop;
		}

		private void look(Signature signature) {
			long start = System.nanoTime();
			String content = read(signature.file());
			if (content != null && signature.matches(content)) {
				matched(signature, content, Duration.ofNanos(System.nanoTime() - start));
			}
		}

		private @Nullable String read(String file) {
			if (!this.contents.containsKey(file)) {
				this.contents.put(file, this.sysfs.read(file));
			}
			return this.contents.get(file);
		}

		private void matched(Signature signature, String content, Duration elapsed) {
			add(source(signature.file()), content, signature.provider(), Bearing.FOR, elapsed);
			if (signature.strength() == Strength.HINT) {
				this.hinted = (this.hinted != null) ? this.hinted : signature.provider();
			}
			else if (this.proven == null) {
				this.proven = signature.provider();
			}
		}

		/**
		 * Tells whether the vendor leaves everything open, and says in the evidence what
		 * it is.
		 */
		private boolean decidesNothing() {
			long start = System.nanoTime();
			String file = Signature.DMI + "sys_vendor";
			String vendor = read(file);
			String product = read(Signature.DMI + "product_name");
			if (this.files.isIncomplete()) {
				// a file that was not read may name a cloud
				return true;
			}
			if (vendor == null) {
				add("dmi", this.sysfs.hasDmi() ? "names no vendor" : "not there", null, Bearing.NEITHER,
						Duration.ofNanos(System.nanoTime() - start));
				return true;
			}
			String machine = (product != null) ? vendor + ", " + product : vendor;
			boolean generic = Signatures.GENERIC_VENDORS.contains(vendor);
			add(source(file), generic ? machine + ", which clouds and others use" : machine + ", which is no cloud's",
					null, generic ? Bearing.NEITHER : Bearing.AGAINST, Duration.ofNanos(System.nanoTime() - start));
			return generic;
		}

		private void lookAtCloudInit(boolean ruledOut) {
			if (!mayHaveInstanceData()) {
				return;
			}
			long start = System.nanoTime();
			InstanceData data = InstanceData.read(this.root, this.sysfs, this.files);
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

		private Map<String, String> dmi() {
			Map<String, String> dmi = new LinkedHashMap<>();
			read(Signature.DMI + "board_asset_tag");
			for (Map.Entry<String, @Nullable String> entry : this.contents.entrySet()) {
				String content = entry.getValue();
				if (content != null && entry.getKey().startsWith(Signature.DMI)) {
					dmi.put(entry.getKey().substring(Signature.DMI.length()), content);
				}
			}
			return dmi;
		}

		private void add(String source, String finding, @Nullable CloudProvider provider, Bearing bearing,
				Duration elapsed) {
			this.evidence.add(new Evidence(source, finding, provider, bearing, elapsed));
		}

		private static String source(String file) {
			return file.startsWith(Signature.DMI) ? "dmi " + file.substring(Signature.DMI.length()) : "/sys/" + file;
		}

	}

}

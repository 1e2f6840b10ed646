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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The files in which Linux describes the machine, by their absolute paths.
 *
 * @see <a href="https://www.kernel.org/doc/Documentation/ABI/testing/sysfs-class-dmi">The
 * kernel's description of /sys/class/dmi</a>
 */
class MachineFiles {

	static final String DMI = "/sys/class/dmi/id/";

	static final String PROCESSOR = "/proc/cpuinfo";

	static final String KERNEL_RELEASE = "/proc/sys/kernel/osrelease";

	static final String HYPERVISOR_TYPE = "/sys/hypervisor/type";

	static final String HYPERVISOR_UUID = "/sys/hypervisor/uuid";

	static final String DEVICE_TREE = "/sys/firmware/devicetree/base/compatible";

	static final String DEVICE_TREE_HYPERVISOR = "/sys/firmware/devicetree/base/hypervisor/compatible";

	/** What is read of a processor whose flags include that of a virtual machine. */
	static final String HYPERVISOR_FLAG = "flag hypervisor";

	/** What is read of a processor of a machine with DMI whose flags do not. */
	static final String NO_HYPERVISOR_FLAG = "no flag hypervisor";

	private static final String SYS = "/sys/";

	/** The older place of the device tree, where containers may see it too. */
	private static final String DEVICE_TREE_IN_PROC = "/proc/device-tree/";

	private static final String XEN_CAPABILITIES = "/proc/xen/capabilities";

	/** The texts of some firmware in place of an empty text. */
	private static final String NOT_SPECIFIED = "Not Specified";

	/** Firmware strings are far shorter; a longer text is none. */
	private static final int MAX_BYTES = 256;

	/** Enough for the first processor's flags; there may be hundreds of processors. */
	private static final int MAX_PROCESSOR_BYTES = 8192;

	private final Path sysfs;

	private final Path root;

	private final LocalFiles files;

	private final Map<String, @Nullable String> contents = new HashMap<>();

	private final Map<String, Duration> elapsed = new HashMap<>();

	MachineFiles(Path sysfs, Path root, LocalFiles files) {
		this.sysfs = sysfs;
		this.root = root;
		this.files = files;
	}

	boolean hasSysfs() {
		return this.files.isDirectory(this.sysfs);
	}

	boolean hasDmi() {
		return this.files.isDirectory(path(DMI));
	}

	/**
	 * Returns whether a file was needed that was not read, because another one hung.
	 */
	boolean isIncomplete() {
		return this.files.isIncomplete();
	}

	/**
	 * Returns what a file contains.
	 * @param file the absolute path
	 * @return the text without white space around it, or {@code null} if there is no such
	 * file, if it is not readable (serial numbers are for root only) or if it is empty
	 */
	@Nullable String read(String file) {
		if (!this.contents.containsKey(file)) {
			long start = System.nanoTime();
			this.contents.put(file, switch (file) {
				case PROCESSOR -> isControlDomain() ? null : processor();
				case HYPERVISOR_TYPE -> isControlDomain() ? null : hypervisorType();
				case DEVICE_TREE -> hasDmi() ? null : deviceTree(file);
				case DEVICE_TREE_HYPERVISOR -> (hasDmi() || isControlDomain()) ? null : deviceTree(file);
				default -> text(file, MAX_BYTES);
			});
			this.elapsed.put(file, Duration.ofNanos(System.nanoTime() - start));
		}
		return this.contents.get(file);
	}

	/**
	 * Returns the time that reading a file took.
	 */
	Duration elapsed(String file) {
		return this.elapsed.getOrDefault(file, Duration.ZERO);
	}

	/**
	 * Returns the firmware's strings that were read by now, by the names of their files.
	 */
	Map<String, String> dmi() {
		Map<String, String> dmi = new HashMap<>();
		for (Map.Entry<String, @Nullable String> entry : this.contents.entrySet()) {
			String content = entry.getValue();
			if (content != null && entry.getKey().startsWith(DMI)) {
				dmi.put(entry.getKey().substring(DMI.length()), content);
			}
		}
		return dmi;
	}

	/**
	 * Without DMI, the flag's absence proves nothing: a sandbox such as gVisor passes on
	 * the processor of the machine below it.
	 */
	private @Nullable String processor() {
		String text = text(PROCESSOR, MAX_PROCESSOR_BYTES);
		String lines = "\n" + text;
		int begin = lines.indexOf("\nflags");
		if (begin < 0) {
			return null;
		}
		int end = lines.indexOf('\n', begin + 1);
		String flags = lines.substring(begin, (end > 0) ? end : lines.length()) + ' ';
		if (flags.contains(" hypervisor ")) {
			return HYPERVISOR_FLAG;
		}
		return hasDmi() ? NO_HYPERVISOR_FLAG : null;
	}

	/**
	 * Xen's control domain sees the hardware's firmware.
	 */
	private boolean isControlDomain() {
		String capabilities = (hypervisorType() != null) ? text(XEN_CAPABILITIES, MAX_BYTES) : null;
		return capabilities != null && capabilities.contains("control_d");
	}

	private @Nullable String hypervisorType() {
		return text(HYPERVISOR_TYPE, MAX_BYTES);
	}

	private @Nullable String deviceTree(String file) {
		String text = text(file, MAX_BYTES);
		return (text != null) ? text
				: text(file.replace("/sys/firmware/devicetree/base/", DEVICE_TREE_IN_PROC), MAX_BYTES);
	}

	private @Nullable String text(String file, int maxBytes) {
		try {
			byte[] bytes = this.files.read(path(file), maxBytes);
			if (bytes == null) {
				return null;
			}
			// uninitialised firmware fields come as bytes of 0xff; a device tree
			// separates its texts by zeros
			String text = new String(bytes, StandardCharsets.US_ASCII).replace("\uFFFD", "").replace('\0', ' ').trim();
			return (text.isEmpty() || text.equals(NOT_SPECIFIED)) ? null : text;
		}
		catch (IOException | SecurityException ex) {
			return null;
		}
	}

	private Path path(String file) {
		return file.startsWith(SYS) ? this.sysfs.resolve(file.substring(SYS.length()))
				: this.root.resolve(file.substring(1));
	}

}

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

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.Evidence;
import io.cloudmeta.spi.CloudField;
import org.jspecify.annotations.Nullable;

/**
 * The local evidence of the machine.
 *
 * @param evidence each signal that was looked at
 * @param proven the cloud that the machine names, or {@code null}
 * @param hinted a cloud that the machine may belong to, or {@code null}
 * @param ruledOut whether the machine is hardware, or a virtual machine that is on no
 * cloud
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
	 * Collects the evidence of the machine.
	 * @param sysfs where the kernel's files are, usually {@code /sys}
	 * @param root below which the machine's other files are, usually {@code /}
	 * @param files reads the files
	 * @return the evidence
	 */
	public static LocalEvidence collect(Path sysfs, Path root, LocalFiles files) {
		return new EvidenceCollector(new MachineFiles(sysfs, root, files), root, files).collect();
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

}

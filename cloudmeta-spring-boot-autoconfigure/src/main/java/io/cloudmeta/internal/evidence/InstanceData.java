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
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.MetadataDocument;
import org.jspecify.annotations.Nullable;

/**
 * What cloud-init wrote of the instance when the machine booted, in the file that all
 * users may read. Its sibling for root is never opened.
 *
 * @param provider the cloud that it names, or {@code null} if it names none or is not
 * used
 * @param values its values of the instance
 * @param finding its content or why it is not used, as text for people
 * @see <a href=
 * "https://docs.cloud-init.io/en/latest/explanation/instancedata.html">cloud-init's
 * description of instance data</a>
 */
record InstanceData(@Nullable CloudProvider provider, Map<CloudField, String> values, String finding) {

	static final String FILE = "run/cloud-init/instance-data.json";

	/** Replaces values that only root may read. */
	static final String REDACTED = "redacted for non-root user";

	private static final int MAX_BYTES = 256 * 1024;

	/** The line follows one that grows with the number of processors. */
	private static final int MAX_BYTES_OF_STATISTICS = 1024 * 1024;

	/**
	 * The clock is often set while the machine boots. A larger value would accept a file
	 * of the previous boot; a smaller one rejects a valid file, which does no harm.
	 */
	private static final Duration TOLERANCE = Duration.ofMinutes(5);

	private static final String BOOT_TIME = "btime ";

	/**
	 * All else never becomes a value: user data, keys, passwords, the configuration, and
	 * what clouds and their users may add to it.
	 */
	private static final Set<String> READ = Set.of("v1", "platform", "cloud_name", "region", "availability_zone",
			"instance_id", "local_hostname", "ds", "meta_data", "local-hostname", "region_id", "imds", "compute",
			"vmId", "zone");

	private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,32}");

	private static final Pattern DIGITS = Pattern.compile("\\d{1,20}");

	private static final Pattern EC2_ID = Pattern.compile("i-[0-9a-f]{8,32}");

	private static final Pattern UUID = Pattern
		.compile("([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})-([0-9a-f]{2})([0-9a-f]{2})"
				+ "-([0-9a-f]{2})([0-9a-f]{2})-([0-9a-f]{4}-[0-9a-f]{12})", Pattern.CASE_INSENSITIVE);

	InstanceData {
		values = Map.copyOf(values);
	}

	/**
	 * Reads the file.
	 * @param root the directory below which the machine's files are
	 * @param machine where the firmware's files are
	 * @param files reads the files
	 * @return its content, or {@code null} if there is none
	 */
	static @Nullable InstanceData read(Path root, MachineFiles machine, LocalFiles files) {
		Path file = root.resolve(FILE);
		try {
			BasicFileAttributes attributes = files.attributes(file, LinkOption.NOFOLLOW_LINKS);
			if (attributes == null) {
				return null;
			}
			if (!attributes.isRegularFile()) {
				return nothing("is no regular file");
			}
			String stale = stale(attributes.lastModifiedTime().toInstant(), bootTime(root, files));
			if (stale != null) {
				return nothing(stale);
			}
			byte[] bytes = files.read(file, MAX_BYTES + 1, LinkOption.NOFOLLOW_LINKS);
			return (bytes != null) ? parse(bytes, machine) : null;
		}
		catch (IOException | SecurityException ex) {
			return nothing("is not readable");
		}
	}

	private static InstanceData nothing(String reason) {
		return new InstanceData(null, Map.of(), reason);
	}

	private static @Nullable String stale(Instant written, @Nullable Instant booted) {
		if (booted != null && written.isBefore(booted.minus(TOLERANCE))) {
			return "is not used: it was written at %s, before the machine booted at %s".formatted(written, booted);
		}
		if (written.isAfter(Instant.now().plus(TOLERANCE))) {
			return "is not used: its time is in the future, %s".formatted(written);
		}
		return null;
	}

	private static @Nullable Instant bootTime(Path root, LocalFiles files) {
		try {
			byte[] bytes = files.read(root.resolve("proc/stat"), MAX_BYTES_OF_STATISTICS);
			if (bytes == null) {
				return null;
			}
			String line = new String(bytes, StandardCharsets.ISO_8859_1).lines()
				.filter((candidate) -> candidate.startsWith(BOOT_TIME))
				.findFirst()
				.orElse("");
			long seconds = line.isEmpty() ? 0 : Long.parseLong(line.substring(BOOT_TIME.length()).trim());
			// some sandboxes contain 0
			return (seconds > 0) ? Instant.ofEpochSecond(seconds) : null;
		}
		catch (IOException | SecurityException | NumberFormatException | DateTimeException ex) {
			return null;
		}
	}

	private static InstanceData parse(byte[] bytes, MachineFiles machine) {
		if (bytes.length > MAX_BYTES) {
			return nothing("is longer than %d KB".formatted(MAX_BYTES / 1024));
		}
		MetadataDocument document = MetadataDocument.parse(new String(bytes, StandardCharsets.UTF_8),
				(name) -> !READ.contains(name));
		if (document == null) {
			return nothing("is no JSON object");
		}
		CloudInitDatasource source = CloudInitDatasource.of(document);
		if (source == null) {
			return nothing(unknown(document.get("v1.platform")));
		}
		if (isOfAnother(source, document, machine)) {
			return nothing("is not used: it belongs to another instance than the firmware's " + source.idInFirmware());
		}
		return new InstanceData(source.provider(), source.values(document),
				"names " + source.provider().getDisplayName());
	}

	private static String unknown(@Nullable String platform) {
		return (platform != null && NAME.matcher(platform).matches()) ? "says " + platform + ", which is no cloud's"
				: "names no cloud";
	}

	private static boolean isOfAnother(CloudInitDatasource source, MetadataDocument document, MachineFiles machine) {
		String written = document.get("v1.instance_id");
		String known = (source.idInFirmware() != null) ? machine.read(MachineFiles.DMI + source.idInFirmware()) : null;
		return written != null && known != null && differ(written, known);
	}

	/**
	 * Returns whether two ids of one kind differ: there are machines whose firmware has
	 * an id of its own.
	 */
	private static boolean differ(String written, String known) {
		for (Pattern kind : List.of(UUID, DIGITS, EC2_ID)) {
			if (kind.matcher(written).matches() && kind.matcher(known).matches()) {
				return !written.equalsIgnoreCase(known) && !written.equalsIgnoreCase(swapped(known));
			}
		}
		return false;
	}

	/**
	 * Old firmware has the first three groups of a UUID in the other order of bytes.
	 */
	private static String swapped(String uuid) {
		return UUID.matcher(uuid).replaceFirst("$4$3$2$1-$6$5-$8$7-$9");
	}

}

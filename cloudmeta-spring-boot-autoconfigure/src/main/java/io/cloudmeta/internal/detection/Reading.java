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

package io.cloudmeta.internal.detection;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.DetectionReport;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.internal.cloud.MetadataPath;
import io.cloudmeta.internal.http.Deadline;
import io.cloudmeta.internal.platform.Platforms;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataDocument;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataService;
import io.cloudmeta.spi.MetadataText;
import org.jspecify.annotations.Nullable;

/**
 * A detection result and the values that were fetched for it since. What is known is read
 * without a lock.
 */
final class Reading implements CloudInstance {

	private final DetectionHolder holder;

	private final DetectionResult result;

	private final DetectionSettings settings;

	private final @Nullable MetadataService service;

	private final @Nullable FetchedValues fetched;

	/** When the one call that this reading is for ends: {@link System#nanoTime()}. */
	private final @Nullable Long end;

	/**
	 * Creates a reading.
	 * @param holder makes further readings
	 * @param result what was detected
	 * @param settings the settings
	 * @param service the service of the cloud, or {@code null}
	 * @param fetched the values that can be fetched from it, or {@code null} if none can
	 * @param end when the one call that this reading is for ends, in terms of
	 * {@link System#nanoTime()}, or {@code null} if each call has a limit of its own
	 */
	Reading(DetectionHolder holder, DetectionResult result, DetectionSettings settings,
			@Nullable MetadataService service, @Nullable FetchedValues fetched, @Nullable Long end) {
		this.holder = holder;
		this.result = result;
		this.settings = settings;
		this.service = service;
		this.fetched = fetched;
		this.end = end;
	}

	/**
	 * Returns this reading for one call, which ends at a point of time.
	 */
	Reading until(long end) {
		return new Reading(this.holder, this.result, this.settings, this.service, this.fetched, end);
	}

	private Deadline limit() {
		Duration timeout = this.settings.fetchTimeout();
		return (this.end != null) ? new Deadline(this.end).within(timeout) : Deadline.after(timeout);
	}

	/**
	 * Returns how the cloud's metadata service is read.
	 */
	@Nullable CloudConnection connection() {
		return (this.service != null && this.fetched != null)
				? new CloudConnection(this.service, this.fetched.session()) : null;
	}

	DetectionResult result() {
		return this.result;
	}

	InstanceMetadata identity() {
		return this.result.identity();
	}

	List<String> failures() {
		if (this.fetched == null || this.fetched.failures().isEmpty()) {
			return this.result.failures();
		}
		List<String> failures = new ArrayList<>(this.result.failures());
		failures.addAll(this.fetched.failures());
		return List.copyOf(failures);
	}

	@Nullable String get(CloudField field) {
		String value = identity().get(field);
		if (value != null || this.fetched == null || !identity().isDeferred(field)) {
			return value;
		}
		if (this.service != null && isFiltered(this.service, field)) {
			return null;
		}
		return this.fetched.get(field, limit(), (service, client) -> checked(field, service.fetch(client, field)));
	}

	@Override
	public @Nullable String getAttribute(String path) {
		if (this.service == null) {
			return attributeOfKnown(path);
		}
		MetadataPath.check(this.service, path);
		String found;
		String tag;
		try {
			found = checked(path, this.service.find(identity().getAttributes(), path));
			tag = this.service.tagOf(path);
			if (tag != null && !this.settings.tagFilter().allowsAll() && !this.settings.tagFilter().test(tag)) {
				return null;
			}
		}
		catch (RuntimeException | LinkageError | StackOverflowError ex) {
			note(DetectionResultBuilder.failure(this.service.getProvider(), "find or tagOf"));
			return null;
		}
		if (found != null || this.fetched == null || Platforms.isVariable(this.service.getProvider(), path)) {
			return found;
		}
		boolean tags = "".equals(tag);
		return this.fetched.get(path, limit(), (service, client) -> {
			String text = service.fetch(client, path);
			return checked(path, tags ? withoutSecretTags(path, text) : text);
		});
	}

	/**
	 * Returns a response that lists tags without those that are in no view. Lines can be
	 * left out, elements of a document cannot.
	 */
	private @Nullable String withoutSecretTags(String path, @Nullable String text) {
		List<String> tags = MetadataText.lines(text);
		if (tags.isEmpty() || !tags.get(0).startsWith("[")) {
			return tags.stream().filter((tag) -> !InstanceMetadata.isSecretTag(tag)).collect(Collectors.joining("\n"));
		}
		MetadataDocument list = MetadataDocument.parseList(String.join("\n", tags), Set.of());
		if (list != null && list.elements("").stream().map(list::get).noneMatch(Reading::isSecretTag)) {
			return text;
		}
		note("The value of %s was ignored, as the list may hold a secret: use getTags()".formatted(path));
		return null;
	}

	private static boolean isSecretTag(@Nullable String tag) {
		return tag != null && InstanceMetadata.isSecretTag(tag);
	}

	/**
	 * Returns whether a field is a tag that may not be read, or may be one.
	 */
	private boolean isFiltered(MetadataService service, CloudField field) {
		try {
			String tag = service.tagOf(field);
			return tag != null && !this.settings.tagFilter().test(tag);
		}
		catch (RuntimeException | LinkageError | StackOverflowError ex) {
			note(DetectionResultBuilder.failure(service.getProvider(), "tagOf"));
			return true;
		}
	}

	private @Nullable String attributeOfKnown(String path) {
		String known = identity().getAttributes().get(path);
		if (known == null) {
			MetadataPath.check(this.settings.service(identity().getProvider()), path);
		}
		return known;
	}

	private @Nullable String checked(CloudField field, @Nullable String text) {
		return noted(InstanceMetadata.of(identity().getProvider()).set(field, text)).get(field);
	}

	private @Nullable String checked(String path, @Nullable String text) {
		String block = MetadataText.block(text);
		String violation = (block != null) ? MetadataText.violation(block) : null;
		if (violation != null) {
			note("The value of %s was ignored, as %s: use the cloud's own SDK if it is needed".formatted(path,
					violation));
			return null;
		}
		return block;
	}

	private InstanceMetadata noted(InstanceMetadata.Builder builder) {
		InstanceMetadata identity = builder.build();
		identity.getFailures().forEach(this::note);
		return identity;
	}

	private void note(String failure) {
		if (this.fetched != null) {
			this.fetched.note(failure);
		}
	}

	@Override
	public Map<String, String> getTags() {
		Map<String, String> tags = identity().getTags();
		if (tags == null && this.fetched != null) {
			tags = this.fetched.get(Kind.TAGS, limit(), this::fetchTags);
		}
		return (tags != null) ? tags : fixedTags();
	}

	private Map<String, String> fetchTags(MetadataService service, MetadataClient client) throws MetadataException {
		Map<String, String> fetchedTags = service.fetchTags(client, this::isReadable);
		String excess = Detection.excess(identity().getProvider(), fetchedTags);
		if (excess != null) {
			note(excess);
		}
		Map<String, String> tags = Detection.effectiveTags(this.settings, fetchedTags);
		Map<String, String> cleaned = noted(InstanceMetadata.of(identity().getProvider()).tags(tags)).getTags();
		return (cleaned != null) ? cleaned : Map.of();
	}

	private Map<String, String> fixedTags() {
		Map<String, String> tags = InstanceMetadata.of(identity().getProvider())
			.tags(this.settings.fixedTags())
			.build()
			.getTags();
		return (tags != null) ? tags : Map.of();
	}

	private boolean isReadable(String tag) {
		return this.settings.tagFilter().test(tag) && !InstanceMetadata.isSecretTag(tag);
	}

	@Override
	public List<NetworkInterface> getNetworkInterfaces() {
		List<NetworkInterface> interfaces = identity().getNetworkInterfaces();
		if (interfaces == null && this.fetched != null) {
			interfaces = this.fetched.get(Kind.NETWORK_INTERFACES, limit(), this::fetchNetworkInterfaces);
		}
		return (interfaces != null) ? interfaces : List.of();
	}

	private List<NetworkInterface> fetchNetworkInterfaces(MetadataService service, MetadataClient client)
			throws MetadataException {
		List<NetworkInterface> interfaces = noted(
				InstanceMetadata.of(identity().getProvider()).networkInterfaces(service.fetchNetworkInterfaces(client)))
			.getNetworkInterfaces();
		return (interfaces != null) ? interfaces : List.of();
	}

	@Override
	public byte @Nullable [] fetchUserData() {
		return (this.fetched != null) ? this.fetched.getUnkept(limit(), MetadataService::fetchUserData) : null;
	}

	@Override
	public CloudProvider getProvider() {
		return identity().getProvider();
	}

	@Override
	public @Nullable String getPlatform() {
		return get(CloudField.PLATFORM);
	}

	@Override
	public @Nullable String getRegion() {
		return get(CloudField.REGION);
	}

	@Override
	public @Nullable String getAvailabilityZone() {
		return get(CloudField.AVAILABILITY_ZONE);
	}

	@Override
	public @Nullable String getAccountId() {
		return get(CloudField.ACCOUNT_ID);
	}

	@Override
	public @Nullable String getInstanceId() {
		return get(CloudField.INSTANCE_ID);
	}

	@Override
	public @Nullable String getInstanceName() {
		return get(CloudField.INSTANCE_NAME);
	}

	@Override
	public @Nullable String getInstanceType() {
		return get(CloudField.INSTANCE_TYPE);
	}

	@Override
	public @Nullable String getImageId() {
		return get(CloudField.IMAGE_ID);
	}

	@Override
	public @Nullable String getHostname() {
		return get(CloudField.HOSTNAME);
	}

	@Override
	public @Nullable String getPrivateIp() {
		return get(CloudField.PRIVATE_IP);
	}

	@Override
	public @Nullable String getPublicIp() {
		return get(CloudField.PUBLIC_IP);
	}

	@Override
	public @Nullable String getLifecycle() {
		return get(CloudField.LIFECYCLE);
	}

	@Override
	public Map<String, String> getAttributes() {
		return identity().getAttributes();
	}

	@Override
	public @Nullable Instant getFetchedAt() {
		return this.result.fetchedAt();
	}

	@Override
	public DetectionReport getDetection() {
		return new DetectionReport(this.result.evidence(), this.holder.requests(), this.result.conclusive(), failures(),
				this.result.elapsed());
	}

	@Override
	public boolean refresh() {
		return this.holder.refresh();
	}

	@Override
	public String toString() {
		return "CloudInstance[provider=%s]".formatted(getProvider());
	}

	/**
	 * The kinds of values that are fetched as a whole.
	 */
	private enum Kind {

		TAGS, NETWORK_INTERFACES

	}

}

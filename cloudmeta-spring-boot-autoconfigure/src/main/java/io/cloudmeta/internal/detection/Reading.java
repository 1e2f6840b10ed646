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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.CloudPlacement;
import io.cloudmeta.CloudProvider;
import io.cloudmeta.DetectionReport;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.internal.cloud.MetadataPath;
import io.cloudmeta.internal.detection.FetchedValues.Question;
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
 * A detection result and the values that were fetched for it since. Known values are read
 * without a lock.
 */
final class Reading implements CloudInstance {

	/** Begins the keys of single tags: no path has a space. */
	private static final String TAG = "tag ";

	private final DetectionHolder holder;

	private final DetectionResult result;

	private final DetectionSettings settings;

	private final @Nullable MetadataService service;

	private final @Nullable FetchedValues fetched;

	/** When the one call that this reading is for ends: {@link System#nanoTime()}. */
	private final @Nullable Long end;

	/** The wait that all calls share while the application starts, or {@code null}. */
	private final @Nullable StartUpWait startUp;

	/** Whether only values are returned that were read before. */
	private final boolean known;

	/**
	 * Creates a reading.
	 * @param holder makes further readings
	 * @param result what was detected
	 * @param settings the settings
	 * @param service the service of the cloud, or {@code null}
	 * @param fetched the values that can be fetched from it, or {@code null} if none can
	 */
	Reading(DetectionHolder holder, DetectionResult result, DetectionSettings settings,
			@Nullable MetadataService service, @Nullable FetchedValues fetched) {
		this(holder, result, settings, service, fetched, null, null, false);
	}

	private Reading(DetectionHolder holder, DetectionResult result, DetectionSettings settings,
			@Nullable MetadataService service, @Nullable FetchedValues fetched, @Nullable Long end,
			@Nullable StartUpWait startUp, boolean known) {
		this.holder = holder;
		this.result = result;
		this.settings = settings;
		this.service = service;
		this.fetched = fetched;
		this.end = end;
		this.startUp = startUp;
		this.known = known;
	}

	/**
	 * Returns this reading for one call, which ends at a point of time.
	 */
	Reading until(long end) {
		return new Reading(this.holder, this.result, this.settings, this.service, this.fetched, end, null, false);
	}

	/**
	 * Returns this reading for calls that share the wait of the start.
	 */
	Reading sharing(StartUpWait startUp) {
		return new Reading(this.holder, this.result, this.settings, this.service, this.fetched, null, startUp, false);
	}

	/**
	 * Returns this reading for calls that send no request for a field, tags or network
	 * interfaces.
	 */
	Reading known() {
		return new Reading(this.holder, this.result, this.settings, this.service, this.fetched, null, null, true);
	}

	@SuppressWarnings("unchecked")
	private <T> @Nullable T fetch(FetchedValues values, Object key, Question<T> question) {
		if (this.known && !(key instanceof String)) {
			return (T) values.known(key);
		}
		return limited((deadline) -> values.get(key, deadline, question));
	}

	/**
	 * Fetches within the limit of the call, or of all calls while the application starts.
	 */
	private <T> @Nullable T limited(Function<Deadline, @Nullable T> fetch) {
		StartUpWait wait = this.startUp;
		if (wait == null) {
			return fetch.apply(limit());
		}
		wait.begin();
		try {
			return fetch.apply(limit().within(wait.remaining(this.settings.longestCall())));
		}
		finally {
			wait.end();
		}
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

	@Nullable FetchedValues fetched() {
		return this.fetched;
	}

	/**
	 * Fetches the values that were fetched for an earlier reading, so that both can be
	 * compared. Values by their paths are no part of the identity.
	 */
	void fetchAgain(Reading before) {
		if (before.fetched != null && before.fetched.areAllWanted()) {
			fetchAll();
			return;
		}
		boolean read = this.result.fetchedAt() != null && before.getProvider().equals(getProvider());
		if (!read || this.fetched == null || before.fetched == null) {
			return;
		}
		for (Object key : before.fetched.keys()) {
			if (key instanceof CloudField field) {
				get(field);
			}
			else if (key == Kind.TAGS) {
				getTags();
			}
			else if (key == Kind.NETWORK_INTERFACES) {
				getNetworkInterfaces();
			}
			else if (key == Kind.PLACEMENT) {
				getPlacement();
			}
			else if (key instanceof String text && text.startsWith(TAG)) {
				getTag(text.substring(TAG.length()));
			}
		}
	}

	/**
	 * Takes over what was fetched for an earlier reading of the same identity.
	 */
	Reading keeping(Reading before) {
		if (this.fetched != null && before.fetched != null) {
			this.fetched.keepAll(before.fetched);
		}
		return this;
	}

	/**
	 * Fetches all fields, tags, network interfaces and the placement, now and for later
	 * readings.
	 */
	void fetchAll() {
		if (this.fetched == null) {
			return;
		}
		this.fetched.wantAll();
		for (CloudField field : CloudField.values()) {
			get(field);
		}
		getTags();
		getNetworkInterfaces();
		getPlacement();
	}

	/**
	 * Returns the tags that were fetched, all or some.
	 */
	Map<String, String> knownTags() {
		Map<String, String> all = (this.fetched != null) ? this.fetched.peekTags(Kind.TAGS) : null;
		if (all != null || this.fetched == null) {
			return (all != null) ? all : Map.of();
		}
		Map<String, String> some = new LinkedHashMap<>();
		for (Object key : this.fetched.keys()) {
			String value = (key instanceof String text && text.startsWith(TAG)) ? this.fetched.peek(key) : null;
			if (value != null) {
				some.put(key.toString().substring(TAG.length()), value);
			}
		}
		return some;
	}

	/**
	 * Returns whether it is known that there is a tag or that there is none.
	 */
	boolean knowsTag(String name) {
		return this.fetched != null && (this.fetched.has(Kind.TAGS) || this.fetched.has(TAG + name));
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
		return fetch(this.fetched, field, (service, client) -> checked(field, service.fetch(client, field)));
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
		return fetch(this.fetched, path, (service, client) -> {
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
			tags = fetch(this.fetched, Kind.TAGS, new TagsQuestion());
		}
		return (tags != null) ? tags : fixedTags();
	}

	@Override
	public @Nullable String getTag(String name) {
		if (this.known) {
			return getTags().get(name);
		}
		Map<String, String> tags = identity().getTags();
		if (tags == null && this.fetched != null) {
			tags = this.fetched.peekTags(Kind.TAGS);
			boolean fixed = this.settings.fixedTags().containsKey(name);
			if (tags == null && !fixed && isReadable(name)) {
				return fetch(this.fetched, TAG + name, (service, client) -> tag(name, service.fetchTag(client, name)));
			}
		}
		return ((tags != null) ? tags : fixedTags()).get(name);
	}

	private @Nullable String tag(String name, @Nullable String value) {
		return (value != null) ? checkedTags(Map.of(name, value)).get(name) : null;
	}

	private Map<String, String> checkedTags(Map<String, String> texts) {
		Map<String, String> tags = noted(InstanceMetadata.of(identity().getProvider()).tags(texts)).getTags();
		return (tags != null) ? tags : Map.of();
	}

	private Map<String, String> fixedTags() {
		return checkedTags(this.settings.fixedTags());
	}

	private boolean isReadable(String tag) {
		return this.settings.tagFilter().test(tag) && !InstanceMetadata.isSecretTag(tag);
	}

	@Override
	public List<NetworkInterface> getNetworkInterfaces() {
		List<NetworkInterface> interfaces = identity().getNetworkInterfaces();
		if (interfaces == null && this.fetched != null) {
			interfaces = fetch(this.fetched, Kind.NETWORK_INTERFACES, this::fetchNetworkInterfaces);
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
	public CloudPlacement getPlacement() {
		CloudPlacement placement = identity().getPlacement();
		if (placement == null && this.fetched != null) {
			placement = fetch(this.fetched, Kind.PLACEMENT, this::fetchPlacement);
		}
		return (placement != null) ? placement : CloudPlacement.of(getProvider(), this.settings.fixedPlacement());
	}

	private @Nullable CloudPlacement fetchPlacement(MetadataService service, MetadataClient client)
			throws MetadataException {
		Map<String, @Nullable String> ids = new LinkedHashMap<>(service.fetchPlacement(client, identity()));
		ids.putAll(this.settings.fixedPlacement());
		return noted(InstanceMetadata.of(getProvider()).placement(ids)).getPlacement();
	}

	@Override
	public byte @Nullable [] fetchUserData() {
		FetchedValues values = this.fetched;
		return (values != null) ? limited((deadline) -> values.getUnkept(deadline, MetadataService::fetchUserData))
				: null;
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
	public @Nullable String getAvailabilityZoneId() {
		return get(CloudField.AVAILABILITY_ZONE_ID);
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
	enum Kind {

		TAGS, NETWORK_INTERFACES, PLACEMENT

	}

	/**
	 * Requests all tags. A tag that cannot be read is left out, as long as the service
	 * responds at all.
	 */
	private final class TagsQuestion implements Question<Map<String, String>> {

		private boolean complete;

		@Override
		public Map<String, String> put(MetadataService service, MetadataClient client) throws MetadataException {
			this.complete = true;
			List<String> names = service.fetchTagNames(client);
			Map<String, String> tags = (names != null) ? fetch(service, client, names)
					: service.fetchTags(client, Reading.this::isReadable);
			String excess = Detection.excess(identity().getProvider(), tags);
			if (excess != null) {
				note(excess);
			}
			return checkedTags(Detection.effectiveTags(Reading.this.settings, tags));
		}

		private Map<String, String> fetch(MetadataService service, MetadataClient client, List<String> names)
				throws MetadataException {
			Map<String, String> tags = new LinkedHashMap<>();
			for (String name : names) {
				if (isReadable(name)) {
					String value = fetch(service, client, name);
					if (value != null) {
						tags.put(name, value);
					}
				}
			}
			return tags;
		}

		private @Nullable String fetch(MetadataService service, MetadataClient client, String name)
				throws MetadataException {
			try {
				return service.fetchTag(client, name);
			}
			catch (MetadataException ex) {
				if (ex.getKind().isSilence()) {
					throw ex;
				}
				this.complete = false;
				note("The tag '%s' of %s was not read, as %s".formatted(MetadataText.plain(name),
						identity().getProvider().getDisplayName(), ex.toLine()));
				return null;
			}
		}

		@Override
		public boolean isComplete() {
			return this.complete;
		}

	}

}

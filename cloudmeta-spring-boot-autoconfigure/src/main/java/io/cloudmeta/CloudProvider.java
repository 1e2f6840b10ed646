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

package io.cloudmeta;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A cloud, or a platform that runs applications on any cloud. Two providers are equal if
 * their ids are equal.
 * <p>
 * The constants are the providers that cloudmeta supports; {@link #of(String)} returns
 * others.
 *
 * @since 0.1.0
 */
public final class CloudProvider {

	private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,62}");

	private static final Map<String, CloudProvider> KNOWN = new LinkedHashMap<>();

	/** Amazon Web Services. */
	public static final CloudProvider AWS = known("aws", "Amazon Web Services");

	/** Microsoft Azure. */
	public static final CloudProvider AZURE = known("azure", "Microsoft Azure");

	/** Google Cloud. */
	public static final CloudProvider GCP = known("gcp", "Google Cloud");

	/** OpenStack, by any operator. */
	public static final CloudProvider OPENSTACK = known("openstack", "OpenStack");

	/** Apache CloudStack, by any operator. */
	public static final CloudProvider CLOUDSTACK = known("cloudstack", "Apache CloudStack");

	/** OpenNebula, by any operator. */
	public static final CloudProvider OPENNEBULA = known("opennebula", "OpenNebula");

	/** Oracle Cloud Infrastructure. */
	public static final CloudProvider ORACLE = known("oracle", "Oracle Cloud Infrastructure");

	/** Alibaba Cloud. */
	public static final CloudProvider ALIBABA = known("alibaba", "Alibaba Cloud");

	/** DigitalOcean. */
	public static final CloudProvider DIGITALOCEAN = known("digitalocean", "DigitalOcean");

	/** Hetzner Cloud. */
	public static final CloudProvider HETZNER = known("hetzner", "Hetzner Cloud");

	/** Tencent Cloud. */
	public static final CloudProvider TENCENT = known("tencent", "Tencent Cloud");

	/** Huawei Cloud. */
	public static final CloudProvider HUAWEI = known("huawei", "Huawei Cloud");

	/** IBM Cloud. */
	public static final CloudProvider IBM = known("ibm", "IBM Cloud");

	/** Akamai Cloud, formerly Linode. */
	public static final CloudProvider AKAMAI = known("akamai", "Akamai Cloud");

	/** Vultr. */
	public static final CloudProvider VULTR = known("vultr", "Vultr");

	/** Scaleway. */
	public static final CloudProvider SCALEWAY = known("scaleway", "Scaleway");

	/** UpCloud. */
	public static final CloudProvider UPCLOUD = known("upcloud", "UpCloud");

	/** Exoscale. */
	public static final CloudProvider EXOSCALE = known("exoscale", "Exoscale");

	/** Yandex Cloud. */
	public static final CloudProvider YANDEX = known("yandex", "Yandex Cloud");

	/** Kubernetes on machines of which nothing more is known. */
	public static final CloudProvider KUBERNETES = known("kubernetes", "Kubernetes");

	/** Cloud Foundry, by any operator. */
	public static final CloudProvider CLOUD_FOUNDRY = known("cloudfoundry", "Cloud Foundry");

	/** Heroku. */
	public static final CloudProvider HEROKU = known("heroku", "Heroku");

	/** Fly.io. */
	public static final CloudProvider FLY = known("fly", "Fly.io");

	/** Nomad on machines of which nothing more is known. */
	public static final CloudProvider NOMAD = known("nomad", "Nomad");

	/** Render. */
	public static final CloudProvider RENDER = known("render", "Render");

	/** No cloud: a laptop, an office server, a virtual machine at home. */
	public static final CloudProvider LOCAL = known("local", "Local");

	private final String id;

	private final String displayName;

	private CloudProvider(String id, String displayName) {
		this.id = id;
		this.displayName = displayName;
	}

	private static CloudProvider known(String id, String displayName) {
		CloudProvider provider = new CloudProvider(id, displayName);
		KNOWN.put(id, provider);
		return provider;
	}

	/**
	 * Returns the provider of an id: the constant for a known one, otherwise a new
	 * provider that bears its id as its name.
	 * @param id the id, in any case
	 * @return the provider
	 * @throws IllegalArgumentException if the id is not made of letters, digits and
	 * hyphens, or does not begin with a letter
	 */
	public static CloudProvider of(String id) {
		return of(id, null);
	}

	/**
	 * Returns the provider of an id.
	 * @param id the id, in any case
	 * @param displayName the display name, in which each control or invisible character
	 * is replaced by a space; ignored for a known id
	 * @return the provider
	 * @throws IllegalArgumentException if the id is not made of letters, digits and
	 * hyphens, or does not begin with a letter
	 */
	public static CloudProvider of(String id, @Nullable String displayName) {
		String canonicalId = id.trim().toLowerCase(Locale.ROOT);
		CloudProvider known = KNOWN.get(canonicalId);
		if (known != null) {
			return known;
		}
		if (!ID.matcher(canonicalId).matches()) {
			throw new IllegalArgumentException("A provider's id is made of letters, digits and hyphens and begins"
					+ " with a letter, such as 'aws' or 'my-cloud', but this one is '%s'".formatted(id));
		}
		// the name is part of lines in the log
		return new CloudProvider(canonicalId, (displayName != null)
				? displayName.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]", " ") : canonicalId);
	}

	/**
	 * Returns the providers that cloudmeta supports.
	 * @return an unmodifiable collection of the constants of this class
	 */
	public static Collection<CloudProvider> known() {
		return Collections.unmodifiableCollection(KNOWN.values());
	}

	/**
	 * Returns the short name that properties, placeholders and JSON use.
	 * @return the id in lower case, such as {@code aws}
	 */
	public String getId() {
		return this.id;
	}

	/**
	 * Returns the name for people.
	 * @return the name, such as {@code Amazon Web Services}
	 */
	public String getDisplayName() {
		return this.displayName;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof CloudProvider provider && this.id.equals(provider.id);
	}

	@Override
	public int hashCode() {
		return this.id.hashCode();
	}

	/**
	 * Returns whether this is a cloud, or a platform that only clouds offer. Kubernetes
	 * and Nomad run on any machines.
	 */
	boolean isCloud() {
		return !equals(LOCAL) && !equals(KUBERNETES) && !equals(NOMAD);
	}

	/**
	 * Returns the id.
	 */
	@Override
	public String toString() {
		return this.id;
	}

}

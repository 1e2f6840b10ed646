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

package io.cloudmeta.autoconfigure.metrics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.cloudmeta.CloudInstance;
import io.cloudmeta.autoconfigure.core.CloudAttribute;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * {@link MeterFilter} that adds where the application runs to each meter, unless the
 * meter has a tag of that name. Has to be the last filter, so that the tags of others
 * win.
 * <p>
 * The first meter waits for the detection. The tags stay as they were then: a meter whose
 * tags change is another one.
 */
class CloudTagsMeterFilter implements MeterFilter {

	private final CloudInstance instance;

	private final List<CloudAttribute> attributes;

	private volatile @Nullable Tags tags;

	/**
	 * Creates a filter.
	 * @param instance the instance
	 * @param attributes the attributes to add
	 */
	CloudTagsMeterFilter(CloudInstance instance, Collection<CloudAttribute> attributes) {
		this.instance = instance;
		this.attributes = List.copyOf(attributes);
	}

	@Override
	public Meter.Id map(Meter.Id id) {
		return id.replaceTags(Tags.concat(tags(), id.getTagsAsIterable()));
	}

	private Tags tags() {
		Tags known = this.tags;
		if (known == null) {
			List<Tag> read = new ArrayList<>();
			for (CloudAttribute attribute : this.attributes) {
				String value = attribute.get(this.instance);
				if (StringUtils.hasText(value)) {
					read.add(Tag.of(attribute.getName(), value));
				}
			}
			known = Tags.of(read);
			this.tags = known;
		}
		return known;
	}

}

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

package io.cloudmeta.autoconfigure.logging;

import java.util.List;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.cloudmeta.autoconfigure.core.CloudAttribute;
import io.cloudmeta.internal.filter.Similarity;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

/**
 * Logback's {@code %cloud{region}}, with a default: {@code %cloud{region, none}}. Accepts
 * the names of {@link io.cloudmeta.CloudInstance}'s getters and {@code tags.<name>}. A
 * log call never waits: before the detection has ended, and for missing values, the
 * default is written, or nothing.
 *
 * @since 0.1.0
 */
public class CloudConverter extends ClassicConverter {

	private String defaultValue = "";

	private @Nullable CloudAttribute attribute;

	private @Nullable CloudLogValues values;

	@Override
	public void start() {
		List<String> options = getOptionList();
		String name = (options != null && !options.isEmpty()) ? options.get(0) : "";
		if (options != null && options.size() > 1) {
			this.defaultValue = options.get(1).trim();
		}
		CloudAttribute attribute = CloudAttribute.of(name);
		if (attribute == null) {
			String nearest = Similarity.nearest(name, CloudAttribute.values());
			addError("%%cloud{%s} names no value. Write %s".formatted(name,
					(nearest != null) ? "%%cloud{%s}".formatted(nearest)
							: "one of %s or tags.<name>".formatted(String.join(", ", CloudAttribute.values()))));
		}
		else {
			this.attribute = attribute;
			this.values = new CloudLogValues(List.of(attribute));
			// where Spring Boot puts it
			if (getContext().getObject(Environment.class.getName()) instanceof Environment environment) {
				this.values.follow(environment);
			}
		}
		super.start();
	}

	@Override
	public String convert(ILoggingEvent event) {
		String value = (this.values != null && this.attribute != null) ? this.values.get(this.attribute) : null;
		return (value != null) ? value : this.defaultValue;
	}

}

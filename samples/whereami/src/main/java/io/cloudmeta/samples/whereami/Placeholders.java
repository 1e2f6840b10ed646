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

package io.cloudmeta.samples.whereami;

import java.util.List;
import java.util.Properties;

import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * The placeholders of {@code application.yml}, as they are written and what they became.
 */
@Component
class Placeholders {

	private final List<Placeholder> placeholders;

	Placeholders(WhereAmIProperties values) {
		Properties written = readApplicationYaml();
		this.placeholders = List.of(placeholder("whereami.greeting", written, values.greeting()),
				placeholder("whereami.label", written, values.label()),
				placeholder("whereami.resource-group", written, values.resourceGroup()),
				placeholder("whereami.machine", written, values.machine()));
	}

	// The environment only has the values, so the text is read from the file once more
	private static Properties readApplicationYaml() {
		YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
		yaml.setResources(new ClassPathResource("application.yml"));
		yaml.setSingleton(false);
		Properties properties = yaml.getObject();
		return (properties != null) ? properties : new Properties();
	}

	private static Placeholder placeholder(String property, Properties written, String value) {
		return new Placeholder(property, written.getProperty(property, ""), value);
	}

	List<Placeholder> all() {
		return this.placeholders;
	}

	/**
	 * One property.
	 *
	 * @param property the property's name
	 * @param written the text in the file
	 * @param value what the application reads
	 */
	record Placeholder(String property, String written, String value) {

	}

}

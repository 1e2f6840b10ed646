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

package com.example.acme;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.NetworkInterface;
import io.cloudmeta.spi.CloudDefinition;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.DefinedMetadataService;
import io.cloudmeta.spi.MetadataDocument;
import io.cloudmeta.spi.MetadataReader;
import io.cloudmeta.spi.RestrictedPaths;
import io.cloudmeta.spi.TokenExchange;
import io.cloudmeta.spi.ValueLocation;

/**
 * The metadata service of the Acme cloud, an invented one. It issues a token, has one
 * JSON document and returns each value of it also at a path of its own.
 *
 * @since 0.1.0
 */
public class AcmeMetadataService extends DefinedMetadataService {

	/** The cloud, whose id is the prefix of placeholders and properties. */
	public static final CloudProvider ACME = CloudProvider.of("acme", "Acme Cloud");

	private static final TokenExchange TOKEN = TokenExchange.put("/v2/token", Map.of("Acme-Token-Life", "3600"),
			Duration.ofHours(1), "Acme-Token");

	/**
	 * Creates the service.
	 */
	public AcmeMetadataService() {
		super(CloudDefinition.of(ACME, "http://169.254.169.254")
			.reader(MetadataReader.of("Acme Cloud").headers(Map.of("Accept", "application/json")).token(TOKEN))
			.platform("acme_cloud.compute")
			.recognizedByDmi("sys_vendor", "Acme Cloud*")
			.document("/v2/machine")
			.tree("/v2/machine/")
			.proof(ValueLocation.at("id"), "acme-[0-9a-f]{12}")
			.field(CloudField.INSTANCE_ID, "id")
			.field(CloudField.INSTANCE_NAME, "name")
			.field(CloudField.INSTANCE_TYPE, "flavor.name", "flavor")
			// a zone is a region and a number, such as alps-2
			.field(CloudField.REGION, ValueLocation.at("zone").matching("(.+)-\\d+"))
			.field(CloudField.AVAILABILITY_ZONE, "zone")
			.field(CloudField.ACCOUNT_ID, "tenant")
			.deferredField(CloudField.IMAGE_ID, ValueLocation.get("/v2/image").path("id"))
			.networkInterfaces(AcmeMetadataService::networkInterfaces)
			.tags("labels")
			.userDataInBase64("/v2/user-data")
			.restrictedPaths(RestrictedPaths.NONE.closed("console"))
			.name("rack", "placement/rack")
			.build());
	}

	private static List<NetworkInterface> networkInterfaces(MetadataDocument document) {
		return document.elements("nics")
			.stream()
			.map((path) -> new NetworkInterface(document.value(path + ".mac"), document.addresses(path + ".private"),
					document.addresses(path + ".public"), document.value(path + ".subnet"),
					document.value(path + ".network")))
			.toList();
	}

}

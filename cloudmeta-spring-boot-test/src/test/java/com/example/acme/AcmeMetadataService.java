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
import java.util.Map;
import java.util.function.Function;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.spi.CloudField;
import io.cloudmeta.spi.InstanceMetadata;
import io.cloudmeta.spi.MetadataClient;
import io.cloudmeta.spi.MetadataClient.IssuedToken;
import io.cloudmeta.spi.MetadataDocument;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataException.Kind;
import io.cloudmeta.spi.MetadataResponse;
import io.cloudmeta.spi.MetadataService;
import org.jspecify.annotations.Nullable;

/**
 * The metadata service of an invented cloud, as another library would have it: it uses
 * the SPI and nothing else.
 */
class AcmeMetadataService implements MetadataService {

	@Override
	public CloudProvider getProvider() {
		return CloudProvider.of("acme");
	}

	@Override
	public MetadataEndpoint getEndpoint(Function<String, @Nullable String> environment) {
		return MetadataEndpoint.of(environment, "acme.endpoint", "http://169.254.169.254");
	}

	@Override
	public InstanceMetadata identify(MetadataClient client, boolean proven) throws MetadataException {
		MetadataDocument document = MetadataDocument.parse(get(client, "/v1.json").body());
		if (document == null || document.get("acme_id") == null) {
			throw new MetadataException(Kind.NOT_THIS_CLOUD, "the response describes no server of Acme", "");
		}
		return InstanceMetadata.of(getProvider())
			.set(CloudField.REGION, document.get("region"))
			.set(CloudField.INSTANCE_ID, document.get("acme_id"))
			.attributes(document.asMap())
			.build();
	}

	private MetadataResponse get(MetadataClient client, String path) throws MetadataException {
		MetadataResponse response = client.get(path, Map.of("X-Acme-Token", client.token(() -> token(client))));
		if (response.status() == 401) {
			client.discardToken();
			response = client.get(path, Map.of("X-Acme-Token", client.token(() -> token(client))));
		}
		if (!response.isOk()) {
			throw new MetadataException((response.status() == 503) ? Kind.BUSY : Kind.NOT_THIS_CLOUD,
					"%s got status %d".formatted(path, response.status()), "");
		}
		return response;
	}

	private static IssuedToken token(MetadataClient client) throws MetadataException {
		MetadataResponse response = client.put("/token", Map.of("X-Acme-Token-Life", "3600"));
		if (!response.isOk()) {
			throw new MetadataException(Kind.NOT_THIS_CLOUD, "no token was issued", "");
		}
		return new IssuedToken(response.body(), Duration.ofHours(1));
	}

	@Override
	public @Nullable String find(Map<String, String> attributes, String path) {
		return attributes.get(path);
	}

	@Override
	public @Nullable String fetch(MetadataClient client, String path) throws MetadataException {
		return null;
	}

}

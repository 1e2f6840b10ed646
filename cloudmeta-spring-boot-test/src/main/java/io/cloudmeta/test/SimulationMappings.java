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

package io.cloudmeta.test;

import java.util.List;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.standalone.MappingsSource;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import com.github.tomakehurst.wiremock.stubbing.StubMappings;

/**
 * The one stub under all others: WireMock's source of mappings, so that a reset of the
 * server brings it back.
 */
final class SimulationMappings implements MappingsSource {

	/** Behind the priority that WireMock gives to a stub without one, which is 5. */
	private static final int PRIORITY = 100;

	@Override
	public void loadMappingsInto(StubMappings mappings) {
		mappings.addMapping(WireMock.any(WireMock.anyUrl())
			.atPriority(PRIORITY)
			.willReturn(WireMock.aResponse().withTransformers(SimulationTransformer.NAME))
			.build());
	}

	@Override
	public void save(List<StubMapping> mappings) {
		// Stubs live as long as the server
	}

	@Override
	public void save(StubMapping mapping) {
		// Stubs live as long as the server
	}

	@Override
	@SuppressWarnings("removal")
	public void remove(StubMapping mapping) {
		// Nothing was saved
	}

	@Override
	public void removeAll() {
		throw new UnsupportedOperationException(
				"This would remove the simulated cloud too: resetAll() or resetToDefaultMappings() removes a test's stubs only");
	}

}

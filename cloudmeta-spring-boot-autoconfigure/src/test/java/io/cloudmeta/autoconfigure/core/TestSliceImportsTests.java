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

package io.cloudmeta.autoconfigure.core;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.autoconfigure.json.AutoConfigureJson;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the entries that bring the bean into Spring Boot's test slices.
 */
class TestSliceImportsTests {

	private static final String PACKAGE = "org.springframework.boot.";

	/**
	 * Those of Spring Boot 4.0 and 4.1. Each is in a module of its own, so that not all
	 * can be on one class path: integration tests run some of the slices.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "data.cassandra.test.autoconfigure.AutoConfigureDataCassandra",
			"data.couchbase.test.autoconfigure.AutoConfigureDataCouchbase",
			"data.elasticsearch.test.autoconfigure.AutoConfigureDataElasticsearch",
			"data.jdbc.test.autoconfigure.AutoConfigureDataJdbc", "data.jpa.test.autoconfigure.AutoConfigureDataJpa",
			"data.ldap.test.autoconfigure.AutoConfigureDataLdap",
			"data.mongodb.test.autoconfigure.AutoConfigureDataMongo",
			"data.neo4j.test.autoconfigure.AutoConfigureDataNeo4j",
			"data.r2dbc.test.autoconfigure.AutoConfigureDataR2dbc",
			"data.redis.test.autoconfigure.AutoConfigureDataRedis", "graphql.test.autoconfigure.AutoConfigureGraphQl",
			"jdbc.test.autoconfigure.AutoConfigureJdbc", "jooq.test.autoconfigure.AutoConfigureJooq",
			"restclient.test.autoconfigure.AutoConfigureRestClient", "test.autoconfigure.json.AutoConfigureJson",
			"webclient.test.autoconfigure.AutoConfigureWebClient", "webflux.test.autoconfigure.AutoConfigureWebFlux",
			"webmvc.test.autoconfigure.AutoConfigureWebMvc",
			"webservices.test.autoconfigure.client.AutoConfigureWebServiceClient",
			"webservices.test.autoconfigure.server.AutoConfigureWebServiceServer" })
	void bringTheBeanIntoEachSlice(String annotation) throws IOException {
		Resource[] entries = new PathMatchingResourcePatternResolver()
			.getResources("classpath*:META-INF/spring/%s%s.imports".formatted(PACKAGE, annotation));
		assertThat(entries).anySatisfy((entry) -> assertThat(entry.getContentAsString(StandardCharsets.UTF_8).strip())
			.isEqualTo(CloudMetaAutoConfiguration.class.getName()));
	}

	@Test
	void areFoundBySpringBoot() {
		assertThat(ImportCandidates.load(AutoConfigureJson.class, getClass().getClassLoader()).getCandidates())
			.contains(CloudMetaAutoConfiguration.class.getName());
	}

}

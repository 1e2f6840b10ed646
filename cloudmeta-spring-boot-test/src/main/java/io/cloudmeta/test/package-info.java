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

/**
 * Metadata services for tests: a {@link io.cloudmeta.test.CloudSimulator simulator} that
 * speaks a cloud's protocol on loopback, an {@link io.cloudmeta.test.SimulatedCloud
 * annotation} that points a test's application at one, and a
 * {@link io.cloudmeta.test.FakeMetadataClient client} for unit tests of providers, which
 * needs no server.
 */
@NullMarked
package io.cloudmeta.test;

import org.jspecify.annotations.NullMarked;

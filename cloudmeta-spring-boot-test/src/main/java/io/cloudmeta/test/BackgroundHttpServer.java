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

import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.http.AdminRequestHandler;
import com.github.tomakehurst.wiremock.http.StubRequestHandler;
import com.github.tomakehurst.wiremock.jetty11.Jetty11HttpServer;
import wiremock.org.eclipse.jetty.server.Server;
import wiremock.org.eclipse.jetty.util.thread.QueuedThreadPool;
import wiremock.org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/**
 * WireMock's server on daemon threads. The usual ones would keep the JVM of an
 * application alive that ends by itself, such as a batch job.
 */
final class BackgroundHttpServer extends Jetty11HttpServer {

	BackgroundHttpServer(Options options, AdminRequestHandler admin, StubRequestHandler stubs) {
		super(options, admin, stubs);
	}

	@Override
	protected Server createServer(Options options) {
		Server server = super.createServer(options);
		server.getBean(QueuedThreadPool.class).setDaemon(true);
		server.addBean(new ScheduledExecutorScheduler("cloudmeta-simulator", true));
		return server;
	}

}

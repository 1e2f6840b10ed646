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

import java.util.ArrayList;
import java.util.List;

import com.github.tomakehurst.wiremock.extension.Parameters;
import com.github.tomakehurst.wiremock.extension.ServeEventListener;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;

/**
 * Keeps the requests in the order of their arrival, regardless of which stub responds.
 */
final class RequestLog implements ServeEventListener {

	private final List<String> requests = new ArrayList<>();

	@Override
	public String getName() {
		return "cloudmeta-requests";
	}

	@Override
	public void beforeMatch(ServeEvent event, Parameters parameters) {
		Request request = event.getRequest();
		add(request.getMethod().value() + " " + request.getUrl());
	}

	void add(String request) {
		synchronized (this.requests) {
			this.requests.add(request);
		}
	}

	List<String> get() {
		synchronized (this.requests) {
			return List.copyOf(this.requests);
		}
	}

	void clear() {
		synchronized (this.requests) {
			this.requests.clear();
		}
	}

}

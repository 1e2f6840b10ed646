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

package io.cloudmeta.internal.platform;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.internal.platform.PlatformMatch.Weight;
import io.cloudmeta.spi.CloudField;
import org.jspecify.annotations.Nullable;

/**
 * Heroku. The instance is the dyno; its id and the application's name are there if the
 * application has dyno metadata enabled.
 *
 * @see <a href= "https://devcenter.heroku.com/articles/dyno-startup-behavior">Dyno
 * Startup Behavior</a>
 * @see <a href="https://devcenter.heroku.com/articles/dyno-metadata">Dyno Metadata</a>
 */
class HerokuPlatform implements Platform {

	private static final String DYNO = "DYNO";

	private static final String APP_ID = "HEROKU_APP_ID";

	private static final String APP_NAME = "HEROKU_APP_NAME";

	private static final String DYNO_ID = "HEROKU_DYNO_ID";

	private static final String RELEASE_VERSION = "HEROKU_RELEASE_VERSION";

	private static final String RELEASE_CREATED_AT = "HEROKU_RELEASE_CREATED_AT";

	private static final String SLUG_COMMIT = "HEROKU_SLUG_COMMIT";

	private static final String HOME = "HOME";

	private static final String PORT = "PORT";

	/** Dokku imitates Heroku, and sets these. */
	private static final String DOKKU_APP = "DOKKU_APP_NAME";

	private static final String DOKKU_TYPE = "DOKKU_APP_TYPE";

	/** {@code web.1}, {@code run.9157}; on Fir {@code web-12a34b56d-e78f9}. */
	private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]*(\\.\\d{1,6}|-[0-9a-z]{6,12}-[0-9a-z]{4,6})");

	@Override
	public String getName() {
		return "heroku";
	}

	@Override
	public CloudProvider getProvider() {
		return CloudProvider.HEROKU;
	}

	@Override
	public Set<String> getVariables() {
		return Set.of(DYNO, APP_ID, APP_NAME, DYNO_ID, RELEASE_VERSION, RELEASE_CREATED_AT, SLUG_COMMIT, HOME, PORT,
				DOKKU_APP, DOKKU_TYPE);
	}

	@Override
	public @Nullable PlatformMatch look(PlatformEnvironment environment) {
		String dyno = environment.get(DYNO);
		if (dyno == null || !NAME.matcher(dyno).matches() || !isCorroborated(environment)) {
			return null;
		}
		return PlatformMatch.of(this, environment, DYNO)
			.set(CloudField.INSTANCE_ID, environment.get(DYNO_ID))
			.set(CloudField.INSTANCE_NAME, dyno)
			.build(Weight.OF_ITS_OWN);
	}

	/**
	 * Without dyno metadata a dyno has the name, the home directory and, if it serves the
	 * web, the port.
	 */
	private static boolean isCorroborated(PlatformEnvironment environment) {
		if (environment.has(DOKKU_APP) || environment.has(DOKKU_TYPE)) {
			return false;
		}
		return environment.has(APP_ID) || environment.has(DYNO_ID) || environment.has(PORT)
				|| "/app".equals(environment.get(HOME));
	}

	@Override
	public Map<String, String> getNames() {
		return Map.of("dyno", DYNO, "appId", APP_ID, "appName", APP_NAME, "dynoId", DYNO_ID, "releaseVersion",
				RELEASE_VERSION, "releaseCreatedAt", RELEASE_CREATED_AT, "slugCommit", SLUG_COMMIT);
	}

}

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

package io.cloudmeta.internal.detection;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * The log lines above {@code DEBUG}, separated by the thread group that logs them.
 */
final class GroupLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private final Map<ThreadGroup, List<String>> lines = new ConcurrentHashMap<>();

	private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

	static GroupLog attach() {
		GroupLog log = new GroupLog();
		log.setContext(log.root.getLoggerContext());
		log.start();
		log.root.addAppender(log);
		return log;
	}

	@Override
	protected void append(ILoggingEvent event) {
		if (event.getLevel().isGreaterOrEqual(Level.INFO)) {
			String trace = (event.getThrowableProxy() != null) ? " with a stack trace" : "";
			lines().add(event.getLevel() + " " + event.getFormattedMessage() + trace);
		}
	}

	/**
	 * Returns what the current thread's group has logged.
	 */
	List<String> lines() {
		return this.lines.computeIfAbsent(Thread.currentThread().getThreadGroup(),
				(group) -> new CopyOnWriteArrayList<>());
	}

	void clear() {
		lines().clear();
	}

	@Override
	public void close() {
		this.root.detachAppender(this);
		stop();
	}

}

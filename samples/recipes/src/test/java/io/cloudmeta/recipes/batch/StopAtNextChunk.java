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

package io.cloudmeta.recipes.batch;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.cloudmeta.interruption.CloudInterruptionEvent;
import io.cloudmeta.interruption.CloudInterruptionEvent.Change;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.launch.JobExecutionNotRunningException;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.listener.JobExecutionListener;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Stops the jobs that run on this machine when an interruption is announced. The database
 * also has those of other machines, which go on.
 */
@Component
class StopAtNextChunk implements JobExecutionListener {

	private static final Log logger = LogFactory.getLog(StopAtNextChunk.class);

	private final Set<JobExecution> running = ConcurrentHashMap.newKeySet();

	private final ObjectProvider<JobOperator> operator;

	StopAtNextChunk(ObjectProvider<JobOperator> operator) {
		this.operator = operator;
	}

	@Override
	public void beforeJob(JobExecution execution) {
		this.running.add(execution);
	}

	@Override
	public void afterJob(JobExecution execution) {
		this.running.remove(execution);
	}

	@EventListener
	void interrupted(CloudInterruptionEvent event) {
		if (event.getChange() == Change.ANNOUNCED && !event.getInterruption().isAdvice()) {
			this.running.forEach(this::stop);
		}
	}

	private void stop(JobExecution execution) {
		try {
			this.operator.getObject().stop(execution);
		}
		catch (JobExecutionNotRunningException ex) {
			logger.info("The job has ended already: " + ex.getMessage());
		}
	}

}

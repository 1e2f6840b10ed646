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

package io.cloudmeta.recipes.kafka;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.cloudmeta.interruption.CloudInterruptionEvent;

import org.springframework.context.event.EventListener;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.stereotype.Component;

/**
 * Stops the consumers when an interruption is announced. A container that stops completes
 * the records at hand, commits their offsets and leaves its group, so that other machines
 * have its partitions at once, and not after a session has timed out.
 */
@Component
class LeaveConsumerGroup {

	private final KafkaListenerEndpointRegistry registry;

	private final Set<String> pending = ConcurrentHashMap.newKeySet();

	LeaveConsumerGroup(KafkaListenerEndpointRegistry registry) {
		this.registry = registry;
	}

	@EventListener
	void interrupted(CloudInterruptionEvent event) {
		String id = event.getInterruption().getId();
		switch (event.getChange()) {
			case ANNOUNCED -> {
				if (!event.getInterruption().isAdvice() && this.pending.add(id)) {
					this.registry.getAllListenerContainers().forEach((container) -> container.stop(() -> {
					}));
				}
			}
			case WITHDRAWN, ENDED -> {
				if (this.pending.remove(id) && this.pending.isEmpty()) {
					this.registry.getAllListenerContainers().forEach(MessageListenerContainer::start);
				}
			}
			default -> {
			}
		}
	}

}

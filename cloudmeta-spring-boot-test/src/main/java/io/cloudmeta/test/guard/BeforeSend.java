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

package io.cloudmeta.test.guard;

import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import net.bytebuddy.asm.Advice;

/**
 * Is copied into {@code sun.nio.ch.DatagramChannelImpl.send(FileDescriptor, ByteBuffer,
 * InetSocketAddress)}: from there it sees no class of ours but by reflection.
 */
final class BeforeSend {

	private BeforeSend() {
	}

	@Advice.OnMethodEnter
	static void refuseOtherMachines(@Advice.Argument(2) InetSocketAddress target) throws Exception {
		InetAddress address = target.getAddress();
		if (!address.isLoopbackAddress()) {
			Method refuse = Class
				.forName("io.cloudmeta.test.guard.LoopbackGuard", true, ClassLoader.getSystemClassLoader())
				.getDeclaredMethod("refuse", InetAddress.class, int.class);
			refuse.setAccessible(true);
			Object refusal = refuse.invoke(null, address, target.getPort());
			if (refusal != null) {
				throw (SecurityException) refusal;
			}
		}
	}

}

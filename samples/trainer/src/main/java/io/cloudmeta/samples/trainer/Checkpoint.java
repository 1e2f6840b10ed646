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

package io.cloudmeta.samples.trainer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.cloudmeta.samples.trainer.TrainingHistory.Machine;
import io.cloudmeta.samples.trainer.TrainingHistory.Point;

/**
 * All that it takes to continue from a step.
 * <p>
 * As bytes it is the word {@code CKPT}, the version of the format, the length of what
 * follows, the content, and the SHA-256 of everything before.
 *
 * @param step the number of steps that are done
 * @param weights the model
 * @param velocity the state of the optimizer
 * @param history what has happened until that step
 */
@SuppressWarnings("ArrayRecordComponent")
record Checkpoint(int step, double[] weights, double[] velocity, TrainingHistory history) {

	static final int VERSION = 1;

	private static final int MAGIC = 0x434B5054;

	private static final int HEADER = 3 * Integer.BYTES;

	private static final int DIGEST = 32;

	/**
	 * Returns the checkpoint as bytes.
	 * @param settings the settings of the model that it fits
	 * @return the bytes
	 */
	byte[] encode(TrainerProperties.Model settings) {
		byte[] content = content(settings);
		ByteBuffer bytes = ByteBuffer.allocate(HEADER + content.length + DIGEST);
		bytes.putInt(MAGIC).putInt(VERSION).putInt(content.length + DIGEST).put(content);
		return bytes.put(digest(bytes.array(), HEADER + content.length)).array();
	}

	private byte[] content(TrainerProperties.Model settings) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DataOutputStream out = new DataOutputStream(bytes)) {
			out.writeUTF(settings.toString());
			out.writeInt(this.step);
			write(out, this.weights);
			write(out, this.velocity);
			out.writeInt(this.history.curve().size());
			for (Point point : this.history.curve()) {
				out.writeInt(point.step());
				out.writeDouble(point.loss());
			}
			out.writeInt(this.history.machines().size());
			for (Machine machine : this.history.machines()) {
				out.writeUTF(machine.name());
				out.writeInt(machine.from());
				out.writeInt(machine.repeated());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	/**
	 * Reads a checkpoint.
	 * @param bytes the bytes
	 * @param settings the settings of the model that is to continue
	 * @return the checkpoint
	 * @throws UnusableCheckpointException if the bytes are no complete checkpoint of this
	 * version for that model
	 */
	static Checkpoint decode(byte[] bytes, TrainerProperties.Model settings) throws UnusableCheckpointException {
		if (bytes.length < HEADER) {
			throw UnusableCheckpointException.damaged("is truncated after %d bytes".formatted(bytes.length));
		}
		ByteBuffer header = ByteBuffer.wrap(bytes);
		if (header.getInt() != MAGIC) {
			throw UnusableCheckpointException.incompatible("is no checkpoint");
		}
		int version = header.getInt();
		if (version != VERSION) {
			throw UnusableCheckpointException
				.incompatible("has version %d, and this application reads version %d".formatted(version, VERSION));
		}
		long length = HEADER + (long) header.getInt();
		if (length != bytes.length) {
			throw UnusableCheckpointException
				.damaged("has %d bytes in place of %d: it is truncated".formatted(bytes.length, length));
		}
		int end = bytes.length - DIGEST;
		if (end < HEADER || !MessageDigest.isEqual(digest(bytes, end), Arrays.copyOfRange(bytes, end, bytes.length))) {
			throw UnusableCheckpointException.damaged("is damaged: its checksum differs");
		}
		return read(bytes, end, settings);
	}

	private static Checkpoint read(byte[] bytes, int end, TrainerProperties.Model settings)
			throws UnusableCheckpointException {
		try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, HEADER, end - HEADER))) {
			String written = in.readUTF();
			if (!written.equals(settings.toString())) {
				throw UnusableCheckpointException
					.incompatible("is of another model: %s in place of %s".formatted(written, settings));
			}
			int step = in.readInt();
			double[] weights = readDoubles(in);
			double[] velocity = readDoubles(in);
			List<Point> curve = new ArrayList<>();
			for (int left = in.readInt(); left > 0; left--) {
				curve.add(new Point(in.readInt(), in.readDouble()));
			}
			List<Machine> machines = new ArrayList<>();
			for (int left = in.readInt(); left > 0; left--) {
				machines.add(new Machine(in.readUTF(), in.readInt(), in.readInt()));
			}
			return new Checkpoint(step, weights, velocity, new TrainingHistory(curve, machines));
		}
		catch (IOException ex) {
			// The checksum is right, so this is a defect of what wrote it
			throw new UncheckedIOException(ex);
		}
	}

	private static void write(DataOutputStream out, double[] values) throws IOException {
		out.writeInt(values.length);
		for (double value : values) {
			out.writeDouble(value);
		}
	}

	private static double[] readDoubles(DataInputStream in) throws IOException {
		double[] values = new double[in.readInt()];
		for (int i = 0; i < values.length; i++) {
			values[i] = in.readDouble();
		}
		return values;
	}

	private static byte[] digest(byte[] bytes, int length) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			digest.update(bytes, 0, length);
			return digest.digest();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

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

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.Options.ChunkedEncodingPolicy;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.jetty.JettyHttpServerFactory;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import io.cloudmeta.spi.MetadataEndpoint;
import io.cloudmeta.spi.MetadataException;
import io.cloudmeta.spi.MetadataResponse;
import io.cloudmeta.spi.MetadataService;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.util.Assert;

/**
 * A cloud on loopback: a metadata service that implements one cloud's protocol, as
 * strictly as the real one, and the firmware's files of an instance there. Its values are
 * invented, but consistent.
 * <p>
 * {@link #getProperties()} points an application's cloudmeta at it:
 *
 * <pre class="code">
 * try (CloudSimulator cloud = CloudSimulator.start("azure", Map.of("region", "westeurope"))) {
 *     ...
 * }
 * </pre>
 *
 * Tests of Spring's test framework have {@link SimulatedCloud @SimulatedCloud} for this.
 *
 * @since 0.1.0
 */
public final class CloudSimulator implements AutoCloseable {

	private static final String CUSTOM = "custom.";

	private static final String BEAN = "cloudSimulator";

	/** The address of a metadata service without a server: nothing listens there. */
	private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

	/** Each long poll holds one, also that of a client which is gone. */
	private static final int THREADS = 200;

	/** In milliseconds. */
	private static final int WARM_UP_TIMEOUT = 10_000;

	private final String cloud;

	private final @Nullable CustomDefinition definition;

	private final SimulatedLife life;

	private final SimulatedClock clock;

	private final Dmi dmi;

	private final @Nullable WireMockServer server;

	private final URI url;

	private final RequestLog requests;

	private final LongPolls longPolls = new LongPolls();

	private final MachineDirectory machine;

	/** The content of the machine's files. */
	private Simulation written;

	private volatile Fault fault = Fault.NONE;

	private @Nullable StubMapping faultStub;

	private CloudSimulator(Builder builder, boolean withServer) {
		this.cloud = builder.name();
		this.definition = builder.definition;
		this.clock = new SimulatedClock();
		this.life = builder.life(this.clock);
		this.dmi = builder.dmi;
		this.written = this.life.now();
		this.requests = new RequestLog();
		this.machine = new MachineDirectory(this.dmi.of(this.written));
		this.written.getFiles().forEach(this.machine::write);
		if (builder.cloudInit) {
			this.machine.write(CloudInitFile.PATH, CloudInitFile.of(builder.cloud, this.written));
		}
		if (withServer) {
			WireMockServer server = server(builder);
			server.start();
			this.server = server;
			this.url = URI.create("http://" + builder.address + ":" + server.port());
			warmUp();
		}
		else {
			this.server = null;
			this.url = NOWHERE;
		}
	}

	private WireMockServer server(Builder builder) {
		return new WireMockServer(WireMockConfiguration.options()
			.bindAddress(builder.address)
			.port(builder.port)
			.containerThreads(THREADS)
			.gzipDisabled(true)
			.useChunkedTransferEncoding(ChunkedEncodingPolicy.NEVER)
			.extensions(new SimulationTransformer(this::answer), this.requests)
			.mappingSource(new SimulationMappings())
			.httpServerFactory(builder.background ? BackgroundHttpServer::new : new JettyHttpServerFactory()));
	}

	/**
	 * Makes the first response as fast as those that follow: in a JVM that has served no
	 * request yet, on a busy machine, it would take so long that a detection gives up.
	 */
	private void warmUp() {
		try {
			HttpURLConnection connection = (HttpURLConnection) this.url.resolve("/")
				.toURL()
				.openConnection(Proxy.NO_PROXY);
			connection.setConnectTimeout(WARM_UP_TIMEOUT);
			connection.setReadTimeout(WARM_UP_TIMEOUT);
			connection.getResponseCode();
			connection.disconnect();
		}
		catch (IOException ex) {
			// it is slow then, and nothing else
		}
		resetRequests();
	}

	/**
	 * Starts a simulated cloud with invented values.
	 * @param cloud the cloud's id, such as {@code aws} or {@code hetzner}, a platform's
	 * name, such as {@code aws_ecs} or {@code heroku}, or {@code none} for a laptop,
	 * whose firmware names an office's hardware and which has no metadata service
	 * @return the running simulator
	 * @throws IllegalArgumentException if there is no such cloud
	 */
	public static CloudSimulator start(String cloud) {
		return of(cloud).start();
	}

	/**
	 * Starts a simulated cloud.
	 * @param cloud the cloud, as in {@link #start(String)}
	 * @param values values in place of the invented ones, as in
	 * {@link Builder#value(String, String)}
	 * @return the running simulator
	 * @throws IllegalArgumentException if there is no such cloud, or if it has no such
	 * value
	 */
	public static CloudSimulator start(String cloud, Map<String, String> values) {
		return of(cloud).values(values).start();
	}

	/**
	 * Prepares a simulated cloud.
	 * @param cloud the cloud, as in {@link #start(String)}, or {@code custom.} and the id
	 * of a custom cloud, which is simulated by its {@linkplain Builder#definition
	 * definition}
	 * @return what starts it
	 * @throws IllegalArgumentException if there is no such cloud
	 */
	public static Builder of(String cloud) {
		return cloud.startsWith(CUSTOM) ? new Builder(new CustomDefinition(cloud.substring(CUSTOM.length())))
				: new Builder(SimulatedClouds.named(cloud));
	}

	/**
	 * Returns the clouds that can be simulated and have a metadata service.
	 * @return their ids, such as {@code aws}; all but {@code none}
	 */
	public static List<String> getClouds() {
		return SimulatedClouds.withMetadataService();
	}

	/**
	 * Returns which platforms can be simulated.
	 * @return their names, such as {@code aws_ecs} or {@code heroku}
	 */
	public static List<String> getPlatforms() {
		return SimulatedClouds.platforms();
	}

	/**
	 * Returns the cloud that this one simulates.
	 * @return the cloud's id, {@code none}, or {@code custom.} and the id of a custom
	 * cloud
	 */
	public String getCloud() {
		return this.cloud;
	}

	/**
	 * Returns the base address of the metadata service.
	 * @return the address, without a path
	 */
	public URI getUrl() {
		return this.url;
	}

	/**
	 * Returns the properties that lead an application's cloudmeta here: the address,
	 * which most clouds share in reality too, the directory with the machine's files, and
	 * values that override what the machine of a developer or a build may have set, such
	 * as {@code CLOUD_PROVIDER} or {@code AWS_EC2_METADATA_DISABLED}.
	 * @return the properties, new for each call
	 */
	public Map<String, String> getProperties() {
		Map<String, String> properties = new LinkedHashMap<>();
		properties.put("cloudmeta.provider", "auto");
		SimulatedClouds.withMetadataService()
			.forEach((name) -> properties.put("cloudmeta." + name + ".endpoint", this.url.toString()));
		properties.put("cloudmeta.detection.sysfs", this.machine.getSysfs().toString());
		properties.put("cloudmeta.detection.root", this.machine.getPath().toString());
		properties.put("AWS_EC2_METADATA_DISABLED", "false");
		properties.put("AWS_EC2_METADATA_V1_DISABLED", "false");
		properties.put("NO_GCE_CHECK", "false");
		// what the simulated machine does not have
		properties.put("cloudmeta.opennebula.context", this.machine.getPath().toString());
		properties.putAll(PlatformVariables.hidden(System::getenv));
		properties.putAll(simulation().getProperties(this.url));
		return properties;
	}

	/**
	 * Returns the requests so far, in the order of their arrival.
	 * @return the requests, such as {@code PUT /latest/api/token}
	 */
	public List<String> getRequests() {
		return this.requests.get();
	}

	/**
	 * Clears the requests so far. The requests that an application makes while it starts
	 * are made once per application context, not once per test.
	 */
	public void resetRequests() {
		this.requests.clear();
		if (this.server != null) {
			this.server.resetRequests();
		}
	}

	/**
	 * Returns the server behind the simulation, for faults: a stub of WireMock's usual
	 * priority wins over the simulation, and {@code resetAll()} removes it again.
	 * @return the server
	 * @throws IllegalStateException if it was started
	 * {@linkplain Builder#startWithoutServer() without a server}
	 */
	public WireMockServer getWireMock() {
		Assert.state(this.server != null, "This simulated cloud was started without a server");
		return this.server;
	}

	/**
	 * Returns a client that sends its requests to this simulated cloud without a socket.
	 * @param endpoint the address and the options that the client has; this cloud
	 * responds to requests to any address
	 * @return a new client
	 * @throws IllegalArgumentException as for
	 * {@link FakeMetadataClient#of(MetadataEndpoint)}
	 */
	public FakeMetadataClient client(MetadataEndpoint endpoint) {
		return new FakeMetadataClient(endpoint, this.clock, this::respond);
	}

	private MetadataResponse respond(FakeMetadataClient.Request request) throws MetadataException {
		this.requests.add(request.toString());
		Answer answer = this.fault.answer();
		return ((answer != null) ? answer : answerAtOnce(request, this.clock, this::simulation)).toResponse(request);
	}

	/**
	 * Returns the answer to a request, whose time passes in the simulated cloud only if
	 * it is held.
	 */
	private static Answer answerAtOnce(FakeMetadataClient.Request request, SimulatedClock clock,
			Supplier<Simulation> simulation) {
		SimulatedRequest simulated = SimulatedRequest.of(request);
		Answer answer = simulation.get().answer(simulated);
		if (answer.isHeld()) {
			clock.elapse(answer.held());
			answer = simulation.get().answer(simulated);
		}
		return answer.at(clock.instant());
	}

	private Answer answer(SimulatedRequest request) {
		Answer answer = this.longPolls.await(() -> {
			Answer faulty = this.fault.answer();
			return (faulty != null) ? faulty : simulation().answer(request);
		});
		return answer.at(this.clock.instant());
	}

	/**
	 * Starts a fault of the metadata service, or ends it.
	 * @param fault how it is to fail from now on
	 */
	public void setFault(Fault fault) {
		this.fault = fault;
		this.longPolls.changed();
		if (this.server == null) {
			return;
		}
		if (this.faultStub != null) {
			this.server.removeStub(this.faultStub);
			this.faultStub = null;
		}
		Answer answer = fault.answer();
		if (answer != null) {
			this.faultStub = this.server.stubFor(
					WireMock.any(WireMock.anyUrl()).willReturn(ResponseDefinitionBuilder.like(answer.toResponse())));
		}
	}

	/**
	 * Changes the instance, at once: from now on the metadata service returns other
	 * values. The firmware's files follow; the file that cloud-init wrote when the
	 * machine booted does not change. An {@code instanceId} makes it another instance,
	 * which refuses the previous tokens.
	 * @param values the values that change, each as {@code name=value} with a name as in
	 * {@link Builder#value(String, String)}; an empty value makes one absent. All others
	 * stay.
	 * @throws IllegalArgumentException if the cloud has no value of a name that was
	 * given, can't have that value, or provides it by an environment variable, which does
	 * not change for a running application; nothing is changed then
	 */
	public void change(String... values) {
		changeAfter(Duration.ZERO, values);
	}

	/**
	 * Changes the instance later, when the time has passed or a test has made it
	 * {@linkplain #elapse(Duration) elapse}.
	 * @param delay how long from now
	 * @param values the values, as in {@link #change(String...)}
	 * @throws IllegalArgumentException as with {@link #change(String...)}, at once
	 */
	public void changeAfter(Duration delay, String... values) {
		this.life.announce(new SimulatedChange(delay, SimulatedCloudSettings.parse(values)));
		look();
	}

	/**
	 * Undoes what has changed since the start. Changes that were announced there, by
	 * {@link Builder#changeAfter(Duration, String...)} or
	 * {@link SimulatedCloud#changes()}, are to come again, as long from now as they were
	 * from the start. Announced interruptions are forgotten.
	 */
	public void resetChanges() {
		this.life.restart();
		look();
	}

	/**
	 * Advances the clock of the simulated cloud, and only that: changes become due,
	 * tokens expire. The clock also runs by itself.
	 * @param time how much time
	 */
	public void elapse(Duration time) {
		Assert.isTrue(!time.isNegative(), "Time does not go back");
		this.clock.elapse(time);
		look();
	}

	private void look() {
		simulation();
		this.longPolls.changed();
	}

	/**
	 * Announces an interruption to the machine in the cloud's own protocol, from now on
	 * until it is {@linkplain #withdraw(SimulatedInterruption) withdrawn}. What was
	 * announced before is announced with its newer notice: another time, or that it has
	 * {@linkplain SimulatedInterruption#started() started}.
	 * @param interruption the interruption
	 * @throws IllegalArgumentException if the cloud does not announce it to this machine
	 */
	public void announce(SimulatedInterruption interruption) {
		NoticeKind kind = simulation().getNoticeKinds().of(this.cloud, interruption);
		this.life.announcements().announce(interruption, kind);
		this.longPolls.changed();
	}

	/**
	 * Announces an interruption.
	 * @param kind its kind, as in {@link SimulatedInterruption#of(String)}
	 * @param delay how long from now it begins
	 * @return the interruption, which can be announced anew or withdrawn
	 * @throws IllegalArgumentException as in {@link #announce(SimulatedInterruption)}
	 */
	public SimulatedInterruption announce(String kind, Duration delay) {
		SimulatedInterruption interruption = SimulatedInterruption.of(kind).in(delay);
		announce(interruption);
		return interruption;
	}

	/**
	 * Ends the announcement of an interruption, whether it has not come or is over.
	 * @param interruption the interruption
	 * @throws IllegalArgumentException if it is not announced
	 */
	public void withdraw(SimulatedInterruption interruption) {
		Assert.isTrue(this.life.announcements().withdraw(interruption),
				() -> "The simulated cloud '%s' has not announced '%s'".formatted(this.cloud, interruption));
		this.longPolls.changed();
	}

	/**
	 * Returns the cloud in the current state of the machine, after its files were
	 * updated.
	 */
	private synchronized Simulation simulation() {
		Simulation now = this.life.now();
		if (!now.equals(this.written)) {
			this.machine.writeDmi(this.dmi.of(now));
			now.getFiles().forEach(this.machine::write);
			this.written = now;
		}
		return now;
	}

	/**
	 * Passes the environment that may define it to a custom cloud.
	 */
	void setEnvironment(Environment environment) {
		if (this.definition != null) {
			this.definition.setEnvironment(environment);
		}
	}

	/**
	 * Becomes a bean of a context whose environment is complete, and ends with it.
	 * @throws IllegalArgumentException if the environment does not define a custom cloud
	 */
	void addTo(ConfigurableApplicationContext context) {
		setEnvironment(context.getEnvironment());
		simulation().verify();
		context.getBeanFactory().registerSingleton(BEAN, this);
		if (context.getBeanFactory() instanceof DefaultSingletonBeanRegistry beans) {
			beans.registerDisposableBean(BEAN, this::close);
		}
	}

	boolean isRunning() {
		return this.server != null && this.server.isRunning();
	}

	/**
	 * Stops the metadata service and removes the machine's files.
	 */
	@Override
	public void close() {
		this.longPolls.close();
		if (this.server != null) {
			this.server.stop();
		}
		this.machine.delete();
	}

	/**
	 * The content of a machine's firmware, which an application can read without the
	 * network.
	 *
	 * @since 0.1.0
	 */
	public enum Dmi {

		/** What the simulated cloud's own firmware writes. */
		CLOUD,

		/** A virtual machine on KVM, which may be in any cloud or in none. */
		KVM,

		/** Nothing: the files are missing, as in some sandboxes for containers. */
		NONE;

		private Map<String, String> of(Simulation simulation) {
			return switch (this) {
				case CLOUD -> simulation.getDmi();
				case KVM -> Map.of("bios_vendor", "SeaBIOS", "chassis_vendor", "QEMU", "product_name",
						"Standard PC (Q35 + ICH9, 2009)", "sys_vendor", "QEMU");
				case NONE -> Map.of();
			};
		}

	}

	/**
	 * How a metadata service fails on each request.
	 *
	 * @since 0.1.0
	 */
	public enum Fault {

		/** Not at all. */
		NONE,

		/** It accepts connections and does not respond, for longer than any deadline. */
		STALLS,

		/** It responds to each request with status 403, as if it is turned off. */
		REFUSES,

		/** It resets each connection. */
		BREAKS,

		/** It responds to each request with status 200 and nothing else. */
		SAYS_NOTHING;

		private static final Duration FOR_EVER = Duration.ofMinutes(10);

		private @Nullable Answer answer() {
			return switch (this) {
				case NONE -> null;
				case STALLS -> Answer.of(200).after(FOR_EVER);
				case REFUSES -> Answer.of(403);
				case BREAKS -> Answer.reset();
				case SAYS_NOTHING -> Answer.of(200);
			};
		}

	}

	/**
	 * A simulated cloud before it starts.
	 *
	 * @since 0.1.0
	 */
	public static final class Builder {

		private final SimulatedClouds cloud;

		private final @Nullable CustomDefinition definition;

		private final Map<String, String> values = new LinkedHashMap<>();

		private final List<SimulatedChange> changes = new ArrayList<>();

		private Dmi dmi = Dmi.CLOUD;

		private boolean tokenRequired = true;

		private boolean cloudInit;

		private String address = "127.0.0.1";

		private int port;

		private boolean background;

		private Builder(SimulatedClouds cloud) {
			this.cloud = cloud;
			this.definition = null;
		}

		private Builder(CustomDefinition definition) {
			this.cloud = SimulatedClouds.NONE;
			this.definition = definition;
		}

		private String name() {
			return (this.definition != null) ? CUSTOM + this.definition.getId() : this.cloud.getName();
		}

		/**
		 * Defines a custom cloud. {@link SimulatedCloud @SimulatedCloud} takes the
		 * definition from the application's configuration instead.
		 * @param properties the properties by their whole names, such as
		 * {@code cloudmeta.custom.acme.document}; an endpoint is replaced
		 * @return this
		 * @throws IllegalArgumentException if this is no custom cloud, or a property does
		 * not belong to it
		 */
		public Builder definition(Map<String, String> properties) {
			if (this.definition == null) {
				throw new IllegalArgumentException(
						"The simulated cloud '%s' is no custom cloud: start 'custom.<id>'".formatted(name()));
			}
			this.definition.give(properties);
			return this;
		}

		/**
		 * Gives the instance a value. What follows from it is changed with it, as the
		 * zone with the region, where it is not given itself.
		 * @param name the name of a getter of {@code CloudInstance} ({@code region},
		 * {@code tags.team}) or a path in the cloud's own document
		 * ({@code compute.resourceGroupName}, {@code instance/attributes/team},
		 * {@code placement/availability-zone-id})
		 * @param value the value; an empty one makes it absent, except for a tag of
		 * Google, whose tags have names only
		 * @return this
		 */
		public Builder value(String name, String value) {
			this.values.put(name, value);
			return this;
		}

		/**
		 * Gives the instance values.
		 * @param values the values by their names, as in {@link #value(String, String)}
		 * @return this
		 */
		public Builder values(Map<String, String> values) {
			this.values.putAll(values);
			return this;
		}

		/**
		 * Changes the instance some time after the start.
		 * @param delay how long after the start
		 * @param values the values, as in {@link CloudSimulator#change(String...)}
		 * @return this
		 * @see CloudSimulator#changeAfter(Duration, String...)
		 */
		public Builder changeAfter(Duration delay, String... values) {
			return change(new SimulatedChange(delay, SimulatedCloudSettings.parse(values)));
		}

		Builder change(SimulatedChange change) {
			this.changes.add(change);
			return this;
		}

		/**
		 * Sets the content of the firmware. By default it names the cloud.
		 * @param dmi the choice
		 * @return this
		 */
		public Builder dmi(Dmi dmi) {
			this.dmi = dmi;
			return this;
		}

		/**
		 * Makes an EC2 instance accept requests without a token too, like those whose
		 * {@code HttpTokens} is {@code optional}. By default it requires one.
		 * @return this
		 */
		public Builder imdsV1() {
			if (this.cloud != SimulatedClouds.AWS) {
				throw new IllegalArgumentException(
						"Only the simulated cloud 'aws' has an IMDSv1, not '%s'".formatted(name()));
			}
			this.tokenRequired = false;
			return this;
		}

		/**
		 * Gives the machine the file in which cloud-init keeps what it learned when the
		 * machine booted, a moment ago: what it takes on that cloud for the instance's
		 * region, zone, id and host name. By default there is none.
		 * @return this
		 * @throws IllegalArgumentException if cloud-init has no name for the cloud, or
		 * does not run there
		 * @see <a href=
		 * "https://docs.cloud-init.io/en/latest/explanation/instancedata.html">cloud-init's
		 * description of instance data</a>
		 */
		public Builder cloudInit() {
			if (!CloudInitFile.isKnown(this.cloud)) {
				throw new IllegalArgumentException(
						"The simulated cloud '%s' has no file of cloud-init's".formatted(name()));
			}
			this.cloudInit = true;
			return this;
		}

		/**
		 * Chooses where the metadata service listens, such as the real address in a
		 * network namespace. By default that is a free port on 127.0.0.1.
		 * @param address an IPv4 address of this machine
		 * @param port the port; 0 for a free one
		 * @return this
		 */
		public Builder listen(String address, int port) {
			this.address = address;
			this.port = port;
			return this;
		}

		/**
		 * Lets the JVM end while the cloud runs.
		 * @return this
		 */
		Builder inBackground() {
			this.background = true;
			return this;
		}

		/**
		 * Starts the cloud.
		 * @return the running simulator
		 * @throws IllegalArgumentException if the cloud has no value of a name that was
		 * given, or can't have that value
		 */
		public CloudSimulator start() {
			return new CloudSimulator(this, true);
		}

		/**
		 * Starts the cloud without a server, for tests that use no sockets: its
		 * properties and the machine's files are as after {@link #start()}, and
		 * {@linkplain CloudSimulator#client clients} reach its metadata service.
		 * @return the simulator, at whose {@linkplain CloudSimulator#getUrl() address}
		 * nothing listens
		 * @throws IllegalArgumentException as for {@link #start()}
		 */
		public CloudSimulator startWithoutServer() {
			return new CloudSimulator(this, false);
		}

		/**
		 * Returns a client of the cloud for unit tests of a metadata service, which need
		 * no server and none of the machine's files. Its endpoint is the one that the
		 * service has with the environment variables of the simulated machine.
		 * @param service the service
		 * @return a client that needs no sockets
		 * @throws IllegalArgumentException as for {@link #start()} and
		 * {@link FakeMetadataClient#of(MetadataEndpoint)}
		 */
		public FakeMetadataClient client(MetadataService service) {
			return client(service, Map.of());
		}

		/**
		 * Returns a client of the cloud for unit tests of a metadata service, which need
		 * no server and none of the machine's files. Its endpoint is the one that the
		 * service has with the environment variables of the simulated machine and others.
		 * @param service the service
		 * @param environment properties and environment variables, which replace those of
		 * the simulated machine; an empty value hides one
		 * @return a client that needs no sockets
		 * @throws IllegalArgumentException as for {@link #start()} and
		 * {@link FakeMetadataClient#of(MetadataEndpoint)}
		 */
		public FakeMetadataClient client(MetadataService service, Map<String, String> environment) {
			return client((simulation) -> {
				Map<String, String> variables = new HashMap<>(simulation.getProperties(NOWHERE));
				variables.putAll(environment);
				return service.getEndpoint(variables::get);
			});
		}

		/**
		 * Returns a client of the cloud for unit tests, which need no server and none of
		 * the machine's files.
		 * @param endpoint the address and the options that the client has; this cloud
		 * responds to requests to any address
		 * @return a client that needs no sockets
		 * @throws IllegalArgumentException as for {@link #start()} and
		 * {@link FakeMetadataClient#of(MetadataEndpoint)}
		 */
		public FakeMetadataClient client(MetadataEndpoint endpoint) {
			return client((simulation) -> endpoint);
		}

		private FakeMetadataClient client(Function<Simulation, MetadataEndpoint> endpoint) {
			SimulatedClock clock = new SimulatedClock();
			SimulatedLife life = life(clock);
			return new FakeMetadataClient(endpoint.apply(life.now()), clock,
					(request) -> answerAtOnce(request, clock, life::now).toResponse(request));
		}

		SimulatedLife life(SimulatedClock clock) {
			CustomDefinition custom = this.definition;
			return new SimulatedLife(
					(values, session) -> (custom != null) ? new CustomSimulation(custom, values, session)
							: this.cloud.simulate(values, session, this.tokenRequired),
					clock, new LinkedHashMap<>(this.values), this.changes);
		}

	}

}

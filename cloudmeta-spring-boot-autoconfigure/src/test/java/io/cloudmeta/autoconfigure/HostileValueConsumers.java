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

package io.cloudmeta.autoconfigure;

import java.io.File;
import java.lang.reflect.Field;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.beans.factory.config.EmbeddedValueResolver;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.EmbeddedValueResolverAware;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.config.CronTask;
import org.springframework.scheduling.config.ScheduledTask;
import org.springframework.scheduling.config.ScheduledTaskHolder;
import org.springframework.util.StringValueResolver;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.invoker.HttpExchangeAdapter;
import org.springframework.web.service.invoker.HttpRequestValues;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/**
 * What Spring reads properties for, gathered in one configuration that each kind of
 * context can have.
 */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
@EnableResilientMethods
@EnableConfigurationProperties({ HostileValueConsumers.Texts.class, HostileValueConsumers.Resources.class,
		HostileValueConsumers.Locations.class, HostileValueConsumers.Files.class })
class HostileValueConsumers {

	@Bean
	Job job() {
		return new Job();
	}

	@Bean
	Resolved resolved() {
		return new Resolved();
	}

	@Bean
	@ConditionalOnExpression("'${app.team}' == 'ml'")
	String mlOnly() {
		return "ml";
	}

	/**
	 * Reads everything that a context has to read.
	 * @param context the context
	 * @return what was read, or the messages of what failed, by the names of the readers
	 */
	static Map<String, Object> read(ConfigurableApplicationContext context) {
		Map<String, Object> results = new LinkedHashMap<>();
		ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
		for (Field field : Injected.class.getDeclaredFields()) {
			DependencyDescriptor dependency = new DependencyDescriptor(field, false);
			put(results, "@Value " + field.getName(), () -> beanFactory.resolveDependency(dependency, "injected"));
		}
		for (Class<?> type : List.of(Texts.class, Resources.class, Locations.class, Files.class)) {
			if (beanFactory.getBeanNamesForType(type).length > 0) {
				put(results, "@ConfigurationProperties " + type.getSimpleName(), () -> context.getBean(type));
			}
		}
		StringValueResolver fresh = new EmbeddedValueResolver(beanFactory);
		put(results, "resolver", () -> fresh.resolveStringValue("${app.team}"));
		put(results, "@HttpExchange", () -> requestOf(fresh));
		if (beanFactory.getBeanNamesForType(Job.class).length > 0) {
			put(results, "@Scheduled", () -> crons(context));
			put(results, "@Retryable", () -> context.getBean(Job.class).tryTwice());
			put(results, "EmbeddedValueResolverAware",
					() -> context.getBean(Resolved.class).resolver.resolveStringValue("${app.team}"));
		}
		put(results, "Environment", () -> context.getEnvironment().getProperty("app.team"));
		put(results, "Environment.resolvePlaceholders",
				() -> context.getEnvironment().resolvePlaceholders("${cloud:tags.evil:none}"));
		return results;
	}

	private static void put(Map<String, Object> results, String name, Reader reader) {
		try {
			results.put(name, String.valueOf(plain(reader.read())));
		}
		catch (Exception ex) {
			List<String> messages = new ArrayList<>();
			for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
				messages.add(String.valueOf(cause.getMessage()));
			}
			results.put(name, "failed: " + messages);
		}
	}

	private static Object plain(Object value) throws Exception {
		if (value instanceof Resource resource) {
			return resource.getDescription();
		}
		if (value instanceof Object[] array) {
			return plain(Arrays.asList(array));
		}
		if (value instanceof Collection<?> collection) {
			List<Object> elements = new ArrayList<>();
			for (Object element : collection) {
				elements.add(plain(element));
			}
			return elements;
		}
		if (value instanceof Resources resources) {
			return List.of(plain(resources.one()), plain(resources.many()));
		}
		return value;
	}

	private static String requestOf(StringValueResolver resolver) {
		Requests requests = new Requests();
		HttpServiceProxyFactory.builderFor(requests)
			.embeddedValueResolver(resolver)
			.build()
			.createClient(Remote.class)
			.call();
		return String.valueOf(requests.last);
	}

	private static List<String> crons(ConfigurableApplicationContext context) {
		return context.getBeansOfType(ScheduledTaskHolder.class)
			.values()
			.stream()
			.flatMap((holder) -> holder.getScheduledTasks().stream())
			.map(ScheduledTask::getTask)
			.map((task) -> (task instanceof CronTask cron) ? cron.getExpression() : task.toString())
			.toList();
	}

	@FunctionalInterface
	private interface Reader {

		Object read() throws Exception;

	}

	/**
	 * Dependencies, which are resolved one by one: a conversion that fails must not keep
	 * the others from being tried.
	 */
	static class Injected {

		@Value("${app.team}")
		String text;

		@Value("before ${app.team} after")
		String within;

		@Value("${app.indirect}")
		String indirect;

		@Value("${app.halves}")
		String halves;

		@Value("$<cloud:tags.evil:none>")
		String direct;

		@Value("${cloud:tags.evil:none}")
		String braces;

		@Value("${app.team}")
		List<String> list;

		@Value("${app.team}")
		String[] array;

		@Value("${app.team}")
		Resource resource;

		@Value("${app.team}")
		Resource[] resources;

		@Value("${app.url}")
		URL url;

		@Value("${app.url}")
		Resource remote;

		@Value("${app.team}")
		Path path;

		@Value("${app.team}")
		File file;

		@Value("#{'${app.team}'}")
		String quoted;

		@Value("#{'${app.team}'.length()}")
		int length;

		@Value("#{'${app.team}' == 'ml' ? 'yes' : 'no'}")
		String ternary;

		@Value("#{environment['app.team']}")
		String fromEnvironment;

		@Value("#{'a,b'.split(',')}")
		List<String> unrelatedSplit;

		@Value("#{systemProperties['java.vm.name']}")
		String unrelatedSystemProperty;

		@Value("#{'${app.plain}'.concat('!')}")
		String unrelatedExpression;

		@Value("#{'{x}' + '$' + '''' + \"#\"}")
		String unrelatedCharacters;

	}

	@Lazy
	@ConfigurationProperties("app")
	record Texts(String team, String indirect, String halves, List<String> list, Map<String, String> map) {

	}

	@Lazy
	@ConfigurationProperties("app.resources")
	record Resources(Resource one, Resource[] many) {

	}

	@Lazy
	@ConfigurationProperties("app.locations")
	record Locations(URL url) {

	}

	@Lazy
	@ConfigurationProperties("app.files")
	record Files(Path path, File file) {

	}

	static class Job {

		private int calls;

		@Scheduled(cron = "${app.cron}")
		void run() {
			// never, in a test
		}

		@Retryable(maxRetriesString = "${app.retries}", delay = 0)
		int tryTwice() {
			if (++this.calls % 2 == 1) {
				throw new IllegalStateException("the first call");
			}
			return this.calls;
		}

	}

	static class Resolved implements EmbeddedValueResolverAware {

		private StringValueResolver resolver;

		@Override
		public void setEmbeddedValueResolver(StringValueResolver resolver) {
			this.resolver = resolver;
		}

	}

	@HttpExchange("http://127.0.0.1/${app.team}")
	interface Remote {

		@GetExchange("/${app.indirect}")
		void call();

	}

	/**
	 * Sends nothing, but remembers what it should have sent.
	 */
	private static final class Requests implements HttpExchangeAdapter {

		private String last;

		@Override
		public boolean supportsRequestAttributes() {
			return false;
		}

		@Override
		public void exchange(HttpRequestValues values) {
			this.last = values.getUriTemplate();
		}

		@Override
		public HttpHeaders exchangeForHeaders(HttpRequestValues values) {
			throw new UnsupportedOperationException();
		}

		@Override
		public <T> T exchangeForBody(HttpRequestValues values, ParameterizedTypeReference<T> bodyType) {
			throw new UnsupportedOperationException();
		}

		@Override
		public ResponseEntity<Void> exchangeForBodilessEntity(HttpRequestValues values) {
			throw new UnsupportedOperationException();
		}

		@Override
		public <T> ResponseEntity<T> exchangeForEntity(HttpRequestValues values,
				ParameterizedTypeReference<T> bodyType) {
			throw new UnsupportedOperationException();
		}

	}

}

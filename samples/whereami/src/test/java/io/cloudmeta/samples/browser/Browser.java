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

package io.cloudmeta.samples.browser;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.SessionNotCreatedException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.ClassPathResource;
import org.springframework.util.FileSystemUtils;

/**
 * A headless Chromium that is installed on this machine. Nothing is downloaded for it.
 */
public final class Browser implements AutoCloseable {

	private static final int ATTEMPTS = 5;

	// It looks for a further library that matches the browser, which is not needed here
	private static final Logger DEVTOOLS_LOGGER = Logger.getLogger("org.openqa.selenium.devtools");

	private static final Logger CHROMIUM_LOGGER = Logger.getLogger("org.openqa.selenium.chromium");

	static {
		DEVTOOLS_LOGGER.setLevel(Level.SEVERE);
		CHROMIUM_LOGGER.setLevel(Level.SEVERE);
	}

	private final Path profile;

	private final ChromeDriver driver;

	private Browser(Path profile, ChromeDriver driver) {
		this.profile = profile;
		this.driver = driver;
	}

	/**
	 * Starts the browser, or skips the test where there is none.
	 * @return the browser
	 */
	public static Browser start() {
		File chromium = find("chromium", "chromium-browser", "google-chrome")
			.orElseGet(() -> skip("no Chromium on the PATH"));
		File chromedriver = find("chromedriver").orElseGet(() -> skip("no chromedriver on the PATH"));
		try {
			Path profile = Files.createTempDirectory("browser");
			ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(chromedriver)
				.usingAnyFreePort()
				.build();
			return new Browser(profile, new ChromeDriver(service, options(chromium, profile)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (SessionNotCreatedException ex) {
			return skip("Chromium and chromedriver do not work together: " + ex.getRawMessage());
		}
	}

	private static Optional<File> find(String... names) {
		return Stream.of(names)
			.flatMap((name) -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
				.map((directory) -> new File(directory, name)))
			.filter(File::canExecute)
			.findFirst();
	}

	private static <T> T skip(String reason) {
		LogFactory.getLog(Browser.class).warn("The page is not tested in a browser: " + reason);
		return Assumptions.abort(reason);
	}

	private static ChromeOptions options(File chromium, Path profile) {
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, Level.ALL);
		logs.enable(LogType.PERFORMANCE, Level.ALL);
		ChromeOptions options = new ChromeOptions();
		options.setBinary(chromium);
		options.setCapability("goog:loggingPrefs", logs);
		options.addArguments("--headless=new", "--disable-gpu", "--hide-scrollbars", "--disable-quic", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-proxy-server",
				"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--user-data-dir=" + profile);
		if ("root".equals(System.getProperty("user.name"))) {
			options.addArguments("--no-sandbox");
		}
		return options;
	}

	/**
	 * Leaves nothing of the test before: neither a page nor what it has requested or
	 * logged.
	 */
	public void reset() {
		open("about:blank");
		resize(1280, 900);
		emulate("light");
		takeRequests();
		takeConsoleMessages();
	}

	public void open(String url) {
		this.driver.get(url);
	}

	public void emulate(String colorScheme) {
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colorScheme))));
	}

	public void resize(int width, int height) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
	}

	public String getTitle() {
		return String.valueOf(this.driver.getTitle());
	}

	public String text(String selector) {
		return read(() -> this.driver.findElement(By.cssSelector(selector)).getText());
	}

	public List<String> texts(String selector) {
		return read(
				() -> this.driver.findElements(By.cssSelector(selector)).stream().map(WebElement::getText).toList());
	}

	/**
	 * Reads again if the page has replaced an element since it was found.
	 */
	private static <T> T read(Supplier<T> reading) {
		for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
			try {
				return reading.get();
			}
			catch (StaleElementReferenceException ex) {
				// the page has rendered its elements again
			}
		}
		return reading.get();
	}

	public void click(String selector) {
		this.driver.findElement(By.cssSelector(selector)).click();
	}

	/**
	 * Takes a picture of the whole page.
	 * @return a PNG
	 */
	public byte[] screenshot() {
		Map<String, Object> picture = this.driver.executeCdpCommand("Page.captureScreenshot",
				Map.of("format", "png", "captureBeyondViewport", true));
		return Base64.getDecoder().decode(String.valueOf(picture.get("data")));
	}

	public String evaluate(String expression) {
		return String.valueOf(this.driver.executeScript("return " + expression));
	}

	/**
	 * Returns the texts that have too little contrast.
	 * @return the texts, with the ratio
	 */
	public List<String> textsOfLowContrast() {
		try {
			String script = new ClassPathResource("low-contrast.js", Browser.class)
				.getContentAsString(StandardCharsets.UTF_8);
			return ((List<?>) this.driver.executeScript(script)).stream().map(String::valueOf).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns the page's errors since the last call.
	 * @return the messages
	 */
	public List<String> takeConsoleMessages() {
		return entries(LogType.BROWSER).map(LogEntry::getMessage).toList();
	}

	/**
	 * Returns the requests since the last call.
	 * @return the addresses, those too that were not reached
	 */
	public List<URI> takeRequests() {
		return entries(LogType.PERFORMANCE).map((entry) -> JsonMapper.shared().readTree(entry.getMessage()))
			.map((event) -> event.path("message"))
			.filter((event) -> event.path("method").asString().equals("Network.requestWillBeSent"))
			.map((event) -> event.path("params").path("request").path("url"))
			.map(JsonNode::asString)
			.map(URI::create)
			.toList();
	}

	private Stream<LogEntry> entries(String type) {
		return StreamSupport.stream(this.driver.manage().logs().get(type).spliterator(), false);
	}

	@Override
	public void close() {
		this.driver.quit();
		FileSystemUtils.deleteRecursively(this.profile.toFile());
	}

}

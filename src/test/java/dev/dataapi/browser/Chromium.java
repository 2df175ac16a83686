package dev.dataapi.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.logging.Level;

import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import org.springframework.util.FileSystemUtils;

/**
 * The machine's own Chromium, headless, with a new profile and no download.
 */
final class Chromium implements AutoCloseable {

	static final String MISSING = "needs /usr/bin/chromium and /usr/bin/chromedriver";

	private static final Path BROWSER = Path.of("/usr/bin/chromium");

	private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

	private final Path profile = Files.createTempDirectory("chromium");

	private final ChromeDriver driver;

	Chromium() throws IOException {
		LoggingPreferences console = new LoggingPreferences();
		console.enable(LogType.BROWSER, Level.ALL);
		ChromeOptions options = new ChromeOptions().setBinary(BROWSER.toFile())
			.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
					"--disable-background-networking", "--disable-component-update", "--disable-sync",
					"--disable-dev-shm-usage", "--user-data-dir=" + this.profile, "--window-size=1280,900");
		options.setCapability("goog:loggingPrefs", console);
		this.driver = new ChromeDriver(
				new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).usingAnyFreePort().build(),
				options);
		this.driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", """
				window.violations = [];
				document.addEventListener('securitypolicyviolation',
					(event) => window.violations.push(event.violatedDirective + ' ' + event.blockedURI));"""));
	}

	static boolean isInstalled() {
		return Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER);
	}

	void open(String address) {
		this.driver.get(address);
	}

	WebElement find(String css) {
		return this.driver.findElement(By.cssSelector(css));
	}

	boolean isShown(String css) {
		return this.driver.findElements(By.cssSelector(css)).stream().anyMatch(WebElement::isDisplayed);
	}

	void await(Predicate<Chromium> state) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.pollInterval(Duration.ofMillis(50))
			.until(() -> state.test(this));
	}

	void press(CharSequence... keys) {
		this.driver.switchTo().activeElement().sendKeys(keys);
	}

	/** Presses Tab until the element has the focus, as a user without a mouse does. */
	void tabTo(String id) {
		for (int i = 0; i < 40 && !id.equals(run("return document.activeElement.id")); i++) {
			press(Keys.TAB);
		}
		if (!id.equals(run("return document.activeElement.id"))) {
			throw new AssertionError("The tab key does not lead to " + id);
		}
	}

	Object run(String script, Object... arguments) {
		return this.driver.executeScript(script, arguments);
	}

	Object runAsync(String script) {
		return this.driver.executeAsyncScript(script);
	}

	void command(String name, Map<String, Object> parameters) {
		this.driver.executeCdpCommand(name, parameters);
	}

	void showAs(int width, int height, String scheme) {
		command("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
		command("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme),
						Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
	}

	/** Console messages and policy violations since the last call. */
	List<String> complaints() {
		List<String> complaints = new ArrayList<>(this.driver.manage()
			.logs()
			.get(LogType.BROWSER)
			.getAll()
			.stream()
			.filter((entry) -> entry.getLevel().intValue() >= Level.WARNING.intValue())
			.map(LogEntry::getMessage)
			.toList());
		((List<?>) run("return window.violations")).forEach((violation) -> complaints.add("refused: " + violation));
		return complaints;
	}

	@Override
	public void close() throws IOException {
		this.driver.quit();
		FileSystemUtils.deleteRecursively(this.profile);
	}

}

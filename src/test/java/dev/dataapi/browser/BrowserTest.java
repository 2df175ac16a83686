package dev.dataapi.browser;

import java.io.IOException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

/**
 * A test of the whole service through a browser, which opens the test page for each
 * method; a machine without a browser skips it.
 */
@EnabledIf(value = "dev.dataapi.browser.Chromium#isInstalled", disabledReason = Chromium.MISSING)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Import(DoctoredAnswers.class)
abstract class BrowserTest {

	@LocalServerPort
	int port;

	Chromium chromium;

	@BeforeAll
	void startBrowser() throws IOException {
		this.chromium = new Chromium();
	}

	@AfterAll
	void stopBrowser() throws IOException {
		this.chromium.close();
	}

	@BeforeEach
	void openPage() {
		this.chromium.showAs(1280, 900, "light");
		this.chromium.open("http://localhost:" + this.port + "/test");
	}

}

package dev.dataapi.browser;

import java.io.IOException;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The API description's page in a browser.
 */
@BrowserTest
class OpenApiUiTests {

	@LocalServerPort
	private int port;

	@Test
	void uiShowsTheRoutesAndAsksNobodyElse() throws IOException {
		String origin = "http://localhost:" + this.port;
		try (Chromium chromium = new Chromium()) {
			chromium.open(origin + "/swagger-ui.html");
			chromium.await((page) -> page.isShown("#operations-customer-customers"));
			assertThat(chromium.run("return document.querySelectorAll('.opblock').length")).isEqualTo(7L);
			assertThat(
					chromium.run(
							"return performance.getEntriesByType('resource').map((entry) => entry.name)"
									+ ".filter((name) => !name.startsWith(arguments[0]) && !name.startsWith('data:'))",
							origin))
				.asInstanceOf(InstanceOfAssertFactories.LIST)
				.isEmpty();
			assertThat(chromium.complaints()).isEmpty();
			chromium.find("#operations-customer-customers .opblock-summary-control").click();
			chromium.await((page) -> page.isShown(".try-out__btn"));
			chromium.find(".try-out__btn").click();
			chromium.await((page) -> page.isShown(".execute"));
			chromium.find(".execute").click();
			chromium.await((page) -> page.isShown(".live-responses-table .response-col_status"));
			assertThat(chromium.find(".live-responses-table tbody .response-col_status").getText()).startsWith("200");
			assertThat(chromium.complaints()).isEmpty();
		}
	}

}

package dev.dataapi.browser;

import java.io.IOException;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The API description's page in a browser.
 */
class OpenApiUiTests extends BrowserTest {

	@Test
	void uiShowsTheRoutesAndAsksNobodyElse() throws IOException {
		String origin = "http://localhost:" + this.port;
		this.chromium.open(origin + "/swagger-ui.html");
		this.chromium.await((page) -> page.isShown("#operations-customer-customers"));
		assertThat(this.chromium.run("return document.querySelectorAll('.opblock').length")).isEqualTo(8L);
		assertThat(
				this.chromium.run(
						"return performance.getEntriesByType('resource').map((entry) => entry.name)"
								+ ".filter((name) => !name.startsWith(arguments[0]) && !name.startsWith('data:'))",
						origin))
			.asInstanceOf(InstanceOfAssertFactories.LIST)
			.isEmpty();
		assertThat(this.chromium.complaints()).isEmpty();
		this.chromium.find("#operations-customer-customers .opblock-summary-control").click();
		this.chromium.await((page) -> page.isShown(".try-out__btn"));
		this.chromium.find(".try-out__btn").click();
		this.chromium.await((page) -> page.isShown(".execute"));
		this.chromium.find(".execute").click();
		this.chromium.await((page) -> page.isShown(".live-responses-table .response-col_status"));
		assertThat(this.chromium.find(".live-responses-table tbody .response-col_status").getText()).startsWith("200");
		assertThat(this.chromium.complaints()).isEmpty();
	}

}

package dev.dataapi.browser;

import java.io.IOException;

import dev.dataapi.RawRequest;
import dev.dataapi.StrippingGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Both pages in a browser, through a gateway that strips a prefix.
 */
@TestPropertySource(properties = "data-api.endpoints=src/test/resources/dev/dataapi/declared/tpc.yaml")
class GatewayPagesTests extends BrowserTest {

	private StrippingGateway gateway;

	@Override
	@BeforeEach
	void openPage() {
		try {
			this.gateway = new StrippingGateway("/teams/sales", "http://localhost:" + this.port);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
		this.chromium.showAs(1280, 900, "light");
		this.chromium.open(this.gateway.address() + "/test");
	}

	@AfterAll
	void closeGateway() {
		this.gateway.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			customer-form            | /customer/1885
			top10-form               | /connector/customers/top10?start_range=1995-02-01&end_range=1995-02-14
			sales-form               | /connector/clerk/000000002/yearly_sales/1995
			lookups.orders           | /orders/7
			reports.revenue_by_month | /reports/revenue_by_month?from=1995-01-01&to=1995-12-31
			""")
	void testPageAsksThroughTheGateway(String form, String path) throws IOException {
		this.chromium.await((page) -> page.isShown("#declared form"));
		this.chromium.run("document.getElementById(arguments[0]).requestSubmit()", form);
		this.chromium.await((page) -> page.isShown("#status-code"));
		assertThat(this.chromium.find("#status-code").getText()).startsWith("200");
		assertThat(this.chromium.find("#curl").getText()).isEqualTo("curl '" + this.gateway.address() + path + "'");
		assertThat(this.chromium.find("#answer-json").getDomProperty("textContent"))
			.isEqualToIgnoringWhitespace(RawRequest.get(this.port, path).body());
		assertThat(this.chromium.complaints()).isEmpty();
	}

	@Test
	void descriptionsPageAsksThroughTheGateway() {
		this.chromium.open(this.gateway.address() + "/swagger-ui.html");
		this.chromium.await((page) -> page.isShown("#operations-customer-customers"));
		this.chromium.find("#operations-customer-customers .opblock-summary-control").click();
		this.chromium.await((page) -> page.isShown(".try-out__btn"));
		this.chromium.find(".try-out__btn").click();
		this.chromium.await((page) -> page.isShown(".execute"));
		this.chromium.find(".execute").click();
		this.chromium.await((page) -> page.isShown(".live-responses-table .response-col_status"));
		assertThat(this.chromium.find(".live-responses-table tbody .response-col_status").getText()).startsWith("200");
		assertThat(this.chromium.find(".request-url pre").getText())
			.isEqualTo(this.gateway.address() + "/customer/1885%2C1?format=json");
		assertThat(this.chromium.complaints()).isEmpty();
	}

}

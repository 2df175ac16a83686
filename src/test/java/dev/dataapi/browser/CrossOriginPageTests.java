package dev.dataapi.browser;

import org.junit.jupiter.api.Test;

import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a page of another origin reads in a browser: this machine by its address instead
 * of its name.
 */
@TestPropertySource(properties = "data-api.cors.origins=*")
class CrossOriginPageTests extends BrowserTest {

	/** A header that makes the browser ask first. */
	private static final String FETCH = """
			const done = arguments[0];
			fetch('http://localhost:%d/customer/1', { headers: { 'Cache-Control': 'max-age=0', Accept: 'text/csv' } })
				.then(async (answer) => done([answer.headers.get('ETag'), answer.headers.get('Content-Disposition'),
					(await answer.text()).split(',')[0]].join(' ')))
				.catch((thrown) => done('refused: ' + thrown));""";

	@Test
	void answerIsReadWithItsHeaders() {
		this.chromium.open("http://127.0.0.1:" + this.port + "/livez");
		assertThat((String) this.chromium.runAsync(FETCH.formatted(this.port)))
			.matches("\"[0-9a-f]{32}-csv\" attachment; filename=\"customer.csv\" C_CUSTOMER_SK");
	}

}

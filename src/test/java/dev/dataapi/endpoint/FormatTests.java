package dev.dataapi.endpoint;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.ErrorResponseException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Format}.
 */
class FormatTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			*/*                                                                         | JSON
			''                                                                          | JSON
			application/json, text/plain, */*                                           | JSON
			text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8  | JSON
			application/*                                                               | JSON
			APPLICATION/JSON; charset=utf-8                                             | JSON
			text/csv, application/json                                                  | JSON
			application/json;q=0.9, text/csv;q=0.8                                      | JSON
			*/*;q=0.1                                                                   | JSON
			text/csv                                                                    | CSV
			Text/CSV                                                                    | CSV
			text/*                                                                      | CSV
			text/csv, */*                                                               | CSV
			text/csv;q=0.5, */*;q=0.5                                                   | CSV
			text/csv;header=present                                                     | CSV
			application/json;q=0.8, text/csv;q=0.9                                      | CSV
			application/json;q=0, text/csv;q=0.001                                      | CSV
			*/*, application/json;q=0, application/x-ndjson;q=0                         | CSV
			text/*;q=0.2, text/csv;q=0.9, application/json;q=0.3                        | CSV
			application/x-ndjson                                                        | NDJSON
			*/*, application/json;q=0                                                   | NDJSON
			application/x-ndjson, text/csv;q=0.9, application/json;q=0.5                | NDJSON
			text/csv;q=0, */*                                                           | JSON
			text/csv;header=absent, application/json;q=0.1                              | JSON
			""")
	void bestOfWhatIsAcceptedIsChosen(String accept, Format format) {
		assertThat(Format.of(request(accept, null), true)).isEqualTo(format);
	}

	@Test
	void nothingAcceptedMeansJson() {
		assertThat(Format.of(new MockHttpServletRequest(), true)).isEqualTo(Format.JSON);
	}

	@Test
	void everyLineOfTheHeaderCounts() {
		MockHttpServletRequest request = request("image/png", null);
		request.addHeader("Accept", "text/csv");
		assertThat(Format.of(request, true)).isEqualTo(Format.CSV);
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/html", "application/json;q=0", "*/*;q=0", "text/csv;header=absent", "json", "/",
			"text/csv;q=2", "application/problem+json", "text/csv;q=0, application/*;q=0" })
	void callerWhoAcceptsNoFormatIsToldThem(String accept) {
		assertThatExceptionOfType(ErrorResponseException.class).isThrownBy(() -> Format.of(request(accept, null), true))
			.satisfies((ex) -> {
				assertThat(ex.getStatusCode().value()).isEqualTo(406);
				assertThat(ex.getBody().getDetail()).contains("application/json", "application/x-ndjson", "text/csv",
						"format");
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			format=csv          | text/html       | CSV
			format=json         | text/csv        | JSON
			format=ndjson       |                 | NDJSON
			a=1&format=excel    | application/json | EXCEL
			format=&a=1         | text/csv        | CSV
			format              | text/csv        | CSV
			aformat=csv&formats=csv |             | JSON
			a=format=csv        |                 | JSON
			""")
	void parameterComesBeforeTheHeader(String query, String accept, Format format) {
		assertThat(Format.of(request(accept, query), true)).isEqualTo(format);
	}

	@ParameterizedTest
	@ValueSource(strings = { "format=xml", "format=CSV", "format=json,csv", "format=%63sv", "format=csv&format=csv",
			"format&format=csv" })
	void parameterWhenItIsNoFormatIsRefusedByName(String query) {
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> Format.of(request(null, query), true))
			.satisfies((ex) -> assertThat(ex.detail()).startsWith("format "));
	}

	@Test
	void parameterOfTheEndpointsOwnChoosesNothing() {
		assertThat(Format.of(request("text/csv", "format=xml"), false)).isEqualTo(Format.CSV);
		assertThat(Format.of(request(null, "format=csv"), false)).isEqualTo(Format.JSON);
	}

	private static MockHttpServletRequest request(String accept, String query) {
		MockHttpServletRequest request = new MockHttpServletRequest();
		if (accept != null) {
			request.addHeader("Accept", accept);
		}
		request.setQueryString(query);
		return request;
	}

}

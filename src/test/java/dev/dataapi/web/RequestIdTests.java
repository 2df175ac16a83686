package dev.dataapi.web;

import java.util.Collections;

import dev.dataapi.Eventually;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.willThrow;

/**
 * Where a request's id comes from, and where it appears.
 */
@SpringBootTest
@AutoConfigureMockMvc
@ExtendWith(OutputCaptureExtension.class)
class RequestIdTests {

	@Autowired
	private MockMvcTester mvc;

	@MockitoSpyBean("lookups")
	private JdbcTemplate lookups;

	@ParameterizedTest
	@ValueSource(strings = { "a", "0199-Ab_c.d", "f47ac10b-58cc-4372-a567-0e02b2c3d479" })
	void idWhenValidIsTheCallersOwn(String id) {
		assertThat(get("/", id)).hasHeader("X-Request-Id", id);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a b", "a\tb", "{\"a\":1}", "\u001b[31m", "é" })
	void idWhenInvalidIsGenerated(String id) {
		assertThat(idOf(get("/", id))).matches("[a-z0-9]+-[a-z0-9]+");
	}

	@Test
	void idWhenTooLongIsGenerated() {
		String longest = String.join("", Collections.nCopies(64, "x"));
		assertThat(idOf(get("/", longest))).isEqualTo(longest);
		assertThat(idOf(get("/", longest + "x"))).matches("[a-z0-9]+-[a-z0-9]+");
	}

	@Test
	void idWhenGeneratedDiffersForEachRequest() {
		assertThat(idOf(this.mvc.get().uri("/").exchange())).isNotEqualTo(idOf(this.mvc.get().uri("/").exchange()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/customer/x", "/nothing", "/connector/clerk/1/yearly_sales/x" })
	void problemHasTheId(String path) {
		assertThat(get(path, "mine")).bodyJson().extractingPath("$.requestId").isEqualTo("mine");
	}

	@Test
	void loadingThreadLogsTheId(CapturedOutput output) {
		willThrow(new DataAccessResourceFailureException("gone")).given(this.lookups)
			.query(anyString(), any(RowCallbackHandler.class), any(Object[].class));
		assertThat(get("/customer/401", "mine-401")).hasStatus(HttpStatus.SERVICE_UNAVAILABLE);
		Eventually.assertThat(() -> assertThat(output)
			.containsPattern("\\[mine-401] .*customer could not be read \\(1 keys\\): .*gone"));
		assertThat(get("/nothing", "mine-402")).hasStatus(HttpStatus.NOT_FOUND);
		assertThat(output).doesNotContain("[] ");
	}

	private MvcTestResult get(String path, String id) {
		return this.mvc.get().uri(path).header("X-Request-Id", id).exchange();
	}

	private static String idOf(MvcTestResult result) {
		return String.valueOf(result.getResponse().getHeader("X-Request-Id"));
	}

}

package dev.dataapi.web;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The access log by default: none.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class AccessLineOffTests extends AccessLineContract {

	@Test
	void noRequestIsLogged(CapturedOutput output) throws Exception {
		get("/customer/521", "line-21");
		assertThat(output).doesNotContain("access ");
	}

}

package dev.dataapi.web;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The access log in profile {@code snowflake}.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "data-api.access-log=true")
class AccessLineTests extends AccessLineContract {

	@Test
	void lineHasStatusTimeBytesAndCacheResult(CapturedOutput output) throws Exception {
		get("/customer/501", "line-1");
		assertLine(output, "line-1", "GET /customer/501 200 [0-9]+ ms [0-9]{3} bytes miss\n");
		get("/customer/501", "line-2");
		assertLine(output, "line-2", "GET /customer/501 200 [0-9]+ ms [0-9]{3} bytes hit\n");
		get("/customer/501,502", "line-3");
		assertLine(output, "line-3", "GET /customer/501,502 200 [0-9]+ ms [0-9]{3} bytes partial\n");
	}

	@Test
	void requestWhenRefusedByTomcatIsLoggedToo(CapturedOutput output) throws Exception {
		String id = get("/customer/%zz", "line-4").headers().get("x-request-id");
		assertLine(output, id, "GET /customer/%zz 400 [0-9]+ ms [0-9]+ bytes none\n");
	}

	@Test
	void lineOmitsQueryHeadersAndAnUntrustedUser(CapturedOutput output) throws Exception {
		get("/customer/503?token=hush", "line-5");
		assertLine(output, "line-5", "GET /customer/503 200");
		assertThat(output).doesNotContain("hush").doesNotContain("JANE");
	}

	@Test
	void probesAreNotLogged(CapturedOutput output) throws Exception {
		assertThat(get("/livez", "line-6").status()).isEqualTo(200);
		assertThat(get("/readyz", "line-7").status()).isEqualTo(200);
		get("/", "line-8");
		assertLine(output, "line-8", "GET / 200");
		assertThat(output).doesNotContain("line-6").doesNotContain("line-7");
	}

}

package dev.dataapi.web;

import java.io.IOException;
import java.util.List;

import dev.dataapi.Eventually;
import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The access log: on, off as by default, and where only Snowflake's ingress can reach the
 * service.
 */
@ExtendWith(OutputCaptureExtension.class)
class AccessLineTests {

	private static RunningService logging;

	@BeforeAll
	static void start() {
		logging = RunningService.start("test", List.of("data-api.access-log=true"));
	}

	@AfterAll
	static void stop() {
		logging.close();
	}

	@Test
	void lineHasStatusTimeBytesAndCacheResult(CapturedOutput output) throws Exception {
		get(logging, "/customer/501", "line-1");
		assertLine(output, "line-1", "GET /customer/501 200 [0-9]+ ms [0-9]{3} bytes miss\n");
		get(logging, "/customer/501", "line-2");
		assertLine(output, "line-2", "GET /customer/501 200 [0-9]+ ms [0-9]{3} bytes hit\n");
		get(logging, "/customer/501,502", "line-3");
		assertLine(output, "line-3", "GET /customer/501,502 200 [0-9]+ ms [0-9]{3} bytes partial\n");
	}

	@Test
	void requestWhenRefusedByTomcatIsLoggedToo(CapturedOutput output) throws Exception {
		String id = get(logging, "/customer/%zz", "line-4").headers().get("x-request-id");
		assertLine(output, id, "GET /customer/%zz 400 [0-9]+ ms [0-9]+ bytes none\n");
	}

	@Test
	void lineOmitsQueryHeadersAndAnUntrustedUser(CapturedOutput output) throws Exception {
		get(logging, "/customer/503?token=hush", "line-5");
		assertLine(output, "line-5", "GET /customer/503 200");
		assertThat(output).doesNotContain("hush").doesNotContain("JANE");
	}

	@Test
	void probesAreNotLogged(CapturedOutput output) throws Exception {
		assertThat(get(logging, "/livez", "line-6").status()).isEqualTo(200);
		assertThat(get(logging, "/readyz", "line-7").status()).isEqualTo(200);
		get(logging, "/", "line-8");
		assertLine(output, "line-8", "GET / 200");
		assertThat(output).doesNotContain("line-6").doesNotContain("line-7");
	}

	@Test
	void lineNamesTheUserOfTheIngress(CapturedOutput output) throws Exception {
		try (RunningService service = RunningService.start("test",
				List.of("data-api.access-log=true", "data-api.trust-ingress-user=true"))) {
			get(service, "/customer/511", "line-11");
			assertLine(output, "line-11", "GET /customer/511 200 [0-9]+ ms [0-9]{3} bytes miss by JANE\n");
		}
	}

	@Test
	void noRequestIsLoggedByDefault(CapturedOutput output) throws Exception {
		try (RunningService service = RunningService.start("test", List.of())) {
			get(service, "/customer/521", "line-21");
		}
		assertThat(output).doesNotContain("line-21");
	}

	private static RawRequest.Answer get(RunningService service, String target, String id) throws IOException {
		return service.get(target, "X-Request-Id: " + id, "Sf-Context-Current-User: JANE",
				"Authorization: Snowflake Token=\"hush\"");
	}

	private static void assertLine(CapturedOutput output, String id, String pattern) {
		Eventually.assertThat(() -> assertThat(output).containsPattern("INFO .*\\[" + id + "] access +: " + pattern));
	}

}

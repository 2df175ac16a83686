package dev.dataapi.web;

import java.io.IOException;

import dev.dataapi.RawRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Callers' {@code no-cache} where it is ignored.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "data-api.cache.no-cache=ignored")
class NoCacheTests {

	@LocalServerPort
	private int port;

	@ParameterizedTest
	@ValueSource(strings = { "/customer/701", "/customer/703,704", "/connector/customers/top10",
			"/snowpark/clerk/000000002/yearly_sales/1995" })
	void answerComesFromTheCache(String path) throws IOException {
		assertThat(status(path, "no-cache")).contains("fwd=miss").doesNotContain("fwd=request");
		assertThat(status(path, "no-cache")).startsWith("data-api; hit; ttl=");
		assertThat(status(path, "max-age=0, No-Cache")).startsWith("data-api; hit; ttl=");
	}

	@Test
	void onlyIfCachedStillAsksForNothing() throws IOException {
		assertThat(ask("/customer/7001", "no-cache, only-if-cached").status()).isEqualTo(504);
	}

	private String status(String path, String directives) throws IOException {
		RawRequest.Answer answer = ask(path, directives);
		assertThat(answer.status()).isEqualTo(200);
		return answer.headers().get("cache-status");
	}

	private RawRequest.Answer ask(String path, String directives) throws IOException {
		return RawRequest.get(this.port, path, "Cache-Control: " + directives);
	}

}

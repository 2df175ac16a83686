package dev.dataapi.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import dev.dataapi.TestKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How often callers may ask, and what they are told.
 */
class RateLimitTests {

	@Test
	void callerIsLimitedByNameAndElseByAddress(@TempDir Path folder) throws IOException {
		String crm = "dak_" + "crm-crm-".repeat(5);
		String shop = "dak_" + "shop-shop".repeat(5);
		Path callers = TestKeys.write(folder, "callers",
				"crm - " + Sha256.of(crm) + "\nshop - " + Sha256.of(shop) + "\n");
		try (RunningService service = RunningService.start("test",
				List.of("data-api.authentication=keys", "data-api.callers=" + callers, "data-api.rate-limit=3/h"))) {
			for (int left = 2; left >= 0; left--) {
				RawRequest.Answer answer = get(service, "127.0.0." + (2 + left), "/customer/1", "X-Api-Key: " + crm);
				assertThat(answer.status()).isEqualTo(200);
				assertThat(answer.headers()).containsEntry("ratelimit-policy", "\"default\";q=3;w=3600");
				assertThat(answer.headers().get("ratelimit")).matches("\"default\";r=" + left + ";t=[0-9]{3,4}");
			}
			RawRequest.Answer refused = get(service, "127.0.0.1", "/customer/1", "X-Api-Key: " + crm);
			assertThat(refused.status()).isEqualTo(429);
			assertThat(Integer.parseInt(refused.headers().get("retry-after"))).isBetween(600, 1200);
			assertThat(refused.headers().get("ratelimit")).startsWith("\"default\";r=0;t=");
			assertThat(refused.body()).contains("\"status\":429", "3 requests in 3600 s are accepted from a caller.");
			assertThat(get(service, "127.0.0.1", "/customer/1", "X-Api-Key: " + shop).status()).isEqualTo(200);
			for (int i = 0; i < 3; i++) {
				assertThat(get(service, "127.0.0.9", "/test").status()).isEqualTo(200);
			}
			assertThat(get(service, "127.0.0.9", "/test").status()).isEqualTo(429);
			assertThat(get(service, "127.0.0.8", "/test").status()).isEqualTo(200);
			for (int i = 0; i < 5; i++) {
				assertThat(get(service, "127.0.0.9", "/livez").status()).isEqualTo(200);
			}
			assertThat(get(service, "127.0.0.8", "/v3/api-docs", "X-Api-Key: " + shop).body()).contains("\"429\"");
		}
	}

	@Test
	void endpointMayHaveALimitOfItsOwn(@TempDir Path folder) throws IOException {
		Path endpoints = Files.writeString(folder.resolve("endpoints.yaml"), """
				version: 1
				reports:
				  slow: {access: {rate_limit: 2/h}, sql: SELECT 1 AS N, columns: [{name: N, type: integer}]}
				""");
		try (RunningService service = RunningService.start("test", List.of("data-api.rate-limit=1000/s",
				"data-api.customer.rate-limit=1/h", "data-api.endpoints=" + endpoints))) {
			RawRequest.Answer first = service.get("/reports/slow");
			assertThat(first.status()).isEqualTo(200);
			// Of two fields of the same name, the last one
			assertThat(first.headers().get("ratelimit")).startsWith("\"reports.slow\";r=1;t=");
			assertThat(service.get("/reports/slow").status()).isEqualTo(200);
			assertThat(service.get("/reports/slow").status()).isEqualTo(429);
			assertThat(service.get("/customer/1").status()).isEqualTo(200);
			assertThat(service.get("/customer/1").status()).isEqualTo(429);
			assertThat(RawRequest.ask(service.port(), "POST /customer", "Content-Type: application/json").status())
				.isEqualTo(429);
			assertThat(service.get("/connector/customers/top10").status()).isEqualTo(200);
		}
	}

	@Test
	void wrongKeysAreSlowedAndRightOnesAreNot(@TempDir Path folder) throws IOException {
		String crm = "dak_" + "crm-crm-".repeat(5);
		Path callers = TestKeys.write(folder, "callers", "crm - " + Sha256.of(crm) + "\n");
		try (RunningService service = RunningService.start("test",
				List.of("data-api.authentication=keys", "data-api.callers=" + callers))) {
			for (int i = 0; i < 20; i++) {
				assertThat(service.get("/customer/1", "X-Api-Key: no-such-key-at-all-" + i).status()).isEqualTo(401);
			}
			RawRequest.Answer slowed = service.get("/customer/1", "X-Api-Key: no-such-key-at-all");
			assertThat(slowed.status()).isEqualTo(429);
			assertThat(slowed.headers()).containsKey("retry-after");
			assertThat(service.get("/customer/1", "X-Api-Key: " + crm).status()).isEqualTo(200);
			assertThat(get(service, "127.0.0.7", "/customer/1", "X-Api-Key: no-such-key-at-all").status())
				.isEqualTo(401);
		}
	}

	@Test
	void memoryIsBoundedForAMillionCallers() {
		RateLimits limits = new RateLimits();
		RateLimit limit = new RateLimit(5, Duration.ofHours(1));
		MockHttpServletResponse response = new MockHttpServletResponse();
		for (int i = 0; i < 5; i++) {
			limits.count("default", limit, "regular", response);
		}
		for (int i = 0; i < 1_000_000; i++) {
			limits.take("default", limit, "address " + i);
			if (i % 1000 == 0) {
				// A caller who keeps asking is not forgotten among those who come once
				limits.take("default", limit, "regular");
			}
		}
		assertThat(limits.callers()).isLessThanOrEqualTo(10_000);
		assertThatExceptionOfType(AccessException.class)
			.isThrownBy(() -> limits.count("default", limit, "regular", response));
		assertThatCode(() -> limits.count("default", limit, "another", response)).doesNotThrowAnyException();
	}

	@ParameterizedTest
	@CsvSource({ "50/s, 50, 1", "600/m, 600, 60", "1/h, 1, 3600", "1000000/s, 1000000, 1", "' 5/s ', 5, 1" })
	void limitIsANumberInASecondAMinuteOrAnHour(String text, int requests, int seconds) {
		assertThat(RateLimit.parse(text)).isEqualTo(new RateLimit(requests, Duration.ofSeconds(seconds)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "50", "50/", "/s", "0/s", "-1/s", "1.5/s", "1000001/s", "50/d", "50 /s", "50/ s",
			"s", "50/S", "99999999999/s", "٣/s" })
	void limitWhenItIsNoneIsRefused(String text) {
		assertThat(RateLimit.parse(text)).isNull();
	}

	private static RawRequest.Answer get(RunningService service, String from, String path, String... headers)
			throws IOException {
		return RawRequest.send(from, service.port(),
				"GET " + path + " HTTP/1.1\r\nHost: localhost\r\n"
						+ String.join("", List.of(headers).stream().map((header) -> header + "\r\n").toList())
						+ "Connection: close\r\n\r\n");
	}

}

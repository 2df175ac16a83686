package dev.dataapi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import dev.dataapi.cache.shared.RedisServer;
import dev.dataapi.telemetry.ServiceProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Two services that share one cache server, over HTTP.
 */
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
class SharedCacheServiceTests {

	@RegisterExtension
	final RedisServer server = new RedisServer();

	@Test
	void servicesShareLookUpsAndReportsAndInvalidations() throws IOException {
		this.server.start();
		try (RunningService first = start(); RunningService second = start()) {
			Map<String, String> paths = Map.of("customer", "/customer/1,2", "connector.top-customers",
					"/connector/customers/top10", "snowpark.top-customers", "/snowpark/customers/top10");
			for (Map.Entry<String, String> path : paths.entrySet()) {
				assertThat(status(first, path.getValue()))
					.startsWith("shared; fwd=miss; stored, data-api; fwd=miss; stored; ttl=1");
				// After its caller was answered
				Eventually
					.assertThat(() -> assertThat(this.server.names("data-api:2:" + path.getKey() + ":*")).isNotEmpty());
				assertThat(status(second, path.getValue()))
					.matches("shared; hit; ttl=1[0-9]+, data-api; fwd=miss; stored");
			}
			assertThat(status(second, "/customer/1,2")).startsWith("data-api; hit; ttl=1");
			RawRequest.Answer answer = invalidate(first, "customer", "{\"keys\":\"1\"}");
			assertThat(answer.body()).contains("\"invalidated\":1", "\"instances\":\"all\"", "\"within\":\"60s\"");
			Eventually
				.assertThat(() -> assertThat(status(second, "/customer/1")).startsWith("shared; fwd=miss; stored"));
			assertThat(invalidate(first, "connector.top-customers", "{}").body()).contains("\"invalidated\":\"all\"");
			assertThat(invalidate(first, "nothing", "{}").status()).isEqualTo(404);
			this.server.stop();
			assertThat(invalidate(first, "customer", "{}").status()).isEqualTo(503);
			assertThat(first.get("/customer/3").status()).isEqualTo(200);
			assertThat(first.get("/readyz").status()).isEqualTo(200);
		}
	}

	private static String status(RunningService service, String path) throws IOException {
		RawRequest.Answer answer = service.get(path);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer.headers().get("cache-status");
	}

	private static RawRequest.Answer invalidate(RunningService service, String endpoint, String body)
			throws IOException {
		return RawRequest.send(service.managementPort(),
				"POST /actuator/invalidate/" + endpoint
						+ " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
						+ body.length() + "\r\nConnection: close\r\n\r\n" + body);
	}

	private RunningService start() {
		return RunningService.start("embedded",
				List.of("data-api.embedded.scale-factor=0.001", "data-api.cache.shared=redis",
						"spring.data.redis.host=127.0.0.1", "spring.data.redis.port=" + this.server.port(),
						"spring.data.redis.timeout=20s"));
	}

	@Test
	void serviceWhenNothingIsSharedHasNoBeanAndLoadsNoClassForIt(@TempDir Path directory) throws IOException {
		try (RunningService service = RunningService.start("embedded",
				List.of("data-api.embedded.scale-factor=0.001"))) {
			assertThat(service.beanNames()).isNotEmpty()
				.noneMatch((name) -> name.toLowerCase(Locale.ROOT).contains("redis") || name.startsWith("sharedCache"));
		}
		try (ServiceProcess service = new ServiceProcess(directory, Map.of())) {
			assertThat(RawRequest.get(service.port(), "/customer/1").status()).isEqualTo(200);
			assertThat(service.classes()).contains("dev.dataapi.cache.BatchLoader")
				.noneMatch((name) -> name.startsWith("redis.clients.") || name.contains(".redis.")
						|| name.startsWith("org.apache.commons.pool2.")
						|| name.startsWith("dev.dataapi.cache.shared."));
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					data-api.cache.shared=memcached | data-api.cache.shared is 'memcached': it must be one of none, redis.
					spring.data.redis.port=0 | spring.data.redis.port is '0': it must be from 1 to 65535.
					spring.data.redis.port=abc | spring.data.redis.port is 'abc': it must be a whole number.
					spring.data.redis.timeout=0s | spring.data.redis.timeout is '0ms': it must be longer than 0s.
					spring.data.redis.url=http://u:hunter2@x | spring.data.redis.url is not accepted: it must be of the form redis://user:password@host:port.
					spring.data.redis.cluster.nodes=a:1 | spring.data.redis is not accepted: it must name one server by host and port, not a cluster or sentinels.
					data-api.cache.shared-prefix=a b | data-api.cache.shared-prefix is 'a b': it must be 1 to 64 letters, digits, dots, dashes and underscores.
					""")
	void settingWhenInvalidStopsTheStartWithOneSentence(String setting, String sentence, CapturedOutput output) {
		Stream<String> settings = Stream.of("data-api.embedded.scale-factor=0.001", "data-api.cache.shared=redis")
			.filter((each) -> !each.startsWith(setting.split("=")[0] + "="));
		assertThatException().isThrownBy(
				() -> RunningService.start("embedded", Stream.concat(settings, Stream.of(setting)).toList()).close());
		assertThat(output).contains(sentence).doesNotContain("hunter2").doesNotContain("\tat ");
	}

}

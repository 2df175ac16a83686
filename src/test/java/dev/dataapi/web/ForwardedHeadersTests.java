package dev.dataapi.web;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import dev.dataapi.RawRequest;
import dev.dataapi.telemetry.ServiceProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Headers with which anyone could name another host, where Kubernetes sets its variables.
 */
class ForwardedHeadersTests {

	private static ServiceProcess service;

	private static int port;

	@BeforeAll
	static void start(@TempDir Path directory) throws IOException {
		service = new ServiceProcess(directory,
				Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1", "KUBERNETES_SERVICE_PORT", "443"));
		port = service.port();
	}

	@AfterAll
	static void stop() {
		service.close();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "/swagger-ui.html", "/v3/api-docs", "/v3/api-docs/swagger-config", "/nothing", "/customer/x" })
	void answerDoesNotFollowThem(String path) throws IOException {
		RawRequest.Answer answer = RawRequest.get(port, path, "X-Forwarded-Host: elsewhere.example",
				"X-Forwarded-Proto: https", "X-Forwarded-Port: 444", "X-Forwarded-Prefix: /elsewhere",
				"X-Forwarded-For: 192.0.2.7", "Forwarded: host=elsewhere.example;proto=https;for=192.0.2.7");
		assertThat(answer.status()).isNotZero().isLessThan(500);
		assertThat(answer.body()).doesNotContain("elsewhere");
		assertThat(answer.headers().values())
			.allSatisfy((value) -> assertThat(value).doesNotContain("elsewhere", ":444"));
	}

}

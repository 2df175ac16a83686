package dev.dataapi.web;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

import dev.dataapi.KeepAliveConnection;
import dev.dataapi.RawRequest;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.springdoc.core.customizers.OpenApiCustomizer;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Thousands of requests that differ in one word: nothing is kept for each of them.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class CallersWordsTests {

	private static final int WORDS = 2_000;

	@LocalServerPort
	private int port;

	@LocalManagementPort
	private int managementPort;

	@Autowired
	private MeterRegistry registry;

	@Autowired
	@Qualifier("made")
	private AtomicInteger made;

	@Test
	void descriptionIsMadeOnceForEachAddressWhateverACallerSends() throws IOException {
		Set<String> bodies = new HashSet<>();
		for (String path : List.of("/v3/api-docs", "/v3/api-docs.yaml")) {
			try (KeepAliveConnection connection = new KeepAliveConnection(this.port)) {
				for (int i = 0; i < WORDS / 4; i++) {
					String language = language(i);
					bodies.add(
							answer(connection, "GET " + path + "?a=" + i, "Host: h" + i, "Accept-Language: " + language)
								.body());
					bodies.add(answer(connection, "GET " + path, "Host: localhost", "Accept-Language: " + language,
							"X-Forwarded-Prefix: /p" + i)
						.body());
				}
			}
		}
		assertThat(bodies).hasSize(2);
		assertThat(this.made).hasValue(2);
	}

	@Test
	void metersAreNotMadeForWordsOfCallers() throws IOException {
		List<IntFunction<List<String>>> requests = List.of((i) -> List.of("M" + i + " /customer/1", "Host: localhost"),
				(i) -> List.of("M" + i + " /nowhere/" + i, "Host: localhost"),
				(i) -> List.of("GET /nowhere/" + i, "Host: h" + i), (i) -> List.of("GET /x" + i, "Host: localhost"),
				(i) -> List.of("GET /customer/x" + i, "Host: localhost"),
				(i) -> List.of("GET /customer/1?q" + i + "=1", "Host: localhost"),
				(i) -> List.of("GET /swagger-ui/" + i, "Host: localhost"),
				(i) -> List.of("GET /customer/1", "Host: localhost", "Accept: application/x" + i),
				(i) -> List.of("GET /customer/1", "Host: localhost", "Accept-Language: " + language(i)),
				(i) -> List.of("GET /customer/1", "Host: localhost", "Cache-Control: x" + i),
				(i) -> List.of("OPTIONS /customer/1", "Host: localhost", "Origin: http://h" + i,
						"Access-Control-Request-Method: M" + i),
				(i) -> List.of("POST /customer/1", "Host: localhost", "Content-Length: 0",
						"Content-Type: application/x" + i));
		assertMakeNoMeters(this.port, requests);
	}

	@Test
	void metersAreNotMadeForWordsOfOperators() throws IOException {
		List<IntFunction<List<String>>> requests = List.of(
				(i) -> List.of("M" + i + " /actuator/health", "Host: localhost"),
				(i) -> List.of("GET /actuator/x" + i, "Host: localhost"),
				(i) -> List.of("GET /actuator/health/x" + i, "Host: localhost"),
				(i) -> List.of("GET /actuator/metrics/x" + i, "Host: localhost"),
				(i) -> List.of("GET /actuator/caches/x" + i, "Host: localhost"));
		assertMakeNoMeters(this.managementPort, requests);
	}

	private void assertMakeNoMeters(int port, List<IntFunction<List<String>>> requests) throws IOException {
		for (IntFunction<List<String>> request : requests) {
			send(port, request, 0, 20);
		}
		int meters = this.registry.getMeters().size();
		for (IntFunction<List<String>> request : requests) {
			send(port, request, 20, WORDS / 4);
		}
		assertThat(this.registry.getMeters().size()).isLessThan(meters + 10);
	}

	private static void send(int port, IntFunction<List<String>> request, int from, int to) throws IOException {
		try (KeepAliveConnection connection = new KeepAliveConnection(port)) {
			for (int i = from; i < to; i++) {
				List<String> lines = request.apply(i);
				answer(connection, lines.getFirst(), lines.subList(1, lines.size()).toArray(String[]::new));
			}
		}
	}

	private static RawRequest.Answer answer(KeepAliveConnection connection, String line, String... headers)
			throws IOException {
		return connection.send(line + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n");
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Counted {

		@Bean
		AtomicInteger made() {
			return new AtomicInteger();
		}

		@Bean
		OpenApiCustomizer countsDescriptions(@Qualifier("made") AtomicInteger made) {
			return (description) -> made.incrementAndGet();
		}

	}

	/** Of two letters, a script and a variant, so that there are thousands. */
	private static String language(int i) {
		return "" + (char) ('a' + i % 26) + (char) ('a' + i / 26 % 26) + "-Latn-x-word" + i;
	}

}

package dev.dataapi.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import dev.dataapi.KeepAliveConnection;
import dev.dataapi.RawRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends twenty thousand generated requests: each must be answered without a server error,
 * and every error must be a problem. The deadlines are long, so that a slow machine is
 * not taken for a failure.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "data-api.lookup.deadline=60s", "data-api.report.deadline=60s" })
class GeneratedRequestTests {

	private static final long SEED = 20_261_122;

	private static final int CONNECTIONS = 4;

	private static final int REQUESTS = 20_000;

	@LocalServerPort
	private int port;

	@Autowired
	private JsonMapper mapper;

	@Test
	void generatedRequestsNeverFailTheService(TestReporter reporter) throws Exception {
		Map<Integer, Integer> statuses = new ConcurrentSkipListMap<>();
		Map<String, String> faults = new ConcurrentSkipListMap<>();
		List<Callable<Void>> callers = new ArrayList<>();
		for (int i = 0; i < CONNECTIONS; i++) {
			long seed = SEED + i;
			callers.add(() -> call(seed, statuses, faults));
		}
		try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
			for (Future<Void> caller : threads.invokeAll(callers, 5, TimeUnit.MINUTES)) {
				caller.get();
			}
		}
		reporter.publishEntry("seed " + SEED, "answers by status " + statuses);
		assertThat(faults).as("the first request of each fault").isEmpty();
		assertThat(statuses.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(REQUESTS);
		assertThat(statuses).containsKeys(200, 400, 404, 405, 406);
	}

	private Void call(long seed, Map<Integer, Integer> statuses, Map<String, String> faults) throws IOException {
		RequestGenerator generator = new RequestGenerator(seed);
		try (KeepAliveConnection connection = new KeepAliveConnection(this.port)) {
			for (int i = 0; i < REQUESTS / CONNECTIONS; i++) {
				String request = generator.next();
				String what = "request " + i + " of seed " + seed + ": " + request;
				RawRequest.Answer answer = send(connection, request, what);
				statuses.merge(answer.status(), 1, Integer::sum);
				String fault = fault(request, answer);
				if (!fault.isEmpty()) {
					faults.putIfAbsent(answer.status() + " is " + fault, what + answer);
				}
			}
		}
		return null;
	}

	private static RawRequest.Answer send(KeepAliveConnection connection, String request, String what) {
		try {
			return connection.send(request);
		}
		catch (IOException ex) {
			throw new AssertionError(what, ex);
		}
	}

	/** What is wrong with the answer; empty if nothing is. */
	private String fault(String request, RawRequest.Answer answer) {
		if (answer.status() < 400) {
			return "";
		}
		boolean notCached = answer.status() == 504 && request.contains("only-if-cached");
		// RFC 9110's answer from a server that is not a proxy
		boolean noProxy = answer.status() == 501 && request.startsWith("CONNECT ");
		if (answer.status() >= 500 && !notCached && !noProxy) {
			return "a failure";
		}
		if (request.startsWith("HEAD ")) {
			return "";
		}
		if (!answer.headers().getOrDefault("content-type", "").startsWith("application/problem+json")) {
			return "no problem";
		}
		if (answer.body().contains("Exception") || answer.body().contains("org.springframework")) {
			return "insides";
		}
		return isComplete(answer) ? "" : "an incomplete problem";
	}

	private boolean isComplete(RawRequest.Answer answer) {
		try {
			JsonNode problem = this.mapper.readTree(answer.body());
			boolean texts = List.of("type", "title", "detail", "instance", "error", "requestId")
				.stream()
				.allMatch((name) -> !problem.path(name).asString("").isEmpty());
			return texts && problem.path("status").asInt() == answer.status();
		}
		catch (JacksonException ex) {
			return false;
		}
	}

}

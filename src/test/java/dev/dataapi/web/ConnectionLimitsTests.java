package dev.dataapi.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.dataapi.KeepAliveConnection;
import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import jakarta.servlet.FilterChain;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * More connections than there may be, in each state that a connection can be in.
 */
@Timeout(120)
class ConnectionLimitsTests {

	/** Of the 40 that Tomcat accepts, half are spare. */
	private static final int BOUND = 20;

	private static final String LARGE = "/reports/large";

	private static final String GOOD = "GET /customer/1 HTTP/1.1\r\nHost: x\r\n\r\n";

	private static RunningService service;

	@BeforeAll
	static void start(@TempDir Path folder) throws IOException {
		Path file = folder.resolve("large.yaml");
		Files.writeString(file, """
				version: 1
				reports:
				  large:
				    sql: SELECT REPEAT('x', 2000) AS T FROM range(2000)
				    columns: [{name: T, type: text}]
				    max_rows: 2000
				""");
		service = RunningService.start("embedded", List.of("server.tomcat.max-connections=" + 2 * BOUND,
				"server.tomcat.connection-timeout=60s", "data-api.endpoints=" + file));
	}

	@AfterAll
	static void stop() {
		service.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "nothing sent|",
			"half a head|GET /customer/1 HTTP/1.1\\r\\nHost: x\\r\\nX-A: b",
			"an idle connection|GET /livez HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n",
			"a body that does not come|GET /customer/1 HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 1000000\\r\\n\\r\\n",
			"a short body that does not come|GET /customer/1 HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 100\\r\\n\\r\\n",
			"chunks that do not come|GET /customer/1 HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n",
			"a body for a route without|POST /customer/1 HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 1000\\r\\n\\r\\n{" })
	void probeWhenMoreConnectionsThanMayBeAreOpenIsAnswered(String state, String sent) throws Exception {
		try (Crowd crowd = new Crowd()) {
			for (int i = 0; i < 3 * BOUND; i++) {
				crowd.join((sent != null) ? sent.replace("\\r\\n", "\r\n") : "");
				if (i % 10 == 9) {
					assertThat(RawRequest.get(service.port(), "/livez").status()).as(state + ", " + i).isEqualTo(200);
				}
			}
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(crowd.left()).as("connections left").isLessThanOrEqualTo(2 * BOUND));
		}
	}

	@Test
	void answerWhenSlowReadersTakeAllPlacesIsGivenToOthers() throws Exception {
		try (Crowd crowd = new Crowd(); KeepAliveConnection good = new KeepAliveConnection(service.port())) {
			assertThat(good.send(GOOD).status()).isEqualTo(200);
			for (int i = 0; i < 3 * BOUND; i++) {
				crowd.join("GET " + LARGE + " HTTP/1.1\r\nHost: x\r\n\r\n");
			}
			Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
				RawRequest.Answer answer = RawRequest.get(service.port(), "/customer/1");
				assertThat(answer.status()).as(answer.body()).isEqualTo(200);
				assertThat(RawRequest.get(service.port(), "/livez").status()).isEqualTo(200);
			});
		}
		RawRequest.Answer whole = RawRequest.get(service.port(), LARGE);
		assertThat(whole.body()).hasSize(Integer.parseInt(whole.headers().get("content-length")));
	}

	@Test
	void connectionInUseIsKeptWhileOthersAreOfNoUse() throws Exception {
		try (Crowd crowd = new Crowd(); KeepAliveConnection good = new KeepAliveConnection(service.port())) {
			for (int i = 0; i < 3 * BOUND; i++) {
				crowd.join("GET /customer/1 HTTP/1.1\r\nHost: x\r\nX-A: b");
				assertThat(good.send(GOOD).status()).isEqualTo(200);
			}
		}
	}

	@Test
	void connectionTakesHundredsOfRequests() throws Exception {
		try (KeepAliveConnection good = new KeepAliveConnection(service.port())) {
			for (int i = 0; i < 500; i++) {
				assertThat(good.send(GOOD).headers()).as("request " + i).doesNotContainKey("connection");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 1000000", "Content-Length: 10", "Transfer-Encoding: chunked" })
	void bodyThatTricklesIsNotWaitedFor(String length) throws Exception {
		// It reads until the connection is closed, and the connection timeout is a minute
		assertThat(RawRequest.send(service.port(), "GET /livez HTTP/1.1\r\nHost: x\r\n" + length + "\r\n\r\n"))
			.returns(200, RawRequest.Answer::status);
	}

	@Test
	void requestWithABodyThatCameAlongKeepsItsConnection() throws Exception {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
			socket.setSoTimeout(20_000);
			String request = "GET /livez HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}";
			String last = "GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
			socket.getOutputStream().write((request + request + last).getBytes(StandardCharsets.US_ASCII));
			assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
				.split("HTTP/1.1 200", -1)).hasSize(4);
		}
	}

	@Test
	void managementPortHasLimitsOfItsOwn() throws Exception {
		try (Crowd crowd = new Crowd()) {
			for (int i = 0; i < 60; i++) {
				crowd.join(service.managementPort(),
						"POST /actuator/invalidate/customer HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-L");
			}
			assertThat(RawRequest.get(service.managementPort(), "/actuator/health").status()).isEqualTo(200);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void bodyForTheManagementPortIsBounded(boolean announced) throws Exception {
		String body = "{\"keys\":\"" + "1,".repeat(150_000) + "1\"}";
		String head = "POST /actuator/invalidate/customer HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n";
		String sent = announced ? "Content-Length: " + body.length() + "\r\n\r\n" + body
				: "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length()) + "\r\n" + body
						+ "\r\n0\r\n\r\n";
		RawRequest.Answer answer = RawRequest.send(service.managementPort(), head + sent);
		assertThat(answer.status()).isIn(400, 413);
	}

	@Test
	void requestsInServiceAreBoundedExceptProbes() throws Exception {
		RequestFilter filter = new RequestFilter(4);
		CountDownLatch entered = new CountDownLatch(2);
		CountDownLatch done = new CountDownLatch(1);
		FilterChain waiting = (request, response) -> {
			entered.countDown();
			try {
				done.await(20, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		};
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			threads.add(Thread.startVirtualThread(() -> status(filter, "/customer/1", waiting)));
		}
		assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
		FilterChain answering = (request, response) -> {
		};
		assertThat(status(filter, "/customer/1", answering)).isEqualTo(503);
		assertThat(status(filter, "/livez", answering)).isEqualTo(200);
		done.countDown();
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(status(filter, "/customer/1", answering)).isEqualTo(200);
	}

	private static int status(RequestFilter filter, String path, FilterChain chain) {
		MockHttpServletResponse response = new MockHttpServletResponse();
		try {
			filter.doFilter(new MockHttpServletRequest("GET", path), response, chain);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		return response.getStatus();
	}

	/** Callers that send something and then do nothing. */
	private static final class Crowd implements AutoCloseable {

		private final List<Socket> sockets = new ArrayList<>();

		void join(String sent) throws IOException {
			join(service.port(), sent);
		}

		void join(int port, String sent) throws IOException {
			Socket socket = new Socket();
			socket.setReceiveBufferSize(4096);
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 20_000);
			this.sockets.add(socket);
			socket.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
		}

		/** How many the server has not closed. */
		long left() throws IOException {
			long left = 0;
			for (Socket socket : this.sockets) {
				socket.setSoTimeout(1);
				try {
					byte[] answer = new byte[8192];
					int read = socket.getInputStream().read(answer);
					while (read > 0) {
						read = socket.getInputStream().read(answer);
					}
				}
				catch (SocketTimeoutException ex) {
					left++;
				}
				catch (SocketException ex) {
					// Reset by the server: closed
				}
			}
			return left;
		}

		@Override
		public void close() throws IOException {
			for (Socket socket : this.sockets) {
				socket.close();
			}
		}

	}

}

package dev.dataapi.web;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Callers that send a request slowly.
 */
@Timeout(120)
class SlowCallerTests {

	private static RunningService service;

	@BeforeAll
	static void start() {
		service = RunningService.start("embedded", List.of("server.tomcat.connection-timeout=2s"));
	}

	@AfterAll
	static void stop() {
		service.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "GET /livez HTTP/1.1\r\nHost: localhost\r\nX-Slow: " })
	void callerWhenTricklingBytesIsDisconnected(String begin) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
			OutputStream out = socket.getOutputStream();
			out.write(begin.getBytes(StandardCharsets.US_ASCII));
			assertThatIOException().isThrownBy(() -> Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.pollInterval(Duration.ofMillis(200))
				.until(() -> {
					out.write('G');
					return false;
				}));
		}
	}

	/** The sweep for overdue requests runs every half second. */
	@ParameterizedTest
	@ValueSource(strings = { "-1", "0" })
	void callerWhenThereIsNoTimeoutIsWaitedFor(String never) throws IOException {
		try (RunningService patient = RunningService.start("embedded",
				List.of("server.tomcat.connection-timeout=" + never));
				Socket socket = new Socket(InetAddress.getLoopbackAddress(), patient.port())) {
			OutputStream out = socket.getOutputStream();
			out.write("GET /livez HTTP/1.1\r\nHost: localhost\r\n".getBytes(StandardCharsets.US_ASCII));
			socket.setSoTimeout(2_000);
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> socket.getInputStream().read());
			socket.setSoTimeout(20_000);
			out.write("Connection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
				.startsWith("HTTP/1.1 200");
		}
	}

	@Test
	void requestWhenArrivingInPiecesIsAnswered() throws Exception {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
			socket.setSoTimeout(20_000);
			OutputStream out = socket.getOutputStream();
			for (String piece : "GET /livez HTTP/1.1|\r\nHost: local|host\r\nConnection: close\r\n\r|\n".split("\\|")) {
				out.write(piece.getBytes(StandardCharsets.US_ASCII));
				out.flush();
				// So that the pieces are read one by one
				assertThat(RawRequest.get(service.port(), "/livez").status()).isEqualTo(200);
			}
			assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
				.startsWith("HTTP/1.1 200");
		}
	}

}

package dev.dataapi;

import java.net.ServerSocket;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the log says of a start.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartLinesTests {

	@Test
	void startIsFourLinesTheLastWithTheAddresses(CapturedOutput output) throws Exception {
		try (RunningService service = RunningService.start("embedded", List.of())) {
			List<String> lines = messages(output);
			assertThat(lines).hasSize(4);
			assertThat(lines.get(0))
				.matches("Starting DataApiApplication.* with Java \\S+, process \\d+, profile embedded");
			assertThat(lines.get(1)).startsWith("Embedded warehouse: ");
			assertThat(lines.get(2))
				.isEqualTo("No authentication: anyone who reaches this port may read all endpoints");
			assertThat(lines.get(3))
				.matches("Started DataApiApplication in [0-9.]+ s: http://localhost:" + service.port()
						+ "/test; health and metrics: http://localhost:" + service.managementPort() + "/actuator");
			assertThat(RawRequest.get(service.port(), "/test").status()).isEqualTo(200);
			assertThat(RawRequest.get(service.managementPort(), "/actuator/health").status()).isEqualTo(200);
		}
	}

	@Test
	void addressHasTheContextPath(CapturedOutput output) throws Exception {
		try (RunningService service = RunningService.start("embedded",
				List.of("server.servlet.context-path=/data", "management.endpoints.web.base-path=/manage"))) {
			assertThat(messages(output).getLast()).contains(": http://localhost:" + service.port() + "/data/test;")
				.endsWith(":" + service.managementPort() + "/manage");
			assertThat(RawRequest.get(service.port(), "/data/test").status()).isEqualTo(200);
			assertThat(RawRequest.get(service.managementPort(), "/manage/health").status()).isEqualTo(200);
		}
	}

	@Test
	void addressNamesTheInterfaceThatListens(CapturedOutput output) {
		try (RunningService service = RunningService.start("embedded", List.of("server.address=127.0.0.1"))) {
			assertThat(messages(output).getLast()).contains(": http://127.0.0.1:" + service.port() + "/test");
		}
	}

	@Test
	void addressesOnOnePortShareTheContextPath(CapturedOutput output) throws Exception {
		int port;
		try (ServerSocket socket = new ServerSocket(0)) {
			port = socket.getLocalPort();
		}
		try (ConfigurableApplicationContext context = SpringApplication.run(DataApiApplication.class,
				"--server.port=" + port, "--management.server.port=" + port, "--server.servlet.context-path=/data")) {
			assertThat(context.isRunning()).isTrue();
			assertThat(messages(output).getLast()).endsWith(": http://localhost:" + port
					+ "/data/test; health and metrics: http://localhost:" + port + "/data/actuator");
			assertThat(RawRequest.get(port, "/data/actuator/health").status()).isEqualTo(200);
		}
	}

	/** The message of each line of the log. */
	private static List<String> messages(CapturedOutput output) {
		return output.getOut()
			.lines()
			.filter((line) -> line.contains(" --- "))
			.map((line) -> line.replaceFirst("^.* --- \\[[^]]*] \\[[^]]*] .*? +: ", ""))
			.toList();
	}

}

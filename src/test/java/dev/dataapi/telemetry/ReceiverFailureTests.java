package dev.dataapi.telemetry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

import dev.dataapi.Eventually;
import dev.dataapi.RawRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A receiver that refuses connections, or accepts them and never answers.
 */
@Timeout(300)
class ReceiverFailureTests {

	private static final Pattern WARNING = Pattern
		.compile(" (WARN|ERROR) .*(dev\\.dataapi\\.telemetry|i\\.o\\.|i\\.m\\.|otlp)\\.");

	@TempDir
	private Path directory;

	@Test
	void receiverWhenDownIsLoggedOnceAndRequestsAreServed() throws Exception {
		int port;
		try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = closed.getLocalPort();
		}
		assertServed(port);
	}

	@Test
	void receiverWhenItNeverAnswersIsLoggedOnceAndRequestsAreServed() throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			assertServed(silent.getLocalPort());
		}
	}

	/**
	 * More requests than the queue has room for spans, and several exports of each kind.
	 */
	private void assertServed(int receiver) throws Exception {
		String url = "http://127.0.0.1:" + receiver;
		try (ServiceProcess service = new ServiceProcess(this.directory,
				Map.of("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", url, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", url,
						"OTEL_METRIC_EXPORT_INTERVAL", "500", "OTEL_BSP_SCHEDULE_DELAY", "100",
						"OTEL_BSP_MAX_QUEUE_SIZE", "64", "OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "32"))) {
			int port = service.port();
			Eventually.assertThat(() -> {
				ask(port, 200);
				assertThat(warnings(service)).isGreaterThanOrEqualTo(2);
			});
			ask(port, 400);
			assertThat(service.endsInTime()).isTrue();
			assertThat(warnings(service)).as(service.output()).isEqualTo(2);
			assertThat(service.output()).contains("Metrics do not reach", "Traces do not reach")
				.doesNotContain("\tat ");
		}
	}

	private static void ask(int port, int times) throws IOException {
		for (int i = 0; i < times; i++) {
			assertThat(RawRequest.get(port, "/customer/x").status()).isEqualTo(400);
		}
	}

	private static long warnings(ServiceProcess service) throws IOException {
		return WARNING.matcher(service.output()).results().count();
	}

}

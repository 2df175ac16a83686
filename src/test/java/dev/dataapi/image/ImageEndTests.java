package dev.dataapi.image;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import dev.dataapi.Eventually;
import dev.dataapi.RawRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a container ends: on SIGTERM after its last answer, and at once when a setting is
 * missing.
 */
@EnabledIfEnvironmentVariable(named = ServiceContainer.IMAGE, matches = ".+",
		disabledReason = "TEST_IMAGE names no image to test")
@Timeout(300)
class ImageEndTests {

	/**
	 * As many as one report's cache may load at once: it leaves a connection to others.
	 */
	private static final int REPORTS = 3;

	private static final int LOOK_UPS = 4;

	@TempDir
	private Path folder;

	@Test
	void sigtermUnderLoadLosesNoRequestAndExitsWith143() throws Exception {
		// The service is closed first, or else the callers would go on after a failure
		try (ExecutorService callers = Executors.newFixedThreadPool(REPORTS + LOOK_UPS);
				ServiceContainer service = new ServiceContainer(this.folder, Map.of()).start()) {
			assertThat(service.get("/customer/1").status()).isEqualTo(200);
			service.server().latency(Duration.ofSeconds(4));
			List<Future<RawRequest.Answer>> reports = new ArrayList<>();
			for (int day = 1; day <= REPORTS; day++) {
				String range = "?start_range=1995-02-0" + day + "&end_range=1995-02-14";
				reports.add(callers.submit(() -> service.get("/connector/customers/top10" + range)));
			}
			List<Future<Integer>> lookUps = new ArrayList<>();
			for (int caller = 0; caller < LOOK_UPS; caller++) {
				lookUps.add(callers.submit(() -> lookUpUntilRefused(service)));
			}
			Eventually.assertThat(() -> assertThat(service.server().runningQueries()).hasSize(REPORTS));
			service.terminate();
			for (Future<RawRequest.Answer> report : reports) {
				assertThat(report.get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
			}
			for (Future<Integer> lookUp : lookUps) {
				assertThat(lookUp.get(60, TimeUnit.SECONDS)).isPositive();
			}
			assertThat(service.awaitEnd(Duration.ofSeconds(30)).getExitCodeLong()).isEqualTo(143);
		}
	}

	@Test
	void startWithoutAnAccountEndsWithOneSentence() throws Exception {
		try (ServiceContainer service = new ServiceContainer(this.folder, Map.of("SNOWFLAKE_ACCOUNT", ""))) {
			service.container().start();
			ContainerState end = service.awaitEnd(Duration.ofMinutes(2));
			assertThat(end.getExitCodeLong()).isEqualTo(1);
			assertThat(service.container().getLogs().lines())
				.anyMatch((line) -> line.contains("SNOWFLAKE_ACCOUNT must be set."))
				.noneMatch((line) -> line.startsWith("\tat "));
		}
	}

	/** Not if the connection was closed before, so that no request was lost with it. */
	private static boolean isSent(Socket socket) throws IOException {
		try {
			socket.getOutputStream().write("GET /customer/1 HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			return true;
		}
		catch (SocketException ex) {
			return false;
		}
	}

	/**
	 * How many answers came, each of them whole, before a caller was refused.
	 */
	private static int lookUpUntilRefused(ServiceContainer service) throws IOException {
		int answers = 0;
		while (lookUp(service)) {
			answers++;
		}
		return answers;
	}

	private static boolean lookUp(ServiceContainer service) throws IOException {
		String answer;
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
			socket.setSoTimeout(60_000);
			int first = isSent(socket) ? firstByte(socket.getInputStream()) : -1;
			if (first < 0) {
				// closed by a server that no longer takes what still reaches its port
				assertThat(service.isTerminated()).isTrue();
				return false;
			}
			answer = (char) first + new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (ConnectException ex) {
			assertThat(service.isTerminated()).isTrue();
			return false;
		}
		if (answer.startsWith("HTTP/1.1 503") && service.isTerminated()) {
			// Accepted by Tomcat in the moment of its stop and not begun: refused, not
			// lost
			assertThat(answer).contains("Connection: close", "\"status\":503");
			return false;
		}
		assertThat(answer).startsWith("HTTP/1.1 200").endsWith("}]");
		return true;
	}

	private static int firstByte(InputStream in) throws IOException {
		try {
			return in.read();
		}
		catch (SocketException ex) {
			return -1;
		}
	}

}

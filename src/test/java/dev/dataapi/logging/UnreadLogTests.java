package dev.dataapi.logging;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.dataapi.DataApiApplication;
import dev.dataapi.KeepAliveConnection;
import dev.dataapi.RawRequest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The service in a process of its own whose standard output nobody reads.
 */
@Timeout(180)
class UnreadLogTests {

	/** More than a pipe and the queue hold. */
	private static final int REQUESTS = 2000;

	private static final Pattern LOST = Pattern.compile("nobody read them in time: (\\d+)");

	private final int port = freePort();

	private final int managementPort = freePort();

	private final List<Process> started = new ArrayList<>();

	@AfterEach
	void end() {
		this.started.forEach(Process::destroyForcibly);
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void requestsAreAnsweredAndWhatIsNotLoggedIsCountedAndTold() throws Exception {
		Process service = start("--data-api.access-log=true");
		awaitReady();
		int threads = 0;
		for (int i = 0; i < REQUESTS; i++) {
			assertThat(RawRequest.get(this.port, "/customer/" + i).status()).isEqualTo(200);
			if (i == 100) {
				threads = threads(service);
			}
		}
		assertThat(threads(service)).isLessThan(threads + 20);
		assertThat(dropped()).isPositive();
		try (BufferedReader output = service.inputReader(StandardCharsets.UTF_8)) {
			int logged = 0;
			int lost = 0;
			while (lost == 0) {
				String line = output.readLine();
				assertThat(line).as("the log ended without telling what was lost").isNotNull();
				logged += line.contains(" /customer/") ? 1 : 0;
				Matcher told = LOST.matcher(line);
				lost = told.find() ? Integer.parseInt(told.group(1)) : 0;
			}
			assertThat(lost).isEqualTo(dropped());
			RawRequest.get(this.port, "/customer/last");
			assertThat(service.toHandle().destroy()).isTrue();
			List<String> rest = output.lines().toList();
			assertThat(rest).anyMatch((line) -> line.contains(" /customer/last"));
			logged += (int) rest.stream().filter((line) -> line.contains(" /customer/")).count();
			assertThat(logged + lost).isEqualTo(REQUESTS + 1);
		}
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void serviceStopsInTime() throws Exception {
		Process service = start("--data-api.access-log=true");
		awaitReady();
		try (KeepAliveConnection connection = new KeepAliveConnection(this.port)) {
			while (dropped() == 0) {
				for (int i = 0; i < 200; i++) {
					connection.send("GET /customer/1 HTTP/1.1\r\nHost: localhost\r\n\r\n");
				}
			}
		}
		service.destroy();
		assertThat(service.waitFor(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void failedStartTellsItsReason() throws Exception {
		Process service = start("--data-api.chache.ttl=1s");
		String output = new String(service.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(service.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(service.exitValue()).isOne();
		assertThat(output.strip())
			.endsWith("data-api.chache.ttl is no setting of this service; the nearest is data-api.cache.ttl.");
	}

	private Process start(String argument) throws IOException {
		Process service = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "--enable-native-access=ALL-UNNAMED", "-cp",
				System.getProperty("java.class.path"), DataApiApplication.class.getName(), "--server.port=" + this.port,
				"--management.server.port=" + this.managementPort, "--data-api.embedded.scale-factor=0.001",
				// The tests' class path sets another
				"--data-api.log.queue=32KB", argument)
			.redirectErrorStream(true)
			.start();
		this.started.add(service);
		return service;
	}

	private void awaitReady() {
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.pollInterval(Duration.ofMillis(100))
			.ignoreExceptions()
			.until(() -> RawRequest.get(this.port, "/readyz").status() == 200);
	}

	private int dropped() throws IOException {
		Matcher counter = Pattern.compile("(?m)^logging_dropped_total ([0-9.]+)")
			.matcher(RawRequest.get(this.managementPort, "/actuator/prometheus").body());
		assertThat(counter.find()).isTrue();
		return (int) Double.parseDouble(counter.group(1));
	}

	private static int threads(Process process) throws IOException {
		Matcher count = Pattern.compile("Threads:\\s*(\\d+)")
			.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
		assertThat(count.find()).isTrue();
		return Integer.parseInt(count.group(1));
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new IllegalStateException("No port is free", ex);
		}
	}

}

package dev.dataapi.image;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import dev.dataapi.testserver.SnowflakeServer;
import dev.dataapi.warehouse.embedded.SampleData;

/**
 * Runs the service so that the JVM records its class cache: starts the command in its
 * arguments in profile {@code snowflake} against a server in this process, calls its
 * routes, but for those that load jOOQ, and stops it.
 */
final class TrainingRun {

	private static final List<String> PATHS = List.of("/readyz", "/livez", "/", "/test", "/v3/api-docs",
			"/connector/customers/top10", "/connector/clerk/000000002/yearly_sales/1995", "/customer/1",
			"/customer/1,2,3", "/customer/none");

	private final HttpClient client = HttpClient.newHttpClient();

	private final int port = freePort();

	public static void main(String[] command) throws Exception {
		String password = UUID.randomUUID().toString();
		try (SnowflakeServer server = SnowflakeServer.start(SampleData.of(0.01))
			.user("TRAINEE", (user) -> user.password(password).roles("TRAINEE").defaultWarehouse("WH"))) {
			int status = new TrainingRun().train(command,
					Map.of("SPRING_PROFILES_ACTIVE", "snowflake", "SNOWFLAKE_ACCOUNT", "TESTING", "SNOWFLAKE_HOST",
							server.host(), "SNOWFLAKE_PORT", String.valueOf(server.port()), "SNOWFLAKE_PROTOCOL",
							"http", "SNOWFLAKE_USER", "TRAINEE", "SNOWFLAKE_PASSWORD", password));
			System.exit(status);
		}
	}

	/** Returns the exit status: 0 if the service stopped as it does on SIGTERM. */
	private int train(String[] command, Map<String, String> environment) throws IOException, InterruptedException {
		ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
		builder.environment().putAll(environment);
		builder.environment().put("SERVER_PORT", String.valueOf(this.port));
		builder.environment().put("MANAGEMENT_SERVER_PORT", "0");
		// As Snowflake sets it; the same classes are loaded though nothing listens
		builder.environment().put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + freePort());
		builder.environment().put("OTEL_TRACES_SAMPLER", "always_on");
		builder.environment().put("OTEL_METRIC_EXPORT_INTERVAL", "500");
		Process service = builder.start();
		try {
			awaitReady(service);
			for (String path : PATHS) {
				status(path);
			}
			service.destroy();
			// The JVM writes the cache after the service has stopped
			return service.waitFor(5, TimeUnit.MINUTES) && service.exitValue() == 143 ? 0 : 1;
		}
		finally {
			service.destroyForcibly();
		}
	}

	private void awaitReady(Process service) throws InterruptedException {
		long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
		while (status("/readyz") != 200) {
			if (!service.isAlive() || System.nanoTime() > deadline) {
				throw new IllegalStateException("The service did not become ready");
			}
			TimeUnit.MILLISECONDS.sleep(100);
		}
	}

	/** The response's status, or 0 if there is none. */
	private int status(String path) throws InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path))
			.timeout(Duration.ofSeconds(60))
			.build();
		try {
			return this.client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
		}
		catch (IOException ex) {
			return 0;
		}
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

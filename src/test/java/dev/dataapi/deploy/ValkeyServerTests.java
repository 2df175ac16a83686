package dev.dataapi.deploy;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.dataapi.Eventually;
import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.SetParams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The very command of spec/valkey.yaml, with this machine's server in place of the
 * image's: who is let in and what they may do, and that the password is seen nowhere.
 */
@Tag("deploy")
@Timeout(180)
@DisabledIf(value = "lacksServer", disabledReason = "No valkey-server or redis-server is installed here")
class ValkeyServerTests {

	private static final String HOST = InetAddress.getLoopbackAddress().getHostAddress();

	private static final String USER = "data-api";

	private static final String PASSWORD = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

	private static final Optional<Path> BINARY = Stream.of("valkey-server", "redis-server")
		.flatMap((name) -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
			.map((folder) -> Path.of(folder, name)))
		.filter(Files::isExecutable)
		.findFirst();

	private final DeployedService service = DeployedService.readAll()
		.stream()
		.filter((one) -> one.template().equals("spec/valkey.yaml"))
		.findFirst()
		.orElseThrow();

	@TempDir
	private Path folder;

	private int port;

	private Process process;

	static boolean lacksServer() {
		return BINARY.isEmpty();
	}

	@BeforeEach
	void prepare() throws IOException {
		try (ServerSocket free = new ServerSocket(0)) {
			this.port = free.getLocalPort();
		}
		Files.writeString(Files.createDirectory(this.folder.resolve("secret")).resolve("secret_string"), PASSWORD);
		// In place of the image's entry point, which gives up root first. A title would
		// hide the server's arguments
		Files.writeString(
				Files.createFile(Files.createDirectory(this.folder.resolve("bin")).resolve("docker-entrypoint.sh"),
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))),
				"#!/bin/sh\n[ \"$1\" = valkey-server ] || exit 64\nshift\nexec %s --port %d --bind %s --set-proc-title no \"$@\"\n"
					.formatted(BINARY.orElseThrow(), this.port, HOST));
		Files.createDirectory(this.folder.resolve("data"));
	}

	@AfterEach
	void stop() {
		if (this.process != null) {
			this.process.destroyForcibly();
		}
	}

	/** Every command that the service sends, sent by the service itself. */
	@Test
	void servicesOfTheSpecificationShareTheirCache() throws IOException {
		start();
		try (RunningService first = api(); RunningService second = api()) {
			for (String path : List.of("/customer/1,2", "/connector/customers/top10")) {
				assertThat(cacheStatus(first, path)).startsWith("shared; fwd=miss; stored");
				Eventually.assertThat(() -> assertThat(cacheStatus(second, path)).contains("hit"));
			}
			assertThat(reads(second, "hit")).isGreaterThanOrEqualTo(3);
			for (String body : List.of("{\"keys\":\"1\"}", "{}")) {
				assertThat(invalidate(first, body).body()).contains("\"instances\":\"all\"");
			}
			Eventually.assertThat(
					() -> assertThat(cacheStatus(second, "/customer/2")).startsWith("shared; fwd=miss; stored"));
			for (RunningService service : List.of(first, second)) {
				assertThat(metrics(service)).containsPattern("cache_shared_calls_seconds_count\\{.*operation=\"read\"")
					.containsPattern("cache_shared_calls_seconds_count\\{.*operation=\"write\"")
					.doesNotContainPattern("cache_shared_calls_seconds_count\\{.*outcome=\"failure\"");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET data-api:x", "FLUSHALL", "KEYS *", "SCAN 0", "CONFIG GET maxmemory", "EVAL x 0",
			"FUNCTION LIST", "ACL LIST", "CLIENT LIST", "INFO", "MONITOR", "SAVE", "SHUTDOWN", "REPLICAOF NO ONE",
			"MODULE LIST", "PUBLISH data-api:x y", "SELECT 1", "LPUSH data-api:x y", "EXPIRE data-api:x 1" })
	void commandWhenTheServiceDoesNotSendItIsRefused(String command) {
		start();
		assertThat(error(command)).startsWith("NOPERM");
	}

	@ParameterizedTest
	@ValueSource(strings = { "SET other:x y", "MGET data-api:x other:x", "DEL other:x", "INCR data", "RPUSH other:x y",
			"LRANGE other:x 0 -1" })
	void keyWhenOfAnotherPrefixIsRefused(String command) {
		start();
		assertThat(error(command)).startsWith("NOPERM");
	}

	@ParameterizedTest
	@CsvSource({ "default, " + PASSWORD, "data-api, wrong", "data-api, ''", "root, " + PASSWORD })
	void userWhenNotTheServiceIsRefused(String user, String password) {
		start();
		try (Jedis jedis = new Jedis(HOST, this.port)) {
			assertThatExceptionOfType(JedisDataException.class).isThrownBy(() -> jedis.auth(user, password))
				.withMessageStartingWith("WRONGPASS");
			assertThatExceptionOfType(JedisDataException.class).isThrownBy(() -> jedis.mget("data-api:x"))
				.withMessageStartingWith("NOAUTH");
		}
	}

	@Test
	void passwordWhenServerRunsIsSeenNowhere() throws IOException {
		start();
		try (Jedis jedis = connect()) {
			assertThat(jedis.set("data-api:x", "y")).isEqualTo("OK");
		}
		Path process = Path.of("/proc", "" + this.process.pid());
		for (String file : List.of("cmdline", "environ")) {
			if (Files.exists(process.resolve(file))) {
				assertThat(Files.readString(process.resolve(file))).isNotEmpty().doesNotContain(PASSWORD);
			}
		}
		assertThat(log()).contains("Ready to accept connections").doesNotContain(PASSWORD);
		assertThat(this.folder.resolve("data")).isEmptyDirectory();
	}

	/** The server prints a line that it cannot read. */
	@Test
	void passwordWhenConfigurationIsWrongIsNotLogged() throws Exception {
		run((script) -> script.replace("~data-api", "\"~data-api"), Map.of());
		assertThat(exit()).isNotZero();
		assertThat(log()).contains("user data-api on ").doesNotContain(PASSWORD);
	}

	/** An empty password would let everybody in. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void serverWhenSecretIsEmptyOrMissingDoesNotStart(boolean missing) throws Exception {
		Path secret = Files.writeString(this.folder.resolve("secret/secret_string"), "\n");
		if (missing) {
			Files.delete(secret);
		}
		run(UnaryOperator.identity(), Map.of());
		assertThat(exit()).isNotZero();
		assertThat(log()).contains((missing) ? "secret_string" : "The secret is empty");
	}

	@Test
	void entriesWhenMemoryIsFullMakeRoomForNewOnes() throws IOException {
		run(UnaryOperator.identity(), Map.of("MAXMEMORY", "4mb"));
		awaitServer();
		try (Jedis jedis = connect()) {
			String value = "x".repeat(10_000);
			String[] names = new String[2000];
			for (int i = 0; i < names.length; i++) {
				names[i] = "data-api:" + i;
				jedis.set(names[i], value, SetParams.setParams().px(600_000));
			}
			assertThat(jedis.mget(names[names.length - 1])).containsExactly(value);
			assertThat(jedis.mget(names)).filteredOn((found) -> found != null).hasSizeBetween(1, 600);
		}
	}

	/** A platform sends SIGTERM, and kills after 30 seconds. */
	@Test
	void serverWhenToldToStopEndsAndLeavesNothing() throws Exception {
		start();
		try (Jedis jedis = connect()) {
			jedis.set("data-api:x", "y");
		}
		this.process.destroy();
		assertThat(exit()).isZero();
		assertThat(this.folder.resolve("data")).isEmptyDirectory();
	}

	private void start() {
		run(UnaryOperator.identity(), Map.of());
		awaitServer();
	}

	/** Runs the container's command, after a change of its script if need be. */
	private void run(UnaryOperator<String> change, Map<String, String> environment) {
		Map<?, ?> container = this.service.container("valkey");
		Map<?, ?> secret = DeployedService.list(container.get("secrets")).findFirst().orElseThrow();
		List<String> command = new ArrayList<>();
		((List<?>) container.get("command")).forEach((word) -> command.add((String) word));
		String script = command.removeLast();
		String mounted = script.replace((String) secret.get("directoryPath"), this.folder.resolve("secret").toString());
		assertThat(mounted).isNotEqualTo(script);
		command.add(change.apply(mounted));
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
			.directory(this.folder.resolve("data").toFile())
			.redirectOutput(this.folder.resolve("log").toFile());
		((Map<?, ?>) container.get("env"))
			.forEach((name, value) -> builder.environment().put((String) name, (String) value));
		builder.environment().put("PATH", this.folder.resolve("bin") + File.pathSeparator + System.getenv("PATH"));
		builder.environment().putAll(environment);
		try {
			this.process = builder.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void awaitServer() {
		Eventually.assertThat(
				() -> assertThatCode(() -> new Socket(HOST, this.port).close()).as(log()).doesNotThrowAnyException());
	}

	private int exit() throws InterruptedException {
		assertThat(this.process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		return this.process.exitValue();
	}

	private String log() throws IOException {
		return Files.readString(this.folder.resolve("log"));
	}

	private Jedis connect() {
		Jedis jedis = new Jedis(HOST, this.port);
		jedis.auth(USER, PASSWORD);
		return jedis;
	}

	/** What the server answers to a command of the service's user. */
	private String error(String command) {
		String[] words = command.split(" ");
		byte[][] arguments = Stream.of(words)
			.skip(1)
			.map((word) -> word.getBytes(StandardCharsets.UTF_8))
			.toArray(byte[][]::new);
		try (Jedis jedis = connect()) {
			return String.valueOf(jedis.sendCommand(() -> words[0].getBytes(StandardCharsets.UTF_8), arguments));
		}
		catch (JedisDataException ex) {
			return ex.getMessage();
		}
	}

	/** The service with the environment that its specification gives it. */
	private RunningService api() {
		Map<String, String> settings = new TreeMap<>();
		Map<?, ?> container = DeployedService.readAll()
			.stream()
			.filter((one) -> one.template().equals("spec/public-api-shared-cache.yaml"))
			.findFirst()
			.orElseThrow()
			.container("api");
		((Map<?, ?>) container.get("env"))
			.forEach((name, value) -> settings.put(setting((String) name), (String) value));
		DeployedService.list(container.get("secrets"))
			.forEach((secret) -> settings.put(setting((String) secret.get("envVarName")), PASSWORD));
		settings.put("spring.data.redis.host", HOST);
		settings.put("spring.data.redis.port", String.valueOf(this.port));
		settings.put("spring.data.redis.timeout", "20s");
		settings.put("data-api.embedded.scale-factor", "0.001");
		return RunningService.start("embedded",
				settings.entrySet().stream().map((entry) -> entry.getKey() + "=" + entry.getValue()).toList());
	}

	private static String setting(String variable) {
		return variable.toLowerCase(Locale.ROOT).replace('_', '.').replaceFirst("^data\\.api\\.", "data-api.");
	}

	private static String cacheStatus(RunningService service, String path) throws IOException {
		RawRequest.Answer answer = service.get(path);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer.headers().get("cache-status");
	}

	private static RawRequest.Answer invalidate(RunningService service, String body) throws IOException {
		return RawRequest.send(service.managementPort(),
				"POST /actuator/invalidate/customer HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
						+ "Content-Length: " + body.length() + "\r\nConnection: close\r\n\r\n" + body);
	}

	private static String metrics(RunningService service) throws IOException {
		return RawRequest.get(service.managementPort(), "/actuator/prometheus").body();
	}

	private static double reads(RunningService service, String result) throws IOException {
		return metrics(service).lines()
			.filter((line) -> line.startsWith("cache_shared_reads_total{")
					&& line.contains("result=\"" + result + "\""))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
			.sum();
	}

}

package dev.dataapi.cache.shared;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.dataapi.Eventually;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * A Redis or Valkey server of this machine for one test, or the reason why that is
 * skipped.
 */
public final class RedisServer implements AfterEachCallback, ExecutionCondition {

	private static final String HOST = InetAddress.getLoopbackAddress().getHostAddress();

	private static final Optional<Path> BINARY = Stream.of("redis-server", "valkey-server")
		.flatMap((name) -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
			.map((folder) -> Path.of(folder, name)))
		.filter(Files::isExecutable)
		.findFirst();

	private final int port;

	private final Path folder;

	private Process process;

	public RedisServer() {
		try (ServerSocket free = new ServerSocket(0)) {
			this.port = free.getLocalPort();
			this.folder = Files.createTempDirectory("redis");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		return BINARY.isPresent() ? ConditionEvaluationResult.enabled("There is a server")
				: ConditionEvaluationResult.disabled("No redis-server or valkey-server is installed here");
	}

	/** Starts the server with options such as {@code --maxmemory 1mb}. */
	public RedisServer start(String... options) {
		List<String> command = new ArrayList<>(List.of(BINARY.orElseThrow().toString(), "--port", "" + this.port,
				"--bind", HOST, "--save", "", "--dir", this.folder.toString()));
		command.addAll(List.of(options));
		try {
			this.process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(this.folder.resolve("log").toFile())
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Eventually
			.assertThat(() -> assertThatCode(() -> new Socket(HOST, this.port).close()).doesNotThrowAnyException());
		return this;
	}

	public int port() {
		return this.port;
	}

	/** A connection of the test's own. */
	Jedis connect() {
		return new Jedis(HOST, this.port);
	}

	/** The names on the server that match. */
	public Set<String> names(String pattern) {
		try (Jedis jedis = connect()) {
			return jedis.keys(pattern);
		}
	}

	SharedStore store(Duration deadline) {
		return store(deadline, this.port, null, null);
	}

	static SharedStore store(Duration deadline, int port, String user, String password) {
		ConnectionPoolConfig pool = new ConnectionPoolConfig();
		pool.setMaxWait(deadline);
		int timeout = Math.toIntExact(deadline.toMillis());
		return new RedisStore(RedisClient.builder()
			.hostAndPort(new HostAndPort(HOST, port))
			.clientConfig(DefaultJedisClientConfig.builder()
				.connectionTimeoutMillis(timeout)
				.socketTimeoutMillis(Math.toIntExact(RedisStore.longest(deadline).toMillis()))
				.user(user)
				.password(password)
				.build())
			.poolConfig(pool)
			.build(), deadline);
	}

	/** Holds the server so that connections stay open and nothing is answered. */
	void freeze() {
		signal("-STOP");
	}

	void thaw() {
		signal("-CONT");
	}

	private void signal(String signal) {
		try {
			new ProcessBuilder("kill", signal, "" + this.process.pid()).start().waitFor();
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public void stop() {
		if (this.process != null) {
			this.process.destroyForcibly();
			try {
				assertThat(this.process.waitFor(20, TimeUnit.SECONDS)).isTrue();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	@Override
	public void afterEach(ExtensionContext context) throws IOException {
		stop();
		FileSystemUtils.deleteRecursively(this.folder);
	}

}

package dev.dataapi.image;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import dev.dataapi.RawRequest;
import dev.dataapi.testserver.SnowflakeServer;
import dev.dataapi.testserver.User;
import dev.dataapi.warehouse.embedded.SampleData;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The image run as Snowpark Container Services runs it, with a token file and 256 MB, and
 * harder: one CPU and a file system that cannot be written. Snowflake is a server in this
 * process, which the container reaches on this machine's own network.
 */
final class ServiceContainer implements AutoCloseable {

	/** The image to test. */
	static final String IMAGE = "TEST_IMAGE";

	static final long MEMORY = 256L << 20;

	private static final String USER = "SVC_DATA_API";

	private final SnowflakeServer server = SnowflakeServer.start(SampleData.of(0.01))
		.user(USER, (user) -> user.roles("DATA_API_ROLE").defaultWarehouse("DATA_API_WH"));

	private final Path token;

	private final int port;

	private final GenericContainer<?> container;

	private volatile boolean terminated;

	/**
	 * Makes the container without starting it.
	 * @param folder where its token file is
	 * @param environment settings beside those that lead to the server
	 */
	ServiceContainer(Path folder, Map<String, String> environment) throws IOException {
		this.token = Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"))
			.resolve("token");
		rotateToken();
		this.port = freePort();
		this.container = new GenericContainer<>(DockerImageName.parse(image())).withNetworkMode("host")
			.withFileSystemBind(folder.toString(), "/snowflake/session", BindMode.READ_ONLY)
			.withTmpFs(Map.of("/tmp", "rw"))
			.withEnv(Map.of("SERVER_PORT", String.valueOf(this.port), "MANAGEMENT_SERVER_PORT", "0",
					"SNOWFLAKE_ACCOUNT", this.server.account().name(), "SNOWFLAKE_HOST", this.server.host(),
					"SNOWFLAKE_PORT", String.valueOf(this.server.port()), "SNOWFLAKE_PROTOCOL", "http"))
			.withEnv(environment)
			.withCreateContainerCmdModifier((command) -> command.getHostConfig()
				.withMemory(MEMORY)
				.withMemorySwap(MEMORY)
				.withNanoCPUs(1_000_000_000L)
				.withReadonlyRootfs(true));
	}

	static String image() {
		return System.getenv(IMAGE);
	}

	SnowflakeServer server() {
		return this.server;
	}

	GenericContainer<?> container() {
		return this.container;
	}

	/** Starts it and waits until it is ready. */
	ServiceContainer start() {
		this.container.start();
		Awaitility.await()
			.atMost(Duration.ofMinutes(3))
			.pollInterval(Duration.ofMillis(100))
			.ignoreException(ConnectException.class)
			.failFast(() -> Assertions.assertThat(this.container.isRunning()).as(this.container.getLogs()).isTrue())
			.until(() -> get("/readyz").status() == 200);
		return this;
	}

	int port() {
		return this.port;
	}

	RawRequest.Answer get(String target) throws IOException {
		return RawRequest.get(this.port, target);
	}

	/** What a program in the container prints. */
	String output(String... command) throws IOException, InterruptedException {
		return this.container.execInContainer(command).getStdout().strip();
	}

	/** Puts a new token in the file's place; the old one is refused from now on. */
	void rotateToken() throws IOException {
		String next = UUID.randomUUID().toString();
		User user = this.server.account().user(USER);
		user.oauthToken(next);
		Path file = Files.writeString(this.token.resolveSibling("next"), next);
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
		Files.move(file, this.token, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
	}

	/** Sends SIGTERM, as an orchestrator does. */
	void terminate() {
		this.terminated = true;
		this.container.getDockerClient().killContainerCmd(this.container.getContainerId()).withSignal("TERM").exec();
	}

	boolean isTerminated() {
		return this.terminated;
	}

	/** Waits for the process to end. */
	ContainerState awaitEnd(Duration atMost) {
		Awaitility.await().atMost(atMost).until(() -> Boolean.FALSE.equals(state().getRunning()));
		return state();
	}

	private ContainerState state() {
		return this.container.getDockerClient().inspectContainerCmd(this.container.getContainerId()).exec().getState();
	}

	@Override
	public void close() {
		this.container.close();
		this.server.close();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

}

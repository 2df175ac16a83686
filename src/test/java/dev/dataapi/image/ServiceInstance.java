package dev.dataapi.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.dataapi.deploy.DeployedService;
import dev.dataapi.testserver.SnowflakeServer;
import dev.dataapi.warehouse.embedded.SampleData;
import org.awaitility.Awaitility;
import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;
import org.yaml.snakeyaml.Yaml;

/**
 * One instance of a service as its script and specification describe it: a container for
 * each one listed, with its image, arguments, environment, limits, secrets and token, all
 * on one network of their own. Nothing outside reaches that network but Snowflake, a
 * server in this process, and the portal, each through a socket in a shared folder.
 */
final class ServiceInstance implements AutoCloseable {

	/** Any user but root and the API's own. */
	private static final String OCKAM_USER = "65532:65532";

	private static final String STAND_IN = "/stand-in/classes:/stand-in/snakeyaml.jar";

	/** On the network of their own. */
	private static final int SNOWFLAKE_PORT = 18080;

	private final DeployedService service;

	private final Path folder;

	private final SnowflakeServer server = SnowflakeServer.start(SampleData.of(0.01))
		.user("API", (user) -> user.roles("DATA_API_ROLE").defaultWarehouse("DATA_API_WH").oauthToken("service-token"));

	private final SocketBridge snowflake;

	private final SocketBridge inlet;

	/** Holds the network that the others share, so that each can be restarted. */
	private final GenericContainer<?> network;

	private final Map<String, GenericContainer<?>> containers = new LinkedHashMap<>();

	/**
	 * Makes the containers without starting them.
	 * @param service what the script creates
	 * @param folder an empty one, for what is mounted
	 * @param ticket the ticket in the secret
	 * @param relay the relay's name
	 */
	ServiceInstance(DeployedService service, Path folder, String ticket, String relay) throws IOException {
		this.service = service;
		this.folder = Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
		for (String name : List.of("platform", "relays", "session", "ticket")) {
			Files.setPosixFilePermissions(Files.createDirectory(folder.resolve(name)),
					PosixFilePermissions.fromString("rwxrwxrwx"));
		}
		write("session/token", "service-token");
		renewTicket(ticket);
		this.snowflake = new SocketBridge(folder.resolve("platform/snowflake").toString(),
				this.server.host() + ":" + this.server.port());
		this.inlet = new SocketBridge("127.0.0.1:0", folder.resolve("relays/" + relay).toString());
		this.network = standIn(SocketBridge.class, "127.0.0.1:" + SNOWFLAKE_PORT, "/platform/snowflake")
			.withNetworkMode("none")
			.withFileSystemBind(folder.resolve("platform").toString(), "/platform", BindMode.READ_WRITE);
	}

	/** Starts all containers and waits until the API is ready. */
	ServiceInstance start() {
		this.network.start();
		this.service.containers().forEach((container) -> {
			GenericContainer<?> started = container(container);
			this.containers.put((String) container.get("name"), started);
			started.start();
		});
		Awaitility.await()
			.atMost(Duration.ofMinutes(3))
			.pollInterval(Duration.ofMillis(200))
			.until(() -> probe("api", "readinessProbe") == 200);
		return this;
	}

	GenericContainer<?> container(String name) {
		GenericContainer<?> container = this.containers.get(name);
		if (container == null) {
			throw new IllegalArgumentException("No container " + name);
		}
		return container;
	}

	/** The port at which a caller's inlet enters the portal. */
	int inletPort() throws IOException {
		return this.inlet.port();
	}

	/** Replaces the secret's file, as Snowflake does when the secret is altered. */
	void renewTicket(String ticket) throws IOException {
		write("ticket/secret_string", ticket);
	}

	void restart(String name) {
		GenericContainer<?> container = container(name);
		container.getDockerClient().restartContainerCmd(container.getContainerId()).withTimeout(5).exec();
	}

	/** What a probe of the specification is answered; 0 while nobody answers. */
	int probe(String name, String probe) throws IOException, InterruptedException {
		Map<?, ?> settings = (Map<?, ?>) this.service.container(name).get(probe);
		String status = output("api", "bash", "-c",
				"exec 3<>/dev/tcp/127.0.0.1/%s && printf 'GET %s HTTP/1.0\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && echo $status"
					.formatted(settings.get("port"), settings.get("path")));
		return (status.isEmpty()) ? 0 : Integer.parseInt(status);
	}

	/** What a program in a container prints. */
	String output(String name, String... command) throws IOException, InterruptedException {
		return container(name).execInContainer(command).getStdout().strip();
	}

	/** Bytes of a quantity such as 256M or 1Gi. */
	static long bytes(Object quantity) {
		String text = String.valueOf(quantity);
		String unit = text.replaceAll("[0-9.]", "");
		double number = Double.parseDouble(text.substring(0, text.length() - unit.length()));
		return (long) (number * switch (unit) {
			case "M" -> 1e6;
			case "Mi" -> 1 << 20;
			case "G" -> 1e9;
			case "Gi" -> 1 << 30;
			default -> throw new IllegalArgumentException("No unit: " + text);
		});
	}

	/** Billionths of a CPU of a quantity such as 0.5 or 500m. */
	static long nanoCpus(Object quantity) {
		String text = String.valueOf(quantity);
		return (text.endsWith("m")) ? Long.parseLong(text.substring(0, text.length() - 1)) * 1_000_000
				: (long) (Double.parseDouble(text) * 1e9);
	}

	private GenericContainer<?> container(Map<?, ?> description) {
		String image = ((String) description.get("image")).replaceAll(".*/|:.*", "");
		List<String> arguments = new ArrayList<>();
		if (description.get("args") instanceof List<?> list) {
			list.forEach((argument) -> arguments.add((String) argument));
		}
		GenericContainer<?> container = switch (image) {
			case "data-api" ->
				new GenericContainer<>(DockerImageName.parse(ServiceContainer.image())).withEnv(platform());
			case "ockam" -> standIn(OckamStandIn.class, arguments.toArray(String[]::new))
				.withFileSystemBind(this.folder.resolve("relays").toString(), "/relays", BindMode.READ_WRITE);
			default -> throw new IllegalArgumentException("Not known here: " + image);
		};
		if (description.get("env") instanceof Map<?, ?> environment) {
			environment.forEach((name, value) -> container.withEnv((String) name, (String) value));
		}
		if (!Boolean.FALSE.equals(description.get("mountSessionToken"))) {
			container.withFileSystemBind(this.folder.resolve("session").toString(), "/snowflake/session",
					BindMode.READ_ONLY);
		}
		DeployedService.list(description.get("secrets"))
			.forEach((secret) -> container.withFileSystemBind(this.folder.resolve("ticket").toString(),
					(String) secret.get("directoryPath"), BindMode.READ_ONLY));
		Map<?, ?> limits = (Map<?, ?>) ((Map<?, ?>) description.get("resources")).get("limits");
		return container.withNetworkMode("container:" + this.network.getContainerId())
			.withCreateContainerCmdModifier((command) -> command.getHostConfig()
				.withMemory(bytes(limits.get("memory")))
				.withMemorySwap(bytes(limits.get("memory")))
				.withNanoCPUs(nanoCpus(limits.get("cpu"))));
	}

	/** The variables that Snowflake sets, with the port of its stand-in. */
	private Map<String, String> platform() {
		return Map.of("SNOWFLAKE_ACCOUNT", this.server.account().name(), "SNOWFLAKE_HOST", "127.0.0.1",
				"SNOWFLAKE_DATABASE", "API", "SNOWFLAKE_SCHEMA", "PRIVATE", "SNOWFLAKE_PORT",
				String.valueOf(SNOWFLAKE_PORT), "SNOWFLAKE_PROTOCOL", "http", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
				"http://127.0.0.1:4317", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://127.0.0.1:4317");
	}

	/** A program of the tests, run with the image's JRE. */
	private static GenericContainer<?> standIn(Class<?> program, String... arguments) {
		return new GenericContainer<>(DockerImageName.parse(ServiceContainer.image()))
			.withFileSystemBind(location(OckamStandIn.class), "/stand-in/classes", BindMode.READ_ONLY)
			.withFileSystemBind(location(Yaml.class), "/stand-in/snakeyaml.jar", BindMode.READ_ONLY)
			.withCommand(arguments)
			.withCreateContainerCmdModifier((command) -> command.withUser(OCKAM_USER)
				.withEntrypoint("java", "-XX:+UseSerialGC", "-Xmx16m", "-XX:TieredStopAtLevel=1", "-cp", STAND_IN,
						program.getName()));
	}

	private static String location(Class<?> type) {
		return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath()).toString();
	}

	private void write(String name, String text) throws IOException {
		Path file = this.folder.resolve(name);
		Path next = Files.writeString(file.resolveSibling(UUID.randomUUID().toString()), text);
		Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-r--r--"));
		Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
	}

	@Override
	public void close() throws IOException {
		this.containers.values().forEach(GenericContainer::close);
		this.network.close();
		this.inlet.close();
		this.snowflake.close();
		this.server.close();
	}

}

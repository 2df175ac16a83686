package dev.dataapi.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import dev.dataapi.RawRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The image under the limits it is made for, in profile {@code snowflake}.
 */
@EnabledIfEnvironmentVariable(named = ServiceContainer.IMAGE, matches = ".+",
		disabledReason = "TEST_IMAGE names no image to test")
@Timeout(300)
class ImageTests {

	@TempDir
	private static Path folder;

	private static ServiceContainer service;

	/** The flag ends the JVM if it cannot use its class cache. */
	@BeforeAll
	static void start() throws IOException {
		service = new ServiceContainer(folder, Map.of("JAVA_TOOL_OPTIONS", "-XX:AOTMode=on")).start();
	}

	@AfterAll
	static void stop() {
		service.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/test", "/livez", "/readyz", "/v3/api-docs", "/swagger-ui/index.html",
			"/connector/customers/top10", "/connector/clerk/000000002/yearly_sales/1995", "/snowpark/customers/top10",
			"/snowpark/clerk/000000002/yearly_sales/1995", "/customer/1", "/customer/3,2,1" })
	void routeAnswers(String route) throws IOException {
		RawRequest.Answer answer = service.get(route);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(answer.body()).isNotEmpty();
	}

	@Test
	void processIsJavaItselfAndNotRoot() throws Exception {
		assertThat(service.output("cat", "/proc/1/comm")).isEqualTo("java");
		assertThat(service.output("grep", "^Uid:", "/proc/1/status")).isEqualTo("Uid:\t10001\t10001\t10001\t10001");
	}

	@Test
	void memoryIsLimitedAndTheHeapFollows() throws Exception {
		assertThat(service.output("sh", "-c",
				"cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null"))
			.isEqualTo(String.valueOf(ServiceContainer.MEMORY));
		assertThat(service.output("env", "-u", "JAVA_TOOL_OPTIONS", "java", "@/app/java.options",
				"-XX:+PrintFlagsFinal", "-version"))
			.containsPattern("MaxHeapSize += 83886080 ");
	}

	@Test
	void fileSystemIsReadOnlyButForTmp() throws Exception {
		assertThat(service.container().execInContainer("touch", "/app/file").getStderr()).contains("Read-only");
		assertThat(service.container().execInContainer("touch", "/tmp/file").getExitCode()).isZero();
	}

	@Test
	void healthCheckOfTheImageSucceeds() throws Exception {
		assertThat(service.container().execInContainer(healthCheck()).getExitCode()).isZero();
	}

	@Test
	void tokenThatIsReplacedIsUsedByTheNextConnection() throws IOException {
		service.rotateToken();
		service.server().sessions().killAll();
		long logins = service.server().sessions().open();
		assertThat(logins).isZero();
		assertThat(service.get("/customer/1885").status()).isEqualTo(200);
		assertThat(service.server().sessions().open()).isPositive();
	}

	/** What it has of the base image is chosen by name. */
	@Test
	void programsAndLibrariesFindWhatTheyAreLinkedWith() throws Exception {
		String runtime = "/opt/java/openjdk/lib";
		assertThat(service.output("env", "LD_LIBRARY_PATH=" + runtime + ":" + runtime + "/server", "bash", "-c",
				"ldd /bin/* /app/lib/*.so* /opt/java/openjdk/bin/* %1$s/*.so %1$s/server/*.so 2>&1".formatted(runtime)))
			.contains("/app/lib/libduckdb_java.so_", runtime + "/server/libjvm.so", "libstdc++.so.6 => /")
			.doesNotContain("not found");
	}

	/** From these records scanners learn what to look for. */
	@Test
	void packagesOfTheBaseAreRecorded() throws Exception {
		String packages = service.output("grep", "-h", "^Package: ", "/var/lib/dpkg/status");
		assertThat(packages.lines()).contains("Package: bash", "Package: libc6", "Package: libstdc++6")
			.doesNotHaveDuplicates()
			.hasSameSizeAs(service.output("bash", "-c", "ls /var/lib/dpkg/info/*.md5sums").lines().toList());
	}

	/** Among them 23 of class cache if the start or the training run loads jOOQ. */
	@Test
	void imageHasNoMoreThan335Megabytes() {
		Long bytes = service.container().getDockerClient().inspectImageCmd(ServiceContainer.image()).exec().getSize();
		assertThat(bytes).isPositive().isLessThan(335_000_000);
	}

	@Test
	void labelsNameTheVersionOfTheBuild() throws Exception {
		Map<String, String> labels = service.container()
			.getDockerClient()
			.inspectImageCmd(ServiceContainer.image())
			.exec()
			.getConfig()
			.getLabels();
		assertThat(Files.readString(Path.of("pom.xml"))).contains("<artifactId>data-api</artifactId>\n  <version>"
				+ labels.get("org.opencontainers.image.version") + "</version>");
	}

	/** The Dockerfile's own check; an image in OCI format has none. */
	private static String[] healthCheck() throws IOException {
		String line = Files.readAllLines(Path.of("Dockerfile"))
			.stream()
			.filter((text) -> text.startsWith("HEALTHCHECK"))
			.findFirst()
			.orElseThrow();
		return new JsonMapper().readValue(line.substring(line.indexOf('[')), String[].class);
	}

}

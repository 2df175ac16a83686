package dev.dataapi.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * {@code sql/deploy} in a repository of its own, with stubs of the Snowflake CLI and
 * Docker: what it runs, and what it says when one of them fails.
 */
@Tag("deploy")
@Timeout(300)
@DisabledIf(value = "lacksTools", disabledReason = "bash, git or jq is not installed")
class DeployCommandTests {

	private static final String READY = container(0, "api", "READY", "Running", true) + ", "
			+ container(1, "api", "READY", "Running", true);

	private static final String RUNNING = "[{\"status\": \"RUNNING\", \"is_upgrading\": \"false\"}]";

	@TempDir
	private Path folder;

	private Path repository;

	/** What the stubs answer: one file for each kind of call. */
	private Path answers;

	private String commit;

	@BeforeEach
	void setUp() throws Exception {
		this.repository = Files.createDirectory(this.folder.resolve("repository"));
		this.answers = Files.createDirectory(this.folder.resolve("answers"));
		Path programs = Files.createDirectory(this.folder.resolve("bin"));
		for (String name : List.of("snow", "docker")) {
			Path program = Files.createFile(programs.resolve(name),
					PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
			try (var stub = getClass().getResourceAsStream(name + "-stub.sh")) {
				Files.write(program, stub.readAllBytes());
			}
		}
		for (String name : List.of("sql", "spec")) {
			Files.createDirectory(this.repository.resolve(name));
			try (Stream<Path> files = Files.list(Path.of(name))) {
				for (Path file : (Iterable<Path>) files::iterator) {
					Files.copy(file, this.repository.resolve(file.toString()), StandardCopyOption.COPY_ATTRIBUTES);
				}
			}
		}
		Files.writeString(this.repository.resolve("spec/endpoints.yaml"), "version: 1\n");
		git("init", "-q");
		git("add", ".");
		git("-c", "user.name=Test", "-c", "user.email=test@example.test", "commit", "-q", "-m", "All");
		this.commit = git("rev-parse", "HEAD").strip();
		answer("services", "[]");
		answer("describe", RUNNING);
		answer("endpoints", "[{\"ingress_url\": \"abc-org-account.snowflakecomputing.app\"}]");
		answer("containers", "[" + READY + "]");
	}

	@Test
	void serviceWhenAbsentIsCreatedUnderTheCommit() throws Exception {
		Run run = deploy("public");
		assertThat(run.status()).as(run.errors()).isZero();
		assertThat(run.output()).isEqualTo(
				"API.PUBLIC.API runs " + this.commit + ".\nIt is at https://abc-org-account.snowflakecomputing.app\n");
		assertThat(run.calls()).containsSubsequence("snow connection test",
				"snow spcs image-registry login --role DATA_API_DEPLOYER_ROLE",
				"docker build --platform linux/amd64 --build-arg REVISION=" + this.commit
						+ " -t registry.test/data-api:" + this.commit + " .",
				"docker push registry.test/data-api:" + this.commit,
				"snow stage copy spec/ @API.PRIVATE.SPECS --overwrite --role DATA_API_DEPLOYER_ROLE",
				"snow sql -f sql/06c_public_service.sql -D image_tag=" + this.commit
						+ " --role DATA_API_DEPLOYER_ROLE");
		assertThat(run.calls()).noneMatch((call) -> call.contains("ockam") || call.contains("sql/11"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Endpoints provisioning in progress... check back in a few minutes", "" })
	void hostWhenNotYetThereSaysHowToFindIt(String url) throws Exception {
		answer("endpoints", (url.isEmpty()) ? "[]" : "[{\"ingress_url\": \"" + url + "\"}]");
		Run run = deploy("public");
		assertThat(run.status()).isZero();
		assertThat(run.output())
			.endsWith("\nIts host takes some minutes more: SHOW ENDPOINTS IN SERVICE API.PUBLIC.API.\n");
	}

	@Test
	void serviceWhenThereIsUpgraded() throws Exception {
		answer("services", "[{\"name\": \"API\"}]");
		Run run = deploy("public", "--connection", "ci");
		assertThat(run.status()).as(run.errors()).isZero();
		assertThat(run.calls())
			.contains("snow sql -f sql/11c_upgrade_public.sql -D image_tag=" + this.commit
					+ " --connection ci --role DATA_API_DEPLOYER_ROLE")
			.noneMatch((call) -> call.contains("sql/06"))
			.filteredOn((call) -> call.startsWith("snow "))
			.allMatch((call) -> call.contains("--connection ci"));
	}

	@Test
	void serviceWhenItSuspendsItselfIsCreatedAndThenAltered() throws Exception {
		Run run = deploy("public", "--suspend-idle");
		assertThat(run.status()).as(run.errors()).isZero();
		assertThat(run.calls()).anyMatch((call) -> call.contains("sql/06c_"))
			.anyMatch((call) -> call.contains("sql/11d_"));
	}

	@Test
	void serviceWhenItHasDeclaredEndpointsIsCreatedAndThenAltered() throws Exception {
		Run run = deploy("public", "--endpoints");
		assertThat(run.status()).as(run.errors()).isZero();
		assertThat(run.calls()).anyMatch((call) -> call.startsWith("snow stage copy spec/ "))
			.anyMatch((call) -> call.contains("sql/06c_"))
			.anyMatch((call) -> call.contains("sql/11f_"))
			.noneMatch((call) -> call.contains("sql/11c_"));
		answer("services", "[{\"name\": \"API\"}]");
		assertThat(deploy("public", "--endpoints").calls()).anyMatch((call) -> call.contains("sql/11f_"))
			.noneMatch((call) -> call.contains("sql/06c_") || call.contains("sql/11c_"));
	}

	@Test
	void endpointsWhenTheirFileIsMissingAreNotDeployed() throws Exception {
		Files.delete(this.repository.resolve("spec/endpoints.yaml"));
		Run run = deploy("public", "--endpoints");
		assertThat(run.status()).isEqualTo(1);
		assertThat(run.errors()).isEqualTo("sql/deploy: There is no spec/endpoints.yaml.\n");
		assertThat(run.calls()).isEmpty();
	}

	@Test
	void ockamsImageWhenAbsentIsPulledAndPushed() throws Exception {
		Run run = deploy("private");
		assertThat(run.status()).as(run.errors()).isZero();
		assertThat(run.calls()).containsSubsequence(
				"docker pull --platform linux/amd64 ghcr.io/build-trust/ockam:0.150.0",
				"docker tag ghcr.io/build-trust/ockam:0.150.0 registry.test/ockam:0.150.0",
				"docker push registry.test/ockam:0.150.0");
		answer("manifest", "");
		assertThat(deploy("private").calls()).noneMatch((call) -> call.contains("docker pull"));
	}

	@ParameterizedTest
	@CsvSource({ "public, API.PUBLIC, 06c_public_service, 11h_upgrade_public_shared_cache",
			"private-outlet-apart, API.PRIVATE, 06b_private_service_outlet_apart, 11g_upgrade_private_outlet_apart_shared_cache" })
	void cacheWhenSharedIsCreatedBeforeTheServiceUsesIt(String variant, String schema, String create, String alter)
			throws Exception {
		answer("containers-cache", "[" + container(0, "valkey", "READY", "Running", false) + "]");
		answer("containers-outlet", "[" + container(0, "ockam-outlet", "READY", "Running", false) + "]");
		Run run = deploy(variant, "--shared-cache");
		assertThat(run.status()).as(run.errors()).isZero();
		assertThat(run.calls()).containsSubsequence(
				"docker pull --platform linux/amd64 docker.io/valkey/valkey:9.1.2-alpine",
				"docker tag docker.io/valkey/valkey:9.1.2-alpine registry.test/valkey:9.1.2-alpine",
				"docker push registry.test/valkey:9.1.2-alpine",
				"snow sql -f sql/06d_shared_cache.sql -D schema=" + schema + " --role DATA_API_DEPLOYER_ROLE",
				"snow sql -f sql/" + create + ".sql -D image_tag=" + this.commit + " --role DATA_API_DEPLOYER_ROLE",
				"snow sql -f sql/" + alter + ".sql -D image_tag=" + this.commit + " --role DATA_API_DEPLOYER_ROLE");
	}

	@Test
	void cacheWhenThereIsLeftAsItIs() throws Exception {
		answer("manifest", "");
		answer("services", "[{\"name\": \"API\"}, {\"name\": \"VALKEY\"}]");
		answer("containers-cache", "[" + container(0, "valkey", "READY", "Running", false) + "]");
		Run run = deploy("public", "--shared-cache");
		assertThat(run.status()).as(run.errors()).isZero();
		assertThat(run.calls()).anyMatch((call) -> call.contains("sql/11h_"))
			.noneMatch((call) -> call.contains("docker pull") || call.contains("sql/06"));
		assertThat(deploy("public").calls()).anyMatch((call) -> call.contains("sql/11c_"))
			.noneMatch((call) -> call.contains("valkey"));
	}

	@Test
	void cacheWhenRefusedLeavesTheServiceAlone() throws Exception {
		Files.createFile(this.answers.resolve("fail-script"));
		Run run = deploy("public", "--shared-cache");
		assertThat(run.status()).isEqualTo(1);
		assertThat(run.errors()).endsWith("sql/deploy: The shared cache was not created. Has sql/05d run?\n");
		assertThat(run.calls()).noneMatch((call) -> call.contains("sql/06c_") || call.contains("sql/11"));
	}

	@Test
	void cacheWhenSharedIsWaitedForToo() throws Exception {
		answer("containers-cache", "[" + container(0, "valkey", "PENDING", "Waiting to start", false) + "]");
		Run run = deploy("public", "--shared-cache", "--timeout", "1");
		assertThat(run.status()).isEqualTo(3);
		assertThat(run.errors()).endsWith("instance 0, valkey: PENDING, Waiting to start.\n");
	}

	@Test
	void imageWhenNamedIsNotBuiltAgain() throws Exception {
		answer("services", "[{\"name\": \"API\"}]");
		answer("containers", "[" + READY.replace(":TAG", ":0a1b2c3") + "]");
		Run run = deploy("public", "--tag", "0a1b2c3");
		assertThat(run.status()).as(run.errors()).isZero();
		assertThat(run.calls()).anyMatch((call) -> call.contains("sql/11c_upgrade_public.sql -D image_tag=0a1b2c3 "))
			.noneMatch((call) -> call.startsWith("docker"));
	}

	@Test
	void outletWhenApartIsWaitedForToo() throws Exception {
		answer("containers-outlet", "[" + container(0, "ockam-outlet", "PENDING", "Waiting to start", false) + "]");
		Run run = deploy("private-outlet-apart", "--timeout", "1");
		assertThat(run.status()).isEqualTo(3);
		assertThat(run.errors()).endsWith("sql/deploy: API.PRIVATE.API is not ready after 1 seconds. "
				+ "instance 0, ockam-outlet: PENDING, Waiting to start.\n");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"connection | Not logged in to Snowflake. 'snow connection add' makes a connection, --connection names another one.",
			"registry | The image registry does not let DATA_API_DEPLOYER_ROLE in. Has sql/02_database.sql run, and is the role granted to you?",
			"repository | The image repository API.PRIVATE.API is not there, or DATA_API_DEPLOYER_ROLE may not read it. sql/02_database.sql makes it.",
			"build | The image was not built.",
			"push | The push was refused. It needs WRITE on image repository API.PRIVATE.API, which sql/02_database.sql grants.",
			"stage | The specifications were not copied. It needs WRITE on stage API.PRIVATE.SPECS, which sql/02_database.sql grants.",
			"list | The services were not listed." })
	void stepWhenRefusedEndsWithOneSentenceAndTouchesNoService(String step, String sentence) throws Exception {
		Files.createFile(this.answers.resolve("fail-" + step));
		Run run = deploy("public");
		assertThat(run.status()).isEqualTo(1);
		assertThat(run.errors()).endsWith("sql/deploy: " + sentence + "\n");
		assertThat(run.calls()).noneMatch((call) -> call.contains(" -f sql/"));
		if (!step.equals("stage")) {
			assertThat(run.calls()).noneMatch((call) -> call.contains("stage copy"));
		}
		if (!List.of("push", "stage").contains(step)) {
			assertThat(run.calls()).noneMatch((call) -> call.contains("docker push"));
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "[] | The service was not created. Have sql/01 to 05 run?",
			"[{\"name\": \"API\"}] | The service was not upgraded." })
	void scriptWhenRefusedEndsWithOneSentence(String services, String sentence) throws Exception {
		answer("services", services);
		Files.createFile(this.answers.resolve("fail-script"));
		Run run = deploy("public");
		assertThat(run.status()).isEqualTo(3);
		assertThat(run.errors()).endsWith("sql/deploy: " + sentence + "\n");
	}

	@Test
	void serviceWhenNeverReadySaysWhatItWaitsFor() throws Exception {
		answer("containers", "[" + container(0, "api", "READY", "Running", false) + ", "
				+ container(1, "api", "PENDING", "Readiness probe is failing at path: /readyz, port: 8001", true)
				+ "]");
		Run run = deploy("public", "--timeout", "1");
		assertThat(run.status()).isEqualTo(3);
		assertThat(run.errors())
			.endsWith("sql/deploy: API.PUBLIC.API is not ready after 1 seconds. instance 0, api: READY, "
					+ "Running; instance 1, api: PENDING, Readiness probe is failing at path: /readyz, port: 8001.\n");
	}

	/** While all containers still run the old image, nothing has been upgraded. */
	@Test
	void serviceWhenItStillUpgradesIsWaitedFor() throws Exception {
		answer("describe", RUNNING.replace("false", "true"));
		assertThat(deploy("public", "--timeout", "1").errors())
			.endsWith("is not ready after 1 seconds. The service is RUNNING and upgrading.\n");
	}

	@Test
	void serviceWhenItFailsShowsTheLog() throws Exception {
		answer("containers", "[" + container(1, "api", "FAILED", "Encountered fatal error, retrying", true) + "]");
		answer("describe", "[{\"status\": \"PENDING\", \"is_upgrading\": \"false\"}]");
		Run run = deploy("public");
		assertThat(run.status()).isEqualTo(3);
		assertThat(run.errors()).endsWith("SNOWFLAKE_WAREHOUSE must be set.\nsql/deploy: API.PUBLIC.API failed. "
				+ "instance 1, api: FAILED, Encountered fatal error, retrying.\n");
		assertThat(run.calls())
			.anyMatch((call) -> call.contains("SYSTEM$GET_SERVICE_LOGS('API.PUBLIC.API', 1, 'api', 30)"));
	}

	@ParameterizedTest
	@CsvSource({ "FAILED, API.PUBLIC.API failed. The service is FAILED.",
			"INTERNAL_ERROR, API.PUBLIC.API failed. The service is INTERNAL_ERROR.",
			"SUSPENDED, API.PUBLIC.API has the new image but is suspended: sql/10_resume.sql starts it." })
	void serviceWhenInNoStateToBecomeReadyIsNotWaitedFor(String status, String sentence) throws Exception {
		answer("describe", RUNNING.replace("RUNNING", status));
		Run run = deploy("public");
		assertThat(run.status()).isEqualTo(3);
		assertThat(run.errors()).endsWith("sql/deploy: " + sentence + "\n");
	}

	@Test
	void serviceWhenSnowflakeStopsAnsweringIsAskedAgain() throws Exception {
		Files.createFile(this.answers.resolve("fail-containers-once"));
		assertThat(deploy("public").status()).isZero();
		Files.createFile(this.answers.resolve("fail-describe"));
		assertThat(deploy("public", "--timeout", "1").errors()).endsWith("The service is unreachable.\n");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"private | [{\"name\": \"API\"}, {\"name\": \"API_OCKAM_OUTLET\"}] | The service was made with its outlet apart",
			"private-outlet-apart | [{\"name\": \"API\"}] | The service was made with its outlet beside it" })
	void serviceWhenAnotherVariantMadeItIsLeftAlone(String variant, String services, String sentence) throws Exception {
		answer("services", services);
		Run run = deploy(variant);
		assertThat(run.status()).isEqualTo(1);
		assertThat(run.errors()).contains("sql/deploy: " + sentence);
		assertThat(run.calls()).noneMatch((call) -> call.contains(" -f sql/") || call.contains("stage copy")
				|| call.startsWith("docker build") || call.startsWith("docker push"));
	}

	@Test
	void changesWhenNotCommittedAreNotDeployed() throws Exception {
		Files.writeString(this.repository.resolve("spec/public-api.yaml"), "spec:\n");
		Run run = deploy("public");
		assertThat(run.status()).isEqualTo(1);
		assertThat(run.errors()).isEqualTo(
				"sql/deploy: There are changes that no commit holds. Commit them, so that the image is what its tag says.\n");
		assertThat(run.calls()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "private", "private-outlet-apart", "public", "public --suspend-idle", "public --endpoints",
			"public --shared-cache", "private-outlet-apart --shared-cache" })
	void commandsWhenDryRunArePrintedAndNotRun(String variant) throws Exception {
		Run run = deploy((variant + " --dry-run").split(" "));
		assertThat(run.status()).isZero();
		assertThat(run.errors()).isEmpty();
		assertThat(run.calls()).isEmpty();
		assertThat(run.output().lines()).allMatch((line) -> line.startsWith("+ ") || line.startsWith("# "))
			.contains("+ docker push REPOSITORY_URL/data-api:" + this.commit);
	}

	@Test
	void dryRunWhenNothingIsInstalledWorks() throws Exception {
		Files.delete(this.folder.resolve("bin/snow"));
		Files.delete(this.folder.resolve("bin/docker"));
		assertThat(deploy("public", "--dry-run").status()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "elsewhere", "public private", "public --tag", "public --tag a/b",
			"public --timeout soon", "public --force", "private --suspend-idle", "private --endpoints",
			"public --endpoints --suspend-idle", "private --shared-cache", "public --shared-cache --suspend-idle",
			"public --shared-cache --endpoints" })
	void argumentsWhenWrongAreRefused(String arguments) throws Exception {
		Run run = deploy(Stream.of(arguments.split(" ")).filter((word) -> !word.isEmpty()).toArray(String[]::new));
		assertThat(run.status()).isEqualTo(2);
		assertThat(run.errors()).startsWith("sql/deploy: ").contains("\nUsage: ");
		assertThat(run.calls()).isEmpty();
	}

	@Test
	void scriptWhenCheckedByShellcheckIsClean() throws Exception {
		assumeTrue(isInstalled("shellcheck"), "shellcheck is not installed");
		Process process = new ProcessBuilder("shellcheck", "sql/deploy").redirectErrorStream(true).start();
		String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(text).isZero();
	}

	static boolean lacksTools() {
		return !Stream.of("bash", "git", "jq").allMatch(DeployCommandTests::isInstalled);
	}

	private static boolean isInstalled(String program) {
		return Stream.of(System.getenv("PATH").split(":"))
			.anyMatch((folder) -> Files.isExecutable(Path.of(folder, program)));
	}

	private static String container(int instance, String name, String status, String message, boolean tagged) {
		return """
				{"service_name": "API", "instance_id": "%d", "container_name": "%s", "status": "%s", "message": "%s", \
				"image_name": "registry.test/%s:%s"}""".formatted(instance, name, status, message, name,
				(tagged) ? "TAG" : "old");
	}

	private void answer(String call, String text) throws IOException {
		Files.writeString(this.answers.resolve(call), text.replace(":TAG", ":" + this.commit));
	}

	private String git(String... arguments) throws Exception {
		List<String> command = new ArrayList<>(List.of("git"));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).directory(this.repository.toFile()).start();
		String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).isZero();
		return text;
	}

	private Run deploy(String... arguments) throws Exception {
		Path calls = this.folder.resolve("calls");
		Files.deleteIfExists(calls);
		Path output = this.folder.resolve("output");
		Path errors = this.folder.resolve("errors");
		List<String> command = new ArrayList<>(List.of("bash", "sql/deploy", "--poll", "0"));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).directory(this.repository.toFile())
			.redirectOutput(output.toFile())
			.redirectError(errors.toFile());
		builder.environment().put("PATH", this.folder.resolve("bin") + ":" + System.getenv("PATH"));
		builder.environment().put("ANSWERS", this.answers.toString());
		builder.environment().put("CALLS", calls.toString());
		Process process = builder.start();
		try {
			assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
		}
		finally {
			process.destroyForcibly();
		}
		return new Run(process.exitValue(), Files.readString(output), Files.readString(errors),
				Files.exists(calls) ? Files.readAllLines(calls) : List.of());
	}

	/** How it ended, what it printed, and what it called. */
	private record Run(int status, String output, String errors, List<String> calls) {

	}

}

package dev.dataapi.deploy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

/**
 * The shared cache's server and the API that uses it name the same host, port, user,
 * prefix and secret, and the script makes that secret.
 */
@Tag("deploy")
class SharedCacheDeploymentTests {

	private static final String PASSWORD_SCRIPT = "sql/05d_shared_cache_password.sql";

	/** Longer statements fitted into no variable of a session before 2025. */
	private static final int LONGEST_VARIABLE = 256;

	@ParameterizedTest
	@MethodSource("servers")
	void serverWhenDeployedIsOneOnAPortForServicesOnly(DeployedService server) {
		assertThat(server.endpoints()).singleElement()
			.asInstanceOf(MAP)
			.containsEntry("port", new DataRedisProperties().getPort())
			.containsEntry("protocol", "TCP")
			.containsEntry("public", false);
		assertThat(server.spec().containsKey("volumes")).isFalse();
		assertThat(server.specification()).doesNotContainKey("serviceRoles");
		assertThat(server.statement().get(0).equals("ALTER") || server.property("MAX_INSTANCES").equals("1")).isTrue();
	}

	/**
	 * Entries of changing sizes leave gaps: almost three times their bound was measured.
	 */
	@ParameterizedTest
	@MethodSource("servers")
	void memoryWhenDeployedLeavesRoomForGaps(DeployedService server) {
		Map<?, ?> container = server.container("valkey");
		Map<?, ?> limits = (Map<?, ?>) ((Map<?, ?>) container.get("resources")).get("limits");
		long limit = Long.parseLong(((String) limits.get("memory")).replaceFirst("M$", "")) * 1_000_000;
		String maxmemory = (String) ((Map<?, ?>) container.get("env")).get("MAXMEMORY");
		assertThat(Long.parseLong(maxmemory.replaceFirst("mb$", "")) << 20).isLessThanOrEqualTo(limit / 3);
	}

	@ParameterizedTest
	@MethodSource("apis")
	void apiWhenItSharesFindsItsServer(DeployedService api) {
		Map<?, ?> environment = (Map<?, ?>) api.container("api").get("env");
		String host = (String) environment.get("SPRING_DATA_REDIS_HOST");
		// A bare name is found within the schema only
		String name = api.name().replaceFirst("[^.]+$", host.toUpperCase(Locale.ROOT));
		assertThat(created()).contains(name);
		String rule = configuration().lines()
			.filter((line) -> line.startsWith("user data-api "))
			.findFirst()
			.orElseThrow();
		assertThat(rule).startsWith("user " + environment.get("SPRING_DATA_REDIS_USERNAME") + " on ");
		assertThat(DeploymentFiles.read("docs/configuration.md"))
			.contains("`DATA_API_CACHE_SHARED_PREFIX` | " + rule.replaceFirst(".* ~([^:]+):\\* .*", "$1") + " |");
	}

	@Test
	void secretWhenNamedIsTheOneThatTheScriptMakes() throws SQLException {
		Matcher made = secretStatement();
		assertThat(Stream.concat(servers().stream(), apis().stream())
			.flatMap((service) -> service.containers())
			.flatMap((container) -> DeployedService.list(container.get("secrets")))
			.filter((secret) -> !secret.get("snowflakeSecret").toString().contains("OCKAM"))).isNotEmpty()
			.allSatisfy((secret) -> assertThat(secret.get("snowflakeSecret")).asInstanceOf(MAP)
				.containsEntry("objectName", made.group("name")));
		assertThat(apis())
			.allSatisfy((api) -> assertThat(DeployedService.list(api.container("api").get("secrets"))).singleElement()
				.asInstanceOf(MAP)
				.containsEntry("envVarName", "SPRING_DATA_REDIS_PASSWORD")
				.containsEntry("secretKeyRef", "secret_string"));
	}

	/** The expression run on DuckDB, whose UUIDs are random too. */
	@Test
	void passwordWhenMadeIsLongRandomAndKept() throws SQLException {
		Matcher first = secretStatement();
		assertThat(first.group("password")).matches("[0-9a-f]{64}").isNotEqualTo(secretStatement().group("password"));
		assertThat(first.group()).hasSizeLessThan(LONGEST_VARIABLE).contains(" IF NOT EXISTS ");
		assertThat(new SqlForms().match(SqlScript.of("made", first.group() + ";", Map.of()).statements().get(0)))
			.isPresent();
		List<String> statements = statements();
		assertThat(statements.indexOf("UNSET NEW_SECRET"))
			.isEqualTo(statements.indexOf("EXECUTE IMMEDIATE $NEW_SECRET") + 1)
			.isPositive();
	}

	/** As the document tells those who run a server of their own. */
	@Test
	void configurationWhenDeployedIsTheDocuments() {
		String configuration = configuration().replace("#$hash", "><password>").replace("$MAXMEMORY", "192mb");
		assertThat(DeploymentFiles.read("docs/shared-cache.md")).contains("```\n" + configuration + "```");
	}

	@Test
	void imageWhenPulledByHandIsTheSpecifications() {
		String image = ((String) servers().get(0).container("valkey").get("image")).replaceFirst(".*/", "");
		assertThat(DeploymentFiles.read("docs/deployment.md")).contains(
				"docker pull --platform linux/amd64 docker.io/valkey/" + image + "\n", "$repository/" + image + " &&");
	}

	static List<DeployedService> servers() {
		return services("spec/valkey.yaml");
	}

	static List<DeployedService> apis() {
		return services("-shared-cache.yaml");
	}

	private static List<DeployedService> services(String template) {
		List<DeployedService> found = DeployedService.readAll()
			.stream()
			.filter((service) -> service.template().endsWith(template))
			.toList();
		assertThat(found).isNotEmpty();
		return found;
	}

	/** The names that 06d gives the server in one schema or the other. */
	private static List<String> created() {
		return Stream.of("API.PRIVATE", "API.PUBLIC")
			.flatMap((schema) -> SqlScript.read("sql/06d_shared_cache.sql", Map.of("schema", schema))
				.statements()
				.stream())
			.filter((statement) -> statement.get(0).equals("CREATE"))
			.map((statement) -> DeployedService.of(statement).name())
			.toList();
	}

	/** What the server reads, from the container's command. */
	private static String configuration() {
		List<?> command = (List<?>) servers().get(0).container("valkey").get("command");
		Matcher matcher = Pattern.compile("(?s)<<END\n(.*)END\n").matcher((String) command.get(command.size() - 1));
		assertThat(matcher.find()).isTrue();
		return matcher.group(1);
	}

	private static List<String> statements() {
		return SqlScript.read(PASSWORD_SCRIPT).statements().stream().map(PrivilegeTable::text).toList();
	}

	private static Matcher secretStatement() throws SQLException {
		String set = statements().stream().filter((text) -> text.startsWith("SET ")).findFirst().orElseThrow();
		try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
				Statement database = connection.createStatement()) {
			database.execute("CREATE MACRO uuid_string() AS CAST(uuid() AS VARCHAR)");
			try (ResultSet row = database.executeQuery(set.replaceFirst("^SET [A-Z_]+ = ", ""))) {
				row.next();
				Matcher matcher = Pattern
					.compile("CREATE SECRET .* EXISTS (?<name>\\S+) .* SECRET_STRING = '(?<password>.*)'")
					.matcher(row.getString(1));
				assertThat(matcher.matches()).as(row.getString(1)).isTrue();
				return matcher;
			}
		}
	}

}

package dev.dataapi.declared;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.dataapi.Eventually;
import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import dev.dataapi.cache.shared.RedisServer;
import dev.dataapi.testserver.SnowflakeServer;
import dev.dataapi.warehouse.embedded.SampleData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * That a shared cache answers with what the instance itself would have been answered:
 * services over HTTP that differ in one thing each.
 */
@Timeout(300)
class SharedAnswersTests {

	private static final String CUSTOMER = "/customer/7";

	private static final String BETWEEN = """
			version: 1
			reports:
			  orders:
			    parameters:
			      - {name: from, type: date}
			      - {name: to, type: date}
			    sql: |
			      SELECT COUNT(*) AS ORDERS FROM snowflake_sample_data.tpch_sf10.orders
			      WHERE O_ORDERDATE >= {{from}} AND O_ORDERDATE <= {{to}}
			    columns:
			      - {name: ORDERS, type: integer}
			""";

	@RegisterExtension
	final RedisServer server = new RedisServer();

	@TempDir
	private Path folder;

	@BeforeEach
	void start() {
		this.server.start();
	}

	@Test
	void accountUserRoleAndDatabaseEachHaveAnswersOfTheirOwn() throws IOException {
		try (SnowflakeServer one = account(); SnowflakeServer another = account()) {
			Map<String, String> base = settings(one);
			load("snowflake", base, CUSTOMER);
			Map<String, Map<String, String>> others = new LinkedHashMap<>();
			others.put("host", settings(another));
			others.put("user", with(base, "user", "OTHER_USER"));
			others.put("role", with(base, "role", "OTHER_ROLE"));
			others.put("role of the user", with(base, "role", ""));
			others.put("database", with(base, "database", "API"));
			others.put("schema", with(with(base, "database", "API"), "schema", "DATA"));
			others.put("user of a token", with(with(with(base, "user", ""), "password", ""), "token", "token-1"));
			others.put("user of another token", with(with(with(base, "user", ""), "password", ""), "token", "token-2"));
			others.forEach((name, settings) -> assertThat(cacheStatus("snowflake", settings, CUSTOMER)).as(name)
				.startsWith("shared; fwd=miss"));
			assertThat(cacheStatus("embedded", Map.of(), CUSTOMER)).startsWith("shared; fwd=miss");
			// What changes no answer is shared, and so is what has been there all the
			// time
			assertThat(cacheStatus("snowflake", with(base, "warehouse", "OTHER_WH"), CUSTOMER))
				.startsWith("shared; hit");
			assertThat(cacheStatus("snowflake", with(base, "data-api.report.deadline", "7s"), CUSTOMER))
				.startsWith("shared; hit");
		}
	}

	@Test
	void embeddedDataOfAnotherSizeHasAnswersOfItsOwn() throws IOException {
		String path = "/connector/customers/top10";
		load("embedded", Map.of(), path);
		assertThat(cacheStatus("embedded", Map.of("data-api.embedded.scale-factor", "0.002"), path))
			.startsWith("shared; fwd=miss");
		assertThat(
				cacheStatus("embedded", Map.of("data-api.embedded.path", this.folder.resolve("db").toString()), path))
			.startsWith("shared; fwd=miss");
		assertThat(cacheStatus("embedded", Map.of(), path)).startsWith("shared; hit");
	}

	@Test
	void fileOfAnotherStatementHasAnswersOfItsOwn() throws IOException {
		String path = "/reports/orders?from=1995-01-01&to=1995-01-31";
		load("embedded", file("one.yaml", BETWEEN), path);
		String swapped = BETWEEN.replace("{{from}}", "{{x}}").replace("{{to}}", "{{from}}").replace("{{x}}", "{{to}}");
		try (RunningService service = start("embedded", file("two.yaml", swapped))) {
			RawRequest.Answer answer = service.get(path);
			assertThat(answer.body()).isEqualTo("[{\"ORDERS\":0}]");
			assertThat(answer.headers().get("cache-status")).startsWith("shared; fwd=miss");
		}
		String described = BETWEEN.replace("orders:\n", "orders:\n    description: Orders of some days\n");
		assertThat(cacheStatus("embedded", file("three.yaml", described), path)).startsWith("shared; hit");
	}

	private Map<String, String> file(String name, String content) throws IOException {
		return Map.of("data-api.endpoints", Files.writeString(this.folder.resolve(name), content).toString());
	}

	private static SnowflakeServer account() {
		SnowflakeServer server = SnowflakeServer.start(SampleData.of(0.01));
		server.account().warehouse("OTHER_WH");
		for (String user : List.of("ONE_USER", "OTHER_USER")) {
			server.user(user,
					(each) -> each.password("secret").roles("ONE_ROLE", "OTHER_ROLE").defaultWarehouse("ONE_WH"));
		}
		for (String token : List.of("token-1", "token-2")) {
			server.user("OF_" + token, (each) -> each.oauthToken(token).roles("ONE_ROLE").defaultWarehouse("ONE_WH"));
		}
		return server;
	}

	private static Map<String, String> settings(SnowflakeServer account) {
		Map<String, String> settings = new LinkedHashMap<>();
		settings.put("data-api.snowflake.account", "TESTING");
		settings.put("data-api.snowflake.host", account.host());
		settings.put("data-api.snowflake.port", Integer.toString(account.port()));
		settings.put("data-api.snowflake.protocol", "http");
		settings.put("data-api.snowflake.user", "ONE_USER");
		settings.put("data-api.snowflake.password", "secret");
		settings.put("data-api.snowflake.role", "ONE_ROLE");
		settings.put("data-api.snowflake.warehouse", "ONE_WH");
		return settings;
	}

	private static Map<String, String> with(Map<String, String> settings, String name, String value) {
		Map<String, String> changed = new LinkedHashMap<>(settings);
		changed.put(name.contains(".") ? name : "data-api.snowflake." + name, value);
		return changed;
	}

	/** Has an answer loaded and stored by a service that ends. */
	private void load(String profile, Map<String, String> settings, String path) throws IOException {
		try (RunningService service = start(profile, settings)) {
			assertThat(service.get(path).status()).isEqualTo(200);
			String entries = path.startsWith("/customer") ? "customer"
					: path.startsWith("/reports") ? "reports.orders" : "connector.top-customers";
			Eventually.assertThat(() -> assertThat(this.server.names("data-api:2:" + entries + ":*")).isNotEmpty());
		}
	}

	private String cacheStatus(String profile, Map<String, String> settings, String path) {
		try (RunningService service = start(profile, settings)) {
			RawRequest.Answer answer = service.get(path);
			assertThat(answer.status()).as(answer.body()).isEqualTo(200);
			return answer.headers().get("cache-status");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private RunningService start(String profile, Map<String, String> settings) {
		Map<String, String> all = new LinkedHashMap<>();
		all.put("data-api.embedded.scale-factor", "0.001");
		all.put("data-api.cache.shared", "redis");
		all.put("spring.data.redis.host", "127.0.0.1");
		all.put("spring.data.redis.port", Integer.toString(this.server.port()));
		all.put("spring.data.redis.timeout", "20s");
		all.putAll(settings);
		List<String> given = new ArrayList<>();
		all.forEach((name, value) -> given.add(name + "=" + value));
		return RunningService.start(profile, given);
	}

}

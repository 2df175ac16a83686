package dev.dataapi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import dev.dataapi.testserver.Requests;
import dev.dataapi.testserver.Rows;
import dev.dataapi.testserver.SnowflakeServer;
import dev.dataapi.testserver.User;
import dev.dataapi.warehouse.embedded.SampleData;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Runs the Snowflake server alone with the sample data, as the far end of a benchmark.
 * All options are optional: {@code --port=0}, {@code --latency=40} in milliseconds,
 * {@code --scale-factor=0.1} of the sample data, or instead of it
 * {@code --attach=api=/path/api.duckdb} for each catalog, {@code --sql=/path/fill.sql},
 * {@code --account}, {@code --user}, {@code --password}, {@code --oauth-token},
 * {@code --public-key=/path/key.pub}, {@code --warehouse}, {@code --role},
 * {@code --look-ups-in-memory}, {@code --chunks=10000} rows in each chunk of a result,
 * {@code --minutes=60} after which it stops.
 */
final class SnowflakeServerMain {

	private static final Log logger = LogFactory.getLog(SnowflakeServerMain.class);

	private static final String WHERE = "WHERE ";

	private final ApplicationArguments options;

	private SnowflakeServerMain(String... args) {
		this.options = new DefaultApplicationArguments(args);
	}

	public static void main(String[] args) throws Exception {
		new SnowflakeServerMain(args).run();
	}

	private void run() throws IOException, SQLException, GeneralSecurityException, InterruptedException {
		if (!this.options.containsOption("attach") && !this.options.containsOption("sql")) {
			serve(SampleData.of(Double.parseDouble(one("scale-factor", "0.1"))));
			return;
		}
		String url = "jdbc:duckdb::memory:snowflake-server";
		try (Connection kept = DriverManager.getConnection(url); Statement sql = kept.createStatement()) {
			for (String attach : all("attach")) {
				String[] parts = attach.split("=", 2);
				sql.execute("ATTACH '" + parts[1].replace("'", "''") + "' AS \"" + parts[0] + "\"");
			}
			for (String file : all("sql")) {
				sql.execute(Files.readString(Path.of(file)));
			}
			serve(new DriverManagerDataSource(url));
		}
	}

	private void serve(DataSource dataSource) throws IOException, GeneralSecurityException, InterruptedException {
		try (SnowflakeServer server = start(dataSource)) {
			announce(server);
			CountDownLatch stopped = new CountDownLatch(1);
			Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::close));
			stopped.await(Long.parseLong(one("minutes", "60")), TimeUnit.MINUTES);
		}
	}

	private SnowflakeServer start(DataSource dataSource) throws IOException, GeneralSecurityException {
		SnowflakeServer server = SnowflakeServer.start(dataSource, Integer.parseInt(one("port", "0")));
		User user = server.account().name(one("account", "TESTING")).user(one("user", "DATA_API"));
		user.roles(one("role", "DATA_API")).defaultWarehouse(one("warehouse", "WH"));
		user.password(one("password", "password"));
		all("oauth-token").forEach(user::alsoOauthToken);
		for (String file : all("public-key")) {
			user.publicKey(publicKey(Path.of(file)));
		}
		if (this.options.containsOption("chunks")) {
			server.chunks(Integer.parseInt(one("chunks", "")));
		}
		if (this.options.containsOption("look-ups-in-memory")) {
			answerLookUps(server);
		}
		return server.latency(Duration.ofMillis(Long.parseLong(one("latency", "0"))));
	}

	/**
	 * Answers {@code SELECT … WHERE column = ?} and {@code … IN (?, ?)} from memory: in a
	 * benchmark, DuckDB would take most of the machine, 1 ms of a core for a row of 18
	 * columns. Reads a whole table at its first look-up.
	 */
	private static void answerLookUps(SnowflakeServer server) {
		Map<String, Rows> tables = new ConcurrentHashMap<>();
		server.answer((sql) -> sql.contains(WHERE) && key(sql).matches("\\w+ *(= *\\?|IN *\\([?, ]+\\))"), (asked) -> {
			String all = asked.sql().substring(0, asked.sql().indexOf(WHERE));
			return tables.computeIfAbsent(all, server::rows).with(key(asked.sql()).split("\\W", 2)[0], values(asked));
		});
	}

	private static String key(String sql) {
		return sql.substring(sql.indexOf(WHERE) + WHERE.length()).strip().toUpperCase(Locale.ROOT);
	}

	private static List<String> values(Requests.Statement asked) {
		return asked.binds().values().stream().map((bind) -> bind.substring(bind.indexOf(':') + 1)).toList();
	}

	private void announce(SnowflakeServer server) {
		logger.info("Listening: " + server.jdbcUrl() + "?account=" + server.account().name() + "&user="
				+ one("user", "DATA_API") + "&warehouse=" + one("warehouse", "WH") + "&JDBC_QUERY_RESULT_FORMAT=JSON");
		logger.info("Latency " + one("latency", "0") + " ms a query; stops after " + one("minutes", "60") + " minutes");
	}

	private List<String> all(String option) {
		List<String> values = this.options.getOptionValues(option);
		return (values != null) ? values : List.of();
	}

	private String one(String option, String otherwise) {
		return all(option).stream().findFirst().orElse(otherwise);
	}

	private static PublicKey publicKey(Path file) throws IOException, GeneralSecurityException {
		String base64 = Files.readString(file).replaceAll("-----[A-Z ]+-----|\\s", "");
		return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
	}

}

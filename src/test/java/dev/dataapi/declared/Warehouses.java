package dev.dataapi.declared;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.UUID;

import javax.sql.DataSource;

import dev.dataapi.testserver.SnowflakeServer;

import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * One DuckDB as each driver shows it: DuckDB's own, and Snowflake's through a server that
 * answers in JSON and one that answers in Arrow's format.
 */
final class Warehouses implements AutoCloseable {

	static final List<String> NAMES = List.of("duck", "snowflake", "snowflake-arrow");

	private final String url = "jdbc:duckdb::memory:" + UUID.randomUUID();

	private final SingleConnectionDataSource duck;

	private final SnowflakeServer json;

	private final SnowflakeServer arrow;

	private final SingleConnectionDataSource overJson;

	private final SingleConnectionDataSource overArrow;

	Warehouses() throws SQLException {
		this.duck = new SingleConnectionDataSource(DriverManager.getConnection(this.url), true);
		this.json = server();
		this.arrow = server().arrow();
		this.overJson = new SingleConnectionDataSource(connect(this.json, "JSON"), true);
		this.overArrow = new SingleConnectionDataSource(connect(this.arrow, "ARROW"), true);
	}

	private SnowflakeServer server() {
		return SnowflakeServer.start(new AbstractDataSource() {

			@Override
			public Connection getConnection() throws SQLException {
				return DriverManager.getConnection(Warehouses.this.url);
			}

			@Override
			public Connection getConnection(String username, String password) throws SQLException {
				return getConnection();
			}

		});
	}

	private static Connection connect(SnowflakeServer server, String format) throws SQLException {
		Properties properties = server.properties("API");
		properties.setProperty("JDBC_QUERY_RESULT_FORMAT", format);
		properties.setProperty("JDBC_TREAT_TIMESTAMP_NTZ_AS_UTC", "true");
		properties.setProperty("JDBC_USE_SESSION_TIMEZONE", "false");
		return DriverManager.getConnection(server.jdbcUrl(), properties);
	}

	DataSource duck() {
		return this.duck;
	}

	/** One of {@link #NAMES}. */
	DataSource of(String name) {
		return switch (name) {
			case "duck" -> this.duck;
			case "snowflake" -> this.overJson;
			case "snowflake-arrow" -> this.overArrow;
			default -> throw new IllegalArgumentException(name);
		};
	}

	@Override
	public void close() {
		this.overArrow.close();
		this.overJson.close();
		this.json.close();
		this.arrow.close();
		this.duck.close();
	}

}

package dev.dataapi.testserver;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.UUID;

/**
 * Connects the real driver to the server, with timeouts short enough for a test and
 * everything else by default.
 */
final class Client {

	private final SnowflakeServer server;

	private final Properties properties = new Properties();

	private Client(SnowflakeServer server) {
		this.server = server;
		with("account", server.account().name());
		with("warehouse", "WH");
		with("JDBC_QUERY_RESULT_FORMAT", "JSON");
		with("disablePlatformDetection", "true");
		with("CLIENT_TELEMETRY_ENABLED", "false");
		with("networkTimeout", "20000");
		with("loginTimeout", "20");
	}

	static Client of(SnowflakeServer server) {
		return new Client(server);
	}

	Client with(String property, String value) {
		this.properties.setProperty(property, value);
		return this;
	}

	Client without(String property) {
		this.properties.remove(property);
		return this;
	}

	/**
	 * Limits a request to about three seconds, retries included. The driver shares socket
	 * timeouts among the clients of a JVM that have the same name: hence the suffix.
	 */
	Client impatient() {
		return with("networkTimeout", "3000").with("loginTimeout", "3")
			.with("HTTP_CLIENT_SOCKET_TIMEOUT", "1500")
			.with("HTTP_CLIENT_CONNECTION_TIMEOUT", "1000")
			.with("user_agent_suffix", "test-" + UUID.randomUUID());
	}

	Client password(String user, String password) {
		return with("user", user).with("password", password);
	}

	Connection connect() throws SQLException {
		return DriverManager.getConnection(this.server.jdbcUrl(), this.properties);
	}

}

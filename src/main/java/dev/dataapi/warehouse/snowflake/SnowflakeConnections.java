package dev.dataapi.warehouse.snowflake;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import net.snowflake.client.api.driver.SnowflakeDriver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * Opens physical connections, each with the credential as it is at that moment.
 *
 * <p>
 * The driver waits for the answer to a login as long as for that to a statement, twice,
 * and cannot be interrupted. A pool opens one connection after the other, so a login that
 * hangs is left behind at the deadline; a connection that comes of it later is closed.
 */
class SnowflakeConnections extends AbstractDataSource {

	private static final Logger LOGGER = LoggerFactory.getLogger(SnowflakeConnections.class);

	private final SnowflakeDriver driver = new SnowflakeDriver();

	private final SnowflakeProperties settings;

	private final Login login;

	private final Properties session;

	private final Duration deadline;

	/**
	 * Creates a source of connections.
	 * @param settings where Snowflake is and how to log in
	 * @param session the properties of the driver and of the session, of one pool
	 * @param deadline for how long a login may take
	 */
	SnowflakeConnections(SnowflakeProperties settings, Properties session, Duration deadline) {
		this.settings = settings;
		this.login = Login.of(settings);
		this.session = session;
		this.deadline = deadline;
	}

	@Override
	public Connection getConnection() throws SQLException {
		Properties properties = new Properties();
		properties.putAll(this.session);
		this.login.addTo(properties, this.settings);
		CompletableFuture<Connection> connection = new CompletableFuture<>();
		Thread.ofVirtual().name("login").start(() -> connect(properties, connection));
		try {
			return connection.get(this.deadline.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			throw leftBehind(connection, "No answer to a login within " + this.deadline, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw leftBehind(connection, "Interrupted during a login", ex);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof SQLException failure) {
				throw failure;
			}
			throw new SQLException("The login failed", ex.getCause());
		}
	}

	private void connect(Properties properties, CompletableFuture<Connection> connection) {
		try {
			Connection opened = this.driver.connect(this.settings.jdbcUrl(), properties);
			if (!connection.complete(opened)) {
				opened.close();
			}
		}
		catch (SQLException | RuntimeException | Error ex) {
			if (!connection.completeExceptionally(ex)) {
				LOGGER.debug("A login that was left behind has failed", ex);
			}
		}
	}

	/** Whoever completes it first decides whether the connection is used or closed. */
	private static SQLException leftBehind(CompletableFuture<Connection> connection, String message, Exception why) {
		SQLException failure = new SQLTransientConnectionException(message, "08001", why);
		if (!connection.completeExceptionally(failure) && !connection.isCompletedExceptionally()) {
			closeQuietly(connection.join());
		}
		return failure;
	}

	private static void closeQuietly(Connection connection) {
		try {
			connection.close();
		}
		catch (SQLException ex) {
			LOGGER.debug("A connection that came too late could not be closed", ex);
		}
	}

	@Override
	public Connection getConnection(String username, String password) throws SQLException {
		return getConnection();
	}

}

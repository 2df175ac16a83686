package dev.dataapi.warehouse.snowflake;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import net.snowflake.client.api.driver.SnowflakeDriver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * Opens physical connections, each with the credential as it is at that moment.
 *
 * <p>
 * The driver may wait for a login twice as long as for a statement, and cannot be
 * interrupted. A pool opens one connection after another, so a login that hangs is
 * abandoned at the deadline. If it succeeds a little later, its connection is closed;
 * after that its requests are ended.
 */
class SnowflakeConnections extends AbstractDataSource {

	private static final Logger LOGGER = LoggerFactory.getLogger(SnowflakeConnections.class);

	private static final ThreadFactory LOGINS = DriverThreads.named("login");

	/** How long after its deadline a login may still succeed, to be closed. */
	private static final Duration LATE = Duration.ofSeconds(10);

	static {
		DriverHttpClient.install();
	}

	/** The SQLState of a client that could not connect. */
	private static final String UNREACHABLE = "08001";

	private final SnowflakeDriver driver = new SnowflakeDriver();

	private final SnowflakeProperties settings;

	private final Authenticator login;

	private final SecondaryRoles secondaryRoles;

	private final Properties session;

	private final Duration deadline;

	/** Opens connections with a pool's properties, each within a login's deadline. */
	SnowflakeConnections(SnowflakeProperties settings, Properties session, Duration deadline) {
		this.settings = settings;
		this.login = Authenticator.of(settings);
		this.secondaryRoles = SecondaryRoles.of(settings);
		this.session = session;
		this.deadline = deadline;
	}

	@Override
	public Connection getConnection() throws SQLException {
		Properties properties = new Properties();
		properties.putAll(this.session);
		this.login.addTo(properties, this.settings);
		CompletableFuture<Connection> connection = new CompletableFuture<Connection>()
			.orTimeout(this.deadline.toNanos(), TimeUnit.NANOSECONDS);
		LOGINS.newThread(() -> connect(properties, connection)).start();
		try {
			return connection.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			connection.thenAccept(SnowflakeConnections::close);
			throw new SQLTransientConnectionException("Interrupted during a login", UNREACHABLE, ex);
		}
		catch (ExecutionException ex) {
			throw reason(ex.getCause());
		}
	}

	/** Closes a connection that arrives after the deadline, when nobody waits for it. */
	private void connect(Properties properties, CompletableFuture<Connection> connection) {
		DriverCall call = new DriverCall().givenUpAfter(this.deadline.plus(LATE));
		try {
			Connection opened = call.run(() -> open(properties));
			if (!connection.complete(opened)) {
				close(opened);
			}
		}
		catch (Exception | Error ex) {
			if (!connection.completeExceptionally(ex)) {
				LOGGER.debug("An abandoned login failed", ex);
			}
		}
	}

	private Connection open(Properties properties) throws SQLException {
		Connection opened = this.driver.connect(this.settings.jdbcUrl(), properties);
		try {
			this.secondaryRoles.apply(opened);
			return opened;
		}
		catch (SQLException | RuntimeException | Error ex) {
			close(opened);
			throw ex;
		}
	}

	private SQLException reason(@Nullable Throwable cause) {
		return switch (cause) {
			case SQLException failure -> failure;
			case TimeoutException late ->
				new SQLTransientConnectionException("No answer to a login within " + this.deadline, UNREACHABLE, late);
			case null, default -> new SQLException("The login failed", cause);
		};
	}

	private static void close(Connection connection) {
		try {
			connection.close();
		}
		catch (SQLException ex) {
			LOGGER.debug("A late connection could not be closed", ex);
		}
	}

	@Override
	public Connection getConnection(String username, String password) throws SQLException {
		return getConnection();
	}

}

package dev.dataapi.warehouse.embedded;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.dataapi.warehouse.RenewedDeadline;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.datasource.ConnectionProxy;

/**
 * A statement whose result DuckDB makes while it is read, instead of holding it whole.
 * <p>
 * DuckDB's driver cannot stop such a result: {@code cancel} does nothing once
 * {@code execute} has returned, and {@code close} waits for the rows that are being made.
 * Only its native method interrupts them, which it does not publish.
 */
final class StreamedResult {

	private static final Logger LOGGER = LoggerFactory.getLogger(StreamedResult.class);

	/** What a session may still set once DuckDB's configuration is locked. */
	static final String ALLOWED = "SET GLOBAL allowed_configs = ['jdbc_stream_results', 'streaming_buffer_size']";

	/** DuckDB makes as much ahead of its reader. */
	private static final String[] BEGIN = { "SET jdbc_stream_results = true", "SET streaming_buffer_size = '1MB'" };

	private static final String[] END = { "SET jdbc_stream_results = false", "RESET streaming_buffer_size" };

	/** Within which a cancelled statement usually ends. */
	private static final Duration PATIENCE = Duration.ofMillis(500);

	private final GatedDataSource pool;

	private @Nullable Statement running;

	private final CountDownLatch ended = new CountDownLatch(1);

	StreamedResult(GatedDataSource pool) {
		this.pool = pool;
	}

	/** Runs the statement and reads its result, on this thread. */
	<T extends @Nullable Object> T read(Connection connection, PreparedStatementCreator creator,
			@Nullable PreparedStatementSetter setter, RenewedDeadline deadline, ResultSetExtractor<T> extractor)
			throws SQLException {
		EmbeddedWarehouse.execute(connection, BEGIN);
		try (PreparedStatement statement = creator.createPreparedStatement(connection)) {
			if (setter != null) {
				setter.setValues(statement);
			}
			synchronized (this) {
				this.running = statement;
			}
			this.pool.watch(this);
			deadline.onEnd(this::end);
			try {
				if (deadline.left() == 0) {
					throw new SQLTimeoutException("No connection within " + deadline.time());
				}
				try (ResultSet rows = statement.executeQuery()) {
					return extractor.extractData(rows);
				}
			}
			finally {
				deadline.onEnd(null);
				this.pool.forget(this);
				endReading();
			}
		}
		finally {
			readWholeAgain(connection);
		}
	}

	/** Other reads of the session have deadlines that a streamed result would escape. */
	private void readWholeAgain(Connection connection) throws SQLException {
		try {
			EmbeddedWarehouse.execute(connection, END);
		}
		catch (SQLException ex) {
			if (connection instanceof ConnectionProxy proxy) {
				this.pool.evictConnection(proxy.getTargetConnection());
			}
			throw ex;
		}
	}

	private synchronized void endReading() {
		this.running = null;
		this.ended.countDown();
	}

	/** Cancels the statement, and interrupts it if that does nothing. */
	void end() {
		try {
			Statement statement;
			synchronized (this) {
				statement = this.running;
			}
			if (statement != null) {
				statement.cancel();
				this.ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
				interruptUnlessEnded();
			}
		}
		catch (SQLException | ReflectiveOperationException ex) {
			LOGGER.debug("A result ended before it could be stopped", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private synchronized void interruptUnlessEnded() throws SQLException, ReflectiveOperationException {
		Statement statement = this.running;
		if (statement != null) {
			interrupt(statement.getConnection().unwrap(DuckDBConnection.class));
		}
	}

	private static void interrupt(DuckDBConnection connection) throws ReflectiveOperationException {
		Field reference = DuckDBConnection.class.getDeclaredField("connRef");
		reference.setAccessible(true);
		Method interrupt = Class.forName("org.duckdb.DuckDBNative")
			.getDeclaredMethod("duckdb_jdbc_interrupt", ByteBuffer.class);
		interrupt.setAccessible(true);
		interrupt.invoke(null, reference.get(connection));
	}

}

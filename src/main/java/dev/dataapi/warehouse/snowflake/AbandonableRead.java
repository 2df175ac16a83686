package dev.dataapi.warehouse.snowflake;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.PreparedStatementCreator;

/**
 * One read that its caller may leave behind, from the wait for a connection to the
 * answer. Thread-safe: one thread reads, the caller's gives up.
 */
final class AbandonableRead implements PreparedStatementCreator {

	private static final Logger LOGGER = LoggerFactory.getLogger(AbandonableRead.class);

	private static final ThreadFactory CANCELS = DriverThreads.named("cancel");

	private final PreparedStatementCreator creator;

	private @Nullable PreparedStatement statement;

	private boolean givenUp;

	AbandonableRead(PreparedStatementCreator creator) {
		this.creator = creator;
	}

	@Override
	public synchronized PreparedStatement createPreparedStatement(Connection connection) throws SQLException {
		if (this.givenUp) {
			throw new SQLException("The caller gave up before there was a connection", "57014");
		}
		PreparedStatement created = this.creator.createPreparedStatement(connection);
		this.statement = created;
		return created;
	}

	/** From here on the caller waits for a connection again. */
	synchronized void forgetStatement() {
		this.statement = null;
	}

	synchronized boolean isGivenUp() {
		return this.givenUp;
	}

	/**
	 * Stops the statement on the server too, if one has been sent.
	 * @param deadline for how long the caller has waited
	 * @return what to tell the caller
	 */
	synchronized DataAccessException giveUp(Duration deadline) {
		this.givenUp = true;
		PreparedStatement running = this.statement;
		if (running == null) {
			return new DataAccessResourceFailureException("No connection to Snowflake within " + deadline);
		}
		CANCELS.newThread(() -> cancel(running)).start();
		return new QueryTimeoutException("No answer from Snowflake within " + deadline);
	}

	private static void cancel(PreparedStatement running) {
		try {
			running.cancel();
		}
		catch (SQLException ex) {
			LOGGER.debug("The statement could not be cancelled; Snowflake stops it at its own time limit", ex);
		}
	}

}

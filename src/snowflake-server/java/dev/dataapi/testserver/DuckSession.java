package dev.dataapi.testserver;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import dev.dataapi.dialect.Dialect;
import org.jspecify.annotations.Nullable;

/**
 * A session's own DuckDB connection with the statements it has prepared; one query at a
 * time.
 */
final class DuckSession {

	/**
	 * Preparing costs as much as a look-up itself; a pool asks for few different texts.
	 */
	private static final int PREPARED = 64;

	private final Connection connection;

	private final String macros;

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<String, PreparedStatement> prepared = new LinkedHashMap<>(16, 0.75f, true);

	private volatile boolean closed;

	/** Begins a session that finds its functions in a database and schema. */
	DuckSession(Connection connection, String macros) {
		this.connection = connection;
		this.macros = macros;
	}

	void lock() {
		this.lock.lock();
	}

	void unlock() {
		this.lock.unlock();
		closeIfLeft();
	}

	/** Prepares a statement; a query gives arrays and objects as JSON. */
	PreparedStatement prepare(String sql, boolean query) throws SQLException {
		PreparedStatement statement = this.prepared.get(sql);
		if (statement == null || statement.isClosed()) {
			statement = this.connection.prepareStatement(query ? Dialect.readable(sql, this.connection) : sql);
			this.prepared.put(sql, statement);
			if (this.prepared.size() > PREPARED) {
				forget(this.prepared.keySet().iterator().next());
			}
		}
		return statement;
	}

	/** After an error: DuckDB closes the statement by itself. */
	void forget(String sql) throws SQLException {
		PreparedStatement statement = this.prepared.remove(sql);
		if (statement != null) {
			statement.close();
		}
	}

	void use(String database, @Nullable String schema) throws SQLException {
		use(quoted(database) + ((schema != null) ? "." + quoted(schema) : ""));
	}

	/** Makes a database, or a schema of one, the current one, and keeps the functions. */
	void use(String name) throws SQLException {
		this.lock.lock();
		try (Statement statement = this.connection.createStatement()) {
			statement.execute("SET search_path = '" + name.replace("'", "''") + "," + this.macros + "'");
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean autoCommit() throws SQLException {
		return this.connection.getAutoCommit();
	}

	void autoCommit(boolean on) throws SQLException {
		this.connection.setAutoCommit(on);
	}

	void commit() throws SQLException {
		if (!this.connection.getAutoCommit()) {
			this.connection.commit();
		}
	}

	void rollback() throws SQLException {
		if (!this.connection.getAutoCommit()) {
			this.connection.rollback();
		}
	}

	/** Closes now, or as soon as the query in progress has ended. */
	void close() {
		this.closed = true;
		closeIfLeft();
	}

	private void closeIfLeft() {
		if (this.closed && this.lock.tryLock()) {
			try {
				this.connection.close();
			}
			catch (SQLException ex) {
				throw new IllegalStateException("DuckDB kept a session's connection", ex);
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	private static String quoted(String name) {
		return '"' + name.replace("\"", "\"\"") + '"';
	}

}

package dev.dataapi.testserver;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * Runs one statement on a session's DuckDB connection, and makes its answer.
 */
final class StatementRunner {

	/** Clients whose results are Arrow unless they ask for JSON. */
	private static final Set<String> ARROW_CLIENTS = Set.of("JDBC", "ODBC", "Go", "PythonConnector");

	private final Account account;

	private final SessionCommands commands;

	private final LookUpMemory memory;

	private final ResultStorage storage;

	private volatile boolean arrow;

	StatementRunner(Account account, DuckWarehouse warehouse, LookUpMemory memory, ResultStorage storage) {
		this.account = account;
		this.memory = memory;
		this.storage = storage;
		this.commands = new SessionCommands(account, warehouse);
	}

	void arrow(boolean arrow) {
		this.arrow = arrow;
	}

	HttpAnswer run(QueryRequest request, Execution execution, boolean wrongTypes) {
		Session session = execution.session();
		Sql sql = request.sql();
		session.check(sql);
		try {
			if (sql.kind() == Sql.Kind.SESSION || sql.kind() == Sql.Kind.TRANSACTION) {
				return command(execution);
			}
			requireWarehouse(sql, session);
			if (sql.kind() == Sql.Kind.QUERY && !this.arrow) {
				requireJson(session);
			}
			HttpAnswer remembered = wrongTypes ? null : this.memory.answer(request, execution);
			return (remembered != null) ? remembered : prepared(request, execution, wrongTypes);
		}
		catch (SQLException ex) {
			throw DuckErrors.translate(ex, sql, session);
		}
	}

	private HttpAnswer command(Execution execution) throws SQLException {
		DuckSession duck = execution.session().duck();
		duck.lock();
		try {
			this.commands.run(execution.sql(), execution.session());
			return new QueryAnswer(execution, this.storage).status();
		}
		finally {
			duck.unlock();
		}
	}

	private HttpAnswer prepared(QueryRequest request, Execution execution, boolean wrongTypes) throws SQLException {
		DuckSession duck = execution.session().duck();
		Dialect.Translated translated = Dialect.translate(request.sql(), execution.session(), this.account.name());
		boolean good = false;
		duck.lock();
		try {
			PreparedStatement statement = duck.prepare(translated.text());
			QueryAnswer answer = new QueryAnswer(execution, this.storage);
			if (request.describeOnly()) {
				List<Column> columns = (request.sql().kind() == Sql.Kind.QUERY)
						? Column.all(statement.getMetaData(), translated::label) : List.of();
				good = true;
				return answer.description(columns, statement.getParameterMetaData());
			}
			execution.running(statement);
			HttpAnswer result = switch (request.sql().kind()) {
				case QUERY -> {
					request.bindings().set(statement, 0);
					try (ResultSet rows = statement.executeQuery()) {
						List<Column> columns = Column.all(rows.getMetaData(), translated::label);
						int binds = request.bindings().count();
						yield this.arrow ? answer.arrow(columns, rows, request.maxRows(), binds)
								: answer.rows(columns, rows, request.maxRows(), binds, wrongTypes);
					}
				}
				case INSERT, UPDATE, DELETE, MERGE -> answer.count(update(statement, request.bindings()));
				default -> {
					statement.execute();
					yield answer.status();
				}
			};
			good = true;
			return result;
		}
		finally {
			execution.ended();
			if (!good) {
				duck.forget(translated.text());
			}
			if (request.sql().kind().writes()) {
				this.memory.clear();
			}
			duck.unlock();
		}
	}

	private static long update(PreparedStatement statement, Bindings bindings) throws SQLException {
		long count = 0;
		for (int row = 0; row < bindings.rows(); row++) {
			bindings.set(statement, row);
			count += statement.executeUpdate();
		}
		return count;
	}

	private void requireWarehouse(Sql sql, Session session) {
		String warehouse = session.warehouse();
		if (sql.needsWarehouse() && (warehouse == null || !this.account.hasWarehouse(warehouse))) {
			throw SqlProblem.noWarehouse();
		}
	}

	/**
	 * A real account would answer in Arrow here; a client that wants this must tell the
	 * server.
	 */
	private static void requireJson(Session session) {
		boolean json = session.parameters()
			.entrySet()
			.stream()
			.anyMatch((entry) -> entry.getKey().endsWith("_QUERY_RESULT_FORMAT")
					&& "JSON".equalsIgnoreCase(entry.getValue().asString("")));
		if (!json && ARROW_CLIENTS.contains(session.client())) {
			throw new SqlProblem("000002", "0A000",
					"This server answers results as JSON only, and the client did not ask "
							+ "for it: set JDBC_QUERY_RESULT_FORMAT=JSON");
		}
	}

}

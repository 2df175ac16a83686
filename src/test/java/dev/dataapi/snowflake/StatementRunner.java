package dev.dataapi.snowflake;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Runs one statement in a session's DuckDB connection and puts its answer together. */
final class StatementRunner {

	/** Clients whose results are Arrow unless they ask for JSON. */
	private static final Set<String> ARROW_CLIENTS = Set.of("JDBC", "ODBC", "Go", "PythonConnector");

	private final Account account;

	private final SessionCommands commands;

	StatementRunner(Account account, DuckWarehouse warehouse) {
		this.account = account;
		this.commands = new SessionCommands(account, warehouse);
	}

	HttpAnswer run(QueryRequest request, Execution execution, boolean wrongTypes) {
		Session session = execution.session();
		Sql sql = request.sql();
		session.role().check(sql);
		session.duck().lock();
		try {
			if (sql.kind() == Sql.Kind.SESSION || sql.kind() == Sql.Kind.TRANSACTION) {
				this.commands.run(sql, session);
				return new QueryAnswer(execution).status();
			}
			requireWarehouse(sql, session);
			if (sql.kind() == Sql.Kind.QUERY) {
				requireJson(session);
			}
			return prepared(request, execution, wrongTypes);
		}
		catch (SQLException ex) {
			throw DuckErrors.translate(ex, sql, session);
		}
		finally {
			execution.ended();
			session.duck().unlock();
		}
	}

	private HttpAnswer prepared(QueryRequest request, Execution execution, boolean wrongTypes) throws SQLException {
		DuckSession duck = execution.session().duck();
		Dialect.Translated translated = Dialect.translate(request.sql(), execution.session(), this.account.name());
		boolean good = false;
		try {
			PreparedStatement statement = duck.prepare(translated.text());
			QueryAnswer answer = new QueryAnswer(execution);
			if (request.describeOnly()) {
				List<Column> columns = (request.sql().kind() == Sql.Kind.QUERY)
						? columns(statement.getMetaData(), translated) : List.of();
				good = true;
				return answer.description(columns, statement.getParameterMetaData());
			}
			execution.running(statement);
			HttpAnswer result = switch (request.sql().kind()) {
				case QUERY -> {
					request.bindings().set(statement, 0);
					try (ResultSet rows = statement.executeQuery()) {
						yield answer.rows(columns(rows.getMetaData(), translated), rows, request.bindings().count(),
								wrongTypes);
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
			if (!good) {
				duck.forget(translated.text());
			}
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

	private static List<Column> columns(ResultSetMetaData meta, Dialect.Translated translated) throws SQLException {
		List<Column> columns = new ArrayList<>();
		for (int i = 1; i <= meta.getColumnCount(); i++) {
			columns.add(Column.of(meta, i, translated.label(meta.getColumnLabel(i))));
		}
		return columns;
	}

	private void requireWarehouse(Sql sql, Session session) {
		String warehouse = session.warehouse();
		if (sql.needsWarehouse() && (warehouse == null || !this.account.hasWarehouse(warehouse))) {
			throw SqlProblem.noWarehouse();
		}
	}

	/**
	 * A real account would answer Arrow here, which needs a JVM flag that production
	 * doesn't set.
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

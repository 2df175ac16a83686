package dev.dataapi.testserver;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Runs one statement on a session's DuckDB connection, and makes its answer.
 */
final class StatementRunner {

	/** Clients whose results are Arrow unless they ask for JSON. */
	private static final Set<String> ARROW_CLIENTS = Set.of("JDBC", "ODBC", "Go", "PythonConnector");

	private final Account account;

	private final SessionCommands commands;

	private final ResultStorage storage;

	/** The newest first. */
	private final List<GivenAnswer> given = new CopyOnWriteArrayList<>();

	private volatile boolean arrow;

	StatementRunner(Account account, DuckWarehouse warehouse, ResultStorage storage) {
		this.account = account;
		this.storage = storage;
		this.commands = new SessionCommands(account, warehouse);
	}

	/** Says what is missing before a client waits for an answer. */
	void arrow() {
		try {
			Class.forName("net.snowflake.client.jdbc.internal.apache.arrow.memory.RootAllocator", false,
					StatementRunner.class.getClassLoader());
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException("Arrow's format needs net.snowflake:snowflake-jdbc on the class path", ex);
		}
		this.arrow = true;
	}

	void answer(Predicate<String> statement, Function<Requests.Statement, Rows> rows) {
		this.given.addFirst(new GivenAnswer(statement, rows));
	}

	void reset() {
		this.arrow = false;
		this.given.clear();
	}

	HttpAnswer run(QueryRequest request, Execution execution, boolean wrongTypes) {
		Session session = execution.session();
		Sql sql = request.sql();
		session.check(sql);
		if (sql.count() > 1) {
			throw SqlProblem.severalStatements(sql.count(), request.parameter("MULTI_STATEMENT_COUNT", "1"));
		}
		try {
			if (sql.kind() == Sql.Kind.SESSION || sql.kind() == Sql.Kind.TRANSACTION) {
				return command(execution);
			}
			requireWarehouse(sql, session);
			if (sql.kind() == Sql.Kind.QUERY && !this.arrow) {
				requireFormat(request, session);
			}
			for (GivenAnswer answer : this.given) {
				if (answer.statement().test(sql.text())) {
					return given(request, execution, answer.rows().apply(request.recorded(session)), wrongTypes);
				}
			}
			return prepared(request, execution, wrongTypes);
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

	private HttpAnswer given(QueryRequest request, Execution execution, Rows rows, boolean wrongTypes) {
		if (request.describeOnly()) {
			return new QueryAnswer(execution, this.storage).description(rows.columns(), request.sql().binds());
		}
		return rows(request, execution, rows.atMost(request.maxRows()), wrongTypes);
	}

	private HttpAnswer rows(QueryRequest request, Execution execution, Rows rows, boolean wrongTypes) {
		QueryAnswer answer = new QueryAnswer(execution, this.storage, request.parameters());
		int binds = request.bindings().count();
		boolean arrow = this.arrow || "ARROW".equalsIgnoreCase(format(request, execution.session()));
		return arrow ? answer.arrow(rows, binds) : answer.rows(rows, binds, wrongTypes);
	}

	private HttpAnswer prepared(QueryRequest request, Execution execution, boolean wrongTypes) throws SQLException {
		DuckSession duck = execution.session().duck();
		Translation translated = Translation.of(request.sql(), execution.session(), this.account.name());
		boolean good = false;
		duck.lock();
		try {
			PreparedStatement statement = duck.prepare(translated.text(), request.sql().kind() == Sql.Kind.QUERY);
			QueryAnswer answer = new QueryAnswer(execution, this.storage);
			if (request.describeOnly()) {
				List<Column> columns = (request.sql().kind() == Sql.Kind.QUERY)
						? Column.all(statement.getMetaData(), translated::label) : List.of();
				good = true;
				return answer.description(columns, statement.getParameterMetaData().getParameterCount());
			}
			execution.running(statement);
			HttpAnswer result = switch (request.sql().kind()) {
				case QUERY -> {
					request.bindings().set(statement, 0);
					try (ResultSet rows = statement.executeQuery()) {
						List<Column> columns = Column.all(rows.getMetaData(), translated::label);
						yield rows(request, execution, Rows.read(columns, rows, request.maxRows()), wrongTypes);
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
	 * A real account would answer in Arrow here; a client that wants this must say so.
	 */
	private static void requireFormat(QueryRequest request, Session session) {
		if (format(request, session).isEmpty() && ARROW_CLIENTS.contains(session.client())) {
			throw new SqlProblem("000002", "0A000",
					"This server answers in JSON unless it is told to answer in Arrow's format, and the client asked for "
							+ "neither: set JDBC_QUERY_RESULT_FORMAT=JSON");
		}
	}

	/** The statement's own, otherwise the session's; empty if neither is set. */
	private static String format(QueryRequest request, Session session) {
		return Stream.concat(request.parameters().properties().stream(), session.parameters().entrySet().stream())
			.filter((entry) -> entry.getKey().endsWith("_QUERY_RESULT_FORMAT"))
			.map((entry) -> entry.getValue().asString(""))
			.findFirst()
			.orElse("");
	}

	private record GivenAnswer(Predicate<String> statement, Function<Requests.Statement, Rows> rows) {

	}

}

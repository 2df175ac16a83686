package dev.dataapi.dialect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.dataapi.dialect.SqlLexer.InvalidSqlException;
import org.jspecify.annotations.Nullable;

/**
 * Snowflake's SQL on DuckDB. Most of it are the settings and macros of {@link #script()},
 * which are run once on a database; {@link #rewrite} does what no macro can.
 */
public final class Dialect {

	/** In this order, at each level of brackets, from the inside out. */
	private static final List<Rewriting> REWRITINGS = List.of(new Literals(), new DateParts(), new Formats(),
			new Calls(), new SemiStructured(), new Aggregates(), new Windows(), new Paths(), new Casts(),
			new Variants(), new Intervals(), new Comparisons(), new Sources(), new Selects());

	private Dialect() {
	}

	/**
	 * Rewrites a statement as DuckDB takes it. Bind variables keep their order.
	 * @param sql the statement as for Snowflake
	 * @return the statement for a database that has the macros; the same text if it is
	 * malformed
	 */
	public static String rewrite(String sql) {
		try {
			Nodes statement = Nodes.of(SqlLexer.tokens(sql));
			rewrite(statement);
			return statement.toString();
		}
		catch (InvalidSqlException ex) {
			// the warehouse says better what is wrong
			return sql;
		}
	}

	/**
	 * Gives arrays, objects and VARIANT as JSON, which DuckDB's driver has no text for.
	 * @param sql a query as DuckDB takes it
	 * @param connection describes what it returns
	 * @return a query that returns JSON, or the same if it returns none of them
	 */
	public static String readable(String sql, Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			ResultSetMetaData columns = statement.getMetaData();
			if (columns.getColumnCount() == 0 || !columns.getColumnTypeName(1).equals("UNKNOWN")) {
				return readable(sql, columns);
			}
		}
		// DuckDB knows no column as long as it does not know a bind variable's type
		try (PreparedStatement statement = connection.prepareStatement(withoutBinds(sql))) {
			return readable(sql, statement.getMetaData());
		}
		catch (SQLException ex) {
			// there are statements whose values must be known
			return sql;
		}
	}

	/** With NULL, which is of any type, instead of each bind variable. */
	private static String withoutBinds(String sql) {
		try {
			return SqlLexer.tokens(sql)
				.stream()
				.map((token) -> token.isSymbol("?") ? "NULL" : token.text())
				.collect(Collectors.joining());
		}
		catch (InvalidSqlException ex) {
			return sql;
		}
	}

	private static String readable(String sql, ResultSetMetaData columns) throws SQLException {
		StringJoiner names = new StringJoiner(", ");
		StringJoiner values = new StringJoiner(", ");
		boolean any = false;
		for (int i = 1; i <= columns.getColumnCount(); i++) {
			boolean json = isSemiStructured(columns.getColumnTypeName(i));
			any |= json;
			names.add("c" + i);
			values.add((json ? "json_of(c" + i + ")" : "c" + i) + " AS \""
					+ columns.getColumnLabel(i).replace("\"", "\"\"") + '"');
		}
		return any ? "SELECT " + values + " FROM (" + withoutEnd(sql) + "\n) AS result(" + names + ")" : sql;
	}

	private static boolean isSemiStructured(String type) {
		return type.endsWith("]") || Stream.of("VARIANT", "JSON", "STRUCT", "MAP").anyMatch(type::startsWith);
	}

	private static String withoutEnd(String sql) {
		String text = sql.stripTrailing();
		return text.endsWith(";") ? text.substring(0, text.length() - 1) : text;
	}

	/**
	 * What a statement has that cannot be rewritten.
	 * @param statement its tokens
	 * @return what was found, in the order of the statement
	 */
	public static List<Remark> remarks(List<SqlLexer.Token> statement) {
		return Remarks.of(Nodes.of(statement));
	}

	/**
	 * Explains why DuckDB does not take a statement.
	 * @param statement its tokens, as for Snowflake
	 * @param message what DuckDB says of it
	 * @return what is not there, or nothing if it is no function
	 */
	public static @Nullable Remark explain(List<SqlLexer.Token> statement, String message) {
		return Failures.explain(statement, message);
	}

	private static void rewrite(Nodes nodes) {
		for (int i = 0; i < nodes.size(); i++) {
			rewrite(nodes.get(i).inside());
		}
		REWRITINGS.forEach((rewriting) -> rewriting.rewrite(nodes));
	}

	/** The words of a list, without its comments. */
	static Set<String> words(String resource) {
		return resource(resource).lines()
			.filter((line) -> !line.startsWith("#"))
			.flatMap((line) -> Stream.of(line.split(" ")))
			.filter((word) -> !word.isEmpty())
			.collect(Collectors.toUnmodifiableSet());
	}

	private static String resource(String name) {
		try (InputStream file = Objects.requireNonNull(Dialect.class.getResourceAsStream(name))) {
			return new String(file.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The script that makes a database understand Snowflake's functions, to be run once,
	 * after everything is loaded and before the settings are locked: at once, which takes
	 * less time than a statement after the other.
	 */
	public static String script() {
		return resource("/snowflake.sql");
	}

}

package dev.dataapi.dialect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.dataapi.dialect.SqlLexer.InvalidSqlException;

/**
 * Snowflake's SQL on DuckDB. Most of it are the settings and macros of
 * {@link #statements()}, which are run once on a database; {@link #rewrite} does what no
 * macro can.
 */
public final class Dialect {

	/** In this order, at each level of brackets, from the inside out. */
	private static final List<Rewriting> REWRITINGS = List.of(new Literals(), new Intervals(), new DateParts(),
			new Calls(), new Aggregates(), new Windows(), new Paths(), new Casts(), new Comparisons(), new Sources(),
			new Selects());

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
	 * What a statement has that cannot be rewritten.
	 * @param statement its tokens
	 * @return what was found, in the order of the statement
	 */
	public static List<Remark> remarks(List<SqlLexer.Token> statement) {
		return Remarks.of(Nodes.of(statement));
	}

	private static void rewrite(Nodes nodes) {
		for (int i = 0; i < nodes.size(); i++) {
			rewrite(nodes.get(i).inside());
		}
		REWRITINGS.forEach((rewriting) -> rewriting.rewrite(nodes));
	}

	/**
	 * The statements that make a database understand Snowflake's functions, to be run
	 * once, after everything is loaded and before the settings are locked.
	 */
	public static List<String> statements() {
		try (InputStream file = Objects.requireNonNull(Dialect.class.getResourceAsStream("/snowflake.sql"))) {
			return split(new String(file.readAllBytes(), StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<String> split(String text) throws IOException {
		List<String> statements = new ArrayList<>();
		StringBuilder statement = new StringBuilder();
		try {
			for (SqlLexer.Token token : SqlLexer.tokens(text)) {
				if (token.isSymbol(";")) {
					statements.add(statement.toString().strip());
					statement.setLength(0);
				}
				else if (token.kind() != SqlLexer.Kind.COMMENT) {
					statement.append(token.source());
				}
			}
		}
		catch (InvalidSqlException ex) {
			throw new IOException("snowflake.sql: " + ex.sentence(), ex);
		}
		return List.copyOf(statements);
	}

}

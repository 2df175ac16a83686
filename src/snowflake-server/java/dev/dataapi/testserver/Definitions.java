package dev.dataapi.testserver;

import java.util.Set;

import dev.dataapi.dialect.SnowflakeTypes;
import dev.dataapi.dialect.SqlLexer;
import dev.dataapi.dialect.SqlLexer.InvalidSqlException;
import dev.dataapi.dialect.Tokens;

/**
 * Definitions of tables: the types of their columns, and the kinds of table that DuckDB
 * has not.
 */
final class Definitions {

	private static final Set<String> KINDS = Set.of("HYBRID", "TRANSIENT");

	/** Words that stand before the name of a column. */
	private static final Set<String> ADDING = Set.of("COLUMN", "ADD");

	private Definitions() {
	}

	/**
	 * Gives a definition of a table DuckDB's types, and leaves out what kind of table it
	 * is; a malformed one stays as it is.
	 */
	static String rewrite(String sql) {
		try {
			return rewrite(sql, new Tokens(SqlLexer.tokens(sql)));
		}
		catch (InvalidSqlException ex) {
			return sql;
		}
	}

	private static String rewrite(String sql, Tokens tokens) {
		StringBuilder text = new StringBuilder();
		int written = 0;
		for (int i = 0; i < tokens.size(); i++) {
			if (tokens.isWord(i, KINDS) && tokens.isWord(i + 1, "TABLE")) {
				text.append(sql, written, tokens.get(i).start());
				written = tokens.get(i + 1).start();
			}
			SnowflakeTypes.Type type = isType(tokens, i) ? SnowflakeTypes.read(tokens, i) : null;
			if (type != null) {
				text.append(sql, written, tokens.get(i).start()).append(type.sql());
				written = tokens.get(type.end() - 1).end();
				i = type.end() - 1;
			}
		}
		return text.append(sql, written, sql.length()).toString();
	}

	/** After the name of a column, which begins what a bracket or a comma begins. */
	private static boolean isType(Tokens tokens, int index) {
		int before = index - 2;
		return tokens.isName(index - 1) && !tokens.isWord(index - 1, ADDING)
				&& (tokens.isSymbol(before, "(") || tokens.isSymbol(before, ",") || tokens.isWord(before, ADDING));
	}

}

package dev.dataapi.dialect;

import java.util.Set;

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

	static String rewrite(String sql, Tokens tokens) {
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

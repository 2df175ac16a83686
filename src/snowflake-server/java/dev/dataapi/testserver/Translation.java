package dev.dataapi.testserver;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.dataapi.dialect.Dialect;
import dev.dataapi.dialect.SqlLexer;
import dev.dataapi.dialect.SqlLexer.InvalidSqlException;
import dev.dataapi.dialect.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * A statement for DuckDB: Snowflake's SQL in its dialect, with what the session knows
 * written into it.
 *
 * @param text the statement for a database that has the macros
 * @param sent the statement as it was sent
 * @param names what Snowflake calls columns that DuckDB names otherwise
 */
record Translation(String text, String sent, Map<String, String> names) {

	private static final String WAIT = "SYSTEM$WAIT";

	static Translation of(Sql sql, Session session, String account) {
		Map<String, String> names = new HashMap<>(Map.of("COUNT_STAR()", "COUNT(*)"));
		StringBuilder text = new StringBuilder();
		Tokens tokens = tokens(sql);
		int written = 0;
		for (int i = 0; i < tokens.size(); i++) {
			if (tokens.isSymbol(i + 1, "(") && (tokens.isWord(i, WAIT) || isContext(tokens, i))) {
				int end = tokens.afterClosing(i + 1);
				SqlLexer.Token last = tokens.get(end - 1);
				String literal = tokens.isWord(i, WAIT) ? "'waited " + pause(tokens, i).toSeconds() + " seconds'"
						: literal(context(tokens.get(i).text(), session, account));
				names.put(Account.upper(literal),
						Account.upper(sql.text().substring(tokens.get(i).start(), last.end())));
				text.append(sql.text(), written, tokens.get(i).start()).append(literal);
				written = last.end();
			}
		}
		text.append(sql.text(), written, sql.text().length());
		String statement = (sql.kind() == Sql.Kind.DDL) ? Definitions.rewrite(text.toString()) : text.toString();
		return new Translation(Dialect.rewrite(statement), sql.text(), names);
	}

	/** How long {@code SYSTEM$WAIT} in the statement asks to wait. */
	static Duration pause(Sql sql) {
		if (sql.text().indexOf('$') >= 0) {
			Tokens tokens = tokens(sql);
			for (int i = 0; i < tokens.size(); i++) {
				if (tokens.isWord(i, WAIT)) {
					return pause(tokens, i);
				}
			}
		}
		return Duration.ZERO;
	}

	/** An amount, and a unit if it is not seconds. */
	private static Duration pause(Tokens tokens, int index) {
		long amount = tokens.isNumber(index + 2) ? Long.parseLong(tokens.get(index + 2).text()) : 0;
		String unit = tokens.isSymbol(index + 3, ",") ? Account.upper(tokens.get(index + 4).text()).replace("'", "")
				: "";
		return switch (unit) {
			case "MILLISECONDS" -> Duration.ofMillis(amount);
			case "MINUTES" -> Duration.ofMinutes(amount);
			default -> Duration.ofSeconds(amount);
		};
	}

	/** What cannot be cut into tokens is left to DuckDB to refuse. */
	private static Tokens tokens(Sql sql) {
		try {
			return new Tokens(SqlLexer.tokens(sql.text()));
		}
		catch (InvalidSqlException ex) {
			return new Tokens(List.of());
		}
	}

	private static String literal(@Nullable String value) {
		return (value != null) ? "'" + value.replace("'", "''") + "'" : "NULL";
	}

	private static boolean isContext(Tokens tokens, int index) {
		return tokens.isSymbol(index + 2, ")") && switch (Account.upper(tokens.get(index).text())) {
			case "CURRENT_ACCOUNT", "CURRENT_USER", "CURRENT_ROLE", "CURRENT_WAREHOUSE", "CURRENT_DATABASE",
					"CURRENT_SCHEMA", "CURRENT_SESSION", "CURRENT_VERSION" ->
				true;
			default -> false;
		};
	}

	private static @Nullable String context(String function, Session session, String account) {
		return switch (Account.upper(function)) {
			case "CURRENT_ACCOUNT" -> account;
			case "CURRENT_USER" -> session.user().name();
			case "CURRENT_ROLE" -> session.role().name();
			case "CURRENT_WAREHOUSE" -> session.warehouse();
			case "CURRENT_DATABASE" -> session.database();
			case "CURRENT_SCHEMA" -> session.schema();
			case "CURRENT_SESSION" -> Long.toString(session.id());
			default -> "9.99.0";
		};
	}

	/** Snowflake's label: upper case unless the statement quotes it. */
	String label(String duck) {
		if (this.sent.contains('"' + duck + '"')) {
			return duck;
		}
		String upper = Account.upper(duck);
		return this.names.getOrDefault(upper, upper);
	}

}

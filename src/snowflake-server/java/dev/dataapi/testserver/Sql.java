package dev.dataapi.testserver;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement's text without comments, and its kind.
 *
 * @param text the statement as sent, without comments
 */
record Sql(String text, Kind kind) {

	/**
	 * A quote inside quotes is written twice, which looks like two texts side by side.
	 */
	private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"|\\$\\$[\\s\\S]*?\\$\\$");

	private static final Pattern QUOTED_OR_COMMENT = Pattern
		.compile(QUOTED.pattern() + "|(/\\*.*?\\*/|--[^\\n]*|//[^\\n]*)", Pattern.DOTALL);

	private static final Pattern FROM = Pattern.compile("\\bFROM\\b", Pattern.CASE_INSENSITIVE);

	private static final Pattern TARGET = Pattern.compile("(?is)^(?:INSERT(?:\\s+OVERWRITE)?\\s+INTO|UPDATE|"
			+ "DELETE\\s+FROM|MERGE\\s+INTO|TRUNCATE(?:\\s+TABLE)?|\\w+(?:\\s+OR\\s+REPLACE)?(?:\\s+\\w+)?"
			+ "\\s+(?:TABLE|VIEW|SCHEMA|DATABASE)(?:\\s+IF\\s+(?:NOT\\s+)?EXISTS)?)\\s+([\\w.\"$]+)");

	static Sql of(String text) {
		String bare = uncomment(text).strip();
		while (bare.endsWith(";")) {
			bare = bare.substring(0, bare.length() - 1).stripTrailing();
		}
		return new Sql(bare, Kind.of(bare));
	}

	/** The first word, as Snowflake's messages name a statement. */
	String verb() {
		return this.text.split("[\\s(]", 2)[0].toUpperCase(Locale.ROOT);
	}

	/** The table that a writing statement writes. */
	String target() {
		Matcher matcher = TARGET.matcher(this.text);
		return matcher.find() ? matcher.group(1).toUpperCase(Locale.ROOT) : "";
	}

	/**
	 * Whether the statement needs a running warehouse; constants and DDL are answered by
	 * Snowflake's cloud services.
	 */
	boolean needsWarehouse() {
		return switch (this.kind) {
			case QUERY -> FROM.matcher(QUOTED.matcher(this.text).replaceAll("")).find();
			case INSERT, UPDATE, DELETE, MERGE -> true;
			default -> false;
		};
	}

	/** How many question marks stand for values. */
	int binds() {
		return (int) QUOTED.matcher(this.text).replaceAll("").chars().filter((c) -> c == '?').count();
	}

	/** How many statements the text holds. */
	int count() {
		return (this.text.indexOf(';') < 0) ? 1
				: (int) Pattern.compile(";")
					.splitAsStream(QUOTED.matcher(this.text).replaceAll("quoted"))
					.filter((part) -> !part.isBlank())
					.count();
	}

	private static String uncomment(String text) {
		if (!text.contains("/*") && !text.contains("--") && !text.contains("//")) {
			return text;
		}
		return QUOTED_OR_COMMENT.matcher(text)
			.replaceAll((match) -> (match.group(1) != null) ? " " : Matcher.quoteReplacement(match.group()));
	}

	/**
	 * Statement kinds with the number that Snowflake answers as {@code statementTypeId}.
	 */
	enum Kind {

		QUERY(0x1000), INSERT(0x3100), UPDATE(0x3200), DELETE(0x3300), MERGE(0x3400), SESSION(0x4000),
		TRANSACTION(0x5000), DDL(0x6000);

		private final int id;

		Kind(int id) {
			this.id = id;
		}

		int id() {
			return this.id;
		}

		boolean writes() {
			return switch (this) {
				case INSERT, UPDATE, DELETE, MERGE, DDL -> true;
				case QUERY, SESSION, TRANSACTION -> false;
			};
		}

		private static Kind of(String sql) {
			String start = sql.substring(0, Math.min(24, sql.length())).toUpperCase(Locale.ROOT);
			return switch (start.split("[\\s(]", 2)[0]) {
				case "INSERT" -> INSERT;
				case "UPDATE" -> UPDATE;
				case "DELETE" -> DELETE;
				case "MERGE" -> MERGE;
				case "ALTER" -> start.matches("(?s)ALTER\\s+SESSION.*") ? SESSION : DDL;
				case "USE", "SET", "UNSET" -> SESSION;
				case "BEGIN", "START", "COMMIT", "ROLLBACK" -> TRANSACTION;
				case "CREATE", "DROP", "TRUNCATE", "GRANT", "REVOKE", "COMMENT" -> DDL;
				default -> QUERY;
			};
		}

	}

}

package dev.dataapi.testserver;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Snowflake's SQL turned into DuckDB's where the two differ in what is listed here; all
 * other text runs unchanged.
 */
final class Dialect {

	private static final List<Shim> SHIMS = List.of(
			new Shim("TABLE\\s*\\(\\s*FLATTEN\\s*\\(\\s*INPUT\\s*=>\\s*PARSE_JSON\\s*\\(\\s*\\?\\s*\\)\\s*\\)\\s*\\)",
					"(SELECT unnest(from_json(?::JSON, '[\"VARCHAR\"]')) AS value)"),
			new Shim("TABLE\\s*\\(\\s*SPLIT_TO_TABLE\\s*\\(\\s*\\?\\s*,\\s*('[^']*')\\s*\\)\\s*\\)",
					"(SELECT unnest(string_split(?, $1)) AS value)"),
			new Shim("TABLE\\s*\\(\\s*GENERATOR\\s*\\(\\s*ROWCOUNT\\s*=>\\s*(\\d+)\\s*\\)\\s*\\)", "range($1)"),
			new Shim("ARRAY_CONTAINS\\s*\\(\\s*([\\w.]+)::VARIANT\\s*,\\s*PARSE_JSON\\s*\\(\\s*\\?\\s*\\)\\s*\\)",
					"list_contains(from_json(?::JSON, '[\"BIGINT\"]'), $1)"),
			new Shim("\\bHYBRID\\s+TABLE\\b", "TABLE"), new Shim("\\b(CREATE|DROP)\\s+TRANSIENT\\b", "$1"),
			new Shim("\\bDATE_TRUNC\\s*\\(\\s*('\\w+')\\s*,\\s*([\\w.]+)\\s*\\)::DATE",
					"CAST(DATE_TRUNC($1, $2) AS DATE)"),
			new Shim("::\\s*NUMBER\\b(?!\\s*\\()", "::DECIMAL(38,0)"), new Shim("\\bNUMBER\\s*\\(", "DECIMAL("),
			new Shim("\\bNUMBER\\b", "DECIMAL(38,0)"), new Shim("\\bTIMESTAMP_NTZ(\\(\\d\\))?", "TIMESTAMP"),
			new Shim("\\bTIMESTAMP_LTZ(\\(\\d\\))?", "TIMESTAMPTZ"));

	private static final Pattern CONTEXT = Pattern.compile(
			"\\bCURRENT_(ACCOUNT|USER|ROLE|WAREHOUSE|DATABASE|SCHEMA|SESSION|VERSION)\\s*\\(\\s*\\)",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern WAIT = Pattern.compile("SYSTEM\\$WAIT\\s*\\(\\s*(\\d+)\\s*(?:,\\s*'?(\\w+)'?\\s*)?\\)",
			Pattern.CASE_INSENSITIVE);

	private Dialect() {
	}

	static Translated translate(Sql sql, Session session, String account) {
		Map<String, String> names = new HashMap<>();
		String text = sql.text();
		text = literal(text, CONTEXT, names, (match) -> context(match.group(1), session, account));
		text = literal(text, WAIT, names, (match) -> "waited " + pause(match).toSeconds() + " seconds");
		for (Shim shim : SHIMS) {
			text = shim.pattern().matcher(text).replaceAll(shim.replacement());
		}
		names.put("COUNT_STAR()", "COUNT(*)");
		return new Translated(text, names);
	}

	/** How long {@code SYSTEM$WAIT} in the statement asks to wait. */
	static Duration pause(Sql sql) {
		Matcher matcher = WAIT.matcher(sql.text());
		return (sql.text().indexOf('$') >= 0 && matcher.find()) ? pause(matcher.toMatchResult()) : Duration.ZERO;
	}

	private static Duration pause(MatchResult match) {
		long amount = Long.parseLong(match.group(1));
		String unit = (match.group(2) != null) ? Account.upper(match.group(2)) : "SECONDS";
		return switch (unit) {
			case "MILLISECONDS" -> Duration.ofMillis(amount);
			case "MINUTES" -> Duration.ofMinutes(amount);
			default -> Duration.ofSeconds(amount);
		};
	}

	private static String literal(String text, Pattern pattern, Map<String, String> names,
			Function<MatchResult, @Nullable String> value) {
		return pattern.matcher(text).replaceAll((match) -> {
			String result = value.apply(match);
			String literal = (result != null) ? "'" + result.replace("'", "''") + "'" : "NULL";
			names.put(Account.upper(literal), Account.upper(match.group()));
			return Matcher.quoteReplacement(literal);
		});
	}

	private static @Nullable String context(String what, Session session, String account) {
		return switch (Account.upper(what)) {
			case "ACCOUNT" -> account;
			case "USER" -> session.user().name();
			case "ROLE" -> session.role().name();
			case "WAREHOUSE" -> session.warehouse();
			case "DATABASE" -> session.database();
			case "SCHEMA" -> session.schema();
			case "SESSION" -> Long.toString(session.id());
			default -> "9.99.0";
		};
	}

	/**
	 * A statement for DuckDB, and what Snowflake calls columns that DuckDB names
	 * otherwise.
	 */
	record Translated(String text, Map<String, String> names) {

		/** Snowflake's label: upper case unless the statement quotes it. */
		String label(String duck) {
			if (this.text.contains('"' + duck + '"')) {
				return duck;
			}
			String upper = Account.upper(duck);
			return this.names.getOrDefault(upper, upper);
		}

	}

	private record Shim(Pattern pattern, String replacement) {

		Shim(String pattern, String replacement) {
			this(Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), replacement);
		}

	}

}

package dev.dataapi.dialect;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The types of Snowflake's columns, and what DuckDB has for them.
 */
public final class SnowflakeTypes {

	private static final Set<String> NUMBERS = Set.of("NUMBER", "DECIMAL", "NUMERIC", "DEC");

	/** The words of a name that follow the first. */
	private static final Set<String> LATER_WORDS = Set.of("PRECISION", "VARYING", "WITH", "WITHOUT", "LOCAL", "TIME",
			"ZONE");

	private static final Set<String> LONGER_NAMES = Set.of("DOUBLE", "CHAR", "NCHAR", "TIMESTAMP");

	private static final Map<String, String> TYPES = new HashMap<>();

	static {
		put("DECIMAL(38,0)", "INT", "INTEGER", "BIGINT", "SMALLINT", "TINYINT", "BYTEINT");
		put("DOUBLE", "FLOAT", "FLOAT4", "FLOAT8", "DOUBLE", "DOUBLE PRECISION", "REAL");
		put("VARCHAR", "VARCHAR", "STRING", "TEXT", "CHAR", "CHARACTER", "NCHAR", "NVARCHAR", "NVARCHAR2",
				"CHAR VARYING", "NCHAR VARYING");
		put("BLOB", "BINARY", "VARBINARY");
		put("BOOLEAN", "BOOLEAN");
		put("DATE", "DATE");
		put("TIME", "TIME");
		put("TIMESTAMP", "TIMESTAMP", "TIMESTAMP_NTZ", "TIMESTAMPNTZ", "DATETIME", "TIMESTAMP WITHOUT TIME ZONE");
		put("TIMESTAMPTZ", "TIMESTAMP_LTZ", "TIMESTAMPLTZ", "TIMESTAMP_TZ", "TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE",
				"TIMESTAMP WITH LOCAL TIME ZONE");
		put("JSON", "VARIANT", "OBJECT", "ARRAY");
	}

	private SnowflakeTypes() {
	}

	private static void put(String type, String... names) {
		List.of(names).forEach((name) -> TYPES.put(name, type));
	}

	/**
	 * Reads a type and its parameters.
	 * @return the type, or nothing if none of Snowflake's that DuckDB has begins there
	 */
	public static @Nullable Type read(Tokens tokens, int start) {
		if (!tokens.isName(start)) {
			return null;
		}
		String name = upper(tokens, start);
		int end = start + 1;
		if (LONGER_NAMES.contains(name)) {
			while (tokens.isWord(end, LATER_WORDS)) {
				name += " " + upper(tokens, end++);
			}
		}
		int parameters = end;
		if (tokens.isSymbol(end, "(")) {
			end = tokens.afterClosing(end);
		}
		if (NUMBERS.contains(name)) {
			return new Type("DECIMAL(%s,%s)".formatted(number(tokens, parameters + 1, end, "38"),
					number(tokens, parameters + 3, end, "0")), end);
		}
		String type = TYPES.get(name);
		return (type != null) ? new Type(type, end) : null;
	}

	private static String number(Tokens tokens, int index, int end, String byDefault) {
		return (index < end && tokens.isNumber(index)) ? tokens.get(index).text() : byDefault;
	}

	private static String upper(Tokens tokens, int index) {
		return tokens.get(index).text().toUpperCase(Locale.ROOT);
	}

	/**
	 * A type of DuckDB.
	 *
	 * @param sql how DuckDB writes it
	 * @param end the index of the token after it
	 */
	public record Type(String sql, int end) {
	}

}

package dev.dataapi.dialect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The types of Snowflake's columns and casts, and what DuckDB has for them.
 */
public final class SnowflakeTypes {

	/** The words of a name that follow the first. */
	static final Set<String> LATER_WORDS = Set.of("PRECISION", "VARYING", "WITH", "WITHOUT", "LOCAL", "TIME", "ZONE");

	private static final Set<String> NUMBERS = Set.of("NUMBER", "DECIMAL", "NUMERIC", "DEC");

	private static final Set<String> LONGER_NAMES = Set.of("DOUBLE", "CHAR", "NCHAR", "TIMESTAMP");

	/** How many digits always fit 64 bits. */
	private static final String LONG_DIGITS = "18";

	private static final Map<String, String> TYPES = new HashMap<>();

	static {
		put("BIGINT", "INT", "INTEGER", "BIGINT", "SMALLINT", "TINYINT", "BYTEINT");
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
		put("VARIANT", "VARIANT", "OBJECT");
		put("VARIANT[]", "ARRAY");
	}

	private SnowflakeTypes() {
	}

	private static void put(String type, String... names) {
		List.of(names).forEach((name) -> TYPES.put(name, type));
	}

	/**
	 * DuckDB's type for one of Snowflake's.
	 * @param name in capitals, its words apart by one blank
	 * @param parameters what stands in parentheses after it
	 * @return the type, or nothing if DuckDB has none
	 */
	static @Nullable String of(String name, List<String> parameters) {
		if (!NUMBERS.contains(name)) {
			return TYPES.get(name);
		}
		String precision = parameters.isEmpty() ? "38" : parameters.getFirst();
		String scale = (parameters.size() > 1) ? parameters.get(1) : "0";
		// DuckDB gives a DECIMAL(38,0) and a DECIMAL(10,2) one type, and that has no
		// decimals
		boolean wide = precision.length() == LONG_DIGITS.length() && precision.compareTo(LONG_DIGITS) > 0;
		return ("0".equals(scale) && wide) ? "HUGEINT" : "DECIMAL(" + precision + "," + scale + ")";
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
		List<String> parameters = new ArrayList<>();
		if (tokens.isSymbol(end, "(")) {
			for (int close = tokens.afterClosing(end); end < close; end++) {
				if (tokens.isNumber(end)) {
					parameters.add(tokens.get(end).text());
				}
			}
		}
		String type = of(name, parameters);
		return (type != null) ? new Type(type, end) : null;
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

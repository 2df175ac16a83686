package dev.dataapi.dialect;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Calls of functions that take any number of arguments, whose names DuckDB's grammar has
 * for something else, or whose formats it writes in another way.
 */
final class Calls implements Rewriting {

	private static final Map<String, String> NAMES = new HashMap<>();

	static {
		names("approx_count_distinct", "APPROXIMATE_COUNT_DISTINCT", "HLL");
		names("array_agg", "ARRAYAGG");
		names("as_double", "AS_REAL");
		names("as_varchar", "AS_CHAR");
		names("bitand", "BIT_AND");
		names("bitand_agg", "BITANDAGG", "BIT_AND_AGG", "BIT_ANDAGG");
		names("bitnot", "BIT_NOT");
		names("bitor", "BIT_OR");
		names("bitor_agg", "BITORAGG", "BIT_OR_AGG", "BIT_ORAGG");
		names("bitshiftleft", "BIT_SHIFTLEFT");
		names("bitshiftright", "BIT_SHIFTRIGHT");
		names("bitxor", "BIT_XOR");
		names("bitxor_agg", "BITXORAGG", "BIT_XOR_AGG", "BIT_XORAGG");
		names("charindex", "POSITION");
		names("date_from_parts", "DATEFROMPARTS");
		names("day", "DAYOFMONTH");
		names("ends_with", "ENDSWITH");
		names("getdate", "SYSTIMESTAMP");
		names("insert_text", "INSERT");
		names("is_decimal", "IS_DOUBLE", "IS_REAL");
		names("is_varchar", "IS_CHAR");
		names("kind_of", "TYPEOF");
		names("md5", "MD5_HEX");
		names("object_agg", "OBJECTAGG");
		names("regexp_like", "REGEXP", "RLIKE");
		names("sha1", "SHA1_HEX");
		names("sha2", "SHA2_HEX");
		names("slice_of", "ARRAY_SLICE");
		names("starts_with", "STARTSWITH");
		names("strlen", "OCTET_LENGTH");
		names("substr", "SUBSTRING");
		names("time_from_parts", "TIMEFROMPARTS");
		names("timestamp_from_parts", "TIMESTAMPFROMPARTS", "TIMESTAMPNTZFROMPARTS", "TIMESTAMP_NTZ_FROM_PARTS");
		names("timestamp_tz_from_parts", "TIMESTAMPLTZFROMPARTS", "TIMESTAMPTZFROMPARTS", "TIMESTAMP_LTZ_FROM_PARTS");
		names("to_date", "DATE");
		names("to_number", "TO_DECIMAL", "TO_NUMERIC");
		names("to_time", "TIME");
		names("to_timestamp", "TO_TIMESTAMP_NTZ");
		names("to_timestamp_tz", "TO_TIMESTAMP_LTZ");
		names("to_varchar", "TO_CHAR");
		names("chr", "CHAR");
		names("bit_count", "BITCOUNT");
		names("regexp_substr_all", "REGEXP_EXTRACT_ALL");
		names("to_variant", "TO_OBJECT");
		names("trunc", "TRUNCATE");
		names("try_to_number", "TRY_TO_DECIMAL", "TRY_TO_NUMERIC");
		names("try_to_timestamp", "TRY_TO_TIMESTAMP_NTZ");
		names("try_to_timestamp_tz", "TRY_TO_TIMESTAMP_LTZ");
		names("var_pop", "VARIANCE_POP");
		names("var_samp", "VARIANCE_SAMP");
		names("variant_get", "GET");
		names("weekofyear", "WEEKISO");
		names("yearofweek", "YEAROFWEEKISO");
	}

	private static final Set<String> SEQUENCES = Set.of("SEQ1", "SEQ2", "SEQ4", "SEQ8");

	private static void names(String name, String... others) {
		List.of(others).forEach((other) -> NAMES.put(other, name));
	}

	/** The name by which a function of Snowflake's is called in DuckDB. */
	static String nameOf(String function) {
		return switch (function.toUpperCase(Locale.ROOT)) {
			case "AVG", "RATIO_TO_REPORT" -> "sum";
			case "DATE_TRUNC" -> "date_trunc";
			default -> NAMES.getOrDefault(function.toUpperCase(Locale.ROOT), function);
		};
	}

	/** Whether a function of Snowflake's has another name in DuckDB. */
	static boolean isKnown(String function) {
		return NAMES.containsKey(function);
	}

	@Override
	public void rewrite(Nodes nodes) {
		nodes.replaceCalls((i) -> {
			boolean type = nodes.isWord(i - 1, "AS") || nodes.isSymbol(i - 1, "::");
			return type ? null : rewritten(nodes.get(i), nodes.get(i + 1).inside());
		});
	}

	private static @Nullable String rewritten(Node name, Nodes inside) {
		List<Nodes> arguments = inside.arguments();
		if (name.isWord(SEQUENCES)) {
			return "(row_number() OVER () - 1)";
		}
		String other = NAMES.get(name.upper());
		if (other != null && !(name.isWord("POSITION") && arguments.size() == 1)) {
			return other + "(" + inside + ")";
		}
		return switch (name.upper()) {
			case "CURRENT_TIMESTAMP", "LOCALTIMESTAMP" -> name.text();
			case "CURRENT_TIME", "LOCALTIME" -> "LOCALTIME";
			case "GREATEST" -> "greatest_of([" + inside + "])";
			case "LEAST" -> "least_of([" + inside + "])";
			case "GREATEST_IGNORE_NULLS" -> "system.main.greatest(" + inside + ")";
			case "LEAST_IGNORE_NULLS" -> "system.main.least(" + inside + ")";
			case "CONCAT" -> arguments.isEmpty() ? null : "(" + joined(arguments, " || ") + ")";
			case "CONCAT_WS" -> (arguments.size() < 2) ? null : "joined(" + arguments.getFirst() + ", ["
					+ joined(arguments.subList(1, arguments.size()), ", ") + "])";
			case "LIKE", "ILIKE" -> (arguments.size() < 2) ? null
					: name.text() + "_escape(" + inside + ((arguments.size() == 2) ? ", '')" : ")");
			case "ROUND" -> arguments.stream().anyMatch(Nodes::isNamed) ? "round(" + inOrder(arguments) + ")" : null;
			case "DECODE" -> (arguments.size() < 3) ? null : decode(arguments);
			default -> null;
		};
	}

	/** The named arguments of ROUND as it takes them without names. */
	private static String inOrder(List<Nodes> arguments) {
		return Stream.of("EXPR", "SCALE", "ROUNDING_MODE")
			.flatMap((name) -> arguments.stream().filter((argument) -> argument.isWord(0, name)))
			.map((argument) -> argument.part(3, argument.size()).toString())
			.collect(Collectors.joining(", "));
	}

	private static String joined(List<Nodes> arguments, String separator) {
		return arguments.stream()
			.map((argument) -> "to_varchar(" + argument + ")")
			.collect(Collectors.joining(separator));
	}

	/** In a subquery, so that the value stands once: NULL equals NULL here. */
	private static String decode(List<Nodes> arguments) {
		String whens = IntStream.iterate(1, (i) -> i + 1 < arguments.size(), (i) -> i + 2)
			.mapToObj((i) -> " WHEN decoded(" + arguments.get(i) + ") THEN " + arguments.get(i + 1))
			.collect(Collectors.joining());
		boolean otherwise = arguments.size() % 2 == 0;
		String value = arguments.getFirst().toString();
		String head = value.contains("?") ? "CASE " + value : "CASE";
		String test = value.contains("?") ? "(" : value + " IS NOT DISTINCT FROM (";
		return head + whens.replace("decoded(", test) + (otherwise ? " ELSE " + arguments.getLast() : "") + " END";
	}

}

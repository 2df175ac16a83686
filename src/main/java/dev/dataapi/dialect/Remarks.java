package dev.dataapi.dialect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.dataapi.dialect.Node.Type;

/**
 * Finds what is Snowflake's alone, and what is known to give another value than there.
 */
final class Remarks {

	/**
	 * Snowflake's functions that neither DuckDB nor a macro has, or that differ wholly.
	 */
	private static final Set<String> REFUSED = Set.of("AI_AGG", "AI_CLASSIFY", "AI_COMPLETE", "AI_EXTRACT", "AI_FILTER",
			"AI_SUMMARIZE_AGG", "APPROXIMATE_JACCARD_INDEX", "APPROXIMATE_SIMILARITY",
			"APPROX_COUNT_DISTINCT_ACCUMULATE", "APPROX_PERCENTILE_ACCUMULATE", "APPROX_PERCENTILE_COMBINE",
			"APPROX_PERCENTILE_ESTIMATE", "APPROX_TOP_K", "APPROX_TOP_K_ACCUMULATE", "APPROX_TOP_K_COMBINE",
			"APPROX_TOP_K_ESTIMATE", "ARRAYS_TO_OBJECT", "ARRAYS_ZIP", "ARRAY_EXCEPT", "ARRAY_FLATTEN",
			"ARRAY_GENERATE_RANGE", "ARRAY_INSERT", "ARRAY_REMOVE", "ARRAY_REMOVE_AT", "ARRAY_SORT", "ARRAY_UNION_AGG",
			"AS_ARRAY", "AS_BINARY", "AS_BOOLEAN", "AS_CHAR", "AS_DATE", "AS_DECIMAL", "AS_DOUBLE", "AS_INTEGER",
			"AS_NUMBER", "AS_OBJECT", "AS_REAL", "AS_TIME", "AS_TIMESTAMP_NTZ", "AS_VARCHAR", "BASE64_DECODE_BINARY",
			"BITMAP_BIT_POSITION", "BITMAP_BUCKET_NUMBER", "BITMAP_CONSTRUCT_AGG", "BITMAP_COUNT", "BITMAP_OR_AGG",
			"CHECK_JSON", "CHECK_XML", "COLLATE", "COLLATION", "COMPRESS", "CONDITIONAL_CHANGE_EVENT", "CORTEX_SEARCH",
			"CURRENT_ACCOUNT", "CURRENT_AVAILABLE_ROLES", "CURRENT_CLIENT", "CURRENT_IP_ADDRESS",
			"CURRENT_ORGANIZATION_NAME", "CURRENT_REGION", "CURRENT_ROLE", "CURRENT_SECONDARY_ROLES", "CURRENT_SESSION",
			"CURRENT_STATEMENT", "CURRENT_TRANSACTION", "CURRENT_VERSION", "CURRENT_WAREHOUSE", "DECOMPRESS_BINARY",
			"DECOMPRESS_STRING", "DECRYPT", "ENCRYPT", "EXTRACT_SEMANTIC_CATEGORIES", "FILTER",
			"GENERATE_COLUMN_DESCRIPTION", "GET_DDL", "GET_OBJECT_REFERENCES", "GROUPING_ID_OF", "H3_CELL_TO_PARENT",
			"H3_LATLNG_TO_CELL", "HASH_AGG", "HAVERSINE", "HEX_DECODE_BINARY", "HLL", "HLL_ACCUMULATE", "HLL_COMBINE",
			"HLL_ESTIMATE", "INVOKER_ROLE", "IS_BINARY", "IS_BOOLEAN", "IS_CHAR", "IS_DATE", "IS_DECIMAL", "IS_DOUBLE",
			"IS_INTEGER", "IS_NULL_VALUE", "IS_REAL", "IS_ROLE_IN_SESSION", "IS_TIME", "IS_TIMESTAMP_NTZ", "IS_VARCHAR",
			"JSON_EXTRACT_PATH_TEXT", "LAST_QUERY_ID", "MATCH_RECOGNIZE", "MD5_BINARY", "MD5_NUMBER",
			"MD5_NUMBER_LOWER64", "MD5_NUMBER_UPPER64", "MINHASH", "MINHASH_COMBINE", "NORMAL",
			"OBJECT_CONSTRUCT_KEEP_NULL", "OBJECT_DELETE", "OBJECT_INSERT", "OBJECT_PICK", "PARSE_IP", "PARSE_URL",
			"PARSE_XML", "RANDSTR", "REDUCE", "RESULT_SCAN", "SEARCH", "SEARCH_IP", "SHA1_BINARY", "SHA2_BINARY",
			"SKEW", "SOUNDEX", "SOUNDEX_P123", "SPLIT_TO_TABLE", "STRIP_NULL_VALUE", "STRTOK_SPLIT_TO_TABLE", "ST_AREA",
			"ST_ASGEOJSON", "ST_CONTAINS", "ST_DISTANCE", "ST_DWITHIN", "ST_INTERSECTS", "ST_MAKEPOINT", "ST_X", "ST_Y",
			"SYSTEM$TYPEOF", "SYSTEM$WAIT", "TO_ARRAY", "TO_BINARY", "TO_GEOGRAPHY", "TO_GEOMETRY", "TO_JSON",
			"TO_QUERY", "TO_XML", "TRANSFORM", "TRY_BASE64_DECODE_BINARY", "TRY_BASE64_DECODE_STRING",
			"TRY_HEX_DECODE_BINARY", "TRY_HEX_DECODE_STRING", "TRY_TO_BINARY", "TRY_TO_GEOGRAPHY", "TRY_TO_TIME",
			"UUID_STRING", "VALIDATE_UTF8", "VECTOR_COSINE_SIMILARITY", "VECTOR_INNER_PRODUCT", "VECTOR_L2_DISTANCE",
			"XMLGET", "ZIPF");

	/** Functions whose value is another, and how. */
	private static final Map<String, String> DIFFERING = Map.ofEntries(Map.entry("HASH", "gives other hashes"),
			Map.entry("RANDOM", "gives other numbers, and takes no seed"),
			Map.entry("UNIFORM", "gives other numbers, and takes no seed"),
			Map.entry("APPROX_COUNT_DISTINCT", "estimates in another way"), Map.entry("APPROX_PERCENTILE", "is exact"),
			Map.entry("MODE", "may choose another of several values"),
			Map.entry("ANY_VALUE", "may choose another value"), Map.entry("CURRENT_USER", "names another user"),
			Map.entry("CURRENT_DATABASE", "names another database"),
			Map.entry("CURRENT_SCHEMA", "names another schema"), Map.entry("JAROWINKLER_SIMILARITY", "may differ by 1"),
			Map.entry("INITCAP", "takes other characters for the end of a word"));

	private static final Set<String> FORMATTING = Set.of("TO_CHAR", "TO_VARCHAR", "TO_DATE", "TRY_TO_DATE",
			"TO_TIMESTAMP", "TO_TIMESTAMP_NTZ", "TO_TIMESTAMP_LTZ", "TO_TIMESTAMP_TZ", "TRY_TO_TIMESTAMP",
			"TRY_TO_TIMESTAMP_NTZ", "TO_TIME", "TO_NUMBER", "TO_DECIMAL", "TO_NUMERIC", "TRY_TO_NUMBER");

	private final List<Remark> remarks = new ArrayList<>();

	private Remarks() {
	}

	static List<Remark> of(Nodes statement) {
		Remarks reading = new Remarks();
		reading.read(statement);
		return reading.remarks.stream().sorted(Comparator.comparing(Remark::offset)).toList();
	}

	private void read(Nodes nodes) {
		for (int i = 0; i < nodes.size(); i++) {
			read(nodes.get(i).inside());
			if (nodes.is(i, Type.WORD) && !nodes.isSymbol(i - 1, ".")) {
				if (nodes.isGroup(i + 1, "(")) {
					call(nodes.get(i), nodes.get(i + 1).inside());
				}
				word(nodes, i);
			}
		}
	}

	private void call(Node name, Nodes inside) {
		String difference = DIFFERING.get(name.upper());
		if (name.isWord(REFUSED) && !name.isWord("FILTER")) {
			refuse(name, name.upper());
		}
		else if (difference != null) {
			this.remarks.add(Remark.differs(name.start(), name.upper(), difference));
		}
		else if (name.isWord("OBJECT_CONSTRUCT") && inside.isSymbol(0, "*")) {
			refuse(name, "OBJECT_CONSTRUCT(*)");
		}
		else if (name.isWord(FORMATTING)) {
			format(name, inside.arguments());
		}
		else if (name.isWord("PIVOT")) {
			pivot(inside);
		}
	}

	/** A format that is a literal is either translated or refused. */
	private void format(Node name, List<Nodes> arguments) {
		if (arguments.size() == 2 && arguments.get(1).size() == 1 && arguments.get(1).is(0, Type.STRING)) {
			String format = Literals.text(arguments.get(1).get(0));
			if (!name.upper().endsWith("Z") && DateFormat.translate(format) != null && !name.upper().contains("NUM")) {
				return;
			}
			refuse(arguments.get(1).get(0), "The format '" + format + "' of " + name.upper());
		}
	}

	private void pivot(Nodes inside) {
		for (int i = 0; i < inside.size(); i++) {
			if (inside.isWord(i, "IN") && inside.isGroup(i + 1, "(") && inside.get(i + 1).inside().isWord(0, "ANY")) {
				refuse(inside.get(i + 1).inside().get(0), "PIVOT with ANY");
			}
		}
	}

	private void word(Nodes nodes, int index) {
		Node word = nodes.get(index);
		if (word.isWord("CONNECT") && nodes.isWord(index + 1, "BY")) {
			refuse(word, "CONNECT BY");
		}
		else if (word.isWord("COLLATE") && nodes.is(index + 1, Type.STRING)) {
			refuse(word, "COLLATE");
		}
		else if (word.isWord(Set.of("AT", "BEFORE")) && nodes.isGroup(index + 1, "(") && nodes.isName(index - 1)
				&& nodes.get(index + 1).inside().isSymbol(1, "=")) {
			refuse(word, word.upper() + " (Time Travel)");
		}
	}

	private void refuse(Node node, String form) {
		this.remarks.add(Remark.refused(node.start(), form));
	}

}

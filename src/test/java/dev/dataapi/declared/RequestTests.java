package dev.dataapi.declared;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import dev.dataapi.declared.file.DeclaredFiles;
import dev.dataapi.declared.file.InvalidEndpointsException;
import dev.dataapi.declared.sql.Name;
import dev.dataapi.endpoint.BadRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Parses requests to declared endpoints, and compares the statements that they lead to.
 */
class RequestTests {

	private static final Endpoints SAMPLE = endpoints();

	private static final LookupDeclaration PRODUCTS = SAMPLE.lookups().get(0);

	private static final LookupDeclaration STORES = SAMPLE.lookups().get(1);

	private static final ReportDeclaration ORDERS = SAMPLE.reports().getFirst();

	private static final LookupDeclaration CODES = lookup(
			"{name: code, column: C, type: text, commas: true, tildes: true}");

	private static final LookupDeclaration DATED = lookup(
			"{name: code, column: C, type: text, commas: true, tildes: true}, {name: day, column: D, type: date}");

	private static final List<Parameter> ALL_TYPES = declared("""
			    parameters:
			      - {name: text, type: text, max_length: 5, optional: true}
			      - {name: integer, type: integer, default: 5, min: -10, max: 10}
			      - {name: decimal, type: "decimal(5,2)", optional: true, max: 100}
			      - {name: boolean, type: boolean, optional: true}
			      - {name: date, type: date, optional: true, min: 1995-01-01}
			      - {name: timestamp, type: timestamp, optional: true}
			      - {name: timestamptz, type: timestamptz, optional: true}
			      - {name: until, type: timestamptz, optional: true, not_before: timestamptz}
			      - {name: integers, type: integer, max_items: 3, optional: true}
			      - {name: texts, type: text, max_items: 5, optional: true, max_length: 3, commas: true}
			    sql: SELECT {{integer}} [[ {{text}} {{decimal}} {{boolean}} {{date}} {{timestamp}} {{timestamptz}} ]]
			      [[ {{until}} ]] [[ IN ({{integers}}) IN ({{texts}}) ]]
			""").parameters();

	@Test
	void keysAreInTheOrderAskedForAndEachOnce() throws Exception {
		assertThat(LookupKey.parseAll(PRODUCTS, "B,A,B,%41,a")).extracting(LookupKey::parts)
			.containsExactly(List.of("B"), List.of("A"), List.of("a"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "A,B,C", "A%2CB%2CC", "A%2cB,C", "A,%42%2C%43", "%41%2CB%2CC" })
	void keysAreSeparatedByCommasEncodedOrNot(String raw) throws Exception {
		assertThat(LookupKey.parseAll(PRODUCTS, raw)).extracting(LookupKey::parts)
			.containsExactly(List.of("A"), List.of("B"), List.of("C"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "A~1997-03-13,B~1997-03-14", "A%7E1997-03-13,B~1997-03-14",
			"A%7e1997-03-13%2CB%7E1997-03-14", "A~1997%2D03%2D13%2cB~1997-03-14" })
	void partsAreSeparatedByTildesEncodedOrNot(String raw) throws Exception {
		assertThat(LookupKey.parseAll(STORES, raw)).extracting((key) -> key.parts().toString())
			.containsExactly("[A, 1997-03-13]", "[B, 1997-03-14]");
	}

	@Test
	void encodedCommasAndTildesAreDataWhereTheFileSaysSo() throws Exception {
		assertThat(LookupKey.parseAll(CODES, "a%2Cb,%7E,a~b,%20c+d%25,%C3%A9%F0%9F%98%80,%252C"))
			.extracting(LookupKey::parts)
			.containsExactly(List.of("a,b"), List.of("~"), List.of("a~b"), List.of(" c+d%"), List.of("é😀"),
					List.of("%2C"));
		assertThat(LookupKey.parseAll(DATED, "%7E%2C~1997-03-13,a~1997-03-13"))
			.extracting((key) -> key.parts().getFirst())
			.containsExactly("~,", "a");
		assertThat(detail(() -> LookupKey.parseAll(DATED, "a%7E1997-03-13"))).isEqualTo(
				"Key 1, 'a%7E1997-03-13', has 1 part: code~day is accepted, and a ~ within a value is written %7E.");
	}

	@Test
	void keyIsFormattedSoThatItReadsBack() throws Exception {
		for (String raw : List.of("a%2Cb~1997-03-13", "%20%7E%25+~1997-03-13", "%F0%9F%98%80*~1997-03-13")) {
			LookupKey key = LookupKey.parseAll(DATED, raw).getFirst();
			assertThat(LookupKey.parseAll(DATED, key.format(DATED))).containsExactly(key);
		}
		for (String raw : List.of("%252C~1997-03-13", "%257E/%25~1997-03-13")) {
			LookupKey key = LookupKey.parseAll(STORES, raw).getFirst();
			assertThat(LookupKey.parseAll(STORES, key.format(STORES))).containsExactly(key);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "``|id|Key 1: id must be text of 1 to 16 characters, not ''.",
					"A,|id|Key 2: id must be text of 1 to 16 characters, not ''.",
					",A|id|Key 1: id must be text of 1 to 16 characters, not ''.",
					"ABCDEFGHIJKLMNOPQ|id|Key 1: id must be text of 1 to 16 characters, not 'ABCDEFGHIJKLMNOPQ'.",
					"A~B|keys|Key 1, 'A~B', has 2 parts: id is accepted, and a ~ separates parts.",
					"A%7EB|keys|Key 1, 'A%7EB', has 2 parts: id is accepted, and a ~ separates parts.",
					"A%2C|id|Key 2: id must be text of 1 to 16 characters, not ''.",
					"%|id|Key 1: id must be text of 1 to 16 characters, not '%'.",
					"A,%4|id|Key 2: id must be text of 1 to 16 characters, not '%4'.",
					"%zz|id|Key 1: id must be text of 1 to 16 characters, not '%zz'.",
					"%4z|id|Key 1: id must be text of 1 to 16 characters, not '%4z'.",
					"%FF|id|Key 1: id must be text of 1 to 16 characters, not '%FF'.",
					"%C3|id|Key 1: id must be text of 1 to 16 characters, not '%C3'.",
					"%ED%A0%80|id|Key 1: id must be text of 1 to 16 characters, not '%ED%A0%80'.",
					"%C0%AF|id|Key 1: id must be text of 1 to 16 characters, not '%C0%AF'." })
	void keysWhenAPartIsNotAcceptedSayWhich(String raw, String parameter, String detail) {
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> LookupKey.parseAll(PRODUCTS, raw))
			.satisfies((ex) -> {
				assertThat(error(ex)).isEqualTo("Invalid " + parameter + ".");
				assertThat(ex.detail()).isEqualTo(detail);
			});
	}

	@Test
	void keysWhenPartsAreMissingOrOfAnotherTypeSayWhich() {
		assertThat(detail(() -> LookupKey.parseAll(STORES, "A")))
			.startsWith("Key 1, 'A', has 1 part: store_id~valid_from");
		assertThat(detail(() -> LookupKey.parseAll(STORES, "A~1997-03-13~x"))).contains("has 3 parts");
		assertThat(detail(() -> LookupKey.parseAll(STORES, "A~1997-03-13,B~1997-3-13")))
			.isEqualTo("Key 2: valid_from must be a date YYYY-MM-DD from 0001-01-01 to 9999-12-31, not '1997-3-13'.");
	}

	@Test
	void keysWhenThereAreTooManyAreRefused() throws Exception {
		String most = "A" + ",A".repeat(99);
		assertThat(LookupKey.parseAll(PRODUCTS, most)).hasSize(1);
		assertThat(detail(() -> LookupKey.parseAll(PRODUCTS, (most + ",A").replace(",", "%2C"))))
			.isEqualTo("101 keys are asked for: at most 100 are accepted in a request.");
		assertThat(detail(() -> LookupKey.parseAll(PRODUCTS, most + ",A")))
			.isEqualTo("101 keys are asked for: at most 100 are accepted in a request.");
	}

	@Test
	void lookupTextsAreThoseOfPaddedNumbersOfKeys() throws Exception {
		LookupStatements statements = new LookupStatements(STORES);
		assertThat(statements.texts()).hasSize(8)
			.allMatch((text) -> text.startsWith("/* lookups.stores */ SELECT S_STORE_SK, S_STORE_ID, "));
		assertThat(statements.texts().getFirst())
			.endsWith(" FROM api.data.hybrid_store WHERE S_STORE_ID = ? AND S_REC_START_DATE = CAST(? AS DATE)");
		assertThat(statements.texts().get(1)).endsWith(" WHERE (S_STORE_ID = ? AND S_REC_START_DATE = CAST(? AS DATE))"
				+ " OR (S_STORE_ID = ? AND S_REC_START_DATE = CAST(? AS DATE))");
		BoundStatement statement = statements.of(LookupKey.parseAll(STORES, "A~1997-03-13,B~1997-03-14,C~1997-03-15"));
		assertThat(statement.sql()).isEqualTo(statements.texts().get(2));
		assertThat(statement.arguments()).map(Object::toString)
			.containsExactly("A", "1997-03-13", "B", "1997-03-14", "C", "1997-03-15", "C", "1997-03-15");
		assertThat(new LookupStatements(PRODUCTS).texts().subList(0, 2)).satisfiesExactly(
				(text) -> assertThat(text).endsWith(" FROM api.data.hybrid_item WHERE I_ITEM_ID = ?"),
				(text) -> assertThat(text).endsWith(" FROM api.data.hybrid_item WHERE I_ITEM_ID IN (?, ?)"));
	}

	@Test
	void lookupSelectsKeyColumnsThatTheAnswerLacks() throws Exception {
		LookupDeclaration lookup = EndpointFiles.declared("f", """
				version: 1
				lookups:
				  l:
				    table: '"My Schema".t'
				    key:
				      - {name: a, column: '"a b"', type: integer}
				      - {name: b, column: B, type: "decimal(7,2)"}
				    columns:
				      - {name: B, type: "decimal(8,2)"}
				      - {name: '"a b"', type: integer}
				""".getBytes(StandardCharsets.UTF_8)).endpoints().lookups().getFirst();
		assertThat(new LookupStatements(lookup).texts().getFirst())
			.isEqualTo("/* lookups.l */ SELECT B, \"a b\", B FROM \"My Schema\".t WHERE \"a b\" = ? AND B = ?");
		assertThat(lookup.columns().get(1).name().name()).isEqualTo("a b");
	}

	@Test
	void samplesRunEachTextOnce() {
		assertThat(new LookupStatements(STORES).samples()).map(BoundStatement::sql)
			.isEqualTo(new LookupStatements(STORES).texts());
		assertThat(new ReportStatements(ORDERS, Clock.systemUTC()).samples()).hasSize(8)
			.map(BoundStatement::sql)
			.isEqualTo(new ReportStatements(ORDERS, Clock.systemUTC()).texts())
			.doesNotHaveDuplicates();
		for (BoundStatement sample : new ReportStatements(ORDERS, Clock.systemUTC()).samples()) {
			assertThat(sample.sql().chars().filter((each) -> each == '?').count()).isEqualTo(sample.arguments().size());
			assertThat(sample.types()).hasSameSizeAs(sample.arguments());
		}
	}

	@Test
	void reportWhenNothingIsGivenHasItsDefaults() throws Exception {
		for (String query : new String[] { null, "", "&", "from=&to=&priority=&min_total=&limit=" }) {
			Arguments arguments = Arguments.parse(ORDERS.parameters(), query);
			BoundStatement statement = new ReportStatements(ORDERS, Clock.systemUTC()).of(arguments);
			assertThat(statement.sql()).doesNotContain("O_ORDERPRIORITY IN").doesNotContain("O_TOTALPRICE >=");
			assertThat(statement.arguments()).map(Object::toString).containsExactly("1995-01-01", "1995-03-31", "20");
		}
	}

	@Test
	void reportWhenAllIsGivenBindsAll() throws Exception {
		Arguments arguments = Arguments.parse(ORDERS.parameters(),
				"limit=7&priority=5-LOW,4-NOT+SPECIFIED,1-URGENT&min_total=1.5&from=1996-01-01&to=1996-01-01");
		BoundStatement statement = new ReportStatements(ORDERS, Clock.systemUTC()).of(arguments);
		assertThat(statement.sql()).contains("O_ORDERPRIORITY IN (?, ?, ?, ?)").contains("O_TOTALPRICE >= ?");
		assertThat(statement.arguments()).map(Object::toString)
			.containsExactly("1996-01-01", "1996-01-01", "1-URGENT", "4-NOT SPECIFIED", "5-LOW", "5-LOW", "1.5", "7");
	}

	@Test
	void argumentsThatAskForTheSameAreEqual() throws Exception {
		Arguments one = Arguments.parse(ORDERS.parameters(), "priority=5-LOW,1-URGENT,5-LOW&limit=20");
		Arguments other = Arguments.parse(ORDERS.parameters(), "limit=020&priority=1-URGENT,5%2dLOW&from=1995-01-01");
		assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
		assertThat(one.format(ORDERS.parameters()))
			.isEqualTo("from=1995-01-01&to=1995-03-31&priority=1-URGENT,5-LOW&limit=20");
		assertThat(Arguments.parse(ORDERS.parameters(), one.format(ORDERS.parameters()))).isEqualTo(one);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
			"form=1995-01-01|form|'form' is not a parameter here: from, to, priority, min_total, limit are.",
			"FROM=1995-01-01|FROM|'FROM' is not a parameter here: from, to, priority, min_total, limit are.",
			"x|x|'x' is not a parameter here: from, to, priority, min_total, limit are.",
			"=1||'' is not a parameter here: from, to, priority, min_total, limit are.",
			"%zz=1|%zz|'%zz' is not a parameter here: from, to, priority, min_total, limit are.",
			"limit=1&limit=1|limit|limit is given more than once.",
			"limit=&limit=|limit|limit is given more than once.",
			"limit=1&limit%3D2=|limit=2|'limit=2' is not a parameter here: from, to, priority, min_total, limit are.",
			"limit[]=1|limit[]|'limit[]' is not a parameter here: from, to, priority, min_total, limit are.",
			"priority[0]=5-LOW|priority[0]|'priority[0]' is not a parameter here: from, to, priority, min_total, limit are.",
			"priority[][]=5-LOW|priority[][]|'priority[][]' is not a parameter here: from, to, priority, min_total, limit are.",
			"[]=5-LOW|[]|'[]' is not a parameter here: from, to, priority, min_total, limit are.",
			"priority=5-LOW&priority=x|priority|priority must be up to 3 values separated by commas, each one of 1-URGENT, 2-HIGH, 3-MEDIUM, 4-NOT SPECIFIED, 5-LOW, not 'x'.",
			"priority=5-LOW,5-LOW&priority[]=5-LOW%2C5-LOW|priority|priority has 4 values: at most 3 are accepted, separated by commas.",
			"limit=0|limit|limit must be an integer of 64 bits, not less than 1 and not greater than 100, not '0'.",
			"limit=101|limit|limit must be an integer of 64 bits, not less than 1 and not greater than 100, not '101'.",
			"limit=1%|limit|limit must be an integer of 64 bits, not less than 1 and not greater than 100, not '1%'.",
			"limit=1,2|limit|limit must be an integer of 64 bits, not less than 1 and not greater than 100, not '1,2'.",
			"min_total=-0.01|min_total|min_total must be a number of up to 10 digits before the point and 2 after it, not less than 0.00, not '-0.01'.",
			"from=1995-02-29|from|from must be a date YYYY-MM-DD from 0001-01-01 to 9999-12-31, not '1995-02-29'.",
			"from=1996-01-01|to|to, 1995-03-31, must not be before from, 1996-01-01.",
			"to=1994-12-31|to|to, 1994-12-31, must not be before from, 1995-01-01.",
			"priority=5-LOW,|priority|priority must be up to 3 values separated by commas, each one of 1-URGENT, 2-HIGH, 3-MEDIUM, 4-NOT SPECIFIED, 5-LOW, not ''.",
			"priority=5-low|priority|priority must be up to 3 values separated by commas, each one of 1-URGENT, 2-HIGH, 3-MEDIUM, 4-NOT SPECIFIED, 5-LOW, not '5-low'.",
			"priority=5-LOW,5-LOW,5-LOW,5-LOW|priority|priority has 4 values: at most 3 are accepted, separated by commas." })
	void queryWhenItIsNotAcceptedSaysWhy(String query, String parameter, String detail) {
		assertThatExceptionOfType(BadRequestException.class)
			.isThrownBy(() -> Arguments.parse(ORDERS.parameters(), query))
			.satisfies((ex) -> {
				assertThat(error(ex)).isEqualTo("Invalid "
						+ (Name.isName(String.valueOf(parameter)) && parameter != null ? parameter : "parameter")
						+ ".");
				assertThat(ex.detail()).isEqualTo(detail);
			});
	}

	@Test
	void queryWhenARequiredParameterIsMissingSaysSo() {
		List<Parameter> parameters = declared("    parameters: [{name: x, type: boolean}]\n    sql: SELECT {{x}}\n")
			.parameters();
		assertThat(detail(() -> Arguments.parse(parameters, null)))
			.isEqualTo("x is missing: it must be true or false.");
		assertThat(detail(() -> Arguments.parse(parameters, "x=")))
			.isEqualTo("x is missing: it must be true or false.");
		assertThat(detail(() -> Arguments.parse(List.of(), "x=1")))
			.isEqualTo("'x' is not a parameter here: there is none.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "priority=1-URGENT,5-LOW", "priority=5-LOW%2C1-URGENT", "priority=5-LOW%2c1-URGENT",
			"priority=1-URGENT&priority=5-LOW", "priority[]=1-URGENT&priority[]=5-LOW",
			"priority%5B%5D=1-URGENT&priority%5b%5d=5-LOW", "priority=1-URGENT&limit=20&priority[]=5-LOW,5-LOW",
			"priority=&priority=5-LOW&priority[]=&priority=1-URGENT", "%70riority=5%2DLOW%2C1-URGENT" })
	void listIsTheSameInEverySpelling(String query) throws Exception {
		assertThat(Arguments.parse(ORDERS.parameters(), query))
			.isEqualTo(Arguments.parse(ORDERS.parameters(), "priority=1-URGENT,5-LOW"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "priority=", "priority", "priority[]=", "priority=&priority=", "priority[]" })
	void listWithoutAValueIsAbsent(String query) throws Exception {
		assertThat(Arguments.parse(ORDERS.parameters(), query)).isEqualTo(Arguments.parse(ORDERS.parameters(), null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "texts=a%2Cb,c+d,%2B", "texts=a%2Cb&texts[]=c%20d&texts=%2B" })
	void commaWithinAValueOfAListIsEncodedWhereTheFileSaysThatThereAreSuch(String query) throws Exception {
		assertThat(Arguments.parse(ALL_TYPES, query).values().get("texts")).containsExactly("+", "a,b", "c d");
	}

	@Test
	void commaWithinASingleValueIsData() throws Exception {
		assertThat(Arguments.parse(ALL_TYPES, "text=a,b%2Cc").values().get("text")).containsExactly("a,b,c");
	}

	@Test
	void defaultOfTextMayBeEmpty() throws Exception {
		ReportDeclaration report = declared(
				"    parameters: [{name: x, type: text, default: \"\"}]\n    sql: SELECT {{x}}\n");
		assertThat(new ReportStatements(report, Clock.systemUTC()).of(Arguments.parse(report.parameters(), "x="))
			.arguments()).containsExactly("");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "a|a", "\"b,a\"|a b", "[b, a, a]|a b", "[\"a,b\"], commas: true|a,b" })
	void defaultOfAListIsOneValueOrSeveral(String text, String values) throws Exception {
		ReportDeclaration report = declared("    parameters: [{name: x, type: text, max_items: 3, default: " + text
				+ "}]\n    sql: SELECT 1 WHERE 1 IN ({{x}})\n");
		assertThat(Arguments.parse(report.parameters(), null).values().get("x")).map(Object::toString)
			.containsExactly(values.split(" "));
	}

	/**
	 * Each is accepted or refused by name, and none leads to a new statement text.
	 */
	@Test
	void randomRequestsOfAllTypesGetKnownStatements() throws Exception {
		Random random = new Random(7);
		ReportDeclaration report = declared("""
				    parameters:
				      - {name: text, type: text, max_length: 5, optional: true}
				      - {name: integer, type: integer, default: 5, min: -10, max: 10}
				      - {name: until, type: timestamptz, optional: true}
				      - {name: integers, type: integer, max_items: 3, optional: true}
				    sql: SELECT {{integer}} [[ {{text}} ]] [[ {{until}} ]] [[ IN ({{integers}}) ]]
				""");
		Set<String> known = new HashSet<>(new ReportStatements(report, Clock.systemUTC()).texts());
		ReportStatements statements = new ReportStatements(report, Clock.systemUTC());
		int accepted = 0;
		for (int i = 0; i < 20_000; i++) {
			String query = mutated(random, "text=a%20b", "integer=7", "until=1995-01-01T00:00Z", "integers=1,2,3");
			try {
				BoundStatement statement = statements.of(Arguments.parse(report.parameters(), query));
				assertThat(known).contains(statement.sql());
				assertThat(statement.sql().chars().filter((each) -> each == '?').count())
					.isEqualTo(statement.arguments().size());
				accepted++;
			}
			catch (BadRequestException ex) {
				assertThat(ex.detail()).isNotBlank().hasSizeLessThan(600);
			}
		}
		assertThat(accepted).isBetween(1_000, 19_000);
	}

	@Test
	void randomQueriesAndKeysOfAllTypesAreReadOrRefusedAndReadBack() {
		Random random = new Random(8);
		for (int i = 0; i < 20_000; i++) {
			String query = mutated(random, "text=a%20b", "integer=7", "decimal=1.50", "boolean=true", "date=1995-01-01",
					"timestamp=1995-01-01T00:00", "timestamptz=1995-01-01T00:00Z", "until=1995-01-01T01:00Z",
					"integers=1,2", "texts=a,%2C");
			try {
				Arguments arguments = Arguments.parse(ALL_TYPES, query);
				assertThat(Arguments.parse(ALL_TYPES, arguments.format(ALL_TYPES))).isEqualTo(arguments);
			}
			catch (BadRequestException ex) {
				assertThat(ex.detail()).isNotBlank();
			}
			String raw = ValueTypeTests.mutated("A%2CB~1997-03-13,C~1997-03-14", random);
			for (LookupDeclaration lookup : List.of(STORES, DATED)) {
				try {
					for (LookupKey key : LookupKey.parseAll(lookup, raw)) {
						assertThat(LookupKey.parseAll(lookup, key.format(lookup))).containsExactly(key);
					}
				}
				catch (BadRequestException ex) {
					assertThat(ex.detail()).isNotBlank();
				}
			}
		}
	}

	private static String mutated(Random random, String... pairs) {
		List<String> query = new ArrayList<>();
		for (String pair : pairs) {
			if (random.nextInt(3) == 0) {
				query.add((random.nextInt(3) == 0) ? ValueTypeTests.mutated(pair, random) : pair);
			}
		}
		return String.join("&", query);
	}

	private static Object error(BadRequestException ex) {
		return ex.getBody().getProperties().get("error");
	}

	private static String detail(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
		Throwable thrown = org.assertj.core.api.Assertions.catchThrowable(call);
		assertThat(thrown).isInstanceOf(BadRequestException.class);
		return ((BadRequestException) thrown).detail();
	}

	private static ReportDeclaration declared(String lines) {
		String file = "version: 1\nreports:\n  r:\n    columns: [{name: C, type: text}]\n" + lines;
		try {
			return EndpointFiles.declared("f", file.getBytes(StandardCharsets.UTF_8)).endpoints().reports().getFirst();
		}
		catch (InvalidEndpointsException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	private static LookupDeclaration lookup(String key) {
		String file = "version: 1\nlookups:\n  l:\n    table: t\n    key: [" + key
				+ "]\n    columns: [{name: C, type: text}]\n";
		try {
			return EndpointFiles.declared("f", file.getBytes(StandardCharsets.UTF_8)).endpoints().lookups().getFirst();
		}
		catch (InvalidEndpointsException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	private static Endpoints endpoints() {
		try {
			return DeclaredFiles.read("spec/endpoints.yaml").endpoints();
		}
		catch (InvalidEndpointsException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

}

package dev.dataapi.declared;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

import dev.dataapi.declared.file.InvalidEndpointsException;
import dev.dataapi.endpoint.BadRequestException;
import dev.dataapi.endpoint.JsonBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Keys and parameters in a body: what is read is what an address with the same values
 * asks for.
 */
class JsonBodyTests {

	private static final Endpoints DECLARED = declared(
			"""
					version: 1
					lookups:
					  numbers:
					    table: t
					    key: [{name: id, column: I, type: integer}]
					    columns: [{name: C, type: text}]
					    max_keys: 5
					  stores:
					    table: t
					    key: [{name: store_id, column: S, type: text, max_length: 16}, {name: valid_from, column: D, type: date}]
					    columns: [{name: C, type: text}]
					  codes:
					    table: t
					    key: [{name: code, column: S, type: text, commas: true, tildes: true}]
					    columns: [{name: C, type: text}]
					reports:
					  all:
					    parameters:
					      - {name: text, type: text, max_length: 5, optional: true}
					      - {name: integer, type: integer, default: 5, min: -10, max: 10}
					      - {name: decimal, type: "decimal(5,2)", optional: true}
					      - {name: boolean, type: boolean, optional: true}
					      - {name: date, type: date, optional: true}
					      - {name: timestamp, type: timestamp, optional: true}
					      - {name: from, type: timestamptz, optional: true}
					      - {name: until, type: timestamptz, optional: true, not_before: from}
					      - {name: integers, type: integer, max_items: 3, optional: true}
					      - {name: texts, type: text, max_items: 3, optional: true, max_length: 4}
					    sql: SELECT {{integer}} [[ {{text}} {{decimal}} {{boolean}} {{date}} {{timestamp}} {{from}} ]]
					      [[ {{until}} ]] [[ IN ({{integers}}) IN ({{texts}}) ]]
					    columns: [{name: C, type: text}]
					  one:
					    parameters: [{name: day, type: date}]
					    sql: SELECT {{day}}
					    columns: [{name: C, type: text}]
					  none:
					    sql: SELECT 1
					    columns: [{name: C, type: text}]
					""");

	private static final Map<String, LookupDeclaration> LOOKUPS = Map.of("numbers", DECLARED.lookups().get(0), "stores",
			DECLARED.lookups().get(1), "codes", DECLARED.lookups().get(2));

	private static final Map<String, List<Parameter>> REPORTS = Map.of("all", DECLARED.reports().get(0).parameters(),
			"one", DECLARED.reports().get(1).parameters(), "none", DECLARED.reports().get(2).parameters());

	private static final JsonMapper MAPPER = new JsonMapper();

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { "numbers | {\"keys\": [1885, 1, 1885]} | 1885,1",
			" numbers | ` \n{\"keys\":[-0,9223372036854775807]}\n` | 0,9223372036854775807",
			"numbers | {\"\\u006beys\": [7]} | 7",
			"stores | {\"keys\": [{\"store_id\": \"A\", \"valid_from\": \"1997-03-13\"}]} | A~1997-03-13",
			"stores | {\"keys\": [{\"valid_from\": \" 1997-03-13 \", \"store_id\": \" A\"}, {\"store_id\":\"\\u00e9\",\"valid_from\":\"1997-03-13\"}]} | %20A~1997-03-13,%C3%A9~1997-03-13",
			"codes | {\"keys\": [\"a,b~c\", \"%2C\", \"1\"]} | a%2Cb%7Ec,%252C,1" })
	void keysAreThoseOfTheAddress(String lookup, String body, String address) {
		assertThat(keys(lookup, body)).isEqualTo(LookupKey.parseAll(LOOKUPS.get(lookup), address));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { "{} |", "{\"integer\": null, \"texts\": null} |",
			"{\"integers\": []} |", "{\"integer\": -10, \"text\": \"a,b\"} | integer=-10&text=a%2Cb",
			"{\"decimal\": 1.50} | decimal=1.5", "{\"decimal\": \"1.5\"} | decimal=1.5", "{\"decimal\": 1} | decimal=1",
			"{\"boolean\": false, \"date\": \"1995-01-01\", \"timestamp\": \"1995-01-01T00:00\"} | timestamp=1995-01-01T00:00&boolean=false&date=1995-01-01",
			"{\"from\": \"1995-01-01T00:00:00+05:30\"} | from=1994-12-31T18:30Z",
			"{\"texts\": [\"b\", \"a\", \"b\"], \"integers\": [3, 1]} | texts=a,b&integers=1,3" })
	void parametersAreThoseOfTheAddress(String body, String query) {
		assertThat(arguments("all", body)).isEqualTo(Arguments.parse(REPORTS.get("all"), query));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
			"numbers|``|body|The body must be a JSON object with keys, not nothing.",
			"numbers|`[1]`|body|The body must be a JSON object with keys, not a list.",
			"numbers|1|body|The body must be a JSON object with keys, not '1'.",
			"numbers|{|body|The body is not JSON in line 1, column 2.",
			"numbers|{\"keys\": [1}|body|The body is not JSON in line 1, column 12.",
			"numbers|`{\n\"keys\": [1],}`|body|The body is not JSON in line 2, column 13.",
			"numbers|{'keys': [1]}|body|The body is not JSON in line 1, column 2.",
			"numbers|{\"keys\": [01]}|body|The body is not JSON in line 1, column 12.",
			"numbers|{\"keys\": [NaN]}|body|The body is not JSON in line 1, column 14.",
			"numbers|{\"keys\": [1]} {}|body|The body goes on after its JSON object.",
			"numbers|{\"keys\": [1]} x|body|The body is not JSON in line 1, column 15.",
			"numbers|{}|keys|keys is missing or empty: a body is {\"keys\": [...]} with 1 to 5 keys.",
			"numbers|{\"keys\": []}|keys|keys is missing or empty: a body is {\"keys\": [...]} with 1 to 5 keys.",
			"numbers|{\"keys\": null}|keys|keys must be a list of keys, not 'null'.",
			"numbers|{\"keys\": \"1,2\"}|keys|keys must be a list of keys, not '\"1,2\"'.",
			"numbers|{\"keys\": {\"id\": 1}}|keys|keys must be a list of keys, not an object.",
			"numbers|{\"ids\": [1]}|ids|'ids' is not a parameter here: keys is.",
			"numbers|{\"keys\": [1], \"<b>\": 1}|parameter|'<b>' is not a parameter here: keys is.",
			"numbers|{\"keys\": [1], \"keys\": [2]}|keys|The body has keys more than once.",
			"numbers|{\"keys\": [1, \"2\"]}|id|Key 2: id must be an integer of 64 bits, as a JSON number, not '\"2\"'.",
			"numbers|{\"keys\": [1.0]}|id|Key 1: id must be an integer of 64 bits, as a JSON number, not '1.0'.",
			"numbers|{\"keys\": [1e3]}|id|Key 1: id must be an integer of 64 bits, as a JSON number, not '1e3'.",
			"numbers|{\"keys\": [9223372036854775808]}|id|Key 1: id must be an integer of 64 bits, as a JSON number, not '9223372036854775808'.",
			"numbers|{\"keys\": [true]}|id|Key 1: id must be an integer of 64 bits, as a JSON number, not 'true'.",
			"numbers|{\"keys\": [null]}|id|Key 1: id must be an integer of 64 bits, as a JSON number, not 'null'.",
			"numbers|{\"keys\": [[1]]}|id|Key 1: id must be an integer of 64 bits, as a JSON number, not a list.",
			"numbers|{\"keys\": [{\"id\": 1}]}|id|Key 1: id must be an integer of 64 bits, as a JSON number, not an object.",
			"numbers|{\"keys\": [1, 2, 3, 4, 5, 1]}|keys|More than 5 keys are asked for, which is the most that a request may have.",
			"stores|{\"keys\": [\"A~1997-03-13\"]}|body|Key 1 must be a JSON object with store_id, valid_from, not '\"A~1997-03-13\"'.",
			"stores|{\"keys\": [{\"store_id\": \"A\"}]}|valid_from|Key 1 has no valid_from: a key has store_id, valid_from.",
			"stores|{\"keys\": [{\"store_id\": \"A\", \"valid_from\": \"1997-03-13\", \"x\": 1}]}|x|'x' is not a parameter here: store_id, valid_from are.",
			"stores|{\"keys\": [{\"store_id\": \"A\", \"store_id\": \"B\"}]}|store_id|Key 1 has store_id more than once.",
			"stores|{\"keys\": [{\"store_id\": \"A\", \"valid_from\": \"1997-3-13\"}]}|valid_from|Key 1: valid_from must be a date YYYY-MM-DD from 0001-01-01 to 9999-12-31, as a JSON string, not '\"1997-3-13\"'.",
			"stores|{\"keys\": [{\"store_id\": 5, \"valid_from\": \"1997-03-13\"}]}|store_id|Key 1: store_id must be text of 1 to 16 characters, as a JSON string, not '5'.",
			"stores|{\"keys\": [{\"store_id\": \"\", \"valid_from\": \"1997-03-13\"}]}|store_id|Key 1: store_id must be text of 1 to 16 characters, as a JSON string, not '\"\"'.",
			"stores|{\"keys\": [{\"store_id\": \"A,B\", \"valid_from\": \"1997-03-13\"}]}|store_id|store_id must not hold ',', which separates values: it is not declared with 'commas: true'.",
			"stores|{\"keys\": [{\"store_id\": \"A~B\", \"valid_from\": \"1997-03-13\"}]}|store_id|store_id must not hold '~', which separates values: it is not declared with 'tildes: true'.",
			"codes|{\"keys\": [\"\\u0000\"]}|code|Key 1: code must be text of 1 to 1000 characters, as a JSON string, not '\"\u0000\"'.",
			"codes|{\"keys\": [\"\\ud800\"]}|code|Key 1: code must be text of 1 to 1000 characters, as a JSON string, not '\"\ud800\"'." })
	void keysThatAreNotAcceptedSayWhy(String lookup, String body, String parameter, String detail) {
		assertRefused(() -> keys(lookup, body), parameter, detail);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
			"none|`[]`|body|The body must be a JSON object, not a list.",
			"none|{\"x\": 1}|x|'x' is not a parameter here: there is none.",
			"one|{}|day|day is missing: it must be a date YYYY-MM-DD from 0001-01-01 to 9999-12-31.",
			"one|{\"day\": null}|day|day is missing: it must be a date YYYY-MM-DD from 0001-01-01 to 9999-12-31.",
			"one|{\"day\": \"\"}|day|day must be a date YYYY-MM-DD from 0001-01-01 to 9999-12-31, as a JSON string, not '\"\"'.",
			"one|{\"day\": 19950101}|day|day must be a date YYYY-MM-DD from 0001-01-01 to 9999-12-31, as a JSON string, not '19950101'.",
			"one|{\"day\": [\"1995-01-01\"]}|day|day must be a date YYYY-MM-DD from 0001-01-01 to 9999-12-31, as a JSON string, not a list.",
			"all|{\"integer\": 11}|integer|integer must be an integer of 64 bits, not less than -10 and not greater than 10, as a JSON number, not '11'.",
			"all|{\"integer\": \"7\"}|integer|integer must be an integer of 64 bits, not less than -10 and not greater than 10, as a JSON number, not '\"7\"'.",
			"all|{\"integer\": 1, \"integer\": 1}|integer|The body has integer more than once.",
			"all|{\"decimal\": 1.505}|decimal|decimal must be a number of up to 3 digits before the point and 2 after it, as a JSON string or number, not '1.505'.",
			"all|{\"decimal\": 1e2}|decimal|decimal must be a number of up to 3 digits before the point and 2 after it, as a JSON string or number, not '1e2'.",
			"all|{\"boolean\": \"true\"}|boolean|boolean must be true or false, as a JSON boolean, not '\"true\"'.",
			"all|{\"boolean\": 1}|boolean|boolean must be true or false, as a JSON boolean, not '1'.",
			"all|{\"integers\": 1}|integers|integers must be a list of up to 3 values, each an integer of 64 bits, as a JSON number, not '1'.",
			"all|{\"integers\": [1, null]}|integers|integers must be a list of up to 3 values, each an integer of 64 bits, as a JSON number, not 'null'.",
			"all|{\"integers\": [[1]]}|integers|integers must be a list of up to 3 values, each an integer of 64 bits, as a JSON number, not a list.",
			"all|{\"integers\": [1, 1, 1, 1]}|integers|integers has more than 3 values, which is its limit.",
			"all|{\"texts\": [\"a,b\"]}|texts|texts must not hold ',', which separates values: it is not declared with 'commas: true'.",
			"all|{\"texts[]\": [\"a\"]}|texts[]|'texts[]' is not a parameter here: text, integer, decimal, boolean, date, timestamp, from, until, integers, texts are.",
			"all|{\"until\": \"1995-01-01T00:00Z\", \"from\": \"1995-01-01T00:01Z\"}|until|until, 1995-01-01T00:00:00Z, must not be before from, 1995-01-01T00:01:00Z." })
	void parametersThatAreNotAcceptedSayWhy(String report, String body, String parameter, String detail) {
		assertRefused(() -> arguments(report, body), parameter, detail);
	}

	@ParameterizedTest
	@ValueSource(strings = { "[", "{\"keys\":", "{\"a\":", "{\"keys\":[[", "{\"keys\":[{\"id\":" })
	void nothingIsReadAtAnyDepth(String opening) {
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> keys("numbers", opening.repeat(50_000)))
			.satisfies((ex) -> assertThat(ex.detail()).hasSizeLessThan(200));
	}

	@Test
	void longNamesTextsAndNumbersAreRefusedWithAnExcerpt() {
		for (String body : List.of("{\"" + "k".repeat(100_000) + "\": 1}",
				"{\"keys\": [\"" + "v".repeat(100_000) + "\"]}", "{\"keys\": [" + "9".repeat(100_000) + "]}",
				"{\"keys\": [0." + "9".repeat(900) + "]}")) {
			assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> keys("numbers", body))
				.satisfies((ex) -> assertThat(ex.detail()).hasSizeLessThan(200));
		}
	}

	/** Each is read as an address could have asked for it, or refused by name. */
	@Test
	void randomBodiesAreReadOrRefusedAndReadBack() {
		Random random = new Random(9);
		int read = 0;
		for (int i = 0; i < 20_000; i++) {
			String keys = ValueTypeTests.mutated(
					"{\"keys\": [{\"store_id\": \"A\", \"valid_from\": \"1997-03-13\"}, {\"valid_from\": \"1997-03-14\", \"store_id\": \"B\"}]}",
					random);
			String parameters = ValueTypeTests.mutated(
					"{\"text\": \"a b\", \"integer\": 7, \"decimal\": 1.50, \"boolean\": true, \"until\": \"1995-01-01T00:00Z\", \"texts\": [\"x\"]}",
					random);
			try {
				for (LookupKey key : keys("stores", keys)) {
					assertThat(LookupKey.parseAll(LOOKUPS.get("stores"), key.format(LOOKUPS.get("stores"))))
						.containsExactly(key);
				}
				read++;
			}
			catch (BadRequestException ex) {
				assertThat(ex.detail()).isNotBlank().hasSizeLessThan(600);
			}
			try {
				Arguments arguments = arguments("all", parameters);
				assertThat(Arguments.parse(REPORTS.get("all"), arguments.format(REPORTS.get("all"))))
					.isEqualTo(arguments);
				read++;
			}
			catch (BadRequestException ex) {
				assertThat(ex.detail()).isNotBlank().hasSizeLessThan(600);
			}
		}
		assertThat(read).isBetween(1_000, 39_000);
	}

	private static void assertRefused(Runnable call, String parameter, String detail) {
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(call::run).satisfies((ex) -> {
			assertThat(ex.detail()).isEqualTo(detail);
			assertThat(ex.getBody().getProperties()).containsEntry("error",
					"Invalid " + (parameter.contains("[") ? "parameter" : parameter) + ".");
		});
	}

	private static List<LookupKey> keys(String lookup, String body) {
		return read(body, (json) -> LookupKey.readAll(LOOKUPS.get(lookup), json));
	}

	private static Arguments arguments(String report, String body) {
		return read(body, (json) -> Arguments.read(REPORTS.get(report), json));
	}

	private static <T> T read(String body, Function<JsonBody, T> reader) {
		MockHttpServletRequest request = new MockHttpServletRequest("POST", "/");
		request.setContent(body.getBytes(StandardCharsets.UTF_8));
		return JsonBody.read(request, MAPPER, reader);
	}

	private static Endpoints declared(String file) {
		try {
			return EndpointFiles.declared("f", file.getBytes(StandardCharsets.UTF_8)).endpoints();
		}
		catch (InvalidEndpointsException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

}

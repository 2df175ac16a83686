package dev.dataapi.declared;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every type with its extremes as key, parameter and column, the same on each warehouse.
 */
@Timeout(300)
abstract class TypeMatrixContract {

	static final String TABLE = "api.data.declared_types";

	static final String DEFINITION = "(ID BIGINT, T VARCHAR, I BIGINT, N DECIMAL(38,0), D DECIMAL(38,37), M DECIMAL(12,2), "
			+ "F DOUBLE, B BOOLEAN, DT DATE, TS TIMESTAMP, TZ TIMESTAMPTZ, TM TIME_NS, BN BLOB, J JSON, V VARIANT)";

	static final String[] ROWS = {
			"(1, 'a', 9223372036854775807, 99999999999999999999999999999999999999, 9.9999999999999999999999999999999999999, "
					+ "9999999999.99, 1.7976931348623157e308, true, '9999-12-31', '9999-12-31 23:59:59.999999', '1995-01-01 00:00:00+05:30', '23:59:59.999999999', '\\xFF\\x00\\x10'::BLOB, "
					+ "'{\"z\": 12345678901234567890123456789012345678, \"a\": [1.10, 1e400, {\"k\": null}], \"e\": -0.0, \"u\": \"é\\u0001 \\\"undefined,\"}', "
					+ "'{\"b\":9223372036854775807,\"a\":[1.5,\"x\",null,true,{}]}'::JSON::VARIANT)",
			"(2, '\uD83D\uDE00', -9223372036854775808, -99999999999999999999999999999999999999, -0.0000000000000000000000000000000000001, "
					+ "-0.01, 4.9e-324, false, '0001-01-01', '0001-01-01 00:00:00', '1970-01-01 00:00:00-08:00', '00:00:00', ''::BLOB, '\"=1+1\"', '\"text\"'::JSON::VARIANT)",
			"(3, '', 0, 0, 0, 0, 'NaN'::DOUBLE, NULL, '1969-12-31', '1969-12-31 23:59:59.999999', '1969-12-31 23:59:59.5+00:00', '12:00:00.5', 'abc'::BLOB, 'null', 'null'::JSON::VARIANT)",
			"(4, NULL, NULL, NULL, NULL, NULL, 'Infinity'::DOUBLE, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)",
			"(5, ' a,b~c/d\\e;%\"'' ', 1, 1, 1, 1.5, 0.30000000000000004::DOUBLE, true, '2000-02-29', '2000-02-29 12:00:00', '2000-02-29 12:00:00+00:00', '01:02:03', '~'::BLOB, ' [ ] ', '42'::JSON::VARIANT)" };

	static final String DECLARED = declared();

	private static String declared() {
		StringBuilder declared = new StringBuilder("""
				version: 1
				lookups:
				  rows:
				    table: api.data.declared_types
				    key: [{name: id, column: ID, type: integer}]
				    columns:
				""" + columns());
		for (String key : List.of("T text", "I integer", "N decimal(38,0)", "D decimal(38,37)", "M decimal(12,2)",
				"B boolean", "DT date", "TS timestamp", "TZ timestamptz")) {
			String[] parts = key.split(" ");
			declared.append("""
					  by_%1$s:
					    table: api.data.declared_types
					    key:
					      - {name: key, column: %1$s, type: "%2$s"%3$s}
					      - {name: id, column: ID, type: integer}
					    columns: [{name: ID, type: integer}]
					""".formatted(parts[0], parts[1], parts[0].equals("T") ? ", commas: true, tildes: true" : ""));
		}
		declared.append("reports:\n");
		for (String key : List.of("T text", "I integer", "N decimal(38,0)", "D decimal(38,37)", "M decimal(12,2)",
				"B boolean", "DT date", "TS timestamp", "TZ timestamptz")) {
			String[] parts = key.split(" ");
			declared.append("""
					  is_%1$s:
					    parameters:
					      - {name: p, type: "%2$s"}
					    sql: SELECT ID, T FROM api.data.declared_types WHERE %1$s = {{p}} ORDER BY ID
					    columns: [{name: ID, type: integer}]
					  in_%1$s:
					    parameters:
					      - {name: p, type: "%2$s", max_items: 4, optional: true%3$s}
					    sql: SELECT COUNT(*) AS N FROM api.data.declared_types WHERE 1 = 1 [[ AND %1$s IN ({{p}}) ]]
					    columns: [{name: N, type: integer}]
					""".formatted(parts[0], parts[1], parts[0].equals("T") ? ", commas: true" : ""));
		}
		declared.append("""
				  pages:
				    parameters: [{name: p, type: text, optional: true}]
				    sql: SELECT * FROM api.data.declared_types WHERE 1 = 1 [[ AND T = {{p}} ]]
				    page: {by: [B desc, T, I desc, D, M, N desc, DT, TS], size: 2, max_size: 9}
				    columns:
				""").append(columns()).append("""
				  sorted:
				    parameters: [{name: p, type: text, optional: true}]
				    sql: SELECT ID FROM api.data.declared_types WHERE 1 = 1 [[ AND T = {{p}} ]] ORDER BY {{sort}}, ID
				    sort: {name: sort, values: {up: "T NULLS LAST", down: "T DESC NULLS FIRST"}, default: up}
				    columns: [{name: ID, type: integer}]
				""");
		declared.append("""
				  others:
				    sql: SELECT BN, J, TM, V FROM api.data.declared_types WHERE ID < 4 ORDER BY ID
				    columns:
				      - {name: V, as: v, type: json}
				      - {name: TM, as: tm, type: time}
				      - {name: BN, as: bn, type: binary}
				  broken:
				    parameters: [{name: p, type: text}]
				    sql: SELECT {{p}} AS J
				    columns: [{name: J, type: json}]
				  cast:
				    parameters: [{name: p, type: text, default: "2000-01-01"}]
				    sql: SELECT CAST({{p}} AS DATE) AS DT
				    columns: [{name: DT, type: date}]
				  all:
				    sql: SELECT * FROM api.data.declared_types ORDER BY ID
				    columns:
				""").append(columns());
		return declared.toString();
	}

	private static String columns() {
		return """
				      - {name: T, type: text}
				      - {name: I, type: integer}
				      - {name: N, type: integer}
				      - {name: D, type: "decimal(38,37)"}
				      - {name: M, type: "decimal(12,2)"}
				      - {name: F, type: double}
				      - {name: B, type: boolean}
				      - {name: DT, type: date}
				      - {name: TS, type: timestamp}
				      - {name: TZ, type: timestamptz}
				      - {name: TM, as: time.of_day, type: time}
				      - {name: BN, as: bytes, type: binary}
				      - {name: J, as: json, type: json}
				      - {name: V, as: variant, type: json}
				""";
	}

	private static final List<String> JSON = List.of(
			"""
					{"T":"a","I":9223372036854775807,"N":99999999999999999999999999999999999999,\
					"D":"9.9999999999999999999999999999999999999","M":"9999999999.99","F":1.7976931348623157E308,"B":true,\
					"DT":"9999-12-31","TS":"9999-12-31T23:59:59.999999","TZ":"1994-12-31T18:30:00Z",\
					"time.of_day":"23:59:59.999999999","bytes":"/wAQ",\
					"json":{"z":12345678901234567890123456789012345678,"a":[1.10,1e400,{"k":null}],"e":-0.0,"u":"é\\u0001 \\"undefined,"},\
					"variant":{"a":[1.5,"x",null,true,{}],"b":9223372036854775807}}""",
			"""
					{"T":"\uD83D\uDE00","I":-9223372036854775808,"N":-99999999999999999999999999999999999999,\
					"D":"-0.0000000000000000000000000000000000001","M":"-0.01","F":4.9E-324,"B":false,\
					"DT":"0001-01-01","TS":"0001-01-01T00:00:00","TZ":"1970-01-01T08:00:00Z",\
					"time.of_day":"00:00:00","bytes":"","json":"=1+1","variant":"text"}""", """
					{"T":"","I":0,"N":0,"D":"0.0000000000000000000000000000000000000","M":"0.00","F":null,"B":null,\
					"DT":"1969-12-31","TS":"1969-12-31T23:59:59.999999","TZ":"1969-12-31T23:59:59.5Z",\
					"time.of_day":"12:00:00.5","bytes":"YWJj","json":null,"variant":null}""", """
					{"T":null,"I":null,"N":null,"D":null,"M":null,"F":null,"B":null,"DT":null,"TS":null,"TZ":null,\
					"time.of_day":null,"bytes":null,"json":null,"variant":null}""",
			"""
					{"T":" a,b~c/d\\\\e;%\\"' ","I":1,"N":1,"D":"1.0000000000000000000000000000000000000","M":"1.50","F":0.30000000000000004,\
					"B":true,"DT":"2000-02-29","TS":"2000-02-29T12:00:00","TZ":"2000-02-29T12:00:00Z",\
					"time.of_day":"01:02:03","bytes":"fg==","json":[],"variant":42}""");

	private static final List<String> CSV = List.of("T,I,N,D,M,F,B,DT,TS,TZ,time.of_day,bytes,json,variant",
			"""
					a,9223372036854775807,99999999999999999999999999999999999999,9.9999999999999999999999999999999999999,9999999999.99,\
					1.7976931348623157E308,true,9999-12-31,9999-12-31T23:59:59.999999,1994-12-31T18:30:00Z,23:59:59.999999999,/wAQ,\
					"{""z"":12345678901234567890123456789012345678,""a"":[1.10,1e400,{""k"":null}],""e"":-0.0,""u"":""é\\u0001 \\""undefined,""}",\
					"{""a"":[1.5,""x"",null,true,{}],""b"":9223372036854775807}\"""",
			"""
					\uD83D\uDE00,-9223372036854775808,-99999999999999999999999999999999999999,\
					-0.0000000000000000000000000000000000001,-0.01,4.9E-324,false,0001-01-01,0001-01-01T00:00:00,1970-01-01T08:00:00Z,\
					00:00:00,"\","\""=1+1""\","\""text""\"""",
			"""
					"",0,0,0.0000000000000000000000000000000000000,0.00,,,1969-12-31,1969-12-31T23:59:59.999999,1969-12-31T23:59:59.5Z,\
					12:00:00.5,YWJj,,""",
			",,,,,,,,,,,,,",
			"""
					" a,b~c/d\\e;%""' ",1,1,1.0000000000000000000000000000000000000,1.50,0.30000000000000004,true,2000-02-29,\
					2000-02-29T12:00:00,2000-02-29T12:00:00Z,01:02:03,fg==,[],42""");

	abstract RunningService service();

	@Test
	void columnsOfEveryTypeAreWrittenExactlyByALookup() throws IOException {
		assertThat(get("/rows/1,2,3,4,5")).isEqualTo("[" + String.join(",", JSON) + "]");
	}

	@Test
	void columnsOfEveryTypeAreWrittenExactlyByAReport() throws IOException {
		assertThat(get("/reports/all")).isEqualTo("[" + String.join(",", JSON) + "]");
	}

	@Test
	void linesOfJsonHaveTheSameValues() throws IOException {
		assertThat(get("/reports/all?format=ndjson")).isEqualTo(String.join("\n", JSON) + "\n");
	}

	@Test
	void fieldsOfCsvHaveTheValuesAsText() throws IOException {
		assertThat(get("/rows/1,2,3,4,5?format=csv")).isEqualTo(String.join("\r\n", CSV) + "\r\n");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			json        | {}
			time.of_day | {"type":["string","null"],"format":"time-local"}
			bytes       | {"type":["string","null"],"contentEncoding":"base64"}
			F           | {"type":["number","null"],"format":"double"}
			""")
	void columnIsDescribedByItsType(String property, String expected) throws IOException {
		JsonMapper mapper = JsonMapper.shared();
		assertThat(
				mapper.readTree(get("/v3/api-docs")).at("/components/schemas/lookups.rows/properties").path(property))
			.isEqualTo(mapper.readTree(expected));
	}

	/** Without a double, Snowflake's results are JSON. */
	@Test
	void valuesAreTheSameWhateverTheFormatOfResults() throws IOException {
		assertThat(get("/reports/others")).isEqualTo("""
				[{"v":{"a":[1.5,"x",null,true,{}],"b":9223372036854775807},"tm":"23:59:59.999999999","bn":"/wAQ"},\
				{"v":"text","tm":"00:00:00","bn":""},{"v":null,"tm":"12:00:00.5","bn":"YWJj"}]""");
	}

	/** JSON is text where a formula would begin. */
	@Test
	void spreadsheetGetsNoFormulaOutOfJson() throws IOException {
		assertThat(get("/rows/2?format=excel")).contains(",\"\"\"=1+1\"\"\",");
		assertThat(get("/reports/broken?format=excel&p=%22;=1%22")).contains("\"\"\";'=1\"\"\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{", "", "[1,]", "1 2", "{\"a\" 1}", "nul", "[1]]", "{a:1}", "'a'" })
	void textThatIsNotJsonIsAProblemThatNamesTheColumn(String text) throws IOException {
		assertBroken(text);
	}

	@Test
	void jsonThatIsNestedTooDeepIsAProblem() throws IOException {
		String nested = "[".repeat(100) + "]".repeat(100);
		assertThat(get("/reports/broken?p=" + nested)).isEqualTo("[{\"J\":" + nested + "}]");
		assertBroken("[" + nested + "]");
	}

	/** Snowflake writes so what is NULL in an array, and a VARIANT that is no number. */
	@Test
	void whatJsonDoesNotKnowIsNull() throws IOException {
		assertThat(get(
				"/reports/broken?p=" + encoded("[undefined, \"undefined\", NaN, -Infinity, 3.000000000000000e+00]")))
			.isEqualTo("[{\"J\":[null,\"undefined\",null,null,3.000000000000000e+00]}]");
	}

	private void assertBroken(String text) throws IOException {
		// an empty parameter counts as absent
		RawRequest.Answer answer = service().get("/reports/broken?p=" + (text.isEmpty() ? "%20" : encoded(text)));
		assertThat(answer.status()).as(answer.body()).isEqualTo(500);
		assertThat(answer.body()).contains(
				"\"detail\":\"The column J has a value that is not JSON, or is nested more than 100 levels deep.\"");
	}

	@Test
	void pagesLeadThroughTheExtremesOfEveryType() throws IOException {
		StringBuilder rows = new StringBuilder();
		String query = "?size=1";
		for (int page = 0; query != null; page++) {
			RawRequest.Answer answer = service().get("/reports/pages" + query);
			assertThat(answer.status()).as(answer.body()).isEqualTo(200);
			rows.append((page > 0) ? "," : "").append(answer.body(), 1, answer.body().length() - 1);
			String link = answer.headers().get("link");
			query = (link != null) ? link.substring(link.indexOf('?'), link.indexOf('>')) : null;
		}
		assertThat(rows.toString())
			.isEqualTo(String.join(",", JSON.get(2), JSON.get(3), JSON.get(4), JSON.get(0), JSON.get(1)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			T  | a                                        | 1
			T  | \uD83D\uDE00                             | 2
			T  | ` a,b~c/d\\e;%"' `                       | 5
			I  | 9223372036854775807                      | 1
			I  | -09223372036854775808                    | 2
			I  | 0                                        | 3
			N  | 99999999999999999999999999999999999999   | 1
			N  | -99999999999999999999999999999999999999  | 2
			D  | 9.9999999999999999999999999999999999999  | 1
			D  | -0.0000000000000000000000000000000000001 | 2
			D  | 0.0                                      | 3
			M  | 9999999999.99                            | 1
			M  | -0.010                                   | 2
			M  | 1.5                                      | 5
			B  | false                                    | 2
			DT | 9999-12-31                               | 1
			DT | 0001-01-01                               | 2
			DT | 2000-02-29                               | 5
			TS | 9999-12-31T23:59:59.999999               | 1
			TS | 0001-01-01T00:00                         | 2
			TS | 1969-12-31T23:59:59.999999               | 3
			TZ | 1994-12-31T18:30:00Z                     | 1
			TZ | 1995-01-01T00:00:00+05:30                | 1
			TZ | 1969-12-31T20:59:59.500-03:00            | 3
			""")
	void valueFindsItsRowAsKeyAndAsParameter(String column, String value, int id) throws IOException {
		String encoded = encoded(value);
		assertThat(get("/by_" + column + "/" + encoded + "~" + id)).isEqualTo("[{\"ID\":" + id + "}]");
		assertThat(get("/by_" + column + "/" + encoded + "~" + id + "," + encoded + "~77"))
			.isEqualTo("[{\"ID\":" + id + "}]");
		assertThat(get("/reports/is_" + column + "?p=" + encoded)).isEqualTo("[{\"ID\":" + id + "}]");
		assertThat(get("/reports/in_" + column + "?p=" + encoded)).isEqualTo("[{\"N\":1}]");
		assertThat(get("/reports/in_" + column)).isEqualTo("[{\"N\":5}]");
	}

	@ParameterizedTest
	@CsvSource({ "I, 9223372036854775808", "I, 1.0", "I, 1e3", "N, 100000000000000000000000000000000000000", "D, 10",
			"D, 0.00000000000000000000000000000000000001", "M, 0.001", "B, TRUE", "B, 1", "DT, 0000-12-31",
			"DT, 10000-01-01", "DT, 1995-02-29", "DT, 95-01-01", "TS, 0000-12-31T23:59:59", "TS, 1995-01-01",
			"TS, 1995-01-01T24:00:00", "TS, 1995-01-01T00:00:00Z", "TZ, 1995-01-01T00:00:00",
			"TZ, 0001-01-01T00:00:00%2B05:00", "TZ, 9999-12-31T23:00:00-05:00", "T, a%00b", "T, %ED%A0%80" })
	void valueThatIsNotOfTheTypeIsRefused(String column, String value) throws IOException {
		assertThat(service().get("/by_" + column + "/" + value + "~1").status()).isEqualTo(400);
		assertThat(service().get("/reports/is_" + column + "?p=" + value).status()).isEqualTo(400);
	}

	@Test
	void valueThatItsColumnCannotShowIsAProblemThatNamesTheColumn() throws IOException {
		assertThat(get("/reports/cast?p=0000-02-29")).isEqualTo("[{\"DT\":\"0000-02-29\"}]");
		RawRequest.Answer answer = service().get("/reports/cast?p=10000-01-01");
		assertThat(answer.status()).isEqualTo(500);
		assertThat(answer.body())
			.contains("\"detail\":\"The column DT has a date that is not in the years 0000 to 9999.\"");
	}

	private static String encoded(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
	}

	private String get(String target) throws IOException {
		RawRequest.Answer answer = service().get(target);
		assertThat(answer.status()).as(target + ": " + answer.body()).isEqualTo(200);
		return answer.body();
	}

}

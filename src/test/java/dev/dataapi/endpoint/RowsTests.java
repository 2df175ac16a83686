package dev.dataapi.endpoint;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Rows}.
 */
class RowsTests {

	private static final Rows PLAIN = new Rows(List.of("A", "B"), Set.of(), false);

	private static final Rows SPREADSHEET = new Rows(List.of("A", "B"), Set.of(), true);

	@Test
	void eachRowIsALineWithTheBytesThatItHas() {
		String rows = "[{\"A\":1e0,\"B\":\"\\u00e9é,\\n[\"}, {\"A\":{\"x\":[{}]},\"B\":12345678901234567890123} ]";
		assertThat(written(Rows::writeLines, rows)).isEqualTo("""
				{"A":1e0,"B":"\\u00e9é,\\n["}
				{"A":{"x":[{}]},"B":12345678901234567890123}
				""");
		assertThat(written(Rows::writeLines, "[]")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
			{"A":1,"B":true}                         | 1,true
			{"A":-0.10,"B":1.5E+300}                 | -0.10,1.5E+300
			{"A":12345678901234567890123,"B":"1.50"} | 12345678901234567890123,1.50
			{"A":null,"B":""}                        | ,""
			{"B":2,"A":1}                            | 1,2
			{"A":1}                                  | 1,
			{"A":"a,b","B":"a\\"b"}                  | "a,b","a""b"
			{"A":"é€😀","B":" a "}                   | é€😀, a
			{"A":"=1+1","B":"-1+1"}                  | =1+1,-1+1
			{"A":{"x":[1.00,"é\\u0041"],"y":null},"B":[]} | "{""x"":[1.00,""é\\u0041""],""y"":null}",[]
			""")
	void valuesAreFields(String row, String line) {
		assertThat(written(PLAIN::writeCsv, "[" + row + "]").stripTrailing()).isEqualTo(line);
	}

	@Test
	void linesOfATextStayInItsField() {
		assertThat(written(PLAIN::writeCsv, "[{\"A\":\"a\\nb\",\"B\":\"c\\r\\nd\"},{\"A\":1,\"B\":2}]"))
			.isEqualTo("\"a\nb\",\"c\r\nd\"\r\n1,2\r\n");
	}

	@Test
	void headerNamesTheColumns() {
		Rows rows = new Rows(List.of("A", "b c", "d,e", "=f"), Set.of(), false);
		assertThat(text(rows.header())).isEqualTo("A,b c,\"d,e\",=f\r\n");
	}

	@Test
	void spreadsheetsHeaderBeginsWithAByteOrderMark() {
		byte[] header = new Rows(List.of("=f"), Set.of(), true).header();
		assertThat(header).startsWith(0xEF, 0xBB, 0xBF);
		assertThat(text(header)).isEqualTo("\uFEFF'=f\r\n");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			=1+1                  | '=1+1
			+49 30 1              | '+49 30 1
			-1+cmd                | '-1+cmd
			@SUM(A1)              | '@SUM(A1)
			` =1`                 | ` '=1`
			\\t=1                 | \\t'=1
			a;=1;-1;b             | a;'=1;'-1;b
			a\\n=1                | a\\n'=1
			\uFF1D1+1             | '\uFF1D1+1
			-                     | '-
			-1.2.3                | '-1.2.3
			-12.50                | -12.50
			-7                    | -7
			1-2                   | 1-2
			a=b                   | a=b
			'=1                   | '=1
			1995-01-01            | 1995-01-01
			""")
	void spreadsheetRunsNoText(String text, String shown) {
		assertThat(written(SPREADSHEET::writeCsv, "[{\"A\":\"" + text + "\",\"B\":-1}]"))
			.isIn(unescaped(shown) + ",-1\r\n", '"' + unescaped(shown) + "\",-1\r\n");
	}

	@Test
	void columnThatIsNotDescribedIsAFault() {
		assertThatIllegalStateException().isThrownBy(() -> written(PLAIN::writeCsv, "[{\"C\":1}]"))
			.withMessage("No column is named C");
	}

	private static String unescaped(String text) {
		return text.replace("\\t", "\t").replace("\\n", "\n");
	}

	private static String written(BiConsumer<byte[], OutputStream> rows, String json) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		rows.accept(json.getBytes(StandardCharsets.UTF_8), out);
		return text(out.toByteArray());
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	@Test
	void fieldOfAnyJsonIsItsText() {
		Rows rows = new Rows(List.of("A", "B"), Set.of("A"), false);
		byte[] array = "[{\"A\":\"x\\u00e9\",\"B\":\"x\\u00e9\"},{\"A\":[1, 2],\"B\":[1, 2]},{\"A\":1.10,\"B\":null}]"
			.getBytes(StandardCharsets.UTF_8);
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		rows.writeCsv(array, out);
		assertThat(out.toString(StandardCharsets.UTF_8).lines()).containsExactly("\"\"\"x\\u00e9\"\"\",x\u00e9",
				"\"[1, 2]\",\"[1, 2]\"", "1.10,");
	}

}

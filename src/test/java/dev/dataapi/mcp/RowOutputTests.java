package dev.dataapi.mcp;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RowOutputTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			[]                                     | 0 | []
			[{"a":1}]                              | 1 | [{"a":1}]
			[{"a":1},{"a":2}]                      | 2 | [{"a":1},{"a":2}]
			[{"a":1},{"a":2},{"a":3}]              | 3 | [{"a":1},{"a":2}]
			[{"a":"}]\\"},{"},{"a":"\\\\"},{"b":3}] | 3 | [{"a":"}]\\"},{"},{"a":"\\\\"}]
			[{"a":[{"b":[]}]},{"a":{}},{"ä":"€"}]  | 3 | [{"a":[{"b":[]}]},{"a":{}}]
			{"detail":"a [problem]"}               | 0 | {"detail":"a [problem]"}
			""")
	void keepsTheFirstRowsHoweverTheyAreWritten(String written, int rows, String kept) {
		byte[] bytes = written.getBytes(StandardCharsets.UTF_8);
		for (int step = 1; step <= bytes.length; step++) {
			RowOutput output = new RowOutput(2);
			for (int i = 0; i < bytes.length; i += step) {
				output.write(bytes, i, Math.min(step, bytes.length - i));
			}
			assertThat(output.rows()).as("%s in steps of %d", written, step).isEqualTo(rows);
			assertThat(output.given()).isEqualTo(Math.min(rows, 2));
			assertThat(output.text()).as("%s in steps of %d", written, step).isEqualTo(kept);
		}
	}

	@Test
	void keepsNoMoreThanAModelReads() {
		byte[] row = ("{\"a\":\"" + "x".repeat(1000) + "\"}").getBytes(StandardCharsets.UTF_8);
		RowOutput output = new RowOutput(1_000_000);
		output.write('[');
		for (int i = 0; i < 1000; i++) {
			if (i > 0) {
				output.write(',');
			}
			output.write(row, 0, row.length);
		}
		output.write(']');
		assertThat(output.rows()).isEqualTo(1000);
		assertThat(output.given()).isEqualTo(RowOutput.MAX_BYTES / (row.length + 1));
		assertThat(output.size()).isLessThanOrEqualTo(RowOutput.MAX_BYTES);
		assertThat(output.text()).hasSize(output.given() * (row.length + 1) + 1).endsWith("\"}]");
	}

	@Test
	void answerInOnePieceIsCutAsOneInMany() {
		String row = "{\"a\":\"" + "x".repeat(RowOutput.MAX_BYTES / 2) + "\"}";
		byte[] bytes = ("[" + row + "," + row + "]").getBytes(StandardCharsets.UTF_8);
		RowOutput output = new RowOutput(10);
		output.write(bytes, 0, bytes.length);
		assertThat(output.text()).isEqualTo("[" + row + "]");
		output.reset();
		output.write("[{}]".getBytes(StandardCharsets.UTF_8), 0, 4);
		assertThat(output.text()).isEqualTo("[{}]");
	}

}

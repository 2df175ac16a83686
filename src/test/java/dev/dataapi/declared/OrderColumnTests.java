package dev.dataapi.declared;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A column of an order, as a file writes it.
 */
class OrderColumnTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			O_ORDERKEY            | O_ORDERKEY ASC NULLS LAST
			O_ORDERKEY asc        | O_ORDERKEY ASC NULLS LAST
			O_ORDERDATE desc      | O_ORDERDATE DESC NULLS FIRST
			` O_ORDERDATE   DESC` | O_ORDERDATE DESC NULLS FIRST
			desc                  | desc ASC NULLS LAST
			desc Desc             | desc DESC NULLS FIRST
			"an order" desc       | "an order" DESC NULLS FIRST
			"a desc"              | "a desc" ASC NULLS LAST
			"a"desc               |
			a b desc              |
			a.b desc              |
			a desc desc           |
			a desc nulls last     |
			1 desc                |
			a desc;               |
			""")
	void columnHasItsDirection(String text, String sql) {
		OrderColumn column = OrderColumn.parse(text);
		assertThat((column != null) ? column.sql() : null).isEqualTo(sql);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a descending", "lower(a)", "a, b", "-- desc" })
	void anythingElseIsNone(String text) {
		assertThat(OrderColumn.parse(text)).isNull();
	}

	@Test
	void equalColumnsAreEqual() {
		assertThat(OrderColumn.parse("a")).isEqualTo(OrderColumn.parse("a ASC"));
	}

}

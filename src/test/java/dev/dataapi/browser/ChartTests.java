package dev.dataapi.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * How the test page draws the rows of reports: a line where there is time, else bars.
 */
class ChartTests extends BrowserTest {

	private static final String DRAW = """
			chart = chartOf(parseExactly(arguments[0]));
			if (!chart) return null;
			byId('answer-chart').hidden = false;
			showChoice();
			drawChart();
			const all = (selector, read) => [...document.querySelectorAll(selector)].map(read);
			return { title: byId('chart-title').textContent,
				points: all('#chart circle title', (each) => each.textContent),
				across: all('#chart circle', (each) => Number(each.getAttribute('cx'))),
				lines: all('#chart path', (each) => each.getAttribute('d').split('M').length - 1),
				names: all('.legend li', (each) => each.textContent),
				bars: all('#chart rect + text', (each) => each.textContent) };""";

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			YEAR        | 1994, 1992, 1993
			O_YEAR      | 1994, 1992, 1993
			"OrderYear" | 1994, 1992, 1993
			year        | "1994", "1992", "1993"
			JAHR        | 1994, 1992, 1993
			MONTH       | 11, 2, 9
			QUARTER     | 4, 1, 2
			O_ORDERDATE | "1995-02-01", "1994-12-31", "1995-01-01"
			MONTH       | "1995-02", "1994-12", "1995-01"
			AT          | "1995-02-01T00:00:00", "1995-01-31T23:59:59", "1995-01-31T23:59:59.5"
			AT          | "1995-02-01T00:00:00Z", "1995-02-01T00:00:00+02:00", "1995-01-31T23:30:00Z"
			""")
	void columnOfTimesIsALineInTheirOrder(String column, String values) {
		String name = column.replace("\"", "");
		String[] times = values.split(", ");
		Map<?, ?> drawn = draw("[{\"%1$s\":%2$s,\"N\":3},{\"%1$s\":%3$s,\"N\":1},{\"%1$s\":%4$s,\"N\":2}]"
			.formatted(name, times[0], times[1], times[2]));
		assertThat(drawn.get("title")).isEqualTo("N by " + name);
		assertThat((List<?>) drawn.get("points")).extracting((point) -> point.toString().replaceFirst(".*: ", ""))
			.containsExactly("1", "2", "3");
		assertThat(numbers(drawn.get("across"))).isSorted().doesNotHaveDuplicates();
		assertThat(numbers(drawn.get("lines"))).containsExactly(1.0);
		assertThat((List<?>) drawn.get("bars")).isEmpty();
	}

	@Test
	void answerInTheDocumentIsTheLineThatItNames() throws IOException {
		String document = Files.readString(Path.of("docs/embedded.md"));
		String answer = document.substring(document.indexOf("/reports/sales_by_month | "));
		Map<?, ?> drawn = draw(
				answer.lines().skip(1).takeWhile((line) -> !line.isEmpty()).collect(Collectors.joining(",", "[", "]")));
		assertThat(document).contains("draws `sales_by_month` as a line, \"" + drawn.get("title") + "\".");
		assertThat((List<?>) drawn.get("points")).hasSize(3);
	}

	@Test
	void yearIsNeverTheLengthOfABar() {
		Map<?, ?> drawn = draw("""
				[{"YEAR":1992,"ORDERS":5,"REVENUE":"7.50"},{"YEAR":1993,"ORDERS":6,"REVENUE":"8.50"}]""");
		assertThat(drawn.get("title")).isEqualTo("ORDERS by YEAR");
		assertThat(draw("""
				[{"NATION":"A","YEAR":1992,"REVENUE":5},{"NATION":"B","YEAR":1993,"REVENUE":6}]""")).isNull();
	}

	@Test
	void yearAndMonthAreOneAxis() {
		String rows = IntStream.range(0, 80)
			.mapToObj((month) -> "{\"YEAR\":%d,\"MONTH\":%d,\"N\":%d}".formatted(1992 + month / 12, month % 12 + 1,
					month))
			.collect(Collectors.joining(",", "[", "]"));
		Map<?, ?> drawn = draw(rows);
		assertThat(drawn.get("title")).isEqualTo("N by YEAR and MONTH");
		assertThat((List<?>) drawn.get("points")).hasSize(80).first().isEqualTo("1992-01: 0");
		List<Double> across = numbers(drawn.get("across"));
		double step = across.get(1) - across.get(0);
		assertThat(IntStream.range(1, 80).mapToObj((i) -> across.get(i) - across.get(i - 1)).toList())
			.allSatisfy((each) -> assertThat(each).isCloseTo(step, within(0.01)));
	}

	@Test
	void labelBesideTheTimeIsALineEach() {
		Map<?, ?> drawn = draw("""
				[{"YEAR":1992,"P":"low","N":1},{"YEAR":1992,"P":"high","N":9},
				 {"YEAR":1993,"P":"high","N":8},{"YEAR":1993,"P":"low","N":2}]""");
		assertThat(drawn.get("names")).isEqualTo(List.of("high", "low"));
		assertThat(drawn.get("points"))
			.isEqualTo(List.of("high, 1992: 9", "high, 1993: 8", "low, 1992: 1", "low, 1993: 2"));
	}

	@Test
	void moreLinesThanCanBeToldApartAreTheLargest() {
		String rows = IntStream.range(0, 40)
			.mapToObj((i) -> "{\"YEAR\":%d,\"P\":\"p%d\",\"N\":%d}".formatted(1992 + i % 2, i / 2, i / 2))
			.collect(Collectors.joining(",", "[", "]"));
		Map<?, ?> drawn = draw(rows);
		assertThat(drawn.get("title")).isEqualTo("N by YEAR, the 8 largest of 20 lines");
		assertThat(drawn.get("names").toString()).startsWith("[p19, p18, ");
	}

	@Test
	void missingValueIsAGap() {
		Map<?, ?> drawn = draw(
				"""
						[{"YEAR":1992,"N":1},{"YEAR":1993,"N":2},{"YEAR":1994,"N":null},{"YEAR":1995,"N":3},{"YEAR":1996,"N":-4}]""");
		assertThat(numbers(drawn.get("lines"))).containsExactly(2.0);
		assertThat((List<?>) drawn.get("points")).hasSize(4);
	}

	@ParameterizedTest
	@ValueSource(strings = { """
			[{"YEAR":1992,"N":1},{"YEAR":1992,"N":2},{"YEAR":1993,"N":2}]""", """
			[{"ORDERS_PER_YEAR":1992,"NAME":"a"},{"ORDERS_PER_YEAR":1993,"NAME":"b"}]""", """
			[{"NAME":"a","ITEMS":1990},{"NAME":"b","ITEMS":2010}]""" })
	void numbersThatAreNoTimesOfOneLineAreNot(String rows) {
		Map<?, ?> drawn = draw(rows);
		assertThat(drawn).isNotNull();
		assertThat((List<?>) drawn.get("points")).isEmpty();
		assertThat((List<?>) drawn.get("bars")).isNotEmpty();
	}

	@Test
	void manyLabelsAreTheLargestBars() {
		String rows = IntStream.range(0, 250)
			.mapToObj((i) -> "{\"NAME\":\"n%d\",\"N\":%d}".formatted(i, i))
			.collect(Collectors.joining(",", "[", "]"));
		Map<?, ?> drawn = draw(rows);
		assertThat(drawn.get("title")).isEqualTo("N by NAME, the 100 largest of 250");
		assertThat((List<?>) drawn.get("bars")).hasSize(100).first().isEqualTo("249");
		assertThat(this.chromium.run("return byId('chart').clientHeight <= 42 * 16")).isEqualTo(true);
	}

	@Test
	void axisHasRoundNumbersAroundTheValues() {
		assertThat(this.chromium.run("return [ticks(0, 97), ticks(-3, 9), ticks(1000, 1010), ticks(5, 5), ticks(0, 0)]"
				+ ".map((marks) => [marks[0], marks[marks.length - 1], marks.length >= 2])"))
			.isEqualTo(List.of(List.of(0L, 100L, true), List.of(-5L, 10L, true), List.of(1000L, 1010L, true),
					List.of(0L, 5L, true), List.of(0L, 1L, true)));
	}

	private Map<?, ?> draw(String rows) {
		return (Map<?, ?>) this.chromium.run(DRAW, rows);
	}

	private static List<Double> numbers(Object values) {
		return ((List<?>) values).stream().map((value) -> ((Number) value).doubleValue()).toList();
	}

}

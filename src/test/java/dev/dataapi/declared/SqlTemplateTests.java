package dev.dataapi.declared;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.dataapi.declared.file.InvalidEndpointsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The corpus of statements, and the limits over all statements of a report.
 */
class SqlTemplateTests {

	private static final Map<String, String> PARAMETERS = Map.of("from", "type: date, default: 1995-01-01", "text",
			"type: text", "time", "type: timestamp, default: 1995-01-01T00:00", "zoned",
			"type: timestamptz, default: 1995-01-01T00:00Z", "n", "type: integer, optional: true", "m",
			"type: integer, optional: true", "list", "type: text, max_items: 2, optional: true");

	@ParameterizedTest
	@MethodSource("accepted")
	void statementIsSentAsDeclared(String sql, String sent) throws Exception {
		List<String> texts = new ReportStatements(report(sql), Clock.systemUTC()).texts();
		assertThat(texts.getLast()).isEqualTo("/* reports.r */ " + sent);
		assertThat(texts).doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@MethodSource("refused")
	void statementIsRefused(String sql, String gist) {
		assertThatExceptionOfType(InvalidEndpointsException.class).isThrownBy(() -> report(sql))
			.satisfies((ex) -> assertThat(ex.errors()).allMatch((each) -> each.startsWith("f:"))
				.anySatisfy((each) -> assertThat(each).contains(gist)));
	}

	@Test
	void statementsWhenBlocksShareParametersAreThoseThatSomeRequestGets() throws Exception {
		ReportStatements statements = new ReportStatements(
				report("SELECT 1 [[ a {{n}} ]] [[ b {{n}} {{m}} ]] [[ c {{m}} ]]"), Clock.systemUTC());
		assertThat(statements.texts()).map((text) -> text.replaceAll("[^abc1]", ""))
			.containsExactly("1", "1a", "1c", "1abc");
	}

	@Test
	void statementsOfListsAreThoseOfEachLength() throws Exception {
		String sql = "SELECT 1 WHERE a IN ({{x}}) AND b IN ({{y}})";
		assertThat(new ReportStatements(report(sql, lists(1000, 1000)), Clock.systemUTC()).texts()).hasSize(121);
		String blocks = "SELECT 1 WHERE 1 = 1 [[ AND a IN ({{x}}) AND n = {{n}} ]] [[ AND b IN ({{y}}) AND m = {{m}} ]]";
		String parameters = lists(1000, 1000) + "      - {name: n, type: integer, optional: true}\n"
				+ "      - {name: m, type: integer, optional: true}\n";
		assertThat(new ReportStatements(report(blocks, parameters), Clock.systemUTC()).texts()).hasSize(144);
		ReportStatements many = new ReportStatements(report(sql + " AND c IN ({{z}})", lists(64, 64, 2)),
				Clock.systemUTC());
		assertThat(many.count()).isEqualTo(7 * 7 * 2);
		many = new ReportStatements(report(sql + " AND c IN ({{z}})", lists(64, 64, 64)), Clock.systemUTC());
		assertThat(many.count()).isEqualTo(343);
		assertThat(many.texts()).hasSize(7);
	}

	private static String lists(int... sizes) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < sizes.length; i++) {
			text.append("      - {name: %s, type: text, max_items: %d}%n".formatted("xyz".charAt(i), sizes[i]));
		}
		return text.toString();
	}

	static ReportDeclaration report(String sql) throws InvalidEndpointsException {
		StringBuilder parameters = new StringBuilder();
		PARAMETERS.forEach((name, rest) -> {
			if (sql.contains("{{" + name + "}}") || sql.contains("{{ " + name + " }}")) {
				parameters.append("      - {name: ").append(name).append(", ").append(rest).append("}\n");
			}
		});
		return report(sql, parameters.toString());
	}

	private static ReportDeclaration report(String sql, String parameters) throws InvalidEndpointsException {
		String file = "version: 1\nreports:\n  r:\n    columns:\n      - {name: C, type: text}\n"
				+ (parameters.isEmpty() ? "" : "    parameters:\n" + parameters) + "    sql: \""
				+ sql.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"\n";
		return EndpointFiles.declared("f", file.getBytes(java.nio.charset.StandardCharsets.UTF_8))
			.endpoints()
			.reports()
			.getFirst();
	}

	static Stream<List<String>> corpus(String kind) throws Exception {
		return Files.readAllLines(Path.of("src/test/resources/dev/dataapi/declared/statements.txt"))
			.stream()
			.filter((line) -> line.startsWith(kind + "¦"))
			.map((line) -> line.replace("\\\\", "\u0000").replace("\\n", "\n").replace("\u0000", "\\"))
			.map((line) -> List.of(line.split("¦", -1)));
	}

	static Stream<Object[]> accepted() throws Exception {
		return corpus("accepted").map((line) -> new Object[] { line.get(1), line.get(2) });
	}

	static Stream<Object[]> refused() throws Exception {
		return corpus("refused").map((line) -> new Object[] { line.get(1), line.get(2) });
	}

}

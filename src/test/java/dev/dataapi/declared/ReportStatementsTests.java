package dev.dataapi.declared;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

import dev.dataapi.declared.file.InvalidEndpointsException;
import dev.dataapi.endpoint.BadRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What callers choose of a statement, which of its texts the start checks, and defaults
 * that are told from the day.
 */
class ReportStatementsTests {

	private static final String SORTED = """
			    parameters: [{name: kinds, type: text, max_items: 2, optional: true}]
			    sql: SELECT * FROM sales WHERE 1 = 1 [[ AND K IN ({{kinds}}) ]] ORDER BY {{ sort }} LIMIT 10
			    columns: [{name: K, type: text}]
			    sort:
			      name: sort
			      values: {newest: "D DESC, K", biggest: "T DESC, K"}
			      default: newest
			""";

	@Test
	void sortIsTextOfTheFile() throws Exception {
		ReportStatements statements = statements(SORTED);
		assertThat(statements.texts()).hasSize(6);
		assertThat(statements.of(statements.arguments("")).sql()).endsWith(" ORDER BY D DESC, K LIMIT 10");
		BoundStatement biggest = statements.of(statements.arguments("sort=biggest&kinds=a"));
		assertThat(biggest.sql()).endsWith(" AND K IN (?)  ORDER BY T DESC, K LIMIT 10").isIn(statements.texts());
		assertThat(biggest.arguments()).containsExactly("a");
		assertThat(statements.arguments("sort=newest")).isEqualTo(statements.arguments(""));
	}

	@ParameterizedTest
	@ValueSource(strings = { "newest,biggest", "Newest", "D", "D DESC, K", "1", "newest; DROP TABLE sales",
			"newest -- ", "(SELECT 1)", "newest'", "{{sort}}", "%00newest" })
	void anyOtherSortIsRefused(String value) throws Exception {
		ReportStatements statements = statements(SORTED);
		assertThatExceptionOfType(BadRequestException.class)
			.isThrownBy(() -> statements.arguments("sort=" + value.replace(" ", "%20").replace("{", "%7B")))
			.satisfies((ex) -> assertThat(ex.detail()).startsWith("sort must be one of newest, biggest, not "));
	}

	@Test
	void startChecksASelectionOfManyStatements() throws Exception {
		StringBuilder parameters = new StringBuilder("    parameters:\n");
		StringBuilder sql = new StringBuilder("    sql: SELECT C, D FROM sales WHERE 1 = 1");
		for (int i = 0; i < 10; i++) {
			boolean list = i < 2;
			parameters.append("      - {name: p%d, type: integer, optional: true%s}%n".formatted(i,
					list ? ", max_items: 1000" : ""));
			sql.append((list ? " [[ AND K%d IN ({{p%d}}) ]]" : " [[ AND K%d = {{p%d}} ]]").formatted(i, i));
		}
		ReportStatements statements = statements(parameters + sql.toString() + """

				    columns: [{name: C, type: text}, {name: D, type: date}]
				    page: {by: [D, C]}
				""");
		assertThat(statements.count()).isEqualTo(2L * 12 * 12 * 256);
		// none, all, each alone, all with each length of the lists; of each the first
		// page and a later one
		assertThat(statements.texts()).hasSize(2 * (1 + 10 + 11)).doesNotHaveDuplicates();
		assertThat(statements.samples()).map(BoundStatement::sql).isEqualTo(statements.texts());
		assertThat(statements.texts()).filteredOn((text) -> !text.contains("AND K")).hasSize(2);
		for (int i = 0; i < 10; i++) {
			String alone = "AND K" + i + " ";
			assertThat(statements.texts())
				.filteredOn((text) -> text.contains(alone) && text.split("AND K", -1).length == 2)
				.hasSize(2);
		}
		assertThat(statements.texts())
			.filteredOn((text) -> text.contains(String.join(", ", "?".repeat(1000).split(""))))
			.hasSize(2);
		BoundStatement other = statements.of(statements.arguments("p3=1&p7=2"));
		assertThat(other.sql()).isNotIn(statements.texts()).contains("AND K3 = ?").contains("AND K7 = ?");
	}

	@Test
	void countEndsBeforeItOverflows() throws Exception {
		StringBuilder parameters = new StringBuilder("    parameters:\n");
		StringBuilder sql = new StringBuilder("    sql: SELECT K FROM sales WHERE 1 = 1");
		for (int i = 0; i < 50; i++) {
			parameters.append("      - {name: p%d, type: integer, max_items: 1000}%n".formatted(i));
			sql.append(" AND K IN ({{p%d}})".formatted(i));
		}
		ReportStatements statements = statements(
				parameters + sql.toString() + "\n    columns: [{name: K, type: text}]\n");
		assertThat(statements.count()).isEqualTo(1L << 31);
		assertThat(statements.texts()).hasSize(11);
	}

	@ParameterizedTest
	@CsvSource({ "today, 2024-03-01T00:00:00Z, UTC, 2024-03-01",
			"today, 2024-02-29T23:59:59.999999999Z, UTC, 2024-02-29",
			"today - 1d, 2024-03-01T00:00:00Z, UTC, 2024-02-29", "today-30d, 2024-03-31T12:00:00Z, UTC, 2024-03-01",
			"today - 99999d, 2024-03-31T12:00:00Z, UTC, 1750-06-17",
			"start of month, 2024-02-29T23:59:59Z, UTC, 2024-02-01",
			"start of month, 2024-02-29T23:59:59Z, Europe/Berlin, 2024-03-01",
			"start of year, 2023-12-31T23:30:00Z, UTC, 2023-01-01",
			"start of year, 2023-12-31T23:30:00Z, Asia/Kolkata, 2024-01-01",
			"today, 2024-01-01T04:59:59Z, America/New_York, 2023-12-31",
			"today, 2024-03-31T22:30:00Z, Europe/Berlin, 2024-04-01" })
	void defaultIsToldFromTheDay(String text, String now, String zone, LocalDate day) throws Exception {
		ReportStatements statements = statements("""
				    parameters: [{name: from, type: date, default: %s}]
				    sql: SELECT D FROM sales WHERE D >= {{from}}
				    columns: [{name: D, type: date}]
				""".formatted(text), Clock.fixed(Instant.parse(now), ZoneId.of(zone)));
		assertThat(statements.arguments("").values()).isEqualTo(Map.of("from", List.of(day)));
		assertThat(statements.arguments("from=")).isEqualTo(statements.arguments("from=" + day));
		assertThat(statements.samples().getFirst().arguments()).containsExactly(day.toString());
	}

	@Test
	void defaultThatIsNotAcceptedTodayIsNone() throws Exception {
		String report = """
				    parameters:
				      - {name: from, type: date, default: start of month, min: "2024-01-01"}
				      - {name: to, type: date, default: today - 3d, not_before: from}
				    sql: SELECT D FROM sales WHERE D BETWEEN {{from}} AND {{to}}
				    columns: [{name: D, type: date}]
				""";
		assertThat(arguments(report, "2024-01-04")).isEqualTo("from=2024-01-01&to=2024-01-01");
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> arguments(report, "2024-02-03"))
			.satisfies(
					(ex) -> assertThat(ex.detail()).isEqualTo("to, 2024-01-31, must not be before from, 2024-02-01."));
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> arguments(report, "2023-12-31"))
			.satisfies((ex) -> assertThat(ex.detail()).isEqualTo("from is missing: it must be a date YYYY-MM-DD from "
					+ "0001-01-01 to 9999-12-31, not less than 2024-01-01."));
	}

	private static String arguments(String report, String day) throws InvalidEndpointsException {
		ReportStatements statements = statements(report,
				Clock.fixed(Instant.parse(day + "T12:00:00Z"), ZoneId.of("UTC")));
		return statements.arguments("").format(statements.declaration().parameters());
	}

	private static ReportStatements statements(String report) throws InvalidEndpointsException {
		return statements(report, Clock.systemUTC());
	}

	private static ReportStatements statements(String report, Clock clock) throws InvalidEndpointsException {
		String file = "version: 1\nreports:\n  r:\n" + report;
		return new ReportStatements(
				EndpointFiles.declared("f", file.getBytes(StandardCharsets.UTF_8)).endpoints().reports().getFirst(),
				clock);
	}

}

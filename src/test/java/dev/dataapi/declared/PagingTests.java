package dev.dataapi.declared;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;

import dev.dataapi.cache.Loaded;
import dev.dataapi.declared.file.InvalidEndpointsException;
import dev.dataapi.endpoint.BadRequestException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.dao.TypeMismatchDataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How a page is asked for: its statement, and the text that says where it begins.
 */
class PagingTests {

	private static final String REPORT = """
			    parameters:
			      - {name: since, type: date, default: "1995-01-01"}
			      - {name: kinds, type: text, max_items: 3, optional: true}
			    sql: |
			      SELECT D, K, S FROM sales WHERE D >= {{since}} [[ AND K IN ({{kinds}}) ]]; -- all
			    columns: [{name: D, type: date}, {name: K, type: text}, {name: S, type: "decimal(12,2)"}]
			    page: {by: [D desc, S, K], size: 2, max_size: 5}
			""";

	private static final ReportStatements SALES = statements("sales", REPORT);

	private static final String AFTER = after(SALES, "since=1995-01-01");

	@Test
	void statementIsTheReportsOwnInTheOrderOfItsPages() {
		assertThat(SALES.texts()).hasSize(8).doesNotHaveDuplicates();
		assertThat(SALES.of(SALES.arguments("size=3"))).satisfies((first) -> {
			assertThat(first.sql()).isEqualTo("""
					/* reports.sales */ SELECT * FROM (
					SELECT D, K, S FROM sales WHERE D >= CAST(? AS DATE)  -- all
					) ORDER BY D DESC NULLS FIRST, S ASC NULLS LAST, K ASC NULLS LAST LIMIT ?""");
			assertThat(first.arguments()).containsExactly("1995-01-01", 4L);
		});
		BoundStatement later = SALES.of(SALES.arguments("after=" + AFTER));
		assertThat(later.sql())
			.contains("(D <= CAST(? AS DATE) OR CAST(? AS DATE) IS NULL) AND CASE WHEN D < CAST(? AS DATE) "
					+ "THEN TRUE WHEN D IS NOT DISTINCT FROM CAST(? AS DATE) THEN CASE WHEN S > ? THEN TRUE "
					+ "WHEN S IS NOT DISTINCT FROM ? THEN CASE WHEN K > ? THEN TRUE WHEN K IS NOT DISTINCT FROM ? THEN FALSE "
					+ "ELSE K IS NULL END ELSE S IS NULL END ELSE CAST(? AS DATE) IS NULL AND D IS NOT NULL END ORDER BY")
			.doesNotContain("OFFSET");
		String day = "1995-02-01";
		assertThat(later.arguments()).containsExactly("1995-01-01", day, day, day, day, null, null, "x", "x", day, 3L);
		assertThat(SALES.texts()).contains(later.sql());
	}

	@Test
	void linkLeadsToTheNextPageWithTheSameParameters() {
		Paging paging = Objects.requireNonNull(SALES.paging());
		Arguments arguments = SALES.arguments("kinds=b,a&size=4");
		String link = paging.link(arguments, row("1995-02-01"), row("1995-02-02"));
		assertThat(link).matches("<sales\\?since=1995-01-01&kinds=a,b&size=4&after=[A-Za-z0-9_-]+>; rel=\"next\"");
		Arguments next = SALES.arguments(link.substring("<sales?".length(), link.indexOf('>')));
		assertThat(paging.after(next)).isEqualTo(row("1995-02-01"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "since=1995-01-01", "", "size=5", "since=%31995-01-01", "since=+1995-01-01&size=1" })
	void afterIsGoodForTheSameParametersInAnySpelling(String query) {
		assertThat(SALES.arguments(query + "&after=" + AFTER).values()).containsKey("after");
	}

	@ParameterizedTest
	@ValueSource(strings = { "since=1995-01-02", "kinds=a", "since=1995-01-02&kinds=a" })
	void afterIsRefusedWithOtherParameters(String query) {
		assertRefused(SALES, query + "&after=" + AFTER);
	}

	@Test
	void afterIsRefusedByAnotherReport() {
		assertRefused(statements("sold", REPORT), "after=" + AFTER);
		assertRefused(statements("sales", REPORT.replace("D desc", "D")), "after=" + AFTER);
		assertRefused(statements("sales", REPORT.replace("S, K", "K, S")), "after=" + AFTER);
	}

	@Test
	void afterIsRefusedWhenAnyCharacterOfItIsAltered() {
		String signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
		for (int i = 0; i < AFTER.length(); i++) {
			for (char sign : signs.toCharArray()) {
				if (sign != AFTER.charAt(i)) {
					assertRefused(SALES, "after=" + AFTER.substring(0, i) + sign + AFTER.substring(i + 1));
				}
			}
			assertRefused(SALES, "after=" + AFTER.substring(0, i) + AFTER.substring(i + 1));
			assertRefused(SALES, "after=" + AFTER.substring(i, i + 1) + AFTER);
		}
		assertRefused(SALES, "after=" + AFTER + "=");
	}

	/** With a digest made of them: no value is taken that the column could not have. */
	@ParameterizedTest
	@ValueSource(strings = { "[]", "[null]", "[null,null,null,null]", "[1,2,3]", "[\"1e9\",null,null]", "null", "{}",
			"[\"1995-02-01\",\"1e999999999\",\"x\"]", "[\"10000-01-01\",null,null]",
			"[\"1995-02-01\",null,\"\\u0000\"]", "[ \"1995-02-01\",null,\"x\"]", "[[[[", "\"", "" })
	void afterIsRefusedWhenItIsMadeOfAnythingElse(String json) {
		Paging paging = Objects.requireNonNull(SALES.paging());
		String content = paging.digest(SALES.arguments(""), json) + json;
		assertRefused(SALES, "after="
				+ Base64.getUrlEncoder().withoutPadding().encodeToString(content.getBytes(StandardCharsets.UTF_8)));
	}

	@Test
	void garbageIsRefused() {
		Random random = new Random(3);
		for (int i = 0; i < 5000; i++) {
			byte[] garbage = new byte[1 + random.nextInt(60)];
			random.nextBytes(garbage);
			assertRefused(SALES, "after=" + Base64.getUrlEncoder().withoutPadding().encodeToString(garbage));
			assertRefused(SALES, "after="
					+ URLEncoder.encode(new String(garbage, StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					size=0      | size  | size must be an integer of 64 bits, not less than 1 and not greater than 5, not '0'.
					size=6      | size  | size must be an integer of 64 bits, not less than 1 and not greater than 5, not '6'.
					size=1&size=2 | size | size is given more than once.
					page=2      | page  | 'page' is not a parameter here: since, kinds, size, after are.
					after=x     | after | after must be as the header Link of the page before had it, with the same other parameters but size.
					""")
	void parametersAreChecked(String query, String parameter, String sentence) {
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> SALES.arguments(query))
			.satisfies((ex) -> assertThat(ex.detail()).isEqualTo(sentence));
	}

	@Test
	void pageThatEndsBetweenEqualRowsIsAProblem() throws Exception {
		try (Warehouses warehouses = new Warehouses()) {
			JdbcTemplate duck = new JdbcTemplate(warehouses.duck());
			duck.execute("CREATE TABLE sales AS SELECT * FROM (VALUES (DATE '1995-02-01', 'x', 1.5), "
					+ "(DATE '1995-02-01', 'x', 1.5), (DATE '1995-01-01', 'y', NULL)) AS t (D, K, S)");
			assertThat(load(duck, "size=2")).contains("\"x\"").doesNotContain("\"y\"");
			assertThatExceptionOfType(TypeMismatchDataAccessException.class).isThrownBy(() -> load(duck, "size=1"))
				.withMessage("Two rows have the same D, S, K, by which the pages of this report are ordered.");
			duck.execute("UPDATE sales SET K = repeat('x', 4000) WHERE K = 'y'");
			duck.execute("INSERT INTO sales VALUES (DATE '1995-01-01', 'z', NULL)");
			assertThatExceptionOfType(TypeMismatchDataAccessException.class).isThrownBy(() -> load(duck, "size=3"))
				.withMessage("D, S, K, by which the pages of this report are ordered, is too long.");
		}
	}

	private static String load(JdbcTemplate template, String query) {
		Arguments arguments = SALES.arguments(query);
		Loaded<Arguments> loaded = Loaded.unlimited();
		new ReportSource(SALES, template, JsonMapper.shared()).load(List.of(arguments), loaded);
		return new String(loaded.values().get(arguments), StandardCharsets.UTF_8);
	}

	private static void assertRefused(ReportStatements statements, String query) {
		assertThatExceptionOfType(BadRequestException.class).as(query)
			.isThrownBy(() -> statements.arguments(query))
			.satisfies((ex) -> assertThat(ex.detail()).startsWith("after "));
	}

	private static String after(ReportStatements statements, String query) {
		return Objects.requireNonNull(statements.paging()).after(statements.arguments(query), row("1995-02-01"));
	}

	/** The values of D, S and K. */
	private static List<@Nullable Object> row(String day) {
		return Arrays.asList(LocalDate.parse(day), null, "x");
	}

	private static ReportStatements statements(String name, String report) {
		try {
			String file = "version: 1\nreports:\n  " + name + ":\n" + report;
			return new ReportStatements(
					EndpointFiles.declared("f", file.getBytes(StandardCharsets.UTF_8)).endpoints().reports().getFirst(),
					Clock.systemUTC());
		}
		catch (InvalidEndpointsException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

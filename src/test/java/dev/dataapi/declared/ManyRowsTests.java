package dev.dataapi.declared;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.dataapi.Eventually;
import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Look-ups whose keys have several rows, on both warehouses, compared with the rows in
 * plain Java.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(300)
class ManyRowsTests {

	private static final String DECLARED = """
			version: 1
			lookups:
			  lines:
			    table: api.data.many_lines
			    key: [{name: customer, column: CUSTOMER, type: integer}]
			    rows: many
			    order_by: [DAY desc, PRICE, ID]
			    max_rows_per_key: 40
			    columns: [{name: ID, type: integer}]
			  by_code:
			    table: api.data.many_lines
			    key: [{name: code, column: CODE, type: text, max_length: 9}]
			    rows: many
			    order_by: [PRICE desc, ID desc]
			    max_rows_per_key: 1000
			    columns: [{name: CODE, type: text}, {name: ID, type: integer}]
			  by_both:
			    table: api.data.many_lines
			    key: [{name: code, column: CODE, type: text}, {name: customer, column: CUSTOMER, type: integer}]
			    rows: many
			    order_by: [ID]
			    columns: [{name: ID, type: integer}]
			  names:
			    table: api.data.many_names
			    key: [{name: name, column: NAME, type: text}]
			    rows: many
			    order_by: [N]
			    max_rows_per_key: 3
			    columns: [{name: N, type: integer}]
			""";

	private static final String LINES = "(ID BIGINT, CUSTOMER BIGINT, CODE VARCHAR, DAY DATE, PRICE DECIMAL(9,2))";

	private static final List<Line> ROWS = rows(new Random(22));

	private static final Comparator<Line> BY_DAY = Comparator
		.comparing(Line::day, Comparator.nullsLast(Comparator.<String>naturalOrder()).reversed())
		.thenComparing(Line::price, Comparator.nullsLast(Comparator.naturalOrder()))
		.thenComparing(Line::id);

	private static final Comparator<Line> BY_PRICE = Comparator
		.comparing(Line::price, Comparator.nullsLast(Comparator.<Integer>naturalOrder()).reversed())
		.thenComparing(Comparator.comparing(Line::id).reversed());

	private static SnowflakeAccount account;

	private static Map<String, RunningService> services;

	@BeforeAll
	static void start(@TempDir Path directory) throws IOException {
		String[] lines = ROWS.stream().map(Line::sql).toArray(String[]::new);
		String[] names = { "('a', 1)", "('a', 2)", "('a', 3)", "('A', 4)", "('A', 5)", "('A', 6)", "('A', 7)" };
		String declared = EndpointFiles.setting(directory, DECLARED);
		account = new SnowflakeAccount().table("api.data.many_lines", LINES, lines)
			.table("api.data.many_names", "(NAME VARCHAR COLLATE NOCASE, N BIGINT)", names);
		Path data = Files.createDirectory(directory.resolve("data"));
		Files.writeString(data.resolve("many.sql"),
				"CREATE TABLE api.data.many_lines " + LINES + ";\nINSERT INTO api.data.many_lines VALUES "
						+ String.join(", ", lines) + ";\nCREATE TABLE api.data.many_names (NAME VARCHAR, N BIGINT);\n"
						+ "INSERT INTO api.data.many_names VALUES " + String.join(", ", names) + ";\n");
		services = Map.of("snowflake", account.start(declared, "data-api.lookup.deadline=30s"), "embedded",
				RunningService.start("test",
						List.of(declared, "data-api.lookup.deadline=30s", "data-api.embedded.data=" + data)));
	}

	@AfterAll
	static void stop() {
		services.values().forEach(RunningService::close);
		account.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "embedded", "snowflake" })
	void rowsAreThoseOfTheKeysInTheOrderAskedForAndOfEachInTheOrderDeclared(String warehouse) throws IOException {
		Random random = new Random(1);
		for (int i = 0; i < 60; i++) {
			List<Integer> keys = IntStream.range(0, 1 + random.nextInt(12))
				.mapToObj((any) -> random.nextInt(45))
				.toList();
			assertThat(ids(warehouse, "/lines/" + joined(keys))).as("keys " + keys)
				.isEqualTo(keys.stream()
					.distinct()
					.flatMap((key) -> ROWS.stream().filter((row) -> row.customer() == key).sorted(BY_DAY))
					.map(Line::id)
					.toList());
			List<String> codes = IntStream.range(0, 1 + random.nextInt(3))
				.mapToObj((any) -> "c" + random.nextInt(6))
				.toList();
			assertThat(ids(warehouse, "/by_code/" + joined(codes))).as("codes " + codes)
				.isEqualTo(codes.stream()
					.distinct()
					.flatMap((code) -> ROWS.stream().filter((row) -> row.code().equals(code)).sorted(BY_PRICE))
					.map(Line::id)
					.toList());
			assertThat(ids(warehouse,
					"/by_both/%s~%d,%s~%d".formatted(codes.getFirst(), keys.getFirst(), codes.getLast(),
							keys.getLast())))
				.isEqualTo(List
					.of(new Both(codes.getFirst(), keys.getFirst()), new Both(codes.getLast(), keys.getLast()))
					.stream()
					.distinct()
					.flatMap((both) -> ROWS.stream().filter((row) -> both.equals(new Both(row.code(), row.customer()))))
					.map(Line::id)
					.toList());
		}
	}

	private record Both(String code, int customer) {
	}

	@ParameterizedTest
	@ValueSource(strings = { "embedded", "snowflake" })
	void keyWithMoreRowsThanItMayHaveIsAProblemThatNamesItAndItsBound(String warehouse, CapturedOutput output)
			throws IOException {
		for (String keys : List.of("100", "7,100,8")) {
			RawRequest.Answer answer = services.get(warehouse).get("/lines/" + keys);
			assertThat(answer.status()).isEqualTo(500);
			assertThat(answer.body())
				.contains("\"detail\":\"The key 100 has more than 40 rows, which is its limit (max_rows_per_key).\"");
		}
		Eventually.assertThat(() -> assertThat(output).contains("lookups.lines could not be read (1 keys): ",
				"More than 40 rows of a key, the limit of lookups.lines"));
		assertThat(ids(warehouse, "/lines/101")).hasSize(40);
	}

	@ParameterizedTest
	@ValueSource(strings = { "embedded", "snowflake" })
	void rowsOfAKeyAreOneEntryAndAKeyWithoutRowsIsANegativeOne(String warehouse) throws IOException {
		RunningService service = services.get(warehouse);
		String[] rows = service.get("/lines/5").body().split("(?<=}),");
		assertThat(rows).hasSizeGreaterThan(1);
		service.get("/lines/999");
		RawRequest.Answer answer = service.get("/lines/999,5,999", "Cache-Control: only-if-cached");
		assertThat(answer.headers().get("cache-status")).startsWith("data-api; hit");
		assertThat(answer.body().split("(?<=}),")).containsExactly(rows);
		assertThat(service.get("/lines/999").body()).isEqualTo("[]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "embedded", "snowflake" })
	void rowsOfSeveralKeysAreLinesOfCsv(String warehouse) throws IOException {
		List<Integer> ids = ids(warehouse, "/lines/4,999,6");
		String csv = services.get(warehouse).get("/lines/4,999,6?format=csv").body();
		assertThat(csv.lines().skip(1).map(Integer::valueOf)).containsExactlyElementsOf(ids).hasSizeGreaterThan(2);
		assertThat(services.get(warehouse).get("/lines/4,999,6?format=ndjson").body().lines()).hasSameSizeAs(ids);
	}

	@Test
	void keysThatACollationTakesForOneHaveTheirOwnRows() throws IOException {
		RunningService service = services.get("snowflake");
		for (String keys : List.of("a", "a,b", "B,a")) {
			assertThat(service.get("/names/" + keys, "Cache-Control: no-cache").body())
				.isEqualTo("[{\"N\":1},{\"N\":2},{\"N\":3}]");
		}
		assertThat(service.get("/names/A").status()).isEqualTo(500);
		assertThat(service.get("/names/a,A").body()).contains("The key A has more than 3 rows");
	}

	@Test
	void keysShareAStatementOfAFiniteSetThatReadsOneRowMoreThanAKeyMayHave() throws Exception {
		account.server().reset();
		services.get("snowflake").get("/lines/31,32,33", "Cache-Control: no-cache");
		services.get("snowflake").get("/lines/34", "Cache-Control: no-cache");
		assertThat(account.server().requests().statements()).hasSize(2)
			.satisfiesExactly((several) -> assertThat(several.sql()).endsWith("WHERE CUSTOMER IN (?, ?, ?, ?) "
					+ "QUALIFY ROW_NUMBER() OVER (PARTITION BY CUSTOMER ORDER BY DAY DESC NULLS FIRST, PRICE ASC NULLS LAST, ID ASC NULLS LAST) <= 41 "
					+ "ORDER BY CUSTOMER, DAY DESC NULLS FIRST, PRICE ASC NULLS LAST, ID ASC NULLS LAST"),
					(one) -> assertThat(one.sql()).endsWith(
							"WHERE CUSTOMER = ? ORDER BY DAY DESC NULLS FIRST, PRICE ASC NULLS LAST, ID ASC NULLS LAST LIMIT 41"));
		Set<String> sent = account.texts();
		LookupDeclaration lines = EndpointFiles.declared("f", DECLARED.getBytes(StandardCharsets.UTF_8))
			.endpoints()
			.lookups()
			.getFirst();
		assertThat(new LookupStatements(lines).texts()).hasSize(8)
			.doesNotHaveDuplicates()
			.map((text) -> text.replaceFirst("/\\*.*\\*/ ", ""))
			.containsAll(sent);
	}

	private static List<Integer> ids(String warehouse, String target) throws IOException {
		RawRequest.Answer answer = services.get(warehouse).get(target);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		List<Integer> ids = new ArrayList<>();
		for (String row : answer.body().split("}")) {
			int at = row.indexOf("\"ID\":");
			if (at >= 0) {
				ids.add(Integer.valueOf(row.substring(at + 5)));
			}
		}
		return ids;
	}

	private static String joined(List<?> keys) {
		return keys.stream().map(String::valueOf).collect(Collectors.joining(","));
	}

	private static List<Line> rows(Random random) {
		List<Line> rows = new ArrayList<>();
		for (int id = 0; id < 600; id++) {
			int customer = (id < 41) ? 100 : (id < 81) ? 101 : random.nextInt(40);
			rows.add(new Line(id, customer, "c" + random.nextInt(5),
					(random.nextInt(4) == 0) ? null : "1995-01-0" + (1 + random.nextInt(4)),
					(random.nextInt(4) == 0) ? null : random.nextInt(3)));
		}
		return Collections.unmodifiableList(rows);
	}

	private record Line(int id, int customer, String code, String day, Integer price) {

		String sql() {
			return "(%d, %d, '%s', %s, %s)".formatted(this.id, this.customer, this.code,
					(this.day != null) ? "'" + this.day + "'" : "NULL", this.price);
		}

	}

}

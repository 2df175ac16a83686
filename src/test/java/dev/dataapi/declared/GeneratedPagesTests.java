package dev.dataapi.declared;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;

import dev.dataapi.cache.Loaded;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pages of generated tables, put together: every row once, in the order that the file
 * declares. The tables are parts of one, chosen by a parameter; the order is computed
 * here, not asked of a warehouse.
 * <p>
 * To take less time, most tables are read 25 at a time, in reports that have the table
 * first in their order. With {@code -Dpages.alone=10000} each is read alone.
 */
@Timeout(300)
class GeneratedPagesTests {

	private static final int TABLES = 10_000;

	private static final int ALONE = Integer.getInteger("pages.alone", 300);

	private static final int TOGETHER = 25;

	private static final int REPORTS = 60;

	private static final JsonMapper MAPPER = JsonMapper.shared();

	/**
	 * By column: its type in the warehouse, its declared type, and its values in order.
	 */
	private static final Map<String, List<String>> COLUMNS = new LinkedHashMap<>();

	static {
		COLUMNS.put("T", List.of("VARCHAR", "text", "''", "' a'", "'A'", "'a'", "'a '", "'ab'", "'\u00E4'", "'\uFFFD'",
				"'\uD83D\uDE00'"));
		COLUMNS.put("I", List.of("BIGINT", "integer", "-9223372036854775808", "-1", "0", "1", "9223372036854775807"));
		COLUMNS.put("N", List.of("DECIMAL(38,0)", "integer", "-99999999999999999999999999999999999999",
				"-9223372036854775809", "0", "9223372036854775808", "99999999999999999999999999999999999999"));
		COLUMNS.put("M", List.of("DECIMAL(12,2)", "\"decimal(12,2)\"", "-9999999999.99", "-0.01", "0.00", "0.10",
				"0.11", "9999999999.99"));
		COLUMNS.put("D",
				List.of("DECIMAL(38,37)", "\"decimal(38,37)\"", "-0.0000000000000000000000000000000000001",
						"0.0000000000000000000000000000000000001", "0.0000000000000000000000000000000000002",
						"9.9999999999999999999999999999999999999"));
		COLUMNS.put("B", List.of("BOOLEAN", "boolean", "false", "true"));
		COLUMNS.put("DT", List.of("DATE", "date", "'0001-01-01'", "'1969-12-31'", "'2000-02-29'", "'9999-12-31'"));
		COLUMNS.put("TS",
				List.of("TIMESTAMP_NS", "timestamp", "'1969-12-31 23:59:59.999999999'",
						"'2000-02-29 12:00:00.123456788'", "'2000-02-29 12:00:00.123456789'",
						"'2000-02-29 12:00:00.12345679'", "'2000-02-29 12:00:00.123457'"));
		COLUMNS.put("TS6", List.of("TIMESTAMP", "timestamp", "'0001-01-01 00:00:00'", "'2000-02-29 12:00:00.123456'",
				"'2000-02-29 12:00:00.123457'", "'9999-12-31 23:59:59.999999'"));
		COLUMNS.put("TZ",
				List.of("TIMESTAMPTZ", "timestamptz", "'0001-01-01 00:00:00+00'", "'2000-02-29 12:00:00.123456+00'",
						"'2000-02-29 12:00:00.123457+00'", "'9999-12-31 23:59:59.999999+00'"));
	}

	private static Warehouses warehouses;

	private static final List<ReportDeclaration> REPORT = new ArrayList<>();

	/** The rows of each table. */
	private static final List<List<Row>> ROWS = new ArrayList<>();

	@BeforeAll
	static void generate() throws Exception {
		Random random = new Random(22);
		StringBuilder file = new StringBuilder("version: 1\nreports:\n");
		for (int i = 0; i < REPORTS; i++) {
			file.append(report(i, random));
		}
		REPORT.addAll(EndpointFiles.declared("generated", file.toString().getBytes(StandardCharsets.UTF_8))
			.endpoints()
			.reports());
		warehouses = new Warehouses();
		try (Connection connection = warehouses.duck().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("CREATE TABLE generated (TABLE_ID INTEGER, ID INTEGER, " + COLUMNS.entrySet()
				.stream()
				.map((each) -> each.getKey() + " " + each.getValue().getFirst())
				.collect(Collectors.joining(", ")) + ")");
			insert(random, statement);
		}
	}

	/** Whether a report reads several tables. */
	private static boolean isOfSeveral(int report) {
		return report % 2 == 1;
	}

	/**
	 * Orders by some columns, each in some direction, the last of which tells all rows
	 * apart.
	 */
	private static String report(int index, Random random) {
		List<String> columns = new ArrayList<>(COLUMNS.keySet());
		Collections.shuffle(columns, random);
		List<String> by = new ArrayList<>();
		if (isOfSeveral(index)) {
			by.add(random.nextBoolean() ? "TABLE_ID" : "TABLE_ID desc");
		}
		for (String column : columns.subList(0, 1 + random.nextInt(4))) {
			by.add(column + List.of("", " asc", " desc").get(random.nextInt(3)));
		}
		by.add(random.nextBoolean() ? "ID" : "ID desc");
		String declared = COLUMNS.entrySet()
			.stream()
			.map((each) -> "{name: " + each.getKey() + ", type: " + each.getValue().get(1) + "}")
			.collect(Collectors.joining(", "));
		return """
				  r%d:
				    parameters: [{name: t, type: integer}, {name: last, type: integer}]
				    sql: |
				      SELECT * FROM generated WHERE TABLE_ID BETWEEN {{t}} AND {{last}} -- no more than these
				    columns: [{name: TABLE_ID, type: integer}, {name: ID, type: integer}, %s]
				    page: {by: [%s], size: 3, max_size: 25}
				""".formatted(index, declared, String.join(", ", by));
	}

	private static void insert(Random random, Statement statement) throws SQLException {
		List<List<String>> pools = List.copyOf(COLUMNS.values());
		StringBuilder values = new StringBuilder();
		for (int table = 0; table < TABLES; table++) {
			List<Row> rows = new ArrayList<>();
			// few values, so that many are equal
			int different = 1 + random.nextInt(3);
			for (int id = 0, size = random.nextInt(9); id < size; id++) {
				int[] row = new int[pools.size()];
				values.append(values.isEmpty() ? "" : ", ").append("(").append(table).append(", ").append(id);
				for (int i = 0; i < row.length; i++) {
					List<String> pool = pools.get(i);
					int first = table % (pool.size() - 2);
					row[i] = (random.nextInt(4) == 0) ? -1 : (first + random.nextInt(different)) % (pool.size() - 2);
					values.append(", ").append((row[i] < 0) ? "NULL" : pool.get(row[i] + 2));
				}
				values.append(")");
				rows.add(new Row(table, id, row));
			}
			ROWS.add(rows);
			if (values.length() > 1_000_000 || table == TABLES - 1) {
				statement.execute("INSERT INTO generated VALUES " + values);
				values.setLength(0);
			}
		}
	}

	@AfterAll
	static void close() {
		warehouses.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "duck", "snowflake" })
	void pagesPutTogetherAreTheReport(String warehouse) {
		JdbcTemplate template = new JdbcTemplate(warehouses.of(warehouse));
		Random random = new Random(1);
		int pages = 0;
		for (int table = 0, number = 0; table < TABLES; number++) {
			int count = (table < ALONE) ? 1 : TOGETHER;
			int report = (2 * number + ((count > 1) ? 1 : 0)) % REPORTS;
			ReportStatements statements = new ReportStatements(REPORT.get(report), Clock.systemUTC());
			ReportSource source = new ReportSource(statements, template, MAPPER);
			List<String> ids = new ArrayList<>();
			String query = "t=%d&last=%d&size=%d".formatted(table, table + count - 1, size(report, random));
			while (query != null) {
				Arguments arguments = statements.arguments(query);
				Loaded<Arguments> loaded = Loaded.unlimited();
				source.load(List.of(arguments), loaded);
				JsonNode rows = MAPPER.readTree(loaded.values().get(arguments));
				rows.forEach((row) -> ids.add(row.get("TABLE_ID") + "/" + row.get("ID")));
				String link = loaded.link(arguments);
				int most = Paging.size(arguments);
				assertThat(rows.size()).isBetween((link != null) ? most : 0, most);
				query = (link != null) ? next(link, report, random) : null;
				pages++;
			}
			assertThat(ids).as("Tables from %d by %s", table, REPORT.get(report).page())
				.isEqualTo(expected(table, count, report));
			table += count;
		}
		assertThat(pages).isGreaterThan(ALONE + (TABLES - ALONE) / TOGETHER);
	}

	private static int size(int report, Random random) {
		return 1 + random.nextInt(isOfSeveral(report) ? 25 : 4);
	}

	/** The query of a link, now and then with another size. */
	private static String next(String link, int report, Random random) {
		assertThat(link).startsWith("<r").endsWith(">; rel=\"next\"");
		String query = link.substring(link.indexOf('?') + 1, link.indexOf('>'));
		return (random.nextInt(4) == 0) ? query.replaceFirst("size=[0-9]+", "size=" + size(report, random)) : query;
	}

	private static List<String> expected(int table, int count, int report) {
		List<String> columns = List.copyOf(COLUMNS.keySet());
		Comparator<Row> order = null;
		for (OrderColumn by : Objects.requireNonNull(REPORT.get(report).page()).by()) {
			String name = by.column().name();
			Comparator<Row> each = switch (name) {
				case "TABLE_ID" -> Comparator.comparing(Row::table);
				case "ID" -> Comparator.comparing(Row::id);
				// NULL is greater than all values
				default -> Comparator.comparing((row) -> Integer.toUnsignedLong(row.ranks()[columns.indexOf(name)]));
			};
			each = by.descending() ? each.reversed() : each;
			order = (order != null) ? order.thenComparing(each) : each;
		}
		return ROWS.subList(table, table + count)
			.stream()
			.flatMap(List::stream)
			.sorted(Objects.requireNonNull(order))
			.map((row) -> row.table() + "/" + row.id())
			.toList();
	}

	/** A row, and where its values stand among their column's, -1 for NULL. */
	private record Row(int table, int id, int[] ranks) {
	}

}

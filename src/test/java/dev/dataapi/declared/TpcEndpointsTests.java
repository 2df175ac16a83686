package dev.dataapi.declared;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.dataapi.Eventually;
import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import io.trino.tpcds.Results;
import io.trino.tpcds.Session;
import io.trino.tpcds.Table;
import io.trino.tpch.Distributions;
import io.trino.tpch.Order;
import io.trino.tpch.OrderGenerator;
import io.trino.tpch.TextPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * A declared file over TPC-H and TPC-DS, with its answers recomputed in plain Java from
 * the generators' rows.
 */
class TpcEndpointsTests {

	static final String FILE = "src/test/resources/dev/dataapi/declared/tpc.yaml";

	private static final double SCALE_FACTOR = 0.01;

	private static RunningService service;

	private static List<Order> orders;

	@BeforeAll
	static void start() {
		service = RunningService.start("test", List.of("data-api.endpoints=" + FILE, "data-api.lookup.deadline=30s",
				"data-api.report.deadline=30s", "data-api.embedded.scale-factor=" + SCALE_FACTOR));
		Eventually.assertThat(() -> assertThat(service.get("/readyz").status()).isEqualTo(200));
		TextPool pool = new TextPool(1_000_000, Distributions.getDefaultDistributions());
		orders = new ArrayList<>();
		new OrderGenerator(SCALE_FACTOR, 1, 1, Distributions.getDefaultDistributions(), () -> pool)
			.forEach(orders::add);
	}

	@AfterAll
	static void stop() {
		service.close();
	}

	@Test
	void customersByTextKeyAreTheGeneratorsRows() throws IOException {
		List<Map<String, String>> customers = generated(Table.CUSTOMER, 10_000);
		List<Map<String, String>> asked = Stream.of(9_999, 0, 41, 2_500).map(customers::get).toList();
		String keys = asked.stream().map((row) -> row.get("C_CUSTOMER_ID")).collect(Collectors.joining(","));
		assertThat(rows("/customers_by_code/" + keys + ",AAAAAAAAAAAAAAAA")).isEqualTo(asked.stream()
			.map((row) -> only(row, "C_CUSTOMER_ID", "C_FIRST_NAME", "C_LAST_NAME", "C_BIRTH_YEAR", "C_BIRTH_COUNTRY"))
			.toList());
	}

	@Test
	void storeRecordsByCompositeKeyAreTheGeneratorsRows() throws IOException {
		List<Map<String, String>> stores = generated(Table.STORE, 1_500).stream()
			.filter((row) -> !row.get("S_REC_START_DATE").equals("null"))
			.toList();
		List<Map<String, String>> asked = Stream.of(1_200, 1, 3, 2).map(stores::get).toList();
		asked.forEach((row) -> row.computeIfPresent("S_GMT_OFFSET", (name, hours) -> hours + ".00"));
		String keys = asked.stream()
			.map((row) -> row.get("S_STORE_ID") + "~" + row.get("S_REC_START_DATE"))
			.collect(Collectors.joining(","));
		assertThat(rows("/stores/" + keys + "/record")).isEqualTo(asked.stream()
			.map((row) -> only(row, "S_STORE_ID", "S_REC_START_DATE", "S_REC_END_DATE", "S_STORE_NAME",
					"S_NUMBER_EMPLOYEES", "S_GMT_OFFSET"))
			.toList());
	}

	@Test
	void ordersByIntegerKeyAreTheGeneratorsRows() throws IOException {
		List<Order> asked = Stream.of(14_999, 0, 6, 7_500).map(orders::get).toList();
		String keys = asked.stream().map((order) -> "0" + order.orderKey()).collect(Collectors.joining(","));
		assertThat(rows("/orders/" + keys + "," + asked.getFirst().orderKey())).isEqualTo(asked.stream()
			.map((order) -> row("O_ORDERKEY", order.orderKey(), "O_ORDERDATE", day(order), "O_TOTALPRICE",
					money(order.totalPriceInCents()), "O_CLERK", order.clerk()))
			.toList());
	}

	@ParameterizedTest
	@CsvSource({ "1994-11-15,1995-02-10", "1992-01-01,1998-12-31", "1995-02-14,1995-02-14" })
	void revenueByMonthIsThatOfTheOrders(LocalDate from, LocalDate to) throws IOException {
		Map<YearMonth, List<Order>> months = orders.stream()
			.filter((order) -> !day(order).isBefore(from) && !day(order).isAfter(to))
			.collect(Collectors.groupingBy((order) -> YearMonth.from(day(order)), TreeMap::new, Collectors.toList()));
		assertThat(rows("/reports/revenue_by_month?from=" + from + "&to=" + to))
			.isEqualTo(months.entrySet()
				.stream()
				.map((month) -> row("MONTH", month.getKey(), "ORDERS", month.getValue().size(), "REVENUE",
						revenue(month.getValue())))
				.toList())
			.isNotEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					                                                | F | 1000   |          | 5  |
					status=O&limit=50                               | O | 1000   |          | 50 |
					least=50000.5&most=100000&status=P              | P | 50000.5| 100000   | 5  |
					clerk=Clerk%23000000002,Clerk%23000000001       | F | 1000   |          | 5  | Clerk#000000001 Clerk#000000002
					clerk=Clerk%23000000007&most=250000.00&limit=3  | F | 1000   | 250000   | 3  | Clerk#000000007
					""")
	void largestOrdersAreThoseOfTheOrders(String query, String status, BigDecimal least, BigDecimal most, int limit,
			String clerks) throws IOException {
		List<Map<String, String>> expected = orders.stream()
			.filter((order) -> order.orderStatus() == status.charAt(0))
			.filter((order) -> money(order.totalPriceInCents()).compareTo(least) >= 0)
			.filter((order) -> most == null || money(order.totalPriceInCents()).compareTo(most) <= 0)
			.filter((order) -> clerks == null || Set.of(clerks.split(" ")).contains(order.clerk()))
			.sorted(Comparator.comparing((Order order) -> -order.totalPriceInCents()).thenComparing(Order::orderKey))
			.limit(limit)
			.map((order) -> row("O_ORDERKEY", order.orderKey(), "O_CLERK", order.clerk(), "O_ORDERDATE", day(order),
					"O_TOTALPRICE", money(order.totalPriceInCents())))
			.toList();
		assertThat(rows("/reports/largest_orders?" + ((query != null) ? query : ""))).isEqualTo(expected).isNotEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "1995-02-14", "'1998-01-01,1992-05-05,1995-02-14'", "'1995-02-14,1995-02-14'" })
	void revenueByPriorityIsThatOfTheOrders(String days) throws IOException {
		List<LocalDate> asked = Arrays.stream(days.split(",")).map(LocalDate::parse).toList();
		Map<String, List<Order>> priorities = orders.stream()
			.filter((order) -> asked.contains(day(order)))
			.collect(Collectors.groupingBy(Order::orderPriority, TreeMap::new, Collectors.toList()));
		assertThat(rows("/reports/revenue_by_priority?day=" + days))
			.isEqualTo(priorities.entrySet()
				.stream()
				.map((each) -> row("PRIORITY", each.getKey(), "REVENUE", revenue(each.getValue())))
				.toList())
			.isNotEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			                                | |    | true
			known=false                     | |    | false
			category=Music,Books&manager=7  | Books,Music | 7 | true
			""")
	void itemsByCategoryAreThoseOfTheItems(String query, String categories, Integer manager, boolean known)
			throws IOException {
		Map<String, List<Map<String, String>>> expected = generated(Table.ITEM, 20_000).stream()
			.filter((item) -> item.get("I_REC_END_DATE").equals("null"))
			.limit(10_000)
			.filter((item) -> !item.get("I_CATEGORY").equals("null"))
			.filter((item) -> !known || !item.get("I_CURRENT_PRICE").equals("null"))
			.filter((item) -> categories == null || Set.of(categories.split(",")).contains(item.get("I_CATEGORY")))
			.filter((item) -> manager == null || item.get("I_MANAGER_ID").equals(manager.toString()))
			.collect(Collectors.groupingBy((item) -> item.get("I_CATEGORY"), TreeMap::new, Collectors.toList()));
		List<Map<String, String>> rows = rows("/reports/items_by_category?" + ((query != null) ? query : ""));
		assertThat(rows).extracting((row) -> row.get("I_CATEGORY"))
			.containsExactlyElementsOf(expected.keySet())
			.isNotEmpty();
		for (Map<String, String> row : rows) {
			List<Map<String, String>> items = expected.get(row.get("I_CATEGORY"));
			List<BigDecimal> prices = items.stream()
				.map((item) -> item.get("I_CURRENT_PRICE"))
				.filter((price) -> !price.equals("null"))
				.map(BigDecimal::new)
				.toList();
			assertThat(row).containsEntry("ITEMS", String.valueOf(items.size()))
				.containsEntry("HIGHEST", prices.stream().max(Comparator.naturalOrder()).orElseThrow().toPlainString());
			assertThat(Double.parseDouble(row.get("AVERAGE")))
				.isCloseTo(prices.stream().mapToDouble(BigDecimal::doubleValue).average().orElseThrow(), within(1e-9));
		}
	}

	@Test
	void reportWhenItsRangeIsReversedIsRefused() throws IOException {
		RawRequest.Answer answer = service.get("/reports/largest_orders?least=5&most=4.99");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.body()).contains("\"detail\":\"most, 4.99, must not be before least, 5.00.\"");
	}

	private static List<Map<String, String>> rows(String target) throws IOException {
		RawRequest.Answer answer = service.get(target);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		List<Map<String, String>> rows = new ArrayList<>();
		for (JsonNode each : new JsonMapper().readTree(answer.body())) {
			Map<String, String> row = new LinkedHashMap<>();
			each.forEachEntry((name, value) -> row.put(name, value.asString("null")));
			rows.add(row);
		}
		return rows;
	}

	/** Rows of the scale that Snowflake shares, NULL as {@code null}. */
	private static List<Map<String, String>> generated(Table table, int count) {
		List<String> names = Arrays.stream(table.getColumns()).map((column) -> column.getName().toUpperCase()).toList();
		Session session = Session.getDefaultSession().withTable(table).withScale(10_000);
		List<Map<String, String>> rows = new ArrayList<>();
		for (List<List<String>> each : Results.constructResults(table, 1, count, session)) {
			List<String> values = each.getFirst();
			rows.add(IntStream.range(0, names.size())
				.boxed()
				.collect(Collectors.toMap(names::get, (index) -> String.valueOf(values.get(index)))));
		}
		return rows;
	}

	private static Map<String, String> only(Map<String, String> row, String... columns) {
		return Arrays.stream(columns).collect(Collectors.toMap(Function.identity(), row::get));
	}

	private static Map<String, String> row(Object... namesAndValues) {
		Map<String, String> row = new LinkedHashMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			row.put(namesAndValues[i].toString(), namesAndValues[i + 1].toString());
		}
		return row;
	}

	private static LocalDate day(Order order) {
		return LocalDate.ofEpochDay(order.orderDate());
	}

	private static BigDecimal money(long cents) {
		return BigDecimal.valueOf(cents, 2);
	}

	private static BigDecimal revenue(List<Order> orders) {
		return money(orders.stream().mapToLong(Order::totalPriceInCents).sum());
	}

}

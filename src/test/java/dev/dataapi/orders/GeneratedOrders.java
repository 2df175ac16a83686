package dev.dataapi.orders;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.trino.tpch.Distributions;
import io.trino.tpch.OrderGenerator;
import io.trino.tpch.TextPool;

/**
 * The reports recomputed in plain Java from the generator's rows: answers known without
 * any SQL.
 */
public final class GeneratedOrders {

	private final List<Row> rows = new ArrayList<>();

	public GeneratedOrders(double scaleFactor) {
		TextPool pool = new TextPool(1_000_000, Distributions.getDefaultDistributions());
		new OrderGenerator(scaleFactor, 1, 1, Distributions.getDefaultDistributions(), () -> pool)
			.forEach((order) -> this.rows.add(new Row(order.customerKey(), LocalDate.ofEpochDay(order.orderDate()),
					order.totalPriceInCents(), order.clerk())));
	}

	public int size() {
		return this.rows.size();
	}

	public List<String> clerks() {
		return this.rows.stream().map(Row::clerk).distinct().sorted().toList();
	}

	public List<TopCustomer> topCustomers(DateRange range) {
		Map<Long, Long> cents = new HashMap<>();
		for (Row row : this.rows) {
			if (!row.date().isBefore(range.start()) && !row.date().isAfter(range.end())) {
				cents.merge(row.customer(), row.cents(), Long::sum);
			}
		}
		return cents.entrySet()
			.stream()
			.sorted(Comparator.comparing((Map.Entry<Long, Long> entry) -> -entry.getValue())
				.thenComparing(Map.Entry::getKey))
			.limit(10)
			.map((entry) -> new TopCustomer(entry.getKey(), BigDecimal.valueOf(entry.getValue(), 2)))
			.toList();
	}

	public List<MonthlySales> monthlySales(String clerk, int year) {
		Map<Integer, Long> cents = new TreeMap<>();
		for (Row row : this.rows) {
			if (row.clerk().equals(clerk) && row.date().getYear() == year) {
				cents.merge(row.date().getMonthValue(), row.cents(), Long::sum);
			}
		}
		return cents.entrySet()
			.stream()
			.map((entry) -> new MonthlySales(clerk, entry.getKey(), BigDecimal.valueOf(entry.getValue(), 2)))
			.toList();
	}

	private record Row(long customer, LocalDate date, long cents, String clerk) {
	}

}

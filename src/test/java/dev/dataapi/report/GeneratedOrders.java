package dev.dataapi.report;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.trino.tpch.Distributions;
import io.trino.tpch.Order;
import io.trino.tpch.OrderGenerator;
import io.trino.tpch.TextPool;

/**
 * The reports recomputed in plain Java from the generator's rows: expected answers that
 * need no SQL.
 */
public final class GeneratedOrders {

	private final long[] customers;

	private final int[] days;

	private final long[] cents;

	private final int[] clerks;

	/**
	 * Generates the orders.
	 * @param scaleFactor the TPC-H scale factor; 10 is Snowflake's TPCH_SF10
	 */
	public GeneratedOrders(double scaleFactor) {
		int size = Math.toIntExact(Math.round(1_500_000 * scaleFactor));
		this.customers = new long[size];
		this.days = new int[size];
		this.cents = new long[size];
		this.clerks = new int[size];
		TextPool pool = new TextPool(1_000_000, Distributions.getDefaultDistributions());
		int row = 0;
		for (Order order : new OrderGenerator(scaleFactor, 1, 1, Distributions.getDefaultDistributions(), () -> pool)) {
			this.customers[row] = order.customerKey();
			this.days[row] = order.orderDate();
			this.cents[row] = order.totalPriceInCents();
			this.clerks[row] = Integer.parseInt(order.clerk().substring("Clerk#".length()));
			row++;
		}
	}

	public List<String> clerks() {
		return Arrays.stream(this.clerks).distinct().sorted().mapToObj(GeneratedOrders::clerk).toList();
	}

	public List<TopCustomer> topCustomers(DateRange range) {
		Map<Long, Long> sums = new HashMap<>();
		for (int row = 0; row < this.days.length; row++) {
			if (this.days[row] >= range.start().toEpochDay() && this.days[row] <= range.end().toEpochDay()) {
				sums.merge(this.customers[row], this.cents[row], Long::sum);
			}
		}
		return sums.entrySet()
			.stream()
			.sorted(Comparator.comparing((Map.Entry<Long, Long> entry) -> -entry.getValue())
				.thenComparing(Map.Entry::getKey))
			.limit(10)
			.map((entry) -> new TopCustomer(entry.getKey(), BigDecimal.valueOf(entry.getValue(), 2)))
			.toList();
	}

	public List<MonthlySales> monthlySales(String clerk, int year) {
		Map<Integer, Long> sums = new TreeMap<>();
		for (int row = 0; row < this.days.length; row++) {
			LocalDate date = LocalDate.ofEpochDay(this.days[row]);
			if (date.getYear() == year && clerk(this.clerks[row]).equals(clerk)) {
				sums.merge(date.getMonthValue(), this.cents[row], Long::sum);
			}
		}
		return sums.entrySet()
			.stream()
			.map((entry) -> new MonthlySales(clerk, entry.getKey(), BigDecimal.valueOf(entry.getValue(), 2)))
			.toList();
	}

	private static String clerk(int number) {
		return "Clerk#%09d".formatted(number);
	}

}

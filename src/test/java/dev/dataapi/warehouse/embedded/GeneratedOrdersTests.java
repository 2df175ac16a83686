package dev.dataapi.warehouse.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

import io.trino.tpch.Distributions;
import io.trino.tpch.Order;
import io.trino.tpch.OrderGenerator;
import io.trino.tpch.TextPool;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The loaded orders, compared with the generator's own. */
class GeneratedOrdersTests {

	private static final double SCALE_FACTOR = 0.01;

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3 })
	void loadWhenSharedByThreadsHoldsTheGeneratorsRows(int threads) throws SQLException {
		List<String> expected = generated();
		assertThat(expected).hasSize(15_000);
		assertThat(load(threads, progress())).containsExactlyElementsOf(expected);
	}

	@Test
	void datesWhenLoadedSpanThoseOfTpcH() throws SQLException {
		List<String> dates = load(2, progress()).stream().map((row) -> row.split("\\|")[4]).sorted().toList();
		assertThat(dates.getFirst()).isEqualTo("1992-01-01");
		assertThat(dates.getLast()).isEqualTo("1998-08-02");
	}

	@Test
	void loadWhenCancelledLeavesNoTable() throws SQLException {
		LoadProgress cancelled = progress();
		cancelled.cancel();
		try (DuckDBConnection connection = open()) {
			SampleTable orders = TpchSample.orders(SCALE_FACTOR, 2, cancelled);
			assertThatThrownBy(() -> orders.load(connection)).isInstanceOf(SQLException.class)
				.hasMessageContaining("the load was cancelled");
			connection.rollback();
			assertThatThrownBy(() -> read(connection)).hasMessageContaining("does not exist");
		}
	}

	private static List<String> load(int threads, LoadProgress progress) throws SQLException {
		try (DuckDBConnection connection = open()) {
			TpchSample.orders(SCALE_FACTOR, threads, progress).load(connection);
			return read(connection);
		}
	}

	private static DuckDBConnection open() throws SQLException {
		DuckDBConnection connection = DriverManager.getConnection("jdbc:duckdb:").unwrap(DuckDBConnection.class);
		try (Statement statement = connection.createStatement()) {
			statement.execute("ATTACH ':memory:' AS snowflake_sample_data");
		}
		return connection;
	}

	private static List<String> read(Connection connection) throws SQLException {
		List<String> rows = new ArrayList<>();
		try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery("""
				select o_orderkey, o_custkey, o_orderstatus, o_totalprice, o_orderdate, o_orderpriority, o_clerk,
					o_shippriority
				from snowflake_sample_data.tpch_sf10.orders order by o_orderkey""")) {
			while (result.next()) {
				List<String> row = new ArrayList<>();
				for (int i = 1; i <= 8; i++) {
					row.add(result.getString(i));
				}
				rows.add(String.join("|", row));
			}
		}
		return rows;
	}

	private static List<String> generated() {
		Distributions distributions = Distributions.getDefaultDistributions();
		TextPool textPool = new TextPool(5_000, distributions);
		return StreamSupport
			.stream(new OrderGenerator(SCALE_FACTOR, 1, 1, distributions, () -> textPool).spliterator(), false)
			.map(GeneratedOrdersTests::text)
			.toList();
	}

	private static String text(Order order) {
		return "%d|%d|%s|%d.%02d|%s|%s|%s|%d".formatted(order.orderKey(), order.customerKey(), order.orderStatus(),
				order.totalPriceInCents() / 100, order.totalPriceInCents() % 100,
				LocalDate.ofEpochDay(order.orderDate()), order.orderPriority(), order.clerk(), order.shipPriority());
	}

	private static LoadProgress progress() {
		return new LoadProgress(TpchSample.orderCount(SCALE_FACTOR), System::nanoTime, (line) -> {
		});
	}

}

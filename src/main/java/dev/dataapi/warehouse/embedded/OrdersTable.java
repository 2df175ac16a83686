package dev.dataapi.warehouse.embedded;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;

import io.trino.tpch.Distributions;
import io.trino.tpch.GenerateUtils;
import io.trino.tpch.Order;
import io.trino.tpch.OrderGenerator;
import io.trino.tpch.TextPool;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;

/**
 * Creates and fills {@code snowflake_sample_data.tpch_sf10.orders}. Snowflake's name for
 * the table is kept at every scale factor, so that the SQL is the same everywhere.
 */
final class OrdersTable {

	private static final String CREATE = """
			CREATE TABLE snowflake_sample_data.tpch_sf10.orders (
				O_ORDERKEY BIGINT NOT NULL,
				O_CUSTKEY BIGINT NOT NULL,
				O_ORDERSTATUS VARCHAR NOT NULL,
				O_TOTALPRICE DECIMAL(12,2) NOT NULL,
				O_ORDERDATE DATE NOT NULL,
				O_ORDERPRIORITY VARCHAR NOT NULL,
				O_CLERK VARCHAR NOT NULL,
				O_SHIPPRIORITY INTEGER NOT NULL
			)""";

	/** Multiplies by 0.01 because dividing by 100 would go through a double. */
	private static final String FILL = """
			INSERT INTO snowflake_sample_data.tpch_sf10.orders
			SELECT orderkey, custkey, orderstatus, cents * 0.01, DATE '1970-01-01' + epoch_day, orderpriority, clerk,
				shippriority
			FROM generated_orders()""";

	private OrdersTable() {
	}

	/** How many orders there are at a scale factor. */
	static long rows(double scaleFactor) {
		return GenerateUtils.calculateRowCount(OrderGenerator.SCALE_BASE, scaleFactor, 1, 1);
	}

	/**
	 * Loads the attached database in one transaction: all orders, or no table at all. If
	 * this fails, the transaction ends when the connection closes.
	 */
	static void load(Connection connection, Rows rows) throws SQLException {
		DuckDBFunctions.tableFunction().withName("generated_orders").withFunction(rows).register(connection);
		try (Statement statement = connection.createStatement()) {
			// Each thread writes its own rows instead of handing them on in order
			statement.execute("SET preserve_insertion_order = false");
			connection.setAutoCommit(false);
			statement.execute("CREATE SCHEMA snowflake_sample_data.tpch_sf10");
			statement.execute(CREATE);
			statement.execute(FILL);
			connection.commit();
			connection.setAutoCommit(true);
			statement.execute("RESET preserve_insertion_order");
		}
	}

	/**
	 * TPC-H's orders as a table function, with each DuckDB thread generating a part of
	 * them: three times as fast as an appender, which runs a statement for every 2,048
	 * rows. There are no comments: they alone need the generator's text pool of 300 MB,
	 * so a small pool stands in for it and the comments made from it are dropped.
	 */
	static final class Rows implements DuckDBTableFunction<Object, AtomicInteger, Rows.Part[]> {

		/** Enough parts for each thread that none idles long while another finishes. */
		private static final int PARTS_PER_THREAD = 4;

		private static final int TEXT_POOL_BYTES = 1_000;

		private final double scaleFactor;

		private final int threads;

		private final LoadProgress progress;

		private final Distributions distributions = Distributions.getDefaultDistributions();

		private final TextPool textPool = new TextPool(TEXT_POOL_BYTES, this.distributions);

		Rows(double scaleFactor, int threads, LoadProgress progress) {
			this.scaleFactor = scaleFactor;
			this.threads = threads;
			this.progress = progress;
		}

		@Override
		public Object bind(DuckDBTableFunctionBindInfo info) {
			info.addResultColumn("orderkey", long.class)
				.addResultColumn("custkey", long.class)
				.addResultColumn("orderstatus", String.class)
				.addResultColumn("cents", int.class)
				.addResultColumn("epoch_day", int.class)
				.addResultColumn("orderpriority", String.class)
				.addResultColumn("clerk", String.class)
				.addResultColumn("shippriority", int.class);
			return this;
		}

		/** The number of parts taken so far, shared by the threads. */
		@Override
		public AtomicInteger init(DuckDBTableFunctionInitInfo info) {
			info.setMaxThreads(this.threads);
			this.progress.start();
			return new AtomicInteger();
		}

		/** Holds the part that one thread is generating. */
		@Override
		public Part[] localInit(DuckDBTableFunctionInitInfo info) {
			return new Part[1];
		}

		@Override
		public long apply(DuckDBTableFunctionCallInfo call, DuckDBDataChunkWriter chunk) {
			AtomicInteger partsTaken = call.getInitData();
			Part[] holder = call.getLocalInitData();
			Part part = holder[0];
			while (part == null || !part.orders.hasNext()) {
				int number = partsTaken.incrementAndGet();
				if (number > this.threads * PARTS_PER_THREAD) {
					return 0;
				}
				part = new Part(orders(number), Math.toIntExact(chunk.capacity()));
				holder[0] = part;
			}
			int rows = part.write(chunk);
			this.progress.add(rows);
			return rows;
		}

		private Iterator<Order> orders(int part) {
			return new OrderGenerator(this.scaleFactor, part, this.threads * PARTS_PER_THREAD, this.distributions,
					() -> this.textPool)
				.iterator();
		}

		/** A run of orders, and room for the strings of one chunk of them. */
		static final class Part {

			private final Iterator<Order> orders;

			private final byte[][] statuses;

			private final byte[][] priorities;

			private final byte[][] clerks;

			private Part(Iterator<Order> orders, int capacity) {
				this.orders = orders;
				this.statuses = new byte[capacity][];
				this.priorities = new byte[capacity][];
				this.clerks = new byte[capacity][];
			}

			private int write(DuckDBDataChunkWriter chunk) {
				var orderKeys = chunk.vector(0);
				var customerKeys = chunk.vector(1);
				var cents = chunk.vector(3);
				var epochDays = chunk.vector(4);
				var shipPriorities = chunk.vector(7);
				int row = 0;
				for (; row < this.clerks.length && this.orders.hasNext(); row++) {
					Order order = this.orders.next();
					orderKeys.setLong(row, order.orderKey());
					customerKeys.setLong(row, order.customerKey());
					cents.setInt(row, Math.toIntExact(order.totalPriceInCents()));
					epochDays.setInt(row, order.orderDate());
					shipPriorities.setInt(row, order.shipPriority());
					this.statuses[row] = new byte[] { (byte) order.orderStatus() };
					this.priorities[row] = order.orderPriority().getBytes(StandardCharsets.US_ASCII);
					this.clerks[row] = order.clerk().getBytes(StandardCharsets.US_ASCII);
				}
				// One native call for a column of strings instead of one for each string
				chunk.vector(2).setStringUtf8Batch(0, Arrays.copyOf(this.statuses, row));
				chunk.vector(5).setStringUtf8Batch(0, Arrays.copyOf(this.priorities, row));
				chunk.vector(6).setStringUtf8Batch(0, Arrays.copyOf(this.clerks, row));
				return row;
			}

		}

	}

}

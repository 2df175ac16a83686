package dev.dataapi.warehouse.embedded;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;

import io.trino.tpch.Distributions;
import io.trino.tpch.Order;
import io.trino.tpch.OrderGenerator;
import io.trino.tpch.TextPool;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;

/**
 * TPC-H's own orders as a table that DuckDB reads, each of its threads generating a part:
 * three times as fast as an appender, whose every 2,048 rows are a statement of their
 * own. Comments are left out: they alone need the generator's text pool of 300 MB, so
 * that a small pool stands in for it and the comments made of it are dropped.
 */
class OrderRows implements DuckDBTableFunction<Object, AtomicInteger, OrderRows.Part[]> {

	/** Parts a thread: enough that no thread idles long while another ends its last. */
	private static final int PARTS_PER_THREAD = 4;

	private static final int TEXT_POOL_BYTES = 1_000;

	private final double scaleFactor;

	private final int threads;

	private final LoadProgress progress;

	private final Distributions distributions = Distributions.getDefaultDistributions();

	private final TextPool textPool = new TextPool(TEXT_POOL_BYTES, this.distributions);

	OrderRows(double scaleFactor, int threads, LoadProgress progress) {
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

	@Override
	public AtomicInteger init(DuckDBTableFunctionInitInfo info) {
		info.setMaxThreads(this.threads);
		this.progress.start();
		return new AtomicInteger();
	}

	/** A holder for the part that one DuckDB thread is generating. */
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
			// One native call for each column of strings rather than one for each string
			chunk.vector(2).setStringUtf8Batch(0, Arrays.copyOf(this.statuses, row));
			chunk.vector(5).setStringUtf8Batch(0, Arrays.copyOf(this.priorities, row));
			chunk.vector(6).setStringUtf8Batch(0, Arrays.copyOf(this.clerks, row));
			return row;
		}

	}

}

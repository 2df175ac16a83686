package dev.dataapi.warehouse.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

import dev.dataapi.warehouse.SessionTimeZone;

/**
 * A program that loads a file up to a point, prints the point's name, and waits to be
 * killed: at nine tenths of the rows ("loading"), or when they are committed but not yet
 * moved from the log into the file ("committed").
 */
final class KilledLoad {

	static final double SCALE_FACTOR = 1;

	private static final long ROWS = OrdersTable.rows(SCALE_FACTOR);

	private KilledLoad() {
	}

	public static void main(String[] args) throws Exception {
		String path = args[0];
		switch (args[1]) {
			case "loading" -> new EmbeddedWarehouse(new EmbeddedProperties(SCALE_FACTOR, path, null, true),
					new SessionTimeZone("UTC"), Set.of(), Set.of(), new StoppedProgress(ROWS * 9 / 10))
				.awaitLoaded();
			case "committed" -> commit(path);
			default -> throw new IllegalArgumentException(args[1]);
		}
	}

	private static void commit(String path) throws Exception {
		try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
				Statement statement = connection.createStatement()) {
			statement.execute("ATTACH '%s' AS snowflake_sample_data".formatted(path));
			OrdersTable.load(connection, new OrdersTable.Rows(SCALE_FACTOR, 2, new StoppedProgress(ROWS + 1)));
			signalAndWait("committed");
		}
	}

	private static void signalAndWait(String signal) {
		System.out.println(signal);
		try {
			new CountDownLatch(1).await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Holds a load at a number of rows. */
	private static final class StoppedProgress extends LoadProgress {

		private final long stop;

		private final AtomicLong done = new AtomicLong();

		StoppedProgress(long stop) {
			super(ROWS, System::nanoTime, (line) -> {
			});
			this.stop = stop;
		}

		@Override
		void add(long rows) {
			super.add(rows);
			if (this.done.addAndGet(rows) > this.stop) {
				signalAndWait("loading");
			}
		}

	}

}

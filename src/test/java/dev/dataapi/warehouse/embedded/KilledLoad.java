package dev.dataapi.warehouse.embedded;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

import dev.dataapi.dialect.Dialect;
import dev.dataapi.warehouse.SessionTimeZone;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * A program that loads a file up to a point, prints the point's name, and waits to be
 * killed: at nine tenths of the rows ("loading"), when they are committed but not yet
 * moved from the log into the file ("committed"), or when all own data is there but for
 * the record of it ("recording").
 */
final class KilledLoad {

	static final double SCALE_FACTOR = 1;

	private static final long ROWS = TpchSample.orderCount(SCALE_FACTOR);

	private KilledLoad() {
	}

	public static void main(String[] args) throws Exception {
		String path = args[0];
		switch (args[1]) {
			case "loading" -> new EmbeddedWarehouse(new EmbeddedProperties(SCALE_FACTOR, path, null, true),
					new SessionTimeZone("UTC"), Set.of(), Set.of(), new StoppedProgress(ROWS * 9 / 10))
				.awaitLoaded();
			case "committed" -> commit(path);
			case "recording" -> record(Path.of(path));
			default -> throw new IllegalArgumentException(args[1]);
		}
	}

	private static void commit(String path) throws Exception {
		try (DuckDBConnection connection = DriverManager.getConnection("jdbc:duckdb:").unwrap(DuckDBConnection.class);
				Statement statement = connection.createStatement()) {
			statement.execute("ATTACH '%s' AS snowflake_sample_data".formatted(path));
			TpchSample.orders(SCALE_FACTOR, 2, new StoppedProgress(ROWS + 1)).load(connection);
			signalAndWait("committed");
		}
	}

	/** The folder of own data is beside the file. */
	private static void record(Path path) throws Exception {
		Path folder = path.resolveSibling("data");
		OwnData own = new OwnData(folder);
		try (EmbeddedWarehouse same = EmbeddedWarehouse.start(ownData(null, folder), new SessionTimeZone("UTC"),
				Set.of(), Set.of());
				DuckDBConnection connection = DriverManager.getConnection("jdbc:duckdb:")
					.unwrap(DuckDBConnection.class);
				LoadStatements statements = new LoadStatements(connection, System.out::println)) {
			EmbeddedWarehouse.execute(connection, Dialect.script());
			new KeptData(path, own.databases(), same.origin() + "\n" + WarehouseData.version()).attach(connection,
					() -> {
						own.load(statements);
						statements.run("", "CREATE TABLE shop.public.left_over AS SELECT 1");
						signalAndWait("recording");
					});
		}
	}

	static EmbeddedProperties ownData(@Nullable Path path, Path folder) {
		return new EmbeddedProperties(0.001, (path != null) ? path.toString() : null, folder.toString(), true);
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

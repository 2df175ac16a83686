package dev.dataapi.warehouse.embedded;

import java.util.List;
import java.util.Properties;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What is logged of a long load, and how it is cancelled. */
class LoadStatementsTests {

	/** Takes hours. */
	private static final String LONG = "CREATE TABLE long_one AS SELECT sum(range * 3) FROM range(100000000000000)";

	@Test
	void longStatementIsReportedUntilItIsCancelled() throws Exception {
		List<String> lines = new CopyOnWriteArrayList<>();
		CountDownLatch reported = new CountDownLatch(1);
		try (DuckDBConnection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties())
			.unwrap(DuckDBConnection.class); LoadStatements statements = new LoadStatements(connection, (line) -> {
				lines.add(line);
				reported.countDown();
			}); ExecutorService executor = Executors.newSingleThreadExecutor()) {
			Future<?> load = executor.submit(() -> {
				statements.run("shop.public.sales", LONG);
				return null;
			});
			assertThat(reported.await(60, TimeUnit.SECONDS)).isTrue();
			statements.cancel();
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> load.get(60, TimeUnit.SECONDS))
				.withCauseInstanceOf(CancellationException.class);
			assertThat(lines).allSatisfy((line) -> assertThat(line).matches("Loading shop\\.public\\.sales: \\d+ %"));
			assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> statements.run("more", "SELECT 1"));
		}
	}

}

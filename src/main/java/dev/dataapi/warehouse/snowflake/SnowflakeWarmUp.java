package dev.dataapi.warehouse.snowflake;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import dev.dataapi.warehouse.WarmUp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.BadSqlGrammarException;

/**
 * Holds readiness back until Snowflake has answered each statement once and the pools are
 * filled; ends the start only if a setting is wrong.
 */
@Order(0)
class SnowflakeWarmUp implements ApplicationRunner, ApplicationListener<ContextClosedEvent> {

	private static final Logger LOGGER = LoggerFactory.getLogger(SnowflakeWarmUp.class);

	private static final ThreadFactory WARM_UPS = DriverThreads.named("warm-up");

	private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);

	private static final Duration BETWEEN_LOOKS_AT_THE_POOLS = Duration.ofMillis(20);

	private final SnowflakeProperties settings;

	private final List<SnowflakePool> pools;

	private final SnowflakeTemplate reports;

	private final List<WarmUp> repositories;

	private final CountDownLatch closed = new CountDownLatch(1);

	SnowflakeWarmUp(SnowflakeProperties settings, List<SnowflakePool> pools, SnowflakeTemplate reports,
			List<WarmUp> repositories) {
		this.settings = settings;
		this.pools = pools;
		this.reports = reports;
		this.repositories = repositories;
	}

	@Override
	public void run(ApplicationArguments arguments) throws InterruptedException {
		long started = System.nanoTime();
		until(this::loggedIn, BETWEEN_TRIES);
		until(this::warehouseAnswered, BETWEEN_TRIES);
		until(this::statementsAnswered, BETWEEN_TRIES);
		until(this::poolsFilled, BETWEEN_LOOKS_AT_THE_POOLS);
		LOGGER.info("Snowflake: {}, ready in {} s", this.settings,
				"%.1f".formatted((System.nanoTime() - started) / 1e9));
	}

	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		this.closed.countDown();
	}

	private void until(BooleanSupplier done, Duration pause) throws InterruptedException {
		while (!done.getAsBoolean() && !this.closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
			LOGGER.trace("Not yet");
		}
	}

	/** Past the pool, which would keep the reason of a refusal to itself. */
	private boolean loggedIn() {
		try (Connection connection = this.pools.getFirst().getDataSource().getConnection()) {
			return !connection.isClosed();
		}
		catch (SQLException ex) {
			return refusedOrWaiting(ex);
		}
	}

	private boolean warehouseAnswered() {
		return answered(() -> this.reports.query("SELECT 1", (row) -> {
		}));
	}

	/** All repositories at once, since each mostly waits for answers. */
	private boolean statementsAnswered() {
		try (ExecutorService threads = Executors.newThreadPerTaskExecutor(WARM_UPS)) {
			List<CompletableFuture<Boolean>> answers = this.repositories.stream()
				.map((repository) -> CompletableFuture.supplyAsync(() -> answered(repository::runEachStatement),
						threads))
				.toList();
			return answers.stream().map(CompletableFuture::join).reduce(true, Boolean::logicalAnd);
		}
	}

	private boolean answered(Runnable statements) {
		try {
			statements.run();
			return true;
		}
		catch (BadSqlGrammarException ex) {
			// an account may serve reports without the customers' table, or customers
			// without the sample data
			LOGGER.warn("A statement cannot be run, its route will fail: {}", ex.getMessage());
			return true;
		}
		catch (DataAccessException ex) {
			SQLException cause = (ex.getRootCause() instanceof SQLException root) ? root : new SQLException(ex);
			return refusedOrWaiting(cause);
		}
	}

	private boolean refusedOrWaiting(SQLException ex) {
		LoginRefusal.of(ex, this.settings, Authenticator.of(this.settings)).ifPresent((refusal) -> {
			throw refusal;
		});
		LOGGER.warn("Waiting for Snowflake: {}; {}", ex.getMessage(), SnowflakeError.of(ex));
		return false;
	}

	private boolean poolsFilled() {
		return this.pools.stream()
			.allMatch((pool) -> pool.getHikariPoolMXBean().getTotalConnections() >= pool.getMinimumIdle());
	}

}

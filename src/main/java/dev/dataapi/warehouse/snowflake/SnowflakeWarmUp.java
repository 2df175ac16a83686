package dev.dataapi.warehouse.snowflake;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import dev.dataapi.InvalidSettingException;
import dev.dataapi.cache.FailureText;
import dev.dataapi.warehouse.StartCheck;
import dev.dataapi.warehouse.WarmUp;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Delays readiness until Snowflake has answered each statement once and the pools are
 * filled. Ends the start only if a setting is wrong.
 */
@Order(0)
class SnowflakeWarmUp implements ApplicationRunner, ApplicationListener<ContextClosedEvent> {

	private static final Logger LOGGER = LoggerFactory.getLogger(SnowflakeWarmUp.class);

	private static final ThreadFactory WARM_UPS = DriverThreads.named("warm-up");

	private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);

	private static final Duration BETWEEN_LOOKS_AT_THE_POOLS = Duration.ofMillis(20);

	private final SnowflakeProperties settings;

	private final List<SnowflakePool> pools;

	private final JdbcTemplate reports;

	/** Asked only where answers are shared with other services. */
	private final @Nullable SnowflakeOrigin origin;

	private final List<WarmUp> repositories;

	private final List<StartCheck> checks;

	private final Duration patience;

	private final CountDownLatch closed = new CountDownLatch(1);

	SnowflakeWarmUp(SnowflakeProperties settings, List<SnowflakePool> pools, JdbcTemplate reports,
			@Nullable SnowflakeOrigin origin, List<WarmUp> repositories, List<StartCheck> checks, Duration patience) {
		this.settings = settings;
		this.pools = pools;
		this.reports = reports;
		this.origin = origin;
		this.repositories = repositories;
		this.checks = checks;
		this.patience = patience;
	}

	@Override
	public void run(ApplicationArguments arguments) throws InterruptedException {
		long started = System.nanoTime();
		until(() -> loggedIn(started), BETWEEN_TRIES);
		SnowflakeOrigin origin = this.origin;
		if (origin != null) {
			until(() -> answered(() -> origin.ask(this.reports)), BETWEEN_TRIES);
		}
		until(() -> answered(() -> this.reports.query("SELECT 1", (row) -> {
		})), BETWEEN_TRIES);
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
		boolean over = done.getAsBoolean();
		while (!over) {
			over = this.closed.await(pause.toMillis(), TimeUnit.MILLISECONDS) || done.getAsBoolean();
		}
	}

	/** Ends the start if no login is answered for long: an account may not exist. */
	private boolean loggedIn(long started) {
		boolean loggedIn = loggedIn();
		if (!loggedIn && System.nanoTime() - started > this.patience.toNanos()) {
			boolean host = this.settings.host() != null;
			throw new InvalidSettingException(host ? "SNOWFLAKE_HOST" : "SNOWFLAKE_ACCOUNT",
					host ? this.settings.host() : this.settings.account(),
					"lead to Snowflake, and %s has not answered within %s".formatted(this.settings.jdbcUrl(),
							DurationStyle.SIMPLE.print(this.patience)));
		}
		return loggedIn;
	}

	/** Bypasses the pool, which would hide why a login was refused. */
	private boolean loggedIn() {
		try (Connection connection = this.pools.getFirst().getDataSource().getConnection()) {
			return !connection.isClosed();
		}
		catch (SQLException ex) {
			return refusedOrWaiting(ex);
		}
	}

	/**
	 * Side by side, since each mostly waits for answers; then the checks, which use all
	 * connections.
	 */
	private boolean statementsAnswered() {
		return answered(this.repositories, WarmUp::runEachStatement) & answered(this.checks, StartCheck::check);
	}

	private <T> boolean answered(List<T> all, Consumer<T> run) {
		boolean answered = true;
		RuntimeException failure = null;
		try (ExecutorService threads = Executors.newThreadPerTaskExecutor(WARM_UPS)) {
			List<CompletableFuture<Boolean>> answers = all.stream()
				.map((each) -> CompletableFuture.supplyAsync(() -> answered(() -> run.accept(each)), threads))
				.toList();
			for (CompletableFuture<Boolean> answer : answers) {
				try {
					answered &= answer.join();
				}
				catch (CompletionException ex) {
					RuntimeException cause = (ex.getCause() instanceof RuntimeException runtime) ? runtime : ex;
					if (failure != null) {
						cause.addSuppressed(failure);
					}
					failure = cause;
				}
			}
		}
		if (failure != null) {
			throw failure;
		}
		return answered;
	}

	private boolean answered(Runnable statements) {
		try {
			statements.run();
			return true;
		}
		catch (BadSqlGrammarException ex) {
			// An account may hold the sample data but no customers' table, or only that
			LOGGER.warn("A statement cannot be run, its route will fail: {}", ex.getMessage());
			return true;
		}
		catch (DataAccessException ex) {
			SQLException cause = (ex.getRootCause() instanceof SQLException root) ? root : new SQLException(ex);
			return refusedOrWaiting(cause);
		}
	}

	private boolean refusedOrWaiting(SQLException ex) {
		InvalidSettingException refusal = SnowflakeError.refusal(ex, this.settings);
		if (refusal != null) {
			throw refusal;
		}
		LOGGER.warn("Waiting for Snowflake: {}; {}",
				FailureText.isAboutData(ex) ? "a value cannot be converted" : ex.getMessage(), SnowflakeError.of(ex));
		return false;
	}

	private boolean poolsFilled() {
		return this.pools.stream()
			.allMatch((pool) -> pool.getHikariPoolMXBean().getTotalConnections() >= pool.getMinimumIdle());
	}

}

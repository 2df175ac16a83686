package dev.dataapi.warehouse.snowflake;

import dev.dataapi.warehouse.PoolSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import dev.dataapi.testserver.Fault;
import dev.dataapi.testserver.RequestKind;
import dev.dataapi.testserver.SnowflakeServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import dev.dataapi.warehouse.SessionTimeZone;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;

/**
 * Logs in to its own account with the service's pool and templates, reads, and lets
 * everything fail once, so that all of it is logged.
 */
final class LoginScene {

	private static final AtomicInteger NUMBER = new AtomicInteger();

	private final EverythingLogged log;

	private final TestAccount account;

	private final SnowflakeServer server;

	LoginScene(EverythingLogged log, TestAccount account) {
		this.log = log;
		this.account = account;
		this.server = account.server();
	}

	/**
	 * Plays the scene.
	 * @param right how to log in
	 * @param wrong how to be refused
	 * @return the tokens that the server issued
	 */
	Set<String> play(List<String> right, List<String> wrong) {
		serve(right);
		beRefused(wrong);
		return this.server.sessions().tokens();
	}

	private void serve(List<String> right) {
		SnowflakeProperties settings = settings(right);
		try (SnowflakePool pool = pool(settings)) {
			SnowflakeTemplate template = template(pool);
			warmUp(settings, pool, template);
			read(template);
			this.server.sessions().expireAll();
			read(template);
			this.server.sessions().killAll();
			this.server.fail(Fault.status(503).on(RequestKind.LOGIN).once());
			read(template);
			this.server.sessions().killAll();
			this.server.fail(Fault.cutBody().on(RequestKind.LOGIN).once());
			read(template);
			this.server.sessions().killAll();
			this.server.fail(Fault.malformedJson().on(RequestKind.LOGIN).once());
			read(template);
			this.server.sessions().expireAll();
			this.server.fail(Fault.malformedJson().on(RequestKind.RENEW).once());
			read(template);
			this.server.fail(Fault.cutBody().on(RequestKind.QUERY).once());
			read(template);
			this.server.fail(Fault.sqlError("001003", "42000", "no such thing").on(RequestKind.QUERY).once());
			read(template);
			this.server.refuseConnections();
			read(template);
			this.server.reset();
		}
	}

	private void beRefused(List<String> wrong) {
		try {
			SnowflakeProperties settings = settings(wrong);
			try (SnowflakePool pool = pool(settings)) {
				SnowflakeTemplate template = template(pool);
				read(template);
				warmUp(settings, pool, template);
			}
		}
		catch (RuntimeException ex) {
			this.log.add(ex);
			return;
		}
		throw new AssertionError("Let in with a credential that nobody accepts");
	}

	private void warmUp(SnowflakeProperties settings, SnowflakePool pool, SnowflakeTemplate template) {
		try {
			new SnowflakeWarmUp(settings, List.of(pool), template, null, List.of(), List.of(), Duration.ofMinutes(1))
				.run(null);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** May fail or not, depending on the fault: only what is logged counts. */
	private void read(SnowflakeTemplate template) {
		try {
			template.query("SELECT c_first_name FROM api.data.hybrid_customer WHERE c_customer_sk = ?", (row) -> {
				this.log.add(row.getString(1));
			}, 701);
		}
		catch (RuntimeException ex) {
			this.log.add(ex);
		}
	}

	private SnowflakeProperties settings(List<String> named) {
		SnowflakeProperties bound = TestAccount.properties(named);
		this.log.add(bound);
		return bound;
	}

	private SnowflakePool pool(SnowflakeProperties settings) {
		SnowflakeConnections connections = new SnowflakeConnections(settings,
				SessionProperties.of(settings, limits(), new SessionTimeZone("UTC"), "test"),
				limits().connectionDeadline());
		SnowflakePool pool = new SnowflakePool(connections, limits());
		this.log.add(connections);
		this.log.add(pool);
		return pool;
	}

	private static SnowflakeTemplate template(SnowflakePool pool) {
		return new SnowflakeTemplate(pool, new DeadlineReads(pool, new ReadHealth(Clock.systemUTC()),
				new SimpleAsyncTaskExecutorBuilder(), new SimpleMeterRegistry()), ObservationRegistry.NOOP);
	}

	/**
	 * A name of its own, else the driver reuses the timeouts of another test's client.
	 */
	private PoolSettings limits() {
		return new PoolSettings("scene-" + this.server.port() + "-" + NUMBER.incrementAndGet(), 1, 1,
				Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(1));
	}

	/** The server's name in the driver's lines about requests. */
	String address() {
		return this.account.server().host() + ":" + this.account.server().port();
	}

}

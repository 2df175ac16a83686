package dev.dataapi.warehouse.snowflake;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import dev.dataapi.testserver.SnowflakeServer;

/**
 * The service on an account of its own, which all tests of a class share.
 */
final class ServiceOnSnowflake implements AutoCloseable {

	private static final AtomicInteger NUMBERS = new AtomicInteger(1000);

	private final TestAccount account = new TestAccount();

	private final RunningService service;

	/** Starts both, with settings for the service. */
	ServiceOnSnowflake(String... settings) {
		this.service = this.account.start(settings);
	}

	TestAccount account() {
		return this.account;
	}

	SnowflakeServer server() {
		return this.account.server();
	}

	<T> T bean(String name, Class<T> type) {
		return this.service.bean(name, type);
	}

	int port() {
		return this.service.port();
	}

	<T> T bean(Class<T> type) {
		return this.service.bean(type);
	}

	RawRequest.Answer get(String target, String... headers) throws IOException {
		return this.service.get(target, headers);
	}

	/** Asks for a customer that nobody has asked for. */
	RawRequest.Answer lookUp() throws IOException {
		return get("/customer/" + NUMBERS.incrementAndGet());
	}

	/** Asks for a report that nobody has asked for. */
	RawRequest.Answer report() throws IOException {
		return get("/connector/clerk/%09d/yearly_sales/1995".formatted(NUMBERS.incrementAndGet()));
	}

	RawRequest.Answer health() throws IOException {
		return RawRequest.get(this.service.managementPort(), "/actuator/health");
	}

	/** How many connections of a pool are in use. */
	int busy(String pool) {
		return bean(pool, SnowflakePool.class).getHikariPoolMXBean().getActiveConnections();
	}

	/** How many platform threads there are, without those of the server. */
	static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !thread.getName().startsWith("snowflake-"))
			.count();
	}

	@Override
	public void close() {
		this.service.close();
		this.account.close();
	}

}

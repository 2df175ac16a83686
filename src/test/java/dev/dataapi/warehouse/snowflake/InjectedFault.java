package dev.dataapi.warehouse.snowflake;

import java.time.Duration;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;

import dev.dataapi.testserver.Fault;
import dev.dataapi.testserver.RequestKind;
import dev.dataapi.testserver.SnowflakeServer;

/**
 * A way in which Snowflake fails while callers keep asking, and what they may see.
 */
enum InjectedFault {

	SESSIONS_EXPIRE("sessions expire, every 20th statement", false,
			(server, rotation) -> struck(queries(server, Fault.expireSessions().every(20)))),

	LOGINS_EXPIRE("sessions and their master tokens expire, every 20th statement", false,
			(server, rotation) -> struck(queries(server, Fault.expireMasters().every(20)))),

	SESSIONS_KILLED("all sessions are killed, every 50th statement", false,
			(server, rotation) -> struck(queries(server, Fault.killSessions().every(50)))),

	TOKEN_ROTATED("the service token is replaced, the old one refused, and all sessions are killed", false,
			(server, rotation) -> {
				long logins = server.requests().count(RequestKind.LOGIN);
				rotation.run();
				server.sessions().killAll();
				return () -> server.requests().count(RequestKind.LOGIN) > logins;
			}),

	THROTTLED_AT_TIMES("503 to every 5th request", false,
			(server, rotation) -> struck(queries(server, Fault.status(503).every(5)))),

	THROTTLED_429("429 to everything", false, (server, rotation) -> struck(server.fail(Fault.status(429)))),

	THROTTLED_503("503 to everything", false, (server, rotation) -> struck(server.fail(Fault.status(503)))),

	ANSWER_LOST("the connection is reset instead of an answer, every 3rd statement", false,
			(server, rotation) -> struck(queries(server, Fault.loseAnswer().every(3)))),

	ANSWER_CUT("answers stop half-way, every 3rd", false,
			(server, rotation) -> struck(queries(server, Fault.cutBody().every(3)))),

	ANSWER_MALFORMED("malformed JSON, every 3rd answer", true,
			(server, rotation) -> struck(queries(server, Fault.malformedJson().every(3)))),

	WRONG_TYPES("columns of another type", true, (server, rotation) -> struck(queries(server, Fault.wrongTypes()))),

	SLOW("answers take 10 s", false,
			(server, rotation) -> struck(queries(server, Fault.delay(Duration.ofSeconds(10))))),

	WAREHOUSE_SUSPENDED("the warehouse is suspended: the first 8 statements take 3 s", false,
			(server, rotation) -> struck(queries(server, Fault.delay(Duration.ofSeconds(3)).times(8)))),

	SLOW_LOGIN("all sessions are killed, and a login takes 10 s", false, (server, rotation) -> {
		Fault slow = server.fail(Fault.delay(Duration.ofSeconds(10)).on(RequestKind.LOGIN));
		server.sessions().killAll();
		return struck(slow);
	}),

	NAME_UNKNOWN("the host's name cannot be resolved, and connections are reset", false, (server, rotation) -> {
		TestNames.forget();
		server.refuseConnections();
		server.listen();
		return () -> TestNames.refusals() > 0;
	}),

	STALLED("no answer to anything", false, (server, rotation) -> struck(server.fail(Fault.stall()))),

	GONE("connections are refused", false, (server, rotation) -> {
		server.refuseConnections();
		return () -> server.connections() == 0;
	});

	private final String description;

	private final boolean unreadable;

	private final BiFunction<SnowflakeServer, Runnable, BooleanSupplier> injection;

	InjectedFault(String description, boolean unreadable,
			BiFunction<SnowflakeServer, Runnable, BooleanSupplier> injection) {
		this.description = description;
		this.unreadable = unreadable;
		this.injection = injection;
	}

	/**
	 * The statuses that a caller may see while the fault lasts. Most faults go unnoticed,
	 * but how many do within a deadline depends on the machine.
	 */
	Set<Integer> statuses() {
		return this.unreadable ? Set.of(200, 500, 503, 504) : Set.of(200, 503, 504);
	}

	/**
	 * Makes the server fail from now on.
	 * @param server the server
	 * @param rotation replaces the service token
	 * @return whether the fault has struck, asked at any time
	 */
	BooleanSupplier inject(SnowflakeServer server, Runnable rotation) {
		return this.injection.apply(server, rotation);
	}

	private static BooleanSupplier struck(Fault fault) {
		return () -> fault.struck() > 0;
	}

	private static Fault queries(SnowflakeServer server, Fault fault) {
		return server.fail(fault.on(RequestKind.QUERY));
	}

	@Override
	public String toString() {
		return this.description;
	}

}

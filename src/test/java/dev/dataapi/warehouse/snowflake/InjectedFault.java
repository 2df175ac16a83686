package dev.dataapi.warehouse.snowflake;

import java.time.Duration;
import java.util.Set;
import java.util.function.BiConsumer;

import dev.dataapi.snowflake.FaultOrder;
import dev.dataapi.snowflake.RequestKind;
import dev.dataapi.snowflake.SnowflakeServer;

/** A way in which Snowflake fails while callers go on asking, and what they may see. */
enum InjectedFault {

	SESSIONS_EXPIRE("sessions expire, every 20th statement", false,
			(server, rotation) -> queries(server).every(20).expireSessions()),

	LOGINS_EXPIRE("sessions and their master tokens expire, every 20th statement", false,
			(server, rotation) -> queries(server).every(20).expireMasters()),

	SESSIONS_KILLED("all sessions are killed, every 50th statement", false,
			(server, rotation) -> queries(server).every(50).killSessions()),

	TOKEN_ROTATED("the service token is replaced, the old one refused, and all sessions are killed", false,
			(server, rotation) -> {
				rotation.run();
				server.sessions().killAll();
			}),

	THROTTLED_AT_TIMES("503 to every 5th request", false, (server, rotation) -> queries(server).every(5).status(503)),

	THROTTLED_429("429 to everything", false, (server, rotation) -> server.faults().onEverything().status(429)),

	THROTTLED_503("503 to everything", false, (server, rotation) -> server.faults().onEverything().status(503)),

	ANSWER_LOST("the connection is reset instead of an answer, every 3rd statement", false,
			(server, rotation) -> queries(server).every(3).loseAnswer()),

	ANSWER_CUT("answers stop half-way, every 3rd", false, (server, rotation) -> queries(server).every(3).cutBody()),

	ANSWER_MALFORMED("malformed JSON, every 3rd answer", true,
			(server, rotation) -> queries(server).every(3).malformedJson()),

	WRONG_TYPES("columns of another type", true, (server, rotation) -> queries(server).wrongTypes()),

	SLOW("answers take 10 s", false, (server, rotation) -> queries(server).delay(Duration.ofSeconds(10))),

	WAREHOUSE_SUSPENDED("the warehouse is suspended: the first 8 statements take 3 s", false,
			(server, rotation) -> queries(server).times(8).delay(Duration.ofSeconds(3))),

	SLOW_LOGIN("all sessions are killed, and a login takes 10 s", false, (server, rotation) -> {
		server.faults().on(RequestKind.LOGIN).delay(Duration.ofSeconds(10));
		server.sessions().killAll();
	}),

	NAME_UNKNOWN("the host's name cannot be resolved, and connections are reset", false, (server, rotation) -> {
		TestNames.forget();
		server.refuseConnections();
		server.listen();
	}),

	STALLED("no answer to anything", false, (server, rotation) -> server.faults().onEverything().stall()),

	GONE("connections are refused", false, (server, rotation) -> server.refuseConnections());

	private final String description;

	private final boolean unreadable;

	private final BiConsumer<SnowflakeServer, Runnable> injection;

	InjectedFault(String description, boolean unreadable, BiConsumer<SnowflakeServer, Runnable> injection) {
		this.description = description;
		this.unreadable = unreadable;
		this.injection = injection;
	}

	/**
	 * The statuses that a caller may see while it lasts. Most faults go unnoticed, but
	 * how many do within a deadline is up to the machine.
	 */
	Set<Integer> statuses() {
		return this.unreadable ? Set.of(200, 500, 503, 504) : Set.of(200, 503, 504);
	}

	/**
	 * Makes the server fail from now on.
	 * @param server the server
	 * @param rotation replaces the service token
	 */
	void inject(SnowflakeServer server, Runnable rotation) {
		this.injection.accept(server, rotation);
	}

	private static FaultOrder queries(SnowflakeServer server) {
		return server.faults().on(RequestKind.QUERY);
	}

	@Override
	public String toString() {
		return this.description;
	}

}

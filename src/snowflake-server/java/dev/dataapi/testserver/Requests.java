package dev.dataapi.testserver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

import tools.jackson.databind.JsonNode;

/**
 * The requests so far: counts by kind, the statements and the logins.
 */
public final class Requests {

	/** A benchmark sends millions; the newest are enough for an assertion. */
	private static final int REMEMBERED = 10_000;

	private final Map<RequestKind, LongAdder> counts = new EnumMap<>(RequestKind.class);

	private final Deque<Statement> statements = new ArrayDeque<>();

	private final Deque<Statement> uses = new ArrayDeque<>();

	private final Deque<Login> logins = new ArrayDeque<>();

	Requests() {
		for (RequestKind kind : RequestKind.values()) {
			this.counts.put(kind, new LongAdder());
		}
	}

	/** How many requests of a kind have arrived, retries and faults included. */
	public long count(RequestKind kind) {
		return adder(kind).sum();
	}

	/** How many requests of any kind have arrived. */
	public long total() {
		return this.counts.values().stream().mapToLong(LongAdder::sum).sum();
	}

	/**
	 * The statements started, oldest first, without retries, what a fault answered, and
	 * {@link #uses()}.
	 */
	public List<Statement> statements() {
		synchronized (this.statements) {
			return new ArrayList<>(this.statements);
		}
	}

	/**
	 * The statements that begin with USE: what a session chooses, mostly at its start.
	 */
	public List<Statement> uses() {
		synchronized (this.uses) {
			return new ArrayList<>(this.uses);
		}
	}

	/** The login attempts, oldest first, refused ones included. */
	public List<Login> logins() {
		synchronized (this.logins) {
			return new ArrayList<>(this.logins);
		}
	}

	void count(Exchange exchange) {
		adder(exchange.kind()).increment();
	}

	void statement(QueryRequest query, Session session) {
		add("USE".equals(query.sql().verb()) ? this.uses : this.statements, query.recorded(session));
	}

	void login(JsonNode data, Map<String, String> query) {
		Map<String, String> parameters = new TreeMap<>();
		data.path("SESSION_PARAMETERS")
			.properties()
			.forEach((entry) -> parameters.put(entry.getKey(), entry.getValue().asString("")));
		add(this.logins,
				new Login(data.path("ACCOUNT_NAME").asString(""), data.path("LOGIN_NAME").asString(""),
						data.path("AUTHENTICATOR").asString("SNOWFLAKE"), query.getOrDefault("roleName", ""),
						query.getOrDefault("warehouse", ""), query.getOrDefault("databaseName", ""),
						query.getOrDefault("schemaName", ""), parameters));
	}

	void reset() {
		this.counts.values().forEach(LongAdder::reset);
		synchronized (this.statements) {
			this.statements.clear();
		}
		synchronized (this.uses) {
			this.uses.clear();
		}
		synchronized (this.logins) {
			this.logins.clear();
		}
	}

	private LongAdder adder(RequestKind kind) {
		return this.counts.computeIfAbsent(kind, (missing) -> new LongAdder());
	}

	private static <T> void add(Deque<T> all, T one) {
		synchronized (all) {
			if (all.size() == REMEMBERED) {
				all.removeFirst();
			}
			all.addLast(one);
		}
	}

	/**
	 * One statement that has been started.
	 *
	 * @param sql the text without comments
	 * @param binds type and text by position from 1, {@code FIXED:42}
	 * @param parameters the statement's own parameters
	 * @param describeOnly whether the client wanted only the columns
	 */
	public record Statement(String sql, Map<Integer, String> binds, Map<String, String> parameters,
			boolean describeOnly, long sessionId, String requestId) {

	}

	/** One login attempt, without its secret; names the client left out are empty. */
	public record Login(String account, String user, String authenticator, String role, String warehouse,
			String database, String schema, Map<String, String> parameters) {

	}

}

package dev.dataapi.snowflake;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A logged-in client: its tokens, parameters, role, warehouse, database and its own
 * DuckDB connection.
 */
final class Session {

	/** Answers kept for retries; a client repeats only what it has not seen answered. */
	private static final int REMEMBERED = 32;

	private final long id;

	private final String client;

	private final User user;

	private final DuckSession duck;

	private final Map<String, JsonNode> parameters = new ConcurrentHashMap<>();

	private final Map<String, Execution> executions = new LinkedHashMap<>() {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Execution> eldest) {
			return size() > REMEMBERED && eldest.getValue().done();
		}

	};

	private volatile Role role;

	private volatile @Nullable String warehouse;

	private volatile @Nullable String database;

	private volatile @Nullable String schema;

	private volatile Token token;

	private volatile Token master;

	private volatile boolean closed;

	Session(long id, String client, User user, Role role, DuckSession duck, Token token, Token master) {
		this.id = id;
		this.client = client;
		this.user = user;
		this.role = role;
		this.duck = duck;
		this.token = token;
		this.master = master;
	}

	long id() {
		return this.id;
	}

	/** What the client calls itself: JDBC, PythonConnector. */
	String client() {
		return this.client;
	}

	User user() {
		return this.user;
	}

	Role role() {
		return this.role;
	}

	void role(Role role) {
		this.role = role;
	}

	@Nullable String warehouse() {
		return this.warehouse;
	}

	void warehouse(@Nullable String warehouse) {
		this.warehouse = warehouse;
	}

	@Nullable String database() {
		return this.database;
	}

	@Nullable String schema() {
		return this.schema;
	}

	/**
	 * Makes a schema the one that unqualified names mean; the caller has made sure that
	 * both exist.
	 */
	void use(@Nullable String database, @Nullable String schema) throws SQLException {
		this.database = database;
		this.schema = schema;
		if (database != null) {
			this.duck.use(database, schema);
		}
	}

	Map<String, JsonNode> parameters() {
		return this.parameters;
	}

	String parameter(String name, String otherwise) {
		JsonNode value = this.parameters.get(name);
		return (value != null) ? value.asString(otherwise) : otherwise;
	}

	DuckSession duck() {
		return this.duck;
	}

	Token token() {
		return this.token;
	}

	Token master() {
		return this.master;
	}

	void renew(Token token, Token master) {
		this.token = token;
		this.master = master;
	}

	void expire() {
		this.token = this.token.expired();
	}

	void expireMaster() {
		this.master = this.master.expired();
	}

	boolean closed() {
		return this.closed;
	}

	void close() {
		if (!this.closed) {
			this.closed = true;
			synchronized (this.executions) {
				this.executions.values().forEach((execution) -> execution.cancel(SqlProblem.cancelled()));
			}
			this.duck.close();
		}
	}

	/**
	 * The execution that this request id stands for: a retry joins the first one, however
	 * it ended.
	 */
	Execution execution(String requestId, Supplier<Execution> start) {
		synchronized (this.executions) {
			Execution execution = this.executions.get(requestId);
			if (execution == null) {
				execution = start.get();
				this.executions.put(requestId, execution);
			}
			return execution;
		}
	}

	@Nullable Execution byRequestId(String requestId) {
		synchronized (this.executions) {
			return this.executions.get(requestId);
		}
	}

	@Nullable Execution byQueryId(String queryId) {
		synchronized (this.executions) {
			return this.executions.values()
				.stream()
				.filter((execution) -> execution.queryId().equals(queryId))
				.findFirst()
				.orElse(null);
		}
	}

	/** A secret text and the moment it stops being accepted. */
	record Token(String text, Instant until, Duration life) {

		static Token of(String text, Duration life) {
			return new Token(text, Instant.now().plus(life), life);
		}

		Token expired() {
			return new Token(this.text, Instant.EPOCH, this.life);
		}

		boolean over() {
			return !Instant.now().isBefore(this.until);
		}

		@Override
		public String toString() {
			return "Token until " + this.until;
		}

	}

}

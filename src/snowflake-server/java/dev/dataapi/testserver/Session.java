package dev.dataapi.testserver;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A logged-in client: its tokens, parameters, roles, warehouse, database and its own
 * DuckDB connection.
 */
final class Session {

	private final long id;

	private final String client;

	private final User user;

	private final DuckSession duck;

	private final Map<String, JsonNode> parameters = new ConcurrentHashMap<>();

	private final RecentExecutions executions = new RecentExecutions();

	private volatile Role role;

	private volatile @Nullable String warehouse;

	private volatile @Nullable String database;

	private volatile @Nullable String schema;

	private volatile SessionToken token;

	private volatile SessionToken master;

	private final List<Role> others;

	private volatile boolean secondaryRoles;

	private volatile boolean closed;

	Session(long id, String client, User user, Role role, List<Role> others, DuckSession duck, SessionToken token,
			SessionToken master) {
		this.id = id;
		this.client = client;
		this.user = user;
		this.role = role;
		this.others = others;
		this.secondaryRoles = user.hasSecondaryRoles();
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

	/** By its role, and by the user's others if secondary roles are on. */
	void check(Sql sql) {
		try {
			this.role.check(sql);
		}
		catch (SqlProblem ex) {
			if (!this.secondaryRoles || this.others.stream().noneMatch((other) -> other.allows(sql))) {
				throw ex;
			}
		}
	}

	void secondaryRoles(boolean on) {
		this.secondaryRoles = on;
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

	SessionToken token() {
		return this.token;
	}

	SessionToken master() {
		return this.master;
	}

	void renew(SessionToken token, SessionToken master) {
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
			this.executions.all().forEach((execution) -> execution.cancel(SqlProblem.cancelled()));
			this.duck.close();
		}
	}

	RecentExecutions executions() {
		return this.executions;
	}

}

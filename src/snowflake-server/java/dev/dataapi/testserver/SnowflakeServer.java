package dev.dataapi.testserver;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * A Snowflake account on loopback over a DuckDB: speaks the protocol of Snowflake's
 * drivers, and fails as a test wants it to.
 */
public final class SnowflakeServer implements AutoCloseable {

	private final Account account = new Account("TESTING");

	private final Sessions sessions = new Sessions();

	private final Requests requests = new Requests();

	private final Faults faults = new Faults(this.sessions);

	private final Executions executions = new Executions();

	private final ResultStorage storage = new ResultStorage();

	private final DuckWarehouse warehouse;

	private final StatementRunner runner;

	private final QueryEndpoint queries;

	private final HttpListener listener;

	private final HttpListener storageListener;

	private SnowflakeServer(@Nullable DataSource dataSource, int port) throws SQLException {
		this.warehouse = new DuckWarehouse(dataSource);
		this.runner = new StatementRunner(this.account, this.warehouse, this.storage);
		this.queries = new QueryEndpoint(this.sessions, this.executions, this.runner, this.requests);
		LoginEndpoint login = new LoginEndpoint(this.account, this.sessions, this.warehouse, this.requests);
		Protocol protocol = new Protocol(this.requests, this.faults, this.sessions, login, this.queries, this.storage);
		this.listener = new HttpListener(port, protocol::answer);
		this.storageListener = new HttpListener(0, protocol::answer);
	}

	/**
	 * Starts a server on any free port over a DuckDB in memory, with the database
	 * {@code TEST} and in it the schema {@code PUBLIC}, both empty.
	 */
	public static SnowflakeServer start() {
		return started(null, 0);
	}

	/** Starts a server on any free port for the catalogs attached in this DuckDB. */
	public static SnowflakeServer start(DataSource duckDb) {
		return started(duckDb, 0);
	}

	/** Starts a server on this port for the catalogs attached in this DuckDB. */
	public static SnowflakeServer start(DataSource duckDb, int port) {
		return started(duckDb, port);
	}

	private static SnowflakeServer started(@Nullable DataSource duckDb, int port) {
		try {
			SnowflakeServer server = new SnowflakeServer(duckDb, port);
			server.listen();
			return server;
		}
		catch (SQLException ex) {
			throw new IllegalStateException("No DuckDB to serve", ex);
		}
	}

	/** The address it listens on: {@code 127.0.0.1}. */
	public String host() {
		return "127.0.0.1";
	}

	/** The port it listens on. */
	public int port() {
		return this.listener.port();
	}

	/**
	 * {@code jdbc:snowflake://http://127.0.0.1:port/}; the driver also requires
	 * {@linkplain #properties the account's name}.
	 */
	public String jdbcUrl() {
		return "jdbc:snowflake://" + url();
	}

	String url() {
		return "http://" + host() + ":" + port() + "/";
	}

	/**
	 * What Snowflake's JDBC driver needs to log in as this user: account, password,
	 * warehouse, and with a DuckDB of this server's own the database and schema. Asks for
	 * results as JSON, and gives up after 20 seconds.
	 * @param user the user's name; created with a password and the warehouse
	 * {@code COMPUTE_WH} if there is none
	 * @return properties that may be changed; without a password if the user has none
	 */
	public Properties properties(String user) {
		User known = this.account.findUser(user);
		if (known == null) {
			known = this.account.user(user).password(UUID.randomUUID().toString()).defaultWarehouse(Account.WAREHOUSE);
		}
		Properties properties = new Properties();
		properties.setProperty("account", this.account.name());
		properties.setProperty("user", user);
		set(properties, "password", known.password());
		set(properties, "warehouse", known.defaultWarehouse());
		if (this.warehouse.own()) {
			properties.setProperty("db", DuckWarehouse.DATABASE);
			properties.setProperty("schema", DuckWarehouse.SCHEMA);
		}
		properties.setProperty("JDBC_QUERY_RESULT_FORMAT", "JSON");
		// Else the driver looks for clouds and sends telemetry
		properties.setProperty("disablePlatformDetection", "true");
		properties.setProperty("CLIENT_TELEMETRY_ENABLED", "false");
		properties.setProperty("networkTimeout", "20000");
		properties.setProperty("loginTimeout", "20");
		return properties;
	}

	private static void set(Properties properties, String name, @Nullable String value) {
		if (value != null) {
			properties.setProperty(name, value);
		}
	}

	/**
	 * Runs statements in DuckDB's own SQL, past the protocol: creates and fills what the
	 * account holds.
	 * @throws IllegalArgumentException if DuckDB refuses one of them
	 */
	public SnowflakeServer execute(String sql) {
		try {
			this.warehouse.execute(sql);
			return this;
		}
		catch (SQLException ex) {
			throw new IllegalArgumentException("DuckDB cannot execute: " + sql, ex);
		}
	}

	/**
	 * Reads rows with a query in DuckDB's own SQL, to {@linkplain #answer answer} with.
	 * @throws IllegalArgumentException if DuckDB refuses the query
	 */
	public Rows rows(String sql) {
		try {
			return this.warehouse.rows(sql);
		}
		catch (SQLException ex) {
			throw new IllegalArgumentException("DuckDB cannot answer: " + sql, ex);
		}
	}

	/**
	 * Answers statements with these rows from now on, instead of running them: what
	 * DuckDB does not understand, or would take too long for.
	 * @param statement which ones, by their text without comments; of several that apply
	 * the newest wins. Statements that change the session are never asked about
	 * @param rows the answer
	 */
	public SnowflakeServer answer(Predicate<String> statement, Rows rows) {
		return answer(statement, (asked) -> rows);
	}

	/**
	 * The same with rows that depend on the statement and its bind variables.
	 * @param statement which ones, by their text without comments
	 * @param rows also called for the columns alone, without values for the bind
	 * variables
	 */
	public SnowflakeServer answer(Predicate<String> statement, Function<Requests.Statement, Rows> rows) {
		this.runner.answer(statement, rows);
		return this;
	}

	/**
	 * Puts a fault into force; if several strike a request, the first is the outermost.
	 * @return the same fault, which says how often it has struck
	 */
	public Fault fail(Fault fault) {
		this.faults.add(fault);
		return fault;
	}

	/** Ends all faults; requests that they hold up have their connection closed. */
	public void recover() {
		this.faults.clear();
	}

	/** Users, roles and warehouses, which may be changed while the server runs. */
	public Account account() {
		return this.account;
	}

	/** Creates a user, or changes one, and returns this server. */
	public SnowflakeServer user(String name, Consumer<User> changes) {
		changes.accept(this.account.user(name));
		return this;
	}

	/** What clients have asked for. */
	public Requests requests() {
		return this.requests;
	}

	/** The sessions, which may be expired and ended. */
	public Sessions sessions() {
		return this.sessions;
	}

	/** The statements that run or wait for their delay. */
	public List<String> runningQueries() {
		return this.executions.running().stream().map((execution) -> execution.sql().text()).toList();
	}

	/** How many queries an abort or a time limit has stopped. */
	public long cancelledQueries() {
		return this.executions.cancelled();
	}

	/** How many TCP connections clients hold open. */
	public int connections() {
		return this.listener.connections();
	}

	/**
	 * The minimum time of every query from now on: a round trip and Snowflake's own time.
	 */
	public SnowflakeServer latency(Duration latency) {
		this.queries.latency(latency);
		return this;
	}

	/**
	 * Answers rows in Arrow's format from now on, whatever the client asks for, as a
	 * server may. Needs Snowflake's JDBC driver on the class path, of which it uses the
	 * copy of Arrow.
	 */
	public SnowflakeServer arrow() {
		this.runner.arrow();
		return this;
	}

	/**
	 * How long the server waits for a query before it tells the client to ask again; 45
	 * s, as in Snowflake.
	 */
	public SnowflakeServer patience(Duration patience) {
		this.queries.patience(patience);
		return this;
	}

	/**
	 * Answers at most this many rows with each statement from now on, and tells the
	 * client to fetch the others, so many at a time, from a second port.
	 */
	public SnowflakeServer chunks(int rows) {
		this.storageListener.listen();
		this.storage.url("http://" + host() + ":" + this.storageListener.port());
		this.storage.rows(rows);
		return this;
	}

	/** Stops listening on the second port, until {@link #chunks}. */
	public void refuseChunks() {
		this.storageListener.refuse();
	}

	/**
	 * Stops listening and drops all connections, but keeps the sessions: clients are
	 * refused until {@link #listen()}.
	 */
	public void refuseConnections() {
		this.listener.refuse();
	}

	/** Listens again, on the same port. */
	public void listen() {
		this.listener.listen();
	}

	/**
	 * Forgets faults, given answers, counts, records, delays, formats and running
	 * queries, and listens; data, account and sessions stay.
	 */
	public void reset() {
		this.runner.reset();
		this.storage.reset();
		this.faults.clear();
		this.executions.reset();
		this.requests.reset();
		this.queries.latency(Duration.ZERO);
		this.queries.patience(Duration.ofSeconds(45));
		this.sessions.lifetimes(Duration.ofHours(1), Duration.ofHours(4));
		listen();
	}

	@Override
	public void close() {
		this.listener.refuse();
		this.faults.clear();
		this.sessions.killAll();
		this.listener.close();
		this.storageListener.close();
		this.executions.close();
		try {
			this.warehouse.close();
		}
		catch (SQLException ex) {
			throw new IllegalStateException("DuckDB did not close", ex);
		}
	}

}

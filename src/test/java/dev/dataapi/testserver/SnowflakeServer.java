package dev.dataapi.testserver;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import javax.sql.DataSource;

/**
 * A Snowflake account on loopback over the caller's DuckDB:
 * {@code SnowflakeServer.over(dataSource).account("TESTING").user("API", (user) -> user.publicKey(key)).start()}.
 */
public final class SnowflakeServer implements AutoCloseable {

	private final Account account;

	private final Sessions sessions = new Sessions();

	private final Requests requests = new Requests();

	private final Faults faults = new Faults(this.sessions);

	private final Executions executions = new Executions();

	private final ResultStorage storage = new ResultStorage();

	private final LookUpMemory memory = new LookUpMemory(this.storage);

	private final DuckWarehouse warehouse;

	private final StatementRunner runner;

	private final QueryEndpoint queries;

	private final HttpListener listener;

	private final HttpListener storageListener;

	SnowflakeServer(DataSource dataSource, Account account, int port) throws SQLException {
		this.account = account;
		this.warehouse = new DuckWarehouse(dataSource);
		this.runner = new StatementRunner(this.account, this.warehouse, this.memory, this.storage);
		this.queries = new QueryEndpoint(this.sessions, this.executions, this.runner, this.requests);
		LoginEndpoint login = new LoginEndpoint(this.account, this.sessions, this.warehouse, this.requests);
		Protocol protocol = new Protocol(this.requests, this.faults, this.sessions, login, this.queries, this.storage);
		this.listener = new HttpListener(port, protocol::answer);
		this.storageListener = new HttpListener(0, protocol::answer);
	}

	/**
	 * A server for the catalogs attached in this DuckDB; call
	 * {@link SnowflakeServerBuilder#start()} next.
	 */
	public static SnowflakeServerBuilder over(DataSource dataSource) {
		return new SnowflakeServerBuilder(dataSource);
	}

	public String host() {
		return "127.0.0.1";
	}

	public int port() {
		return this.listener.port();
	}

	/** {@code http://127.0.0.1:port/}. */
	public String url() {
		return "http://" + host() + ":" + port() + "/";
	}

	/**
	 * {@code jdbc:snowflake://http://127.0.0.1:port/}; the driver also requires the
	 * property {@code account}.
	 */
	public String jdbcUrl() {
		return "jdbc:snowflake://" + url();
	}

	/** Users, roles and warehouses, which may be changed while the server runs. */
	public Account account() {
		return this.account;
	}

	public Requests requests() {
		return this.requests;
	}

	public Faults faults() {
		return this.faults;
	}

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
	 * Answers look-ups by key from memory from now on: a benchmark should load the
	 * client, not DuckDB.
	 */
	public SnowflakeServer lookUpsInMemory() {
		this.memory.enable();
		return this;
	}

	/**
	 * Answers rows in Arrow's format from now on, whatever the client asks for, as a
	 * server may.
	 */
	public SnowflakeServer arrow() {
		this.runner.arrow(true);
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
	 * client to fetch the others, so many at a time, from the storage's port.
	 */
	public SnowflakeServer chunks(int rows) {
		this.storageListener.listen();
		this.storage.url("http://" + host() + ":" + this.storageListener.port());
		this.storage.rows(rows);
		return this;
	}

	/** Stops listening on the storage's port, until {@link #chunks} or {@link #reset}. */
	public void refuseChunks() {
		this.storageListener.refuse();
	}

	/** The storage's port, once there are chunks. */
	public int storagePort() {
		return this.storageListener.port();
	}

	/** How many TCP connections clients hold open to the storage. */
	public int storageConnections() {
		return this.storageListener.connections();
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
	 * Forgets faults, counts, records, delays, formats and running queries, and listens;
	 * sessions and account stay.
	 */
	public void reset() {
		this.runner.arrow(false);
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

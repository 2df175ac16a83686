package dev.dataapi.testserver;

import java.sql.SQLException;
import java.util.function.Consumer;

import javax.sql.DataSource;

/**
 * The options of a server; account {@code TESTING} on a free port by default.
 */
public final class SnowflakeServerBuilder {

	private final DataSource dataSource;

	private Account account = new Account("TESTING");

	private int port;

	SnowflakeServerBuilder(DataSource dataSource) {
		this.dataSource = dataSource;
	}

	/** Names the account; call this before users, roles and warehouses are added. */
	public SnowflakeServerBuilder account(String name) {
		this.account = new Account(name);
		return this;
	}

	public SnowflakeServerBuilder user(String name, Consumer<User> credentials) {
		credentials.accept(this.account.user(name));
		return this;
	}

	public SnowflakeServerBuilder role(String name) {
		this.account.role(name);
		return this;
	}

	public SnowflakeServerBuilder warehouse(String name) {
		this.account.warehouse(name);
		return this;
	}

	/** The port to listen on; 0 for any. */
	public SnowflakeServerBuilder port(int port) {
		this.port = port;
		return this;
	}

	public SnowflakeServer start() {
		try {
			SnowflakeServer server = new SnowflakeServer(this.dataSource, this.account, this.port);
			server.listen();
			return server;
		}
		catch (SQLException ex) {
			throw new IllegalStateException("No DuckDB to serve", ex);
		}
	}

}

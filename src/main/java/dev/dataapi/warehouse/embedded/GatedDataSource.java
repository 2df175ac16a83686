package dev.dataapi.warehouse.embedded;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A connection pool that fails fast while the warehouse is loading, instead of making
 * callers wait for the pool's timeout.
 */
class GatedDataSource extends DelegatingDataSource implements AutoCloseable {

	private final EmbeddedWarehouse warehouse;

	private final HikariDataSource pool = new HikariDataSource();

	GatedDataSource(EmbeddedWarehouse warehouse, String name, int size, Duration connectionTimeout) {
		this.warehouse = warehouse;
		this.pool.setPoolName(name);
		this.pool.setDataSource(warehouse.connections());
		this.pool.setMaximumPoolSize(size);
		this.pool.setConnectionTimeout(connectionTimeout.toMillis());
		setTargetDataSource(this.pool);
	}

	@Override
	public Connection getConnection() throws SQLException {
		this.warehouse.requireLoaded();
		return this.pool.getConnection();
	}

	@Override
	public Connection getConnection(String username, String password) throws SQLException {
		return getConnection();
	}

	@Override
	public void close() {
		this.pool.close();
	}

}

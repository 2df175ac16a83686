package dev.dataapi.warehouse.embedded;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A connection pool that fails at once, rather than after the pool's time-out, while the
 * warehouse is loading.
 */
class GatedDataSource extends DelegatingDataSource implements AutoCloseable {

	private final EmbeddedWarehouse warehouse;

	private final HikariDataSource pool;

	GatedDataSource(EmbeddedWarehouse warehouse, String name, int size, Duration connectionTimeout) {
		this.warehouse = warehouse;
		this.pool = pool(warehouse, name, size, connectionTimeout);
		setTargetDataSource(this.pool);
	}

	private static HikariDataSource pool(EmbeddedWarehouse warehouse, String name, int size,
			Duration connectionTimeout) {
		HikariDataSource pool = new HikariDataSource();
		pool.setPoolName(name);
		pool.setDataSource(new WarehouseConnections(warehouse));
		pool.setMaximumPoolSize(size);
		pool.setConnectionTimeout(connectionTimeout.toMillis());
		return pool;
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

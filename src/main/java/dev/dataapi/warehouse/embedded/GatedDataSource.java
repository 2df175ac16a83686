package dev.dataapi.warehouse.embedded;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;

/**
 * A connection pool that fails fast while the warehouse is loading, instead of making
 * callers wait for the pool's timeout.
 */
class GatedDataSource extends HikariDataSource {

	private final EmbeddedWarehouse warehouse;

	GatedDataSource(EmbeddedWarehouse warehouse, String name, int size, Duration connectionTimeout) {
		this.warehouse = warehouse;
		setPoolName(name);
		setDataSource(warehouse.connections());
		setMaximumPoolSize(size);
		setConnectionTimeout(connectionTimeout.toMillis());
	}

	@Override
	public Connection getConnection() throws SQLException {
		this.warehouse.requireLoaded();
		return super.getConnection();
	}

}

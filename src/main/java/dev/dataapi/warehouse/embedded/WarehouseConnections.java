package dev.dataapi.warehouse.embedded;

import java.sql.Connection;
import java.sql.SQLException;

import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * The physical connections behind the pools: duplicates of the warehouse's own
 * connection, 16 microseconds each.
 */
class WarehouseConnections extends AbstractDataSource {

	private final EmbeddedWarehouse warehouse;

	WarehouseConnections(EmbeddedWarehouse warehouse) {
		this.warehouse = warehouse;
	}

	@Override
	public Connection getConnection() throws SQLException {
		return this.warehouse.connect();
	}

	@Override
	public Connection getConnection(String username, String password) throws SQLException {
		return getConnection();
	}

}

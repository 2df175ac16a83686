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

	/** Hikari waits this many seconds for its threads when it closes. */
	@Override
	public int getLoginTimeout() {
		return 1;
	}

	/** Nothing to time out: a duplicate is made within the process. */
	@Override
	public void setLoginTimeout(int seconds) {
	}

}

package dev.dataapi.warehouse;

/**
 * The database that answers: Snowflake, or the embedded one.
 */
public interface Warehouse {

	/**
	 * Opens a pool of connections, which what is returned runs statements on, and closes.
	 */
	WarehouseTemplate open(PoolSettings settings);

}

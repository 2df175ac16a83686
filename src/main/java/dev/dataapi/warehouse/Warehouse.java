package dev.dataapi.warehouse;

/**
 * The database that answers: Snowflake, or the embedded one.
 */
public interface Warehouse {

	/**
	 * Opens a pool of connections.
	 * @param settings its bounds
	 * @return runs statements on it, and closes it
	 */
	WarehouseTemplate open(PoolSettings settings);

}

package dev.dataapi.warehouse.embedded;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

/**
 * The embedded warehouse's data without the service: what a server for tests serves.
 */
public final class SampleData {

	private static final Map<Double, DataSource> LOADED = new ConcurrentHashMap<>();

	private SampleData() {
	}

	/**
	 * Loads the data once in this process.
	 * @param scaleFactor of the orders; the customers are always the same
	 * @return connections to it
	 */
	public static DataSource of(double scaleFactor) {
		return LOADED.computeIfAbsent(scaleFactor, SampleData::load);
	}

	private static DataSource load(double scaleFactor) {
		EmbeddedWarehouse warehouse = EmbeddedWarehouse.start(new EmbeddedProperties(scaleFactor, null));
		try {
			warehouse.awaitLoaded();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while the data was loading", ex);
		}
		return new WarehouseConnections(warehouse);
	}

}

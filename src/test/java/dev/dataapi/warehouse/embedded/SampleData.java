package dev.dataapi.warehouse.embedded;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import dev.dataapi.warehouse.SessionTimeZone;

/**
 * The embedded warehouse's data without the service, for servers in tests.
 */
public final class SampleData {

	private static final Map<Double, DataSource> LOADED = new ConcurrentHashMap<>();

	private SampleData() {
	}

	/**
	 * Loads the data once in this process.
	 * @param scaleFactor of the orders; the look-up tables are always the same
	 * @return connections to it
	 */
	public static DataSource of(double scaleFactor) {
		return LOADED.computeIfAbsent(scaleFactor, SampleData::load);
	}

	private static DataSource load(double scaleFactor) {
		EmbeddedWarehouse warehouse = EmbeddedWarehouse.start(new EmbeddedProperties(scaleFactor, null, null, true),
				new SessionTimeZone("UTC"), EnumSet.allOf(TpcDsTable.class), Set.of());
		try {
			warehouse.awaitLoaded();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while the data was loading", ex);
		}
		return warehouse.connections();
	}

}

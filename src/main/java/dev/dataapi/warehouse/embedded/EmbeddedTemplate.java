package dev.dataapi.warehouse.embedded;

import java.time.Duration;
import java.util.Objects;

import javax.sql.DataSource;

import dev.dataapi.warehouse.WarehouseTemplate;

/**
 * Runs statements on the embedded warehouse, which interrupts those that are over time.
 */
class EmbeddedTemplate extends WarehouseTemplate {

	/** A deadline is rounded up to seconds, which JDBC counts in. */
	EmbeddedTemplate(DataSource pool, Duration deadline) {
		super(pool);
		setQueryTimeout(Math.toIntExact(deadline.plusMillis(999).toSeconds()));
	}

	@Override
	public EmbeddedTemplate within(Duration deadline) {
		return new EmbeddedTemplate(Objects.requireNonNull(getDataSource()), deadline);
	}

}

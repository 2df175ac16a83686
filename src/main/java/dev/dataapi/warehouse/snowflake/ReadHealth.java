package dev.dataapi.warehouse.snowflake;

import org.springframework.dao.DataAccessException;

/**
 * What reads tell of Snowflake and of the storage of its results, each judged for itself.
 *
 * @param warehouse of Snowflake
 * @param resultStorage of the storage
 */
record ReadHealth(OutageIndicator warehouse, OutageIndicator resultStorage) {

	/**
	 * A read has its rows.
	 * @param stored whether some of them came from the storage
	 */
	void answered(boolean stored) {
		this.warehouse.answered();
		if (stored) {
			this.resultStorage.answered();
		}
	}

	/** A read failed, answered or not. */
	void failed(DataAccessException ex) {
		if (ex instanceof ResultStorageException) {
			// Snowflake has answered: only then there is a result to fetch
			this.warehouse.answered();
			this.resultStorage.failed("unreachable or refusing");
		}
		else {
			this.warehouse.failed(ex);
		}
	}

}

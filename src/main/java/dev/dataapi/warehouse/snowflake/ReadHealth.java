package dev.dataapi.warehouse.snowflake;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.NonTransientDataAccessResourceException;

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

	/**
	 * Snowflake answered, but the storage that holds the rows of a large result did not.
	 */
	static final class ResultStorageException extends NonTransientDataAccessResourceException {

		private static final long serialVersionUID = 1L;

		ResultStorageException(String message, @Nullable Throwable cause) {
			super(message, cause);
		}

	}

}

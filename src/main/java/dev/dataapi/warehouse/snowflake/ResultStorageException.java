package dev.dataapi.warehouse.snowflake;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.NonTransientDataAccessResourceException;

/**
 * Snowflake answered, but the storage that holds the rows of a large result did not.
 */
final class ResultStorageException extends NonTransientDataAccessResourceException {

	private static final long serialVersionUID = 1L;

	ResultStorageException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}

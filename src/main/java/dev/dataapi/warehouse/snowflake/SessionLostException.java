package dev.dataapi.warehouse.snowflake;

import org.springframework.dao.TransientDataAccessResourceException;

/**
 * The session under a statement is gone, so that the statement was not run.
 */
class SessionLostException extends TransientDataAccessResourceException {

	private static final long serialVersionUID = 1L;

	SessionLostException(String message, Throwable cause) {
		super(message, cause);
	}

}

package dev.dataapi.warehouse;

/**
 * What must be found right before the service is ready. Unlike a {@link WarmUp} it runs
 * on the embedded warehouse too.
 */
public interface StartCheck {

	/**
	 * Checks what has not been checked so far.
	 * @throws org.springframework.dao.DataAccessException if the warehouse gives no
	 * answer now, so that the check is to be repeated
	 * @throws RuntimeException if something is wrong, which ends the start
	 */
	void check();

}

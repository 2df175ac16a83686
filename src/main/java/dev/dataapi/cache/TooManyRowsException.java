package dev.dataapi.cache;

import org.springframework.dao.IncorrectResultSizeDataAccessException;

/**
 * A key has more rows than one may have. Its message, which is logged, does not name the
 * key.
 */
public final class TooManyRowsException extends IncorrectResultSizeDataAccessException {

	private static final long serialVersionUID = 1L;

	private final String key;

	/**
	 * Creates the exception.
	 * @param endpoint the endpoint's name
	 * @param key the key, as its callers write it
	 * @param most how many rows a key may have
	 */
	public TooManyRowsException(String endpoint, String key, int most) {
		super("More than " + most + " rows of a key, the limit of " + endpoint, most);
		this.key = key;
	}

	/** The key, as its callers write it. */
	public String key() {
		return this.key;
	}

}

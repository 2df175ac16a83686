package dev.dataapi.testserver;

/**
 * A request that Snowflake answers with a code in the envelope and no SQLState: login and
 * session trouble.
 */
final class Refusal extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String code;

	Refusal(String code, String message) {
		super(message, null, false, false);
		this.code = code;
	}

	HttpAnswer answer() {
		return Json.failure(this.code, String.valueOf(getMessage()));
	}

}

package dev.dataapi.testserver;

/**
 * A request that Snowflake refuses with a code and no SQLState: problems of logins and
 * sessions.
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

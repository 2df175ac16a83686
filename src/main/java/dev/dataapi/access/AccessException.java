package dev.dataapi.access;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/**
 * A request that its caller may not send, or not now.
 */
public final class AccessException extends ErrorResponseException {

	private static final long serialVersionUID = 1L;

	private AccessException(HttpStatus status, String error, String detail) {
		super(status);
		setDetail(detail);
		getBody().setProperty("error", error);
	}

	/**
	 * The caller has not proved who it is.
	 * @param challenge how it could
	 */
	static AccessException unauthenticated(String challenge, String detail) {
		AccessException refused = new AccessException(HttpStatus.UNAUTHORIZED, "Unauthorized.", detail);
		refused.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, challenge);
		return refused;
	}

	static AccessException forbidden() {
		return new AccessException(HttpStatus.FORBIDDEN, "Forbidden.",
				"The caller is known, but has none of the roles that may call this route.");
	}

	/** What proves who the caller is tells less of it than a route binds. */
	public static AccessException lacking() {
		return new AccessException(HttpStatus.FORBIDDEN, "Forbidden.",
				"The caller is known, but its key or token does not tell what this route needs to know of a caller.");
	}

	static AccessException tooMany(String detail, long seconds) {
		AccessException refused = new AccessException(HttpStatus.TOO_MANY_REQUESTS, "Too many requests.", detail);
		refused.getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, seconds)));
		return refused;
	}

	/** The issuer of a token cannot be asked whether it has signed it. */
	static AccessException issuerUnreachable() {
		return new AccessException(HttpStatus.SERVICE_UNAVAILABLE, "Service unavailable.",
				"The key of this token is not known here, and its issuer cannot be reached. Try again later.");
	}

}

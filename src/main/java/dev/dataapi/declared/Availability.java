package dev.dataapi.declared;

import java.util.Map;

import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/**
 * Which endpoints are not served since their check failed, and why. Thread-safe.
 */
public final class Availability {

	/** By {@link Declaration#id}; replaced as a whole. */
	private volatile Map<String, Reason> failed = Map.of();

	public void set(Map<String, Reason> failed) {
		this.failed = Map.copyOf(failed);
	}

	/** Why endpoints are not served, by {@link Declaration#id}. */
	public Map<String, Reason> failed() {
		return this.failed;
	}

	/**
	 * Passes unless an endpoint's check failed.
	 * @throws ErrorResponseException with status 503 and the reason
	 */
	public void require(Declaration declaration) {
		Reason reason = this.failed.get(declaration.id());
		if (reason != null) {
			throw new UnavailableException(reason);
		}
	}

	/**
	 * Why an endpoint is not served.
	 */
	public enum Reason {

		/** The warehouse has something else than what the file declares. */
		DIFFERS("What this endpoint declares and what the warehouse has differ. The service's log says how."),

		/** A statement took longer than its deadline. */
		TOO_SLOW("The warehouse did not answer this endpoint's check within its deadline.");

		private final String sentence;

		Reason(String sentence) {
			this.sentence = sentence;
		}

		/** For callers. */
		public String sentence() {
			return this.sentence + " It is checked again from time to time.";
		}

	}

	/** A request to an endpoint that is not served. */
	private static final class UnavailableException extends ErrorResponseException {

		private static final long serialVersionUID = 1L;

		UnavailableException(Reason reason) {
			super(HttpStatus.SERVICE_UNAVAILABLE);
			setDetail(reason.sentence());
			getBody().setProperty("error", "Error reading from Snowflake. Check the logs for details.");
		}

		/** Refusing must be cheap. */
		@Override
		public synchronized Throwable fillInStackTrace() {
			return this;
		}

	}

}

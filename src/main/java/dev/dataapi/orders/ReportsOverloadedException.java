package dev.dataapi.orders;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * More reports are being read than may be, answered with 503 at once.
 */
public class ReportsOverloadedException extends ErrorResponseException {

	private static final long serialVersionUID = 1L;

	ReportsOverloadedException() {
		super(HttpStatus.SERVICE_UNAVAILABLE, problem(), null);
	}

	private static ProblemDetail problem() {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE,
				"This service has too much to do. Try again later.");
		problem.setProperty("error", "Error reading from Snowflake. Check the logs for details.");
		return problem;
	}

}

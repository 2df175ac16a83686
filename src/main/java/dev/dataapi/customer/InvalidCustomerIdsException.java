package dev.dataapi.customer;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * A list of customer ids that cannot be read, answered with 400.
 */
class InvalidCustomerIdsException extends ErrorResponseException {

	private static final long serialVersionUID = 1L;

	InvalidCustomerIdsException(String detail) {
		super(HttpStatus.BAD_REQUEST, problem(detail), null);
	}

	private static ProblemDetail problem(String detail) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, detail);
		problem.setProperty("error", "Invalid customer IDs.");
		return problem;
	}

}

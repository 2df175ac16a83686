package dev.dataapi.orders;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * A report's parameter that cannot be read, answered with 400.
 */
public class InvalidReportParameterException extends ErrorResponseException {

	private static final long serialVersionUID = 1L;

	InvalidReportParameterException(String sentence, String detail) {
		super(HttpStatus.BAD_REQUEST, problem(sentence, detail), null);
	}

	private static ProblemDetail problem(String sentence, String detail) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, detail);
		problem.setProperty("error", sentence);
		return problem;
	}

}

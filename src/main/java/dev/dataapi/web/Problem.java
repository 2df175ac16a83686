package dev.dataapi.web;

import java.net.URI;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/**
 * Makes RFC 9457 problems that also carry {@code error}, the sentence that callers of the
 * original services look for.
 */
final class Problem {

	/** What the original services answer to every trouble with the warehouse. */
	static final String WAREHOUSE_SENTENCE = "Error reading from Snowflake. Check the logs for details.";

	private static final URI TYPE = URI.create("about:blank");

	private Problem() {
	}

	static ProblemDetail of(HttpStatusCode status, String error, String detail) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
		problem.setProperty("error", error);
		return complete(problem);
	}

	/**
	 * A problem for a status of which nothing more is known.
	 * @param status the status
	 * @return the problem
	 */
	static ProblemDetail of(HttpStatusCode status) {
		return switch (status.value()) {
			case 400 -> of(status, "Bad request.", "The request is not valid HTTP for this service.");
			case 404 -> notFound();
			case 405 -> of(status, "Method not allowed.", "GET, HEAD and OPTIONS are accepted.");
			case 406 -> of(status, "Not acceptable.", "This route answers application/json.");
			default -> {
				String reason = reason(status);
				yield of(status, reason + ".", reason + ".");
			}
		};
	}

	static ProblemDetail notFound() {
		return of(HttpStatus.NOT_FOUND, "Not found!", "There is no such route.");
	}

	/**
	 * Fills in what a problem made elsewhere leaves open.
	 * @param problem the problem
	 * @return the same problem with a type and an {@code error}
	 */
	static ProblemDetail complete(ProblemDetail problem) {
		problem.setType(TYPE);
		problem.setTitle(reason(HttpStatusCode.valueOf(problem.getStatus())));
		if (problem.getProperties() == null || !problem.getProperties().containsKey("error")) {
			problem.setProperty("error", problem.getTitle() + ".");
		}
		return problem;
	}

	private static String reason(HttpStatusCode status) {
		HttpStatus known = HttpStatus.resolve(status.value());
		return (known != null) ? known.getReasonPhrase() : "Status " + status.value();
	}

}

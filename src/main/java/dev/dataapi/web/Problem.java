package dev.dataapi.web;

import java.net.URI;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

import dev.dataapi.cache.ReadException;
import dev.dataapi.cache.TooManyRowsException;
import dev.dataapi.cache.ValueTooLargeException;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.dao.TypeMismatchDataAccessException;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/**
 * Makes RFC 9457 problems that also carry {@code error}, the sentence that callers of the
 * original services look for.
 */
final class Problem {

	/** What the original services answer whenever the warehouse fails. */
	private static final String WAREHOUSE_SENTENCE = "Error reading from Snowflake. Check the logs for details.";

	private static final String OVERLOADED = "This service is overloaded. Try again later.";

	private static final URI TYPE = URI.create("about:blank");

	private Problem() {
	}

	static ProblemDetail of(HttpStatusCode status, String error, String detail) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
		problem.setProperty("error", error);
		return complete(problem);
	}

	/** The problem of a request of which only the status is known. */
	static ProblemDetail of(HttpStatusCode status) {
		return switch (status.value()) {
			case 400 -> of(status, "Bad request.", "The request is not valid HTTP for this service.");
			case 404 -> of(status, "Not found!", "There is no such route.");
			case 405 -> ofMethods(List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS));
			case 406 -> of(status, "Not acceptable.", "This route answers application/json.");
			case 415 -> of(status, "Unsupported media type.", "A body must be application/json.");
			case 413 -> of(status, "Content too large.",
					"The body of a request may have " + RequestLimits.BODY_BYTES + " bytes at most.");
			case 503 -> ofWarehouse(HttpStatus.SERVICE_UNAVAILABLE, OVERLOADED);
			default -> {
				String reason = reason(status);
				yield of(status, reason + ".", reason + ".");
			}
		};
	}

	/** The problem of a method that a route does not answer. */
	static ProblemDetail ofMethods(Collection<HttpMethod> accepted) {
		String names = String.join(", ", accepted.stream().map(HttpMethod::name).toList());
		return of(HttpStatus.METHOD_NOT_ALLOWED, "Method not allowed.",
				names.replaceFirst(", (?=[A-Z]+$)", " and ") + " are accepted.");
	}

	/**
	 * The problem of a request whose head is too long.
	 * @param limit how many bytes it may have
	 * @param address how many of them the address has; more than all if it alone is too
	 * long
	 */
	static ProblemDetail ofHead(int limit, int address) {
		if (address > limit / 2) {
			return of(HttpStatus.URI_TOO_LONG, "The address is too long.",
					"The address is too long: with the headers, %,d bytes are accepted.".formatted(limit));
		}
		return of(HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "The headers are too long.",
				"The headers are too long: with the address, %,d bytes are accepted.".formatted(limit));
	}

	static ProblemDetail ofHeaders(int limit) {
		return of(HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "There are too many headers.",
				"There are too many headers: %,d are accepted.".formatted(limit));
	}

	/**
	 * A request's path as a problem's instance.
	 * @param path the path as it was sent, even if it is no URI
	 * @return the path with what a URI does not allow encoded; {@code about:blank} if no
	 * path could be read
	 */
	static URI instance(@Nullable String path) {
		if (path == null || !path.startsWith("/")) {
			return TYPE;
		}
		// Two slashes would begin a host's name
		StringBuilder valid = new StringBuilder(path.startsWith("//") ? "/." : "");
		for (int i = 0; i < path.length(); i++) {
			char each = path.charAt(i);
			boolean escape = each == '%' && i + 2 < path.length() && HexFormat.isHexDigit(path.charAt(i + 1))
					&& HexFormat.isHexDigit(path.charAt(i + 2));
			if (escape || isAlphanumeric(each) || "/-._~!$&'()*+,;=:@".indexOf(each) >= 0) {
				valid.append(each);
			}
			else {
				// Each byte is a character to Tomcat
				valid.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) each));
			}
		}
		return URI.create(valid.toString());
	}

	static boolean isAlphanumeric(int each) {
		return (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z') || (each >= '0' && each <= '9');
	}

	/** Adds type, title and {@code error} to a problem made elsewhere. */
	static ProblemDetail complete(ProblemDetail problem) {
		problem.setType(TYPE);
		problem.setTitle(reason(HttpStatusCode.valueOf(problem.getStatus())));
		if (problem.getProperties() == null || !problem.getProperties().containsKey("error")) {
			problem.setProperty("error", problem.getTitle() + ".");
		}
		return problem;
	}

	/**
	 * The problem of a read that failed: 503 if the warehouse cannot be reached or this
	 * service is overloaded, 504 if it took too long, 500 if the statement is wrong.
	 */
	static ProblemDetail of(ReadException ex) {
		return switch (ex.getReason()) {
			case FAILED -> switch (ex.getCause()) {
				case DataAccessException cause -> of(cause);
				case ValueTooLargeException cause -> ofWarehouse(HttpStatus.INTERNAL_SERVER_ERROR,
						"The answer has more than %d bytes, which is its limit (max_bytes)."
							.formatted(cause.getLimit()));
				case null, default -> of(HttpStatus.INTERNAL_SERVER_ERROR);
			};
			case TIMEOUT -> tooSlow();
			case NOT_CACHED -> of(HttpStatus.GATEWAY_TIMEOUT, "Not cached.",
					"Cache-Control: only-if-cached accepts only what is cached, and this is not.");
			case MEMORY_IN_USE -> ofWarehouse(HttpStatus.SERVICE_UNAVAILABLE,
					"Other answers use this service's memory now. Try again later.");
			case OVERLOADED, CLOSED, INTERRUPTED -> ofWarehouse(HttpStatus.SERVICE_UNAVAILABLE, OVERLOADED);
		};
	}

	private static ProblemDetail of(DataAccessException ex) {
		return switch (ex) {
			case QueryTimeoutException timeout -> tooSlow();
			case DataAccessResourceFailureException unreachable -> unreachable();
			case TransientDataAccessException unavailable -> unreachable();
			case TooManyRowsException tooMany -> ofWarehouse(HttpStatus.INTERNAL_SERVER_ERROR,
					"The key %s has more than %d rows, which is its limit (max_rows_per_key).".formatted(tooMany.key(),
							tooMany.getExpectedSize()));
			case IncorrectResultSizeDataAccessException tooMany -> ofWarehouse(HttpStatus.INTERNAL_SERVER_ERROR,
					"The report found more than %d rows, which is its limit.".formatted(tooMany.getExpectedSize()));
			case DataRetrievalFailureException incomplete ->
				ofWarehouse(HttpStatus.INTERNAL_SERVER_ERROR, "The warehouse's answer is not complete.");
			case NonTransientDataAccessResourceException storage -> ofWarehouse(HttpStatus.SERVICE_UNAVAILABLE,
					"The storage of the warehouse's large results cannot be reached. Smaller results may be available.");
			case DuplicateKeyException ambiguous ->
				ofWarehouse(HttpStatus.INTERNAL_SERVER_ERROR, "The table has two rows with the same key.");
			// Only of a value: its message names the column
			case TypeMismatchDataAccessException unreadable ->
				ofWarehouse(HttpStatus.INTERNAL_SERVER_ERROR, String.valueOf(unreadable.getMessage()));
			default -> ofWarehouse(HttpStatus.INTERNAL_SERVER_ERROR, "The warehouse could not run the statement.");
		};
	}

	private static ProblemDetail tooSlow() {
		return ofWarehouse(HttpStatus.GATEWAY_TIMEOUT, "The warehouse did not answer within the deadline.");
	}

	private static ProblemDetail unreachable() {
		return ofWarehouse(HttpStatus.SERVICE_UNAVAILABLE,
				"The warehouse cannot be reached or refuses to answer. Try again later.");
	}

	private static ProblemDetail ofWarehouse(HttpStatus status, String detail) {
		return of(status, WAREHOUSE_SENTENCE, detail);
	}

	private static String reason(HttpStatusCode status) {
		HttpStatus known = HttpStatus.resolve(status.value());
		return (known != null) ? known.getReasonPhrase() : "Status " + status.value();
	}

}

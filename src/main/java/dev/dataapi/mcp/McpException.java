package dev.dataapi.mcp;

import org.jspecify.annotations.Nullable;

/**
 * A message that the protocol does not allow, with the code and the HTTP status that the
 * protocol has for it.
 */
final class McpException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private static final int PARSE_ERROR = -32700;

	private static final int INVALID_REQUEST = -32600;

	private static final int METHOD_NOT_FOUND = -32601;

	private static final int INVALID_PARAMS = -32602;

	private static final int HEADER_MISMATCH = -32020;

	private static final int UNSUPPORTED_VERSION = -32022;

	private final int status;

	private final int code;

	/** What the client asked for, if that was a revision which is not served. */
	private final @Nullable String version;

	private McpException(int status, int code, String message, @Nullable String version) {
		super(message, null, false, false);
		this.status = status;
		this.code = code;
		this.version = version;
	}

	static McpException notJson() {
		return new McpException(400, PARSE_ERROR, "The body must be one JSON object.", null);
	}

	static McpException invalidRequest(String message) {
		return new McpException(400, INVALID_REQUEST, message, null);
	}

	/**
	 * A method that does not exist, which only the revisions without a handshake tell by
	 * status.
	 */
	static McpException unknownMethod(String method, boolean modern) {
		return new McpException(modern ? 404 : 200, METHOD_NOT_FOUND,
				"There is no method " + excerpt(method) + " here.", null);
	}

	/** What a request must have, and lacks. */
	static McpException missing(String message) {
		return new McpException(400, INVALID_PARAMS, message, null);
	}

	/** Parameters of a method that is known. */
	static McpException invalidParams(String message) {
		return new McpException(200, INVALID_PARAMS, message, null);
	}

	static McpException headerMismatch(String header) {
		return new McpException(400, HEADER_MISMATCH, "The header " + header + " must equal what the body says.", null);
	}

	static McpException unsupportedVersion(String version) {
		return new McpException(400, UNSUPPORTED_VERSION,
				"Revision " + excerpt(version) + " is not served; " + String.join(", ", McpVersion.SERVED) + " are.",
				version);
	}

	/** Callers' words in an error, shortened. */
	static String excerpt(String text) {
		return (text.length() > 60) ? text.substring(0, 60) + "..." : text;
	}

	int status() {
		return this.status;
	}

	int code() {
		return this.code;
	}

	@Override
	public String getMessage() {
		return String.valueOf(super.getMessage());
	}

	/** The revision asked for, if it is not served. */
	@Nullable String version() {
		return this.version;
	}

}

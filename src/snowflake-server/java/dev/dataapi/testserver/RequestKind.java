package dev.dataapi.testserver;

/**
 * What a request asks for, judged by its path.
 */
public enum RequestKind {

	/** {@code POST /session/v1/login-request}. */
	LOGIN,

	/** {@code POST /queries/v1/query-request}. */
	QUERY,

	/** {@code GET /queries/<id>/result}: polls a slow query. */
	RESULT,

	/** {@code POST /queries/v1/abort-request}. */
	ABORT,

	/** {@code POST /session/token-request}. */
	RENEW,

	/** {@code POST /session/heartbeat}. */
	HEARTBEAT,

	/** {@code POST /session?delete=true}. */
	CLOSE,

	/** {@code POST /telemetry/send}. */
	TELEMETRY,

	/**
	 * {@code GET /results/<id>/<index>}: a chunk of a result, from the storage's port.
	 */
	CHUNK,

	/** Anything else: answered 404. */
	UNKNOWN;

	static RequestKind of(HttpRequest request) {
		String path = request.path();
		if ("GET".equals(request.method())) {
			if (path.startsWith("/results/")) {
				return CHUNK;
			}
			return (path.startsWith("/queries/") && path.endsWith("/result")) ? RESULT : UNKNOWN;
		}
		if (!"POST".equals(request.method())) {
			return UNKNOWN;
		}
		return switch (path) {
			case "/session/v1/login-request" -> LOGIN;
			case "/queries/v1/query-request" -> QUERY;
			case "/queries/v1/abort-request" -> ABORT;
			case "/session/token-request" -> RENEW;
			case "/session/heartbeat" -> HEARTBEAT;
			case "/session" -> "true".equals(request.query().get("delete")) ? CLOSE : UNKNOWN;
			case "/telemetry/send" -> TELEMETRY;
			default -> UNKNOWN;
		};
	}

}

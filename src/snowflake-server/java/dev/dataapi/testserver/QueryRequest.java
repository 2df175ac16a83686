package dev.dataapi.testserver;

import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import tools.jackson.databind.JsonNode;

/**
 * The body of a query request, with an id that stays the same when a client retries.
 */
record QueryRequest(String requestId, Sql sql, Bindings bindings, boolean describeOnly, JsonNode parameters) {

	static QueryRequest of(HttpRequest request, JsonNode body) {
		String requestId = request.query().get("requestId");
		return new QueryRequest((requestId != null) ? requestId : UUID.randomUUID().toString(),
				Sql.of(body.path("sqlText").asString("")), new Bindings(body.path("bindings")),
				body.path("describeOnly").asBoolean(false), body.path("parameters"));
	}

	/** The statement's own limit, otherwise the session's. */
	long timeoutSeconds(Session session) {
		String own = parameter("STATEMENT_TIMEOUT_IN_SECONDS", "");
		return Long.parseLong(own.isEmpty() ? session.parameter("STATEMENT_TIMEOUT_IN_SECONDS", "0") : own);
	}

	/** One of the statement's own parameters. */
	String parameter(String name, String otherwise) {
		return this.parameters.path(name).asString(otherwise);
	}

	/** How many rows the client wants at most; it sends zero, or nothing, for all. */
	long maxRows() {
		long most = this.parameters.path("rows_per_resultset").asLong(0);
		return (most > 0) ? most : Long.MAX_VALUE;
	}

	/** The statement for assertions and answers. */
	Requests.Statement recorded(Session session) {
		Map<String, String> own = new TreeMap<>();
		this.parameters.properties().forEach((entry) -> own.put(entry.getKey(), entry.getValue().asString("")));
		return new Requests.Statement(this.sql.text(), this.bindings.recorded(), own, this.describeOnly, session.id(),
				this.requestId);
	}

}

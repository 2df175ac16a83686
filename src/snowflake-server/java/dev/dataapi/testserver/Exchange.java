package dev.dataapi.testserver;

import java.time.Duration;

import tools.jackson.databind.JsonNode;

/** One request on its way through the server, with what faults have decided about it. */
final class Exchange {

	private final long arrivedAt = System.nanoTime();

	private final HttpRequest request;

	private final RequestKind kind;

	private final JsonNode body;

	private Duration delay = Duration.ZERO;

	private boolean wrongTypes;

	Exchange(HttpRequest request) {
		this.request = request;
		this.kind = RequestKind.of(request);
		this.body = Json.read(request.body());
	}

	HttpRequest request() {
		return this.request;
	}

	RequestKind kind() {
		return this.kind;
	}

	JsonNode body() {
		return this.body;
	}

	/** The statement of a query or an abort, otherwise empty. */
	String sql() {
		return this.body.path("sqlText").asString("");
	}

	Duration delay() {
		return this.delay;
	}

	/** How long the server has had the request. */
	Duration age() {
		return Duration.ofNanos(System.nanoTime() - this.arrivedAt);
	}

	void delay(Duration longer) {
		this.delay = this.delay.plus(longer);
	}

	boolean wrongTypes() {
		return this.wrongTypes;
	}

	void useWrongTypes() {
		this.wrongTypes = true;
	}

}

package dev.dataapi.testserver;

import tools.jackson.core.JacksonException;

/**
 * Passes a request to its endpoint, through the counters and the faults.
 */
final class Protocol {

	private final Requests requests;

	private final Faults faults;

	private final Sessions sessions;

	private final LoginEndpoint login;

	private final QueryEndpoint queries;

	private final ResultStorage storage;

	Protocol(Requests requests, Faults faults, Sessions sessions, LoginEndpoint login, QueryEndpoint queries,
			ResultStorage storage) {
		this.requests = requests;
		this.faults = faults;
		this.sessions = sessions;
		this.login = login;
		this.queries = queries;
		this.storage = storage;
	}

	HttpAnswer answer(HttpRequest request) {
		try {
			Exchange exchange = new Exchange(request);
			this.requests.count(exchange);
			return this.faults.apply(exchange, () -> handle(exchange));
		}
		catch (JacksonException ex) {
			return HttpAnswer.html(400);
		}
	}

	private HttpAnswer handle(Exchange exchange) {
		try {
			return switch (exchange.kind()) {
				case LOGIN -> this.login.login(exchange.request(), exchange.body());
				case QUERY -> this.queries.query(exchange);
				case RESULT -> this.queries.result(exchange);
				case ABORT -> this.queries.abort(exchange);
				case RENEW -> renew(exchange);
				case HEARTBEAT -> heartbeat(exchange);
				case CLOSE -> close(exchange);
				case TELEMETRY -> Json.success();
				case CHUNK -> this.storage.answer(exchange.request());
				case UNKNOWN -> HttpAnswer.html(404);
			};
		}
		catch (Refusal ex) {
			return ex.answer();
		}
	}

	private HttpAnswer renew(Exchange exchange) {
		Session session = this.sessions.renew(exchange.request().token(), exchange.body());
		return Json.success((json) -> {
			json.writeStringProperty("sessionToken", session.token().text());
			json.writeNumberProperty("validityInSecondsST", session.token().life().toSeconds());
			json.writeStringProperty("masterToken", session.master().text());
			json.writeNumberProperty("validityInSecondsMT", session.master().life().toSeconds());
			json.writeNumberProperty("sessionId", session.id());
		});
	}

	private HttpAnswer heartbeat(Exchange exchange) {
		this.sessions.require(exchange.request().token());
		return Json.success();
	}

	private HttpAnswer close(Exchange exchange) {
		this.sessions.require(exchange.request().token()).close();
		return Json.success();
	}

}

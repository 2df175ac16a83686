package dev.dataapi.testserver;

import java.time.Duration;

/**
 * Starts queries, waits for them as long as Snowflake does before it answers "still
 * running", and aborts them.
 */
final class QueryEndpoint {

	private final Sessions sessions;

	private final Executions executions;

	private final StatementRunner runner;

	private final Requests requests;

	private volatile Duration patience = Duration.ofSeconds(45);

	private volatile Duration latency = Duration.ZERO;

	QueryEndpoint(Sessions sessions, Executions executions, StatementRunner runner, Requests requests) {
		this.sessions = sessions;
		this.executions = executions;
		this.runner = runner;
		this.requests = requests;
	}

	void patience(Duration patience) {
		this.patience = patience;
	}

	void latency(Duration latency) {
		this.latency = latency;
	}

	HttpAnswer query(Exchange exchange) {
		Session session = this.sessions.require(exchange.request().token());
		QueryRequest query = QueryRequest.of(exchange.request(), exchange.body());
		return answer(session.executions().join(query.requestId(), () -> start(query, session, exchange)));
	}

	HttpAnswer result(Exchange exchange) {
		Session session = this.sessions.require(exchange.request().token());
		Execution execution = session.executions().byQueryId(exchange.request().path().split("/")[2]);
		if (execution == null) {
			// Assumed: the answer of a result's URL without a result
			throw new Refusal("000605", "Identified SQL statement is not currently executing.");
		}
		return answer(execution);
	}

	HttpAnswer abort(Exchange exchange) {
		Session session = this.sessions.require(exchange.request().token());
		Execution execution = session.executions().byRequestId(exchange.body().path("requestId").asString(""));
		if (execution == null || !this.executions.stop(execution, SqlProblem.cancelled())) {
			// 000605 is Snowflake's answer to a cancel that is too late
			throw new Refusal("000605", "Identified SQL statement is not currently executing.");
		}
		return Json.success();
	}

	private Execution start(QueryRequest query, Session session, Exchange exchange) {
		this.requests.statement(query, session);
		boolean wrongTypes = exchange.wrongTypes();
		Duration latency = this.latency.plus(exchange.delay()).plus(Translation.pause(query.sql()));
		Execution execution = new Execution(session, query.sql(), latency.minus(exchange.age()),
				(running) -> this.runner.run(query, running, wrongTypes));
		this.executions.start(execution, query.timeoutSeconds(session));
		return execution;
	}

	private HttpAnswer answer(Execution execution) {
		HttpAnswer answer = execution.await(this.patience.toMillis());
		return (answer != null) ? answer : Json.progress("333333", "Query execution in progress.", (json) -> {
			json.writeStringProperty("getResultUrl", "/queries/" + execution.queryId() + "/result");
			json.writeStringProperty("queryId", execution.queryId());
			json.writeNullProperty("progressDesc");
		});
	}

}

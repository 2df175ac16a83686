package dev.dataapi.testserver;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Orders when a fault strikes, then which: {@code
 * faults.on(QUERY).matching("orders").times(3).status(503)}. Without a count it lasts
 * until the faults are cleared.
 */
public final class FaultOrder {

	private final Faults faults;

	private Predicate<Exchange> concerned;

	private int skipped;

	private int every = 1;

	private long times = Long.MAX_VALUE;

	FaultOrder(Faults faults, Predicate<Exchange> concerned) {
		this.faults = faults;
		this.concerned = concerned;
	}

	/**
	 * Only for statements in which the regular expression finds a match, whatever the
	 * case.
	 */
	public FaultOrder matching(String sql) {
		Pattern pattern = Pattern.compile(sql, Pattern.CASE_INSENSITIVE);
		this.concerned = this.concerned.and((exchange) -> pattern.matcher(exchange.sql()).find());
		return this;
	}

	/** Lets this many requests pass first. */
	public FaultOrder after(int requests) {
		this.skipped = requests;
		return this;
	}

	/** Strikes every n-th request only. */
	public FaultOrder every(int requests) {
		this.every = requests;
		return this;
	}

	public FaultOrder once() {
		return times(1);
	}

	public FaultOrder times(int times) {
		this.times = times;
		return this;
	}

	/** Answers a bare HTTP status with an HTML body, as a proxy would. */
	public Fault status(int status) {
		return order((exchange, otherwise) -> HttpAnswer.html(status));
	}

	/** Answers one of Snowflake's codes without SQLState: 390112, 390100. */
	public Fault code(String code, String message) {
		return order((exchange, otherwise) -> Json.failure(code, message));
	}

	/** Answers an error of the statement. */
	public Fault sqlError(String code, String state, String message) {
		return order((exchange, otherwise) -> new SqlProblem(code, state, message).answer("00000000-fault"));
	}

	/** Closes the connection instead of reading on: the request is not carried out. */
	public Fault drop() {
		return order((exchange, otherwise) -> HttpAnswer.dropped());
	}

	/** Carries the request out, then closes the connection without an answer. */
	public Fault loseAnswer() {
		return order((exchange, otherwise) -> {
			otherwise.get();
			return HttpAnswer.dropped();
		});
	}

	/** Never answers, until the faults are cleared. */
	public Fault stall() {
		return order((exchange, otherwise) -> this.faults.stall());
	}

	/**
	 * Answers all of the head and the body byte by byte, until the faults are cleared.
	 */
	public Fault drip(Duration interval) {
		return drip(interval, 0);
	}

	/**
	 * Answers some bytes of head and body at once and each of the others after an
	 * interval, until the faults are cleared: then the connection is closed.
	 */
	public Fault drip(Duration interval, int swift) {
		return order((exchange, otherwise) -> otherwise.get().paced(this.faults.pace(interval), swift));
	}

	/** Alters the text of the answer, which the server then sends as a whole. */
	public Fault alter(UnaryOperator<String> change) {
		return order((exchange, otherwise) -> {
			String text = new String(otherwise.get().body(), StandardCharsets.UTF_8);
			return HttpAnswer.json(change.apply(text).getBytes(StandardCharsets.UTF_8));
		});
	}

	/** Answers half of the body, then closes the connection. */
	public Fault cutBody() {
		return order((exchange, otherwise) -> otherwise.get().cut());
	}

	/** Answers JSON that stops in the middle, as a whole HTTP answer. */
	public Fault malformedJson() {
		return order((exchange, otherwise) -> otherwise.get().malformed());
	}

	/**
	 * Delays the answer; a query that waits counts as running, can be aborted and can
	 * reach its time limit.
	 */
	public Fault delay(Duration delay) {
		return order((exchange, otherwise) -> {
			this.faults.delay(exchange, delay);
			return otherwise.get();
		});
	}

	/** Expires every session before the request is handled. */
	public Fault expireSessions() {
		return order((exchange, otherwise) -> {
			this.faults.sessions().expireAll();
			return otherwise.get();
		});
	}

	/** Expires every session and master token before the request is handled. */
	public Fault expireMasters() {
		return order((exchange, otherwise) -> {
			this.faults.sessions().expireMasters();
			return otherwise.get();
		});
	}

	/** Ends every session before the request is handled. */
	public Fault killSessions() {
		return order((exchange, otherwise) -> {
			this.faults.sessions().killAll();
			return otherwise.get();
		});
	}

	/**
	 * Describes every column that is not text as a number, and puts no number into it.
	 */
	public Fault wrongTypes() {
		return order((exchange, otherwise) -> {
			exchange.useWrongTypes();
			return otherwise.get();
		});
	}

	private Fault order(Fault.Action action) {
		return this.faults.add(new Fault(this.concerned, this.skipped, this.every, this.times, action));
	}

}

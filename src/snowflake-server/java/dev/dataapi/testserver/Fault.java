package dev.dataapi.testserver;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What goes wrong, and when: {@code
 * Fault.status(503).on(RequestKind.QUERY).matching("orders").times(3)}. It strikes every
 * request unless narrowed, from {@link SnowflakeServer#fail} on until
 * {@link SnowflakeServer#recover()}.
 */
public final class Fault {

	private final Action action;

	private final AtomicLong met = new AtomicLong();

	private final AtomicLong struck = new AtomicLong();

	private Set<RequestKind> kinds = EnumSet.allOf(RequestKind.class);

	private @Nullable Pattern statement;

	private int skipped;

	private int every = 1;

	private long times = Long.MAX_VALUE;

	private Fault(Action action) {
		this.action = action;
	}

	/** Answers a bare HTTP status with an HTML body, as a proxy would. */
	public static Fault status(int status) {
		return new Fault((exchange, otherwise, faults) -> HttpAnswer.html(status));
	}

	/** Answers one of Snowflake's codes without SQLState: 390112, 390100. */
	public static Fault code(String code, String message) {
		return new Fault((exchange, otherwise, faults) -> Json.failure(code, message));
	}

	/** Answers an error of the statement. */
	public static Fault sqlError(String code, String state, String message) {
		return new Fault(
				(exchange, otherwise, faults) -> new SqlProblem(code, state, message).answer("00000000-fault"));
	}

	/** Closes the connection: the request is not carried out. */
	public static Fault drop() {
		return new Fault((exchange, otherwise, faults) -> HttpAnswer.dropped());
	}

	/** Carries the request out, then closes the connection without an answer. */
	public static Fault loseAnswer() {
		return new Fault((exchange, otherwise, faults) -> {
			otherwise.get();
			return HttpAnswer.dropped();
		});
	}

	/** Never answers, until the server recovers. */
	public static Fault stall() {
		return new Fault((exchange, otherwise, faults) -> faults.stall());
	}

	/**
	 * Answers all of the head and the body byte by byte, until the server recovers.
	 */
	public static Fault drip(Duration interval) {
		return drip(interval, 0);
	}

	/**
	 * Answers some bytes of head and body at once and each of the others after an
	 * interval, until the server recovers: then the connection is closed.
	 */
	public static Fault drip(Duration interval, int swift) {
		return new Fault((exchange, otherwise, faults) -> otherwise.get().paced(faults.pace(interval), swift));
	}

	/** Alters the text of the answer, which the server then sends as a whole. */
	public static Fault alter(UnaryOperator<String> change) {
		return new Fault((exchange, otherwise, faults) -> {
			String text = new String(otherwise.get().body(), StandardCharsets.UTF_8);
			return HttpAnswer.json(change.apply(text).getBytes(StandardCharsets.UTF_8));
		});
	}

	/** Answers half of the body, then closes the connection. */
	public static Fault cutBody() {
		return new Fault((exchange, otherwise, faults) -> otherwise.get().cut());
	}

	/** Answers JSON that stops in the middle, as a whole HTTP answer. */
	public static Fault malformedJson() {
		return new Fault((exchange, otherwise, faults) -> otherwise.get().malformed());
	}

	/**
	 * Delays the answer; a query that waits counts as running, can be aborted and can
	 * reach its time limit.
	 */
	public static Fault delay(Duration delay) {
		return before((exchange, faults) -> faults.delay(exchange, delay));
	}

	/** Expires every session before the request is handled. */
	public static Fault expireSessions() {
		return before((exchange, faults) -> faults.sessions().expireAll());
	}

	/** Expires every session and master token before the request is handled. */
	public static Fault expireMasters() {
		return before((exchange, faults) -> faults.sessions().expireMasters());
	}

	/** Ends every session before the request is handled. */
	public static Fault killSessions() {
		return before((exchange, faults) -> faults.sessions().killAll());
	}

	/**
	 * Describes every column that is not text as a number, and puts no number into it.
	 */
	public static Fault wrongTypes() {
		return before((exchange, faults) -> exchange.useWrongTypes());
	}

	private static Fault before(BiConsumer<Exchange, Faults> preparation) {
		return new Fault((exchange, otherwise, faults) -> {
			preparation.accept(exchange, faults);
			return otherwise.get();
		});
	}

	/** Only for requests of these kinds. */
	public Fault on(RequestKind first, RequestKind... more) {
		this.kinds = EnumSet.of(first, more);
		return this;
	}

	/**
	 * Only for statements in which the regular expression finds a match, whatever the
	 * case.
	 */
	public Fault matching(String sql) {
		this.statement = Pattern.compile(sql, Pattern.CASE_INSENSITIVE);
		return this;
	}

	/** Lets this many requests pass first. */
	public Fault after(int requests) {
		this.skipped = requests;
		return this;
	}

	/** Strikes every n-th request only. */
	public Fault every(int requests) {
		this.every = requests;
		return this;
	}

	/** Strikes a single time. */
	public Fault once() {
		return times(1);
	}

	/** Strikes this often at most. */
	public Fault times(int times) {
		this.times = times;
		return this;
	}

	/** How often it has struck. */
	public long struck() {
		return this.struck.get();
	}

	/** Decides for one request, and counts it; a used-up fault never strikes again. */
	boolean strikes(Exchange exchange) {
		if (!this.kinds.contains(exchange.kind())
				|| (this.statement != null && !this.statement.matcher(exchange.sql()).find())) {
			return false;
		}
		long turn = this.met.incrementAndGet() - this.skipped;
		if (turn < 1 || turn % this.every != 0) {
			return false;
		}
		return this.struck.getAndUpdate((count) -> Math.min(count + 1, this.times)) < this.times;
	}

	HttpAnswer answer(Exchange exchange, Supplier<HttpAnswer> otherwise, Faults faults) {
		return this.action.answer(exchange, otherwise, faults);
	}

	/** Answers instead of the server, or alters its answer. */
	@FunctionalInterface
	private interface Action {

		HttpAnswer answer(Exchange exchange, Supplier<HttpAnswer> otherwise, Faults faults);

	}

}

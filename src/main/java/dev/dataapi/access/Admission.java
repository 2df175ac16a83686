package dev.dataapi.access;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * Lets callers in to what they may ask for, as often as they may, and counts who asked by
 * role.
 */
public final class Admission {

	/** The name of the limit on all requests of a caller. */
	static final String ALL_REQUESTS = "default";

	/** How often wrong keys and tokens from an address are answered 401. */
	private static final RateLimit WRONG_CREDENTIALS = new RateLimit(20, Duration.ofMinutes(1));

	private static final String NO_ROLE = "none";

	private final RateLimits limits = new RateLimits();

	/** By role. */
	private final Map<String, Counter> admitted = new ConcurrentHashMap<>();

	private final MeterRegistry meters;

	private final @Nullable RateLimit limit;

	private final AccessProperties settings;

	Admission(AccessProperties settings, MeterRegistry meters) {
		this.limit = settings.limit();
		this.settings = settings;
		this.meters = meters;
	}

	/** Whether callers prove who they are. */
	public boolean isAuthenticated() {
		return !this.settings.authentication().isEmpty();
	}

	/** Whether any of the ways to prove who one is can tell a value. */
	public boolean canTell(CallerValue value) {
		return this.settings.canTell(value);
	}

	/** Whether there is a limit on all requests of a caller. */
	public boolean isLimited() {
		return this.limit != null;
	}

	/**
	 * Lets a request in to an endpoint.
	 * @param endpoint its name
	 * @throws AccessException if its caller has none of the endpoint's roles, or has
	 * asked too often
	 */
	public void admit(String endpoint, Access access, HttpServletRequest request, HttpServletResponse response) {
		Caller caller = Caller.of(request);
		String role = access.admits(caller);
		if (role == null) {
			count("forbidden");
			throw AccessException.forbidden();
		}
		if (access.rateLimit() != null) {
			limit(endpoint, access.rateLimit(), request, response);
		}
		Counter counter = this.admitted.get(role);
		((counter != null) ? counter : this.admitted.computeIfAbsent(role, this::admitted)).increment();
	}

	/** Counts a request against the limit on all requests of its caller. */
	void admit(HttpServletRequest request, HttpServletResponse response) {
		if (this.limit != null) {
			limit(ALL_REQUESTS, this.limit, request, response);
		}
	}

	private void limit(String policy, RateLimit limit, HttpServletRequest request, HttpServletResponse response) {
		Caller caller = Caller.of(request);
		try {
			this.limits.count(policy, limit,
					(caller != null) ? "name " + caller.name() : "address " + request.getRemoteAddr(), response);
		}
		catch (AccessException ex) {
			count("limited");
			throw ex;
		}
	}

	/** Counts a request without a caller that needs one. */
	AccessException refused(AccessException refusal) {
		count("unauthenticated");
		return refusal;
	}

	/** The refusal of a wrong key or token, or of too many from its address. */
	AccessException refusedCredential(AccessException refusal, HttpServletRequest request) {
		count("unauthenticated");
		return this.limits.take("wrong", WRONG_CREDENTIALS, request.getRemoteAddr()) ? refusal
				: AccessException.tooMany("Too many wrong keys or tokens came from this address.", 3);
	}

	private void count(String outcome) {
		counter(NO_ROLE, outcome).increment();
	}

	private Counter admitted(String role) {
		return counter(role, "admitted");
	}

	/** By role: names would be a series for each caller. */
	private Counter counter(String role, String outcome) {
		return Counter.builder("access.requests")
			.description("Requests by the role for which they were let in, or why they were not")
			.tag("role", role)
			.tag("outcome", outcome)
			.register(this.meters);
	}

}

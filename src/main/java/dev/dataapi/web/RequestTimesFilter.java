package dev.dataapi.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import dev.dataapi.endpoint.CacheOutcome;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.http.server.observation.ServerRequestObservationConvention;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Observes requests as Spring's own filter does if they may be traced. Otherwise only
 * times them: the same meter with the same tags, for a fraction of the cost.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class RequestTimesFilter extends ServerHttpObservationFilter {

	private static final String NAME = "http.server.requests";

	private static final Set<String> COMMON = Set.of("GET", "POST");

	private final ServerRequestObservationConvention convention;

	private final MeterRegistry registry;

	private final boolean traced;

	/** For requests that matched a route, so their number is bounded. */
	private final Map<Series, Timer> timers = new ConcurrentHashMap<>();

	RequestTimesFilter(ObservationRegistry observations, ServerRequestObservationConvention convention,
			MeterRegistry registry, @Nullable Tracer tracer) {
		super(observations, convention);
		this.convention = convention;
		this.registry = registry;
		this.traced = tracer != null;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (this.traced) {
			super.doFilterInternal(request, response, chain);
			return;
		}
		long start = System.nanoTime();
		Throwable failure = null;
		try {
			chain.doFilter(request, response);
			failure = (Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
		}
		catch (ServletException | IOException | RuntimeException ex) {
			failure = (ex instanceof ServletException && ex.getCause() != null) ? ex.getCause() : ex;
			response.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
			throw ex;
		}
		finally {
			timer(request, response, failure).record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
		}
	}

	/** Removes the timers of a route that is no more, whoever has made them. */
	void forget(String pattern) {
		this.timers.keySet().removeIf((series) -> series.pattern().equals(pattern));
		this.registry.find(NAME).tag("uri", pattern).meters().forEach(this.registry::remove);
	}

	private Timer timer(HttpServletRequest request, HttpServletResponse response, @Nullable Throwable failure) {
		Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
		String method = request.getMethod();
		if (pattern == null || failure != null || !COMMON.contains(method)) {
			return newTimer(request, response, failure);
		}
		Series outcome = new Series(method, pattern.toString(), response.getStatus(), CacheOutcome.of(request));
		Timer known = this.timers.get(outcome);
		return (known != null) ? known
				: this.timers.computeIfAbsent(outcome, (missing) -> newTimer(request, response, null));
	}

	private Timer newTimer(HttpServletRequest request, HttpServletResponse response, @Nullable Throwable failure) {
		ServerRequestObservationContext context = new ServerRequestObservationContext(request, response);
		Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
		if (pattern != null) {
			context.setPathPattern(pattern.toString());
		}
		if (failure != null) {
			context.setError(failure);
		}
		List<Tag> tags = new ArrayList<>();
		for (KeyValue keyValue : this.convention.getLowCardinalityKeyValues(context)) {
			tags.add(Tag.of(keyValue.getKey(), keyValue.getValue()));
		}
		// Micrometer's own handler adds this one
		tags.add(Tag.of("error", (failure != null) ? failure.getClass().getSimpleName() : KeyValue.NONE_VALUE));
		return this.registry.timer(NAME, tags);
	}

	private record Series(String method, String pattern, int status, CacheOutcome cache) {
	}

}

package dev.dataapi.web;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler.IgnoredMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.servlet.HandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/** Times that are the same whether a request is observed or not. */
class RequestTimesFilterTests {

	private final SimpleMeterRegistry observed = new SimpleMeterRegistry();

	private final SimpleMeterRegistry timed = new SimpleMeterRegistry();

	private final RequestTimesFilter observing = filter(this.observed, Tracer.NOOP);

	private final RequestTimesFilter timing = filter(this.timed, null);

	private static RequestTimesFilter filter(SimpleMeterRegistry registry, @Nullable Tracer tracer) {
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig()
			.observationHandler(new DefaultMeterObservationHandler(registry, IgnoredMeters.LONG_TASK_TIMER));
		return new RequestTimesFilter(observations, new DefaultServerRequestObservationConvention(), registry, tracer);
	}

	@ParameterizedTest
	@CsvSource({ "GET, /customer/{ids}, 200", "GET, /customer/{ids}, 400", "HEAD, /customer/{ids}, 200", "GET, '', 404",
			"POST, /customer/{ids}, 405", "'G T', '', 400" })
	void requestHasTheTagsOfItsObservation(String method, String pattern, int status) throws Exception {
		FilterChain chain = (request, response) -> {
			if (!pattern.isEmpty()) {
				match((MockHttpServletRequest) request, pattern);
			}
			((MockHttpServletResponse) response).setStatus(status);
		};
		for (int i = 0; i < 2; i++) {
			this.observing.doFilter(new MockHttpServletRequest(method, "/customer/1"), new MockHttpServletResponse(),
					chain);
			this.timing.doFilter(new MockHttpServletRequest(method, "/customer/1"), new MockHttpServletResponse(),
					chain);
		}
		assertThat(meters(this.timed)).hasSize(1).isEqualTo(meters(this.observed));
		assertThat(this.timed.get("http.server.requests").timer().count()).isEqualTo(2);
	}

	@Test
	void requestThatFailsHasTheTagsOfItsObservation() {
		for (Exception failure : List.of(new ServletException(new IllegalStateException("broken")),
				new IOException("gone"), new IllegalArgumentException("wrong"))) {
			for (RequestTimesFilter filter : List.of(this.observing, this.timing)) {
				MockHttpServletResponse response = new MockHttpServletResponse();
				assertThatException()
					.isThrownBy(() -> filter.doFilter(new MockHttpServletRequest("GET", "/"), response,
							(request, unused) -> fail(failure)))
					.isSameAs(failure);
				assertThat(response.getStatus()).isEqualTo(500);
			}
		}
		assertThat(meters(this.timed)).hasSize(3).isEqualTo(meters(this.observed));
	}

	@Test
	void requestWhoseFailureWasDispatchedHasTheTagsOfItsObservation() throws Exception {
		for (RequestTimesFilter filter : List.of(this.observing, this.timing)) {
			filter.doFilter(new MockHttpServletRequest("GET", "/"), new MockHttpServletResponse(),
					(request, response) -> request.setAttribute(RequestDispatcher.ERROR_EXCEPTION,
							new IllegalStateException("broken")));
		}
		assertThat(meters(this.timed)).hasSize(1).isEqualTo(meters(this.observed));
	}

	private static void fail(Exception failure) throws IOException, ServletException {
		switch (failure) {
			case IOException ex -> throw ex;
			case ServletException ex -> throw ex;
			case RuntimeException ex -> throw ex;
			default -> throw new IllegalStateException(failure);
		}
	}

	/** As the dispatcher servlet does. */
	private static void match(MockHttpServletRequest request, String pattern) {
		request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, pattern);
		ServerHttpObservationFilter.findObservationContext(request)
			.ifPresent((ServerRequestObservationContext context) -> context.setPathPattern(pattern));
	}

	private static Set<Meter.Id> meters(SimpleMeterRegistry registry) {
		return registry.getMeters()
			.stream()
			.filter(Timer.class::isInstance)
			.map(Meter::getId)
			.collect(Collectors.toSet());
	}

}

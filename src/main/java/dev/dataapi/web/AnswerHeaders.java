package dev.dataapi.web;

import java.time.Duration;

import dev.dataapi.lookup.Answer;
import dev.dataapi.lookup.Freshness;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/**
 * Says in headers how an answer came about and for how long it may be kept, and leaves
 * the body out where the caller has it already.
 */
@RestControllerAdvice
class AnswerHeaders implements ResponseBodyAdvice<Answer> {

	@Override
	public boolean supports(MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converter) {
		return converter == AnswerConverter.class;
	}

	@Override
	public @Nullable Answer beforeBodyWrite(@Nullable Answer answer, MethodParameter returnType, MediaType contentType,
			Class<? extends HttpMessageConverter<?>> converter, ServerHttpRequest request,
			ServerHttpResponse response) {
		if (answer == null) {
			return null;
		}
		HttpServletRequest servletRequest = ((ServletServerHttpRequest) request).getServletRequest();
		HttpServletResponse servletResponse = ((ServletServerHttpResponse) response).getServletResponse();
		CacheOutcome.of(answer).mark(servletRequest);
		servletResponse.setHeader(HttpHeaders.CACHE_CONTROL, "private, max-age=" + answer.freshFor().toSeconds());
		servletResponse.setHeader("Cache-Status", cacheStatus(answer));
		servletResponse.setHeader("Server-Timing", serverTiming(answer, RequestStart.elapsed(servletRequest)));
		if (answer.stale() > 0) {
			servletResponse.setHeader(HttpHeaders.AGE, Long.toString(answer.age().toSeconds()));
		}
		boolean gzip = false;
		if (GzipEncoding.isWorthIt(answer.body())) {
			servletResponse.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
			gzip = GzipEncoding.isAccepted(servletRequest);
		}
		String tag = '"' + answer.fingerprint() + (gzip ? "-gzip\"" : "\"");
		if (servletRequest.getHeader(HttpHeaders.IF_NONE_MATCH) != null) {
			if (new ServletWebRequest(servletRequest, servletResponse).checkNotModified(tag)) {
				return null;
			}
		}
		else {
			servletResponse.setHeader(HttpHeaders.ETAG, tag);
		}
		if (!gzip) {
			return answer;
		}
		servletResponse.setHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
		return answer.encoded(GzipEncoding.encode(answer.body()));
	}

	/** RFC 9211, with the number of parts where they differ. */
	private static String cacheStatus(Answer answer) {
		long ttl = answer.freshFor().toSeconds();
		if (answer.stale() > 0) {
			return "data-api; hit; ttl=-" + answer.staleFor().toSeconds() + "; detail=\"stale=" + answer.stale()
					+ ", hits=" + answer.hits() + ", misses=" + answer.misses() + "\"";
		}
		if (answer.misses() == 0) {
			return "data-api; hit; ttl=" + ttl;
		}
		if (answer.hits() > 0) {
			return "data-api; fwd=partial; detail=\"hits=" + answer.hits() + ", misses=" + answer.misses() + "\"";
		}
		return (answer.asked() == Freshness.RELOADED) ? "data-api; fwd=request; stored"
				: "data-api; fwd=miss; stored; ttl=" + ttl;
	}

	/** Durations in milliseconds, and nothing else, of where the time went. */
	private static String serverTiming(Answer answer, Duration total) {
		Duration waited = answer.timing().waited();
		Duration loaded = answer.timing().loaded();
		StringBuilder timing = new StringBuilder(80);
		append(timing, "cache", total.minus(waited).minus(loaded));
		if (answer.misses() > 0) {
			append(timing.append(", "), "wait", waited);
			append(timing.append(", "), "query", loaded);
		}
		append(timing.append(", "), "total", total);
		return timing.toString();
	}

	private static void append(StringBuilder timing, String name, Duration duration) {
		long hundredths = Math.max(0, duration.toNanos() / 10_000);
		timing.append(name).append(";dur=").append(hundredths / 100).append('.');
		timing.append((char) ('0' + hundredths / 10 % 10)).append((char) ('0' + hundredths % 10));
	}

}

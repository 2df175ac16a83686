package dev.dataapi.endpoint;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;

import dev.dataapi.access.Caller;
import dev.dataapi.cache.CacheMode;
import dev.dataapi.cache.CachedResponse;
import dev.dataapi.cache.Outcome;
import dev.dataapi.cache.Representation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Writes a response's bytes as they are, under headers that tell where it came from and
 * how long it may be cached; answers 304 if the caller already has it.
 */
final class ResponseWriter implements HandlerMethodReturnValueHandler {

	/** What tells callers apart; ingress knows a browser by a cookie. */
	private static final String OF_CALLERS = ", Authorization, X-Api-Key, Cookie";

	private static final String ACCEPT_OF_CALLERS = HttpHeaders.ACCEPT + OF_CALLERS;

	private static final String ENCODING = "Accept, Accept-Encoding";

	private static final String ENCODING_OF_CALLERS = ENCODING + OF_CALLERS;

	@Override
	public boolean supportsReturnType(MethodParameter returnType) {
		return returnType.getParameterType() == CachedResponse.class;
	}

	@Override
	public void handleReturnValue(@Nullable Object returnValue, MethodParameter returnType,
			ModelAndViewContainer container, NativeWebRequest webRequest) throws IOException {
		container.setRequestHandled(true);
		if (returnValue == null) {
			// Written already
			return;
		}
		HttpServletRequest request = (HttpServletRequest) webRequest.getNativeRequest();
		HttpServletResponse response = (HttpServletResponse) Objects.requireNonNull(webRequest.getNativeResponse());
		try (CachedResponse cached = (CachedResponse) returnValue) {
			write(cached, request, response);
		}
	}

	private static void write(CachedResponse cached, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		Outcome outcome = cached.outcome();
		CacheOutcome.of(outcome).mark(request);
		// Added, not set: Tomcat would look for each name among those that are there
		response.addHeader(HttpHeaders.CACHE_CONTROL, "private, max-age=" + outcome.freshFor().toSeconds());
		response.addHeader("Cache-Status", cacheStatus(outcome));
		response.addHeader("Server-Timing", serverTiming(outcome, Arrival.elapsed(request)));
		if (outcome.stale() > 0) {
			response.setHeader(HttpHeaders.AGE, Long.toString(outcome.age().toSeconds()));
		}
		if (cached.link() != null) {
			response.addHeader(HttpHeaders.LINK, Format.repeat(cached.link(), request.getQueryString()));
		}
		boolean large = GzipEncoding.isWorthIt(cached.size());
		response.addHeader(HttpHeaders.VARY, vary(large, Caller.of(request) != null));
		boolean gzip = large && GzipEncoding.isAccepted(request);
		// Neither a tag nor a condition has a meaning for POST (RFC 9110, 8.8.3 and 13.1)
		if (!HttpMethod.POST.matches(request.getMethod())) {
			String tag = '"' + cached.etag() + (gzip ? "-gzip\"" : "\"");
			response.setHeader(HttpHeaders.ETAG, tag);
			if (isNotModified(request, response, tag)) {
				return;
			}
		}
		write(cached, gzip, response);
	}

	private static String vary(boolean large, boolean ofCaller) {
		if (ofCaller) {
			return large ? ENCODING_OF_CALLERS : ACCEPT_OF_CALLERS;
		}
		return large ? ENCODING : HttpHeaders.ACCEPT;
	}

	private static void write(CachedResponse cached, boolean gzip, HttpServletResponse response) throws IOException {
		Representation form = cached.form();
		response.setContentType(form.contentType());
		if (form.fileName() != null) {
			response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + form.fileName() + '"');
		}
		if (gzip) {
			byte[] body = cached.gzip();
			response.setHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
			response.setContentLength(body.length);
			response.getOutputStream().write(body);
		}
		else {
			response.setContentLength(cached.size());
			cached.writeTo(response.getOutputStream());
		}
	}

	/** Spring compares tags, but takes {@code *} for one that nothing has. */
	private static boolean isNotModified(HttpServletRequest request, HttpServletResponse response, String tag) {
		String condition = request.getHeader(HttpHeaders.IF_NONE_MATCH);
		if (condition == null) {
			return false;
		}
		if (condition.strip().equals("*")) {
			response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
			return true;
		}
		return new ServletWebRequest(request, response).checkNotModified(tag);
	}

	/**
	 * RFC 9211, the cache nearest to the warehouse first, with the number of keys where
	 * their results differ.
	 */
	private static String cacheStatus(Outcome outcome) {
		int hits = outcome.sharedHits();
		int misses = outcome.sharedMisses();
		long ttl = outcome.freshFor().toSeconds();
		if (outcome.stale() > 0 || hits + misses == 0) {
			return ownStatus(outcome, "; ttl=" + ttl);
		}
		if (misses == 0) {
			return "shared; hit; ttl=" + ttl + ", " + ownStatus(outcome, "");
		}
		if (hits > 0) {
			return "shared; fwd=partial; detail=\"hits=" + hits + ", misses=" + misses + "\", "
					+ ownStatus(outcome, "");
		}
		return "shared; " + forwarded(outcome) + ", " + ownStatus(outcome, "; ttl=" + ttl);
	}

	private static String ownStatus(Outcome outcome, String ttl) {
		if (outcome.stale() > 0) {
			return "data-api; hit; ttl=-" + outcome.staleFor().toSeconds() + "; detail=\"stale=" + outcome.stale()
					+ ", hits=" + outcome.hits() + ", misses=" + outcome.misses() + "\"";
		}
		if (outcome.misses() == 0) {
			return "data-api; hit" + ttl;
		}
		if (outcome.hits() > 0) {
			return "data-api; fwd=partial; detail=\"hits=" + outcome.hits() + ", misses=" + outcome.misses() + "\"";
		}
		return "data-api; " + forwarded(outcome) + (outcome.stored() ? ttl : "");
	}

	private static String forwarded(Outcome outcome) {
		return ((outcome.mode() == CacheMode.NO_CACHE) ? "fwd=request" : "fwd=miss")
				+ (outcome.stored() ? "; stored" : "");
	}

	/** Where the time went, in milliseconds. */
	private static String serverTiming(Outcome outcome, Duration total) {
		Duration waited = outcome.waited();
		Duration loaded = outcome.loaded();
		StringBuilder timing = new StringBuilder(80);
		append(timing, "cache", total.minus(waited).minus(loaded));
		if (outcome.misses() > 0) {
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

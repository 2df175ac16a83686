package dev.dataapi.web;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Keeps the API description as it was first written, one for each of its two addresses
 * and whatever headers a caller sends: springdoc writes it again for each request, of
 * some hundred endpoints a megabyte.
 */
final class DescriptionFilter extends HttpFilter {

	private static final long serialVersionUID = 1L;

	/** Much longer than it takes. */
	private static final long PATIENCE_SECONDS = 20;

	/** By path, of which the filter is registered for two. */
	private transient volatile Map<String, Written> known = new ConcurrentHashMap<>();

	private final ReentrantLock first = new ReentrantLock();

	@Override
	protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (!isRead(request)) {
			chain.doFilter(request, response);
			return;
		}
		Written written = this.known.get(request.getServletPath());
		if (written != null) {
			written.send(response);
			return;
		}
		if (!isFirst()) {
			response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
			return;
		}
		try {
			written = this.known.get(request.getServletPath());
			if (written == null) {
				written = write(request, response, chain);
			}
		}
		finally {
			this.first.unlock();
		}
		if (written != null) {
			written.send(response);
		}
	}

	/** Has the description written again, also where it is being written just now. */
	void forget() {
		this.known = new ConcurrentHashMap<>();
	}

	/** Whether a request reads what is there. */
	static boolean isRead(HttpServletRequest request) {
		return HttpMethod.GET.matches(request.getMethod()) || HttpMethod.HEAD.matches(request.getMethod());
	}

	private boolean isFirst() throws IOException {
		try {
			return this.first.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("Interrupted while the description was written", ex);
		}
	}

	/** Nothing if it could not be written, and the response says why. */
	private @Nullable Written write(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		Map<String, Written> known = this.known;
		ContentCachingResponseWrapper wrapper = new ContentCachingResponseWrapper(response);
		chain.doFilter(request, wrapper);
		String type = wrapper.getContentType();
		if (wrapper.getStatus() != HttpServletResponse.SC_OK || type == null) {
			wrapper.copyBodyToResponse();
			return null;
		}
		Written written = new Written(type, wrapper.getContentAsByteArray());
		known.put(request.getServletPath(), written);
		return written;
	}

	/**
	 * The description.
	 *
	 * @param type its content type
	 * @param body its bytes
	 */
	private record Written(String type, byte[] body) {

		void send(HttpServletResponse response) throws IOException {
			response.setContentType(this.type);
			response.setContentLength(this.body.length);
			response.getOutputStream().write(this.body);
		}

	}

}

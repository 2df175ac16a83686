package dev.dataapi.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

import dev.dataapi.memory.MemoryBudget;
import dev.dataapi.memory.MemoryPool;
import dev.dataapi.memory.MemoryPool.Reservation;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.server.ResponseStatusException;

/**
 * Limits what Spring sees of a request, on the port of the routes and on that of
 * management. Bodies that are too large or take too long are refused; bodies without a
 * meaning are hidden, since Spring would wait for the body of a probe. A browser's
 * preflight that gets here, as no other origin is allowed, is answered as any other
 * {@code OPTIONS}: Spring would list every method that exists instead of the route's.
 */
@Component
class RequestLimits implements Filter {

	/** More than 10,000 keys of 100 characters. */
	static final int BODY_BYTES = 1024 * 1024;

	/** In bytes, what any request may have, whoever else sends one. */
	private static final int FREE_BYTES = 2 * 1024;

	/** How much more than its bytes what is made of a body takes: keys of few digits. */
	private static final int BODY_FACTOR = 32;

	private static final long BODY_NANOS = TimeUnit.SECONDS.toNanos(10);

	private final MemoryPool bodies;

	@Autowired
	RequestLimits(ObjectProvider<MemoryBudget> memory) {
		this(memory.getIfAvailable(MemoryBudget::ofThisJvm));
	}

	RequestLimits(MemoryBudget memory) {
		this.bodies = memory.bodies();
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		HttpServletRequest httpRequest = (HttpServletRequest) request;
		long length = request.getContentLengthLong();
		if (length > BODY_BYTES && "POST".equals(httpRequest.getMethod())) {
			((HttpServletResponse) response).sendError(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
			return;
		}
		boolean limited = length > 0 || httpRequest.getHeader(HttpHeaders.TRANSFER_ENCODING) != null
				|| CorsUtils.isPreFlightRequest(httpRequest);
		if (!limited) {
			chain.doFilter(request, response);
			return;
		}
		try (Reservation memory = this.bodies.open()) {
			chain.doFilter(new LimitedRequest(httpRequest, memory), response);
		}
	}

	private static final class LimitedRequest extends HttpServletRequestWrapper {

		private final Reservation memory;

		LimitedRequest(HttpServletRequest request, Reservation memory) {
			super(request);
			this.memory = memory;
		}

		@Override
		public @Nullable String getHeader(String name) {
			return HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD.equalsIgnoreCase(name) ? null : super.getHeader(name);
		}

		@Override
		public ServletInputStream getInputStream() throws IOException {
			return new LimitedBody("POST".equals(getMethod()) ? super.getInputStream() : InputStream.nullInputStream(),
					this.memory);
		}

	}

	/**
	 * Read by a thread that may wait; throws if the body is too large or too slow, or if
	 * others have the memory for what is made of it. It does not wait for that, since its
	 * own caller may be slow.
	 */
	private static final class LimitedBody extends ServletInputStream {

		private final InputStream body;

		private final Reservation memory;

		private final long start = System.nanoTime();

		private int left = BODY_BYTES;

		private boolean finished;

		LimitedBody(InputStream body, Reservation memory) {
			this.body = body;
			this.memory = memory;
		}

		@Override
		public int read() throws IOException {
			int read = this.body.read();
			count((read < 0) ? read : 1);
			return read;
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			int read = this.body.read(bytes, offset, length);
			count(read);
			return read;
		}

		private void count(int read) {
			this.finished = read < 0;
			this.left -= Math.max(0, read);
			if (this.left < 0) {
				throw new ResponseStatusException(HttpStatus.CONTENT_TOO_LARGE);
			}
			if (System.nanoTime() - this.start > BODY_NANOS) {
				throw new ResponseStatusException(HttpStatus.REQUEST_TIMEOUT);
			}
			int counted = BODY_BYTES - this.left - FREE_BYTES;
			if (counted > 0 && !this.memory.growTo((long) BODY_FACTOR * counted)) {
				throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE);
			}
		}

		@Override
		public boolean isFinished() {
			return this.finished;
		}

		@Override
		public boolean isReady() {
			return true;
		}

		@Override
		public void setReadListener(ReadListener listener) {
			throw new UnsupportedOperationException("Bodies are read by threads that may wait");
		}

	}

}

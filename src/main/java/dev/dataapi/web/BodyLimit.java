package dev.dataapi.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

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

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * Refuses bodies that are too large or take too long to arrive, whether or not their
 * length is announced, and hides those that have no meaning: Spring would wait for the
 * body of a probe.
 */
class BodyLimit implements Filter {

	/** More than 10,000 keys of 20 characters. */
	static final int BYTES = 256 * 1024;

	private static final long NANOS = TimeUnit.SECONDS.toNanos(10);

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		HttpServletRequest httpRequest = (HttpServletRequest) request;
		long length = request.getContentLengthLong();
		if (length <= 0 && httpRequest.getHeader(HttpHeaders.TRANSFER_ENCODING) == null) {
			chain.doFilter(request, response);
		}
		else if (!"POST".equals(httpRequest.getMethod())) {
			chain.doFilter(new LimitedRequest(httpRequest, true), response);
		}
		else if (length > BYTES) {
			((HttpServletResponse) response).sendError(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
		}
		else {
			chain.doFilter(new LimitedRequest(httpRequest, false), response);
		}
	}

	/**
	 * A request whose body ends in an exception if it is too large or too slow.
	 */
	private static final class LimitedRequest extends HttpServletRequestWrapper {

		private final boolean hidden;

		LimitedRequest(HttpServletRequest request, boolean hidden) {
			super(request);
			this.hidden = hidden;
		}

		@Override
		public ServletInputStream getInputStream() throws IOException {
			return new LimitedStream(this.hidden ? InputStream.nullInputStream() : super.getInputStream());
		}

	}

	/** Counts what is read, by a thread that may wait. */
	private static final class LimitedStream extends ServletInputStream {

		private final InputStream body;

		private final long start = System.nanoTime();

		private int left = BYTES;

		private boolean finished;

		LimitedStream(InputStream body) {
			this.body = body;
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
			if (System.nanoTime() - this.start > NANOS) {
				throw new ResponseStatusException(HttpStatus.REQUEST_TIMEOUT);
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

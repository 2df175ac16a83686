package dev.dataapi.mcp;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an endpoint's answer to a call of a tool, of which nothing is sent.
 */
final class ToolResponse extends HttpServletResponseWrapper {

	private final RowOutput body;

	private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	private int status = SC_OK;

	ToolResponse(HttpServletResponse response, RowOutput body) {
		super(response);
		this.body = body;
	}

	@Override
	public int getStatus() {
		return this.status;
	}

	@Override
	public void setStatus(int status) {
		this.status = status;
	}

	@Override
	public void sendError(int status) {
		this.status = status;
	}

	@Override
	public void sendError(int status, @Nullable String message) {
		this.status = status;
	}

	@Override
	public void setHeader(String name, @Nullable String value) {
		if (value == null) {
			this.headers.remove(name);
		}
		else {
			this.headers.put(name, value);
		}
	}

	@Override
	public void addHeader(String name, String value) {
		this.headers.merge(name, value, (one, other) -> one + ", " + other);
	}

	@Override
	public void setIntHeader(String name, int value) {
		setHeader(name, Integer.toString(value));
	}

	@Override
	public void addIntHeader(String name, int value) {
		addHeader(name, Integer.toString(value));
	}

	@Override
	public void setDateHeader(String name, long value) {
		setHeader(name, Long.toString(value));
	}

	@Override
	public void addDateHeader(String name, long value) {
		addHeader(name, Long.toString(value));
	}

	@Override
	public boolean containsHeader(String name) {
		return this.headers.containsKey(name);
	}

	@Override
	public @Nullable String getHeader(String name) {
		return this.headers.get(name);
	}

	@Override
	public Collection<String> getHeaders(String name) {
		String value = getHeader(name);
		return (value != null) ? List.of(value) : List.of();
	}

	@Override
	public Collection<String> getHeaderNames() {
		return List.copyOf(this.headers.keySet());
	}

	@Override
	public void setContentType(@Nullable String type) {
	}

	@Override
	public void setCharacterEncoding(@Nullable String encoding) {
	}

	@Override
	public void setContentLength(int length) {
	}

	@Override
	public void setContentLengthLong(long length) {
	}

	@Override
	public boolean isCommitted() {
		return false;
	}

	@Override
	public void flushBuffer() {
	}

	@Override
	public void reset() {
		resetBuffer();
		this.headers.clear();
	}

	@Override
	public void resetBuffer() {
		this.body.reset();
	}

	@Override
	public PrintWriter getWriter() {
		return new PrintWriter(this.body, true, StandardCharsets.UTF_8);
	}

	@Override
	public ServletOutputStream getOutputStream() {
		return this.body;
	}

}

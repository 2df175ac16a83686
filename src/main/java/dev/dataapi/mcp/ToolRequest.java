package dev.dataapi.mcp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.util.UriUtils;

/**
 * The request that a call of a tool stands for: one to the endpoint by the same caller,
 * without the headers and the body of the call.
 * <p>
 * What Spring notes on it is kept apart from what Spring has noted on the call. What this
 * service notes, such as the outcome of the cache, is noted on the call.
 */
final class ToolRequest extends HttpServletRequestWrapper {

	private static final String SPRING = "org.springframework.";

	private final String path;

	private final @Nullable String query;

	private final byte @Nullable [] body;

	private final Map<String, String[]> parameters = new LinkedHashMap<>();

	private final Map<String, Object> attributes = new HashMap<>();

	private ToolRequest(HttpServletRequest call, String path, @Nullable String query, byte @Nullable [] body) {
		super(call);
		this.path = path;
		this.query = query;
		this.body = body;
	}

	/**
	 * Makes a GET.
	 * @param call the request that calls the tool
	 * @param path the endpoint's path, encoded, below that of the service
	 * @param query the parameters of the query, their values encoded
	 */
	static ToolRequest get(HttpServletRequest call, String path, Map<String, String> query) {
		StringJoiner pairs = new StringJoiner("&");
		query.forEach((name, value) -> pairs.add(UriUtils.encode(name, StandardCharsets.UTF_8) + "=" + value));
		ToolRequest request = new ToolRequest(call, path, query.isEmpty() ? null : pairs.toString(), null);
		query.forEach((name, value) -> request.parameters.put(name,
				new String[] { UriUtils.decode(value, StandardCharsets.UTF_8) }));
		return request;
	}

	/** Makes a POST of a JSON object. */
	static ToolRequest post(HttpServletRequest call, String path, byte[] body) {
		return new ToolRequest(call, path, null, body);
	}

	@Override
	public String getMethod() {
		return ((this.body != null) ? HttpMethod.POST : HttpMethod.GET).name();
	}

	@Override
	public String getRequestURI() {
		return getContextPath() + this.path;
	}

	@Override
	public StringBuffer getRequestURL() {
		return new StringBuffer(getRequestURI());
	}

	@Override
	public String getServletPath() {
		return UriUtils.decode(this.path, StandardCharsets.UTF_8);
	}

	@Override
	public @Nullable String getPathInfo() {
		return null;
	}

	@Override
	public @Nullable String getQueryString() {
		return this.query;
	}

	@Override
	public @Nullable String getParameter(String name) {
		String[] values = this.parameters.get(name);
		return (values != null) ? values[0] : null;
	}

	@Override
	public String @Nullable [] getParameterValues(String name) {
		return this.parameters.get(name);
	}

	@Override
	public Map<String, String[]> getParameterMap() {
		return Collections.unmodifiableMap(this.parameters);
	}

	@Override
	public Enumeration<String> getParameterNames() {
		return Collections.enumeration(this.parameters.keySet());
	}

	@Override
	public @Nullable String getHeader(String name) {
		return null;
	}

	@Override
	public Enumeration<String> getHeaders(String name) {
		return Collections.emptyEnumeration();
	}

	@Override
	public Enumeration<String> getHeaderNames() {
		return Collections.emptyEnumeration();
	}

	@Override
	public long getDateHeader(String name) {
		return -1;
	}

	@Override
	public int getIntHeader(String name) {
		return -1;
	}

	@Override
	public @Nullable String getContentType() {
		return (this.body != null) ? MediaType.APPLICATION_JSON_VALUE : null;
	}

	@Override
	public int getContentLength() {
		return (this.body != null) ? this.body.length : -1;
	}

	@Override
	public long getContentLengthLong() {
		return getContentLength();
	}

	@Override
	public ServletInputStream getInputStream() {
		InputStream bytes = (this.body != null) ? new ByteArrayInputStream(this.body) : InputStream.nullInputStream();
		return new ServletInputStream() {

			@Override
			public int read() throws IOException {
				return bytes.read();
			}

			@Override
			public int read(byte[] buffer, int offset, int length) throws IOException {
				return bytes.read(buffer, offset, length);
			}

			@Override
			public boolean isFinished() {
				throw new UnsupportedOperationException("Bodies are read by threads that may wait");
			}

			@Override
			public boolean isReady() {
				return true;
			}

			@Override
			public void setReadListener(ReadListener listener) {
				throw new UnsupportedOperationException("Bodies are read by threads that may wait");
			}

		};
	}

	@Override
	public @Nullable Object getAttribute(String name) {
		return name.startsWith(SPRING) ? this.attributes.get(name) : super.getAttribute(name);
	}

	@Override
	public void setAttribute(String name, @Nullable Object value) {
		if (!name.startsWith(SPRING)) {
			super.setAttribute(name, value);
		}
		else if (value == null) {
			this.attributes.remove(name);
		}
		else {
			this.attributes.put(name, value);
		}
	}

	@Override
	public void removeAttribute(String name) {
		setAttribute(name, null);
	}

	@Override
	public Enumeration<String> getAttributeNames() {
		return Collections.enumeration(Set.copyOf(this.attributes.keySet()));
	}

}

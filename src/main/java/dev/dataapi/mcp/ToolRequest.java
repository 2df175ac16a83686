package dev.dataapi.mcp;

import java.io.BufferedReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriUtils;

/**
 * The request that a call of a tool stands for: a GET of the endpoint by the same caller,
 * without the headers and the body of the call.
 * <p>
 * What Spring notes on it is kept apart from what Spring has noted on the call. What this
 * service notes, such as the outcome of the cache, is noted on the call.
 */
final class ToolRequest extends HttpServletRequestWrapper {

	private static final String SPRING = "org.springframework.";

	private final String path;

	private final @Nullable String query;

	private final Map<String, String[]> parameters = new LinkedHashMap<>();

	private final Map<String, Object> attributes = new HashMap<>();

	/**
	 * Makes a request.
	 * @param call the request that calls the tool
	 * @param path the endpoint's path, encoded, below that of the service
	 * @param query the parameters of the query, their values encoded
	 */
	ToolRequest(HttpServletRequest call, String path, Map<String, String> query) {
		super(call);
		this.path = path;
		StringJoiner pairs = new StringJoiner("&");
		query.forEach((name, value) -> {
			pairs.add(UriUtils.encode(name, StandardCharsets.UTF_8) + "=" + value);
			this.parameters.put(name, new String[] { UriUtils.decode(value, StandardCharsets.UTF_8) });
		});
		this.query = query.isEmpty() ? null : pairs.toString();
	}

	@Override
	public String getMethod() {
		return "GET";
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
		return null;
	}

	@Override
	public int getContentLength() {
		return -1;
	}

	@Override
	public long getContentLengthLong() {
		return -1;
	}

	@Override
	public ServletInputStream getInputStream() {
		throw new IllegalStateException("The body is that of the call");
	}

	@Override
	public BufferedReader getReader() {
		return new BufferedReader(Reader.nullReader());
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

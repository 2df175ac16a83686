package dev.dataapi.endpoint;

import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * The tool that an agent calls by a request, noted on the request for logs and traces.
 */
public final class CalledTool {

	private static final String ATTRIBUTE = CalledTool.class.getName();

	private CalledTool() {
	}

	public static void mark(ServletRequest request, String name) {
		request.setAttribute(ATTRIBUTE, name);
	}

	/** The name of the tool; none if the request calls none. */
	public static @Nullable String of(@Nullable ServletRequest request) {
		return (request != null && request.getAttribute(ATTRIBUTE) instanceof String name) ? name : null;
	}

}

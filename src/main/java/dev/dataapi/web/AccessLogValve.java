package dev.dataapi.web;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import dev.dataapi.access.Caller;
import dev.dataapi.endpoint.CacheOutcome;
import dev.dataapi.endpoint.CalledTool;
import dev.dataapi.export.ExportOutcome;
import jakarta.servlet.ServletException;
import org.apache.catalina.AccessLog;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs a line for each request when its response has been written, even if Tomcat itself
 * refused it. Probes are left out, and so are headers, the query string and the arguments
 * of a tool: a caller may have put a secret there by mistake.
 */
class AccessLogValve extends ValveBase implements AccessLog {

	private static final Logger LOGGER = LoggerFactory.getLogger("access");

	private static final String USER_HEADER = "Sf-Context-Current-User";

	private final boolean trustIngressUser;

	AccessLogValve(boolean trustIngressUser) {
		super(true);
		this.trustIngressUser = trustIngressUser;
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		getNext().invoke(request, response);
	}

	/** Called by Tomcat with the time in nanoseconds. */
	@Override
	public void log(Request request, Response response, long time) {
		String path = request.getRequestURI();
		if (!LOGGER.isInfoEnabled() || "/livez".equals(path) || "/readyz".equals(path)) {
			return;
		}
		long millis = TimeUnit.NANOSECONDS.toMillis(time);
		long bytes = response.getBytesWritten(false);
		String cache = CacheOutcome.of(request).label();
		String tool = CalledTool.of(request);
		ExportOutcome export = ExportOutcome.of(request);
		Caller caller = Caller.of(request);
		String user = (caller != null) ? caller.name() : this.trustIngressUser ? request.getHeader(USER_HEADER) : null;
		MDC.put(RequestId.NAME, RequestId.of(request));
		try {
			LoggingEventBuilder line = LOGGER.atInfo()
				.addKeyValue("method", request.getMethod())
				.addKeyValue("path", path)
				.addKeyValue("status", response.getStatus())
				.addKeyValue("millis", millis)
				.addKeyValue("bytes", bytes)
				.addKeyValue("cache", cache);
			if (tool != null) {
				line.addKeyValue("tool", tool);
			}
			if (export != null) {
				line.addKeyValue("export", export.label());
			}
			if (user != null) {
				line.addKeyValue("user", user);
			}
			line.log("{} {}{} {} {} ms {} bytes {}{}{}", request.getMethod(), path, (tool != null) ? " " + tool : "",
					response.getStatus(), millis, bytes, cache, (export != null) ? " export " + export.label() : "",
					(user != null) ? " by " + user : "");
		}
		finally {
			MDC.remove(RequestId.NAME);
		}
	}

	/** No address is logged, forwarded or not. */
	@Override
	public boolean getRequestAttributesEnabled() {
		return false;
	}

	@Override
	public void setRequestAttributesEnabled(boolean enabled) {
		throw new UnsupportedOperationException("No address is logged");
	}

}

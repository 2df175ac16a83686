package dev.dataapi;

import java.time.Duration;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationContextInitializedEvent;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Logs the first line of a start, and the last one with the service's addresses, instead
 * of the lines of Spring Boot and Tomcat.
 */
class StartLines implements ApplicationListener<SpringApplicationEvent> {

	private static final Logger LOGGER = LoggerFactory.getLogger(DataApiApplication.class);

	@Override
	public void onApplicationEvent(SpringApplicationEvent event) {
		switch (event) {
			case ApplicationContextInitializedEvent starting ->
				first(starting.getApplicationContext().getEnvironment());
			case ApplicationReadyEvent ready ->
				last(ready.getTimeTaken(), ready.getApplicationContext().getEnvironment());
			default -> {
			}
		}
	}

	private static void first(Environment environment) {
		String version = DataApiApplication.class.getPackage().getImplementationVersion();
		String[] profiles = environment.getActiveProfiles();
		LOGGER.info("Starting DataApiApplication{} with Java {}, process {}, profile {}",
				(version != null) ? " " + version : "", System.getProperty("java.version"),
				ProcessHandle.current().pid(),
				(profiles.length > 0) ? String.join(", ", profiles) : "embedded, as none is set");
	}

	private static void last(@Nullable Duration taken, Environment environment) {
		String port = environment.getProperty("local.server.port");
		if (port != null) {
			if (!StringUtils.hasText(environment.getProperty("data-api.authentication"))) {
				LOGGER.info("No authentication: anyone who reaches this port may read all endpoints");
			}
			String root = address(environment, "server.", port)
					+ environment.getProperty("server.servlet.context-path", "");
			LOGGER.info("Started DataApiApplication in {} s: {}/test{}",
					(taken != null) ? String.format(Locale.ROOT, "%.1f", taken.toMillis() / 1e3) : "?", root,
					management(environment, port, root));
		}
	}

	/** Health and metrics have a port of their own, unless another setting says so. */
	private static String management(Environment environment, String serverPort, String root) {
		String port = environment.getProperty("local.management.port");
		if (port == null) {
			return "";
		}
		String parent = port.equals(serverPort) ? root : address(environment, "management.server.", port)
				+ environment.getProperty("management.server.base-path", "");
		return "; health and metrics: " + parent
				+ environment.getProperty("management.endpoints.web.base-path", "/actuator");
	}

	private static String address(Environment environment, String server, String port) {
		boolean encrypted = environment.containsProperty(server + "ssl.key-store")
				|| environment.containsProperty(server + "ssl.bundle")
				|| environment.containsProperty(server + "ssl.certificate");
		return (encrypted ? "https://" : "http://") + environment.getProperty(server + "address", "localhost") + ":"
				+ port;
	}

}

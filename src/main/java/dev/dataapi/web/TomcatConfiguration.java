package dev.dataapi.web;

import java.util.Map;
import java.util.function.BooleanSupplier;

import dev.dataapi.memory.MemoryBudget;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.error.DefaultErrorAttributes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.web.filter.RequestContextFilter;

/**
 * Makes Tomcat answer errors as problems, bound its connections, and log requests if the
 * access log is on.
 */
@Configuration(proxyBeanMethods = false)
class TomcatConfiguration {

	/** Last, so that the valve of problems stands inside Boot's and reports first. */
	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> routesPort(JsonMapper mapper, MemoryBudget memory,
			AccessLogProperties accessLog) {
		return (factory) -> {
			limit(factory, memory.answers()::isWaitedFor);
			factory.addContextCustomizers(
					(context) -> context.getParent().getPipeline().addValve(new ProblemErrorValve(mapper)));
			if (accessLog.accessLog()) {
				factory.addEngineValves(new AccessLogValve(accessLog.trustIngressUser()));
			}
		};
	}

	/** Keeps as many processors as there is memory for connections. */
	private static void limit(TomcatServletWebServerFactory factory, BooleanSupplier memoryWaitedFor) {
		factory.setProtocol(ConnectionLimits.class.getName());
		factory.addConnectorCustomizers((connector) -> {
			if (connector.getProtocolHandler() instanceof ConnectionLimits limits) {
				limits.setMemoryWaitedFor(memoryWaitedFor);
				limits.setProcessorCache(limits.getMaxConnections());
			}
		});
	}

	/** For the errors of the management port; those of the routes have their valve. */
	@Bean
	DefaultErrorAttributes managementErrors() {
		return new DefaultErrorAttributes();
	}

	/** Off: the dispatcher servlet sets the same, and no filter reads it. */
	@Bean
	FilterRegistrationBean<RequestContextFilter> noRequestContext() {
		FilterRegistrationBean<RequestContextFilter> registration = new FilterRegistrationBean<>(
				new RequestContextFilter());
		registration.setEnabled(false);
		return registration;
	}

	/**
	 * Limits the management port, which a handful of operators and scrapers use. Only the
	 * context of that port imports this class; it runs after Boot's customizer, which
	 * sets the limits of the other port.
	 */
	@ConditionalOnManagementPort(ManagementPortType.DIFFERENT)
	@Order(Ordered.LOWEST_PRECEDENCE)
	static final class ManagementPort implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

		@Override
		public void customize(TomcatServletWebServerFactory factory) {
			limit(factory, () -> false);
			factory.addConnectorCustomizers((connector) -> connector.setProperty("maxConnections", "32"));
		}

	}

	/**
	 * Sets by the size of the heap how many connections Tomcat accepts and how long the
	 * head of a request may be, where neither is set.
	 */
	static final class HeapDefaults implements EnvironmentPostProcessor {

		@Override
		public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
			long heap = Runtime.getRuntime().maxMemory();
			int head = MemoryBudget.head(heap);
			int connections = MemoryBudget.connections(heap, head) + ConnectionLimits.SPARE;
			environment.getPropertySources()
				.addLast(new MapPropertySource("heap", Map.of("server.max-http-request-header-size", head + "B",
						"server.tomcat.max-connections", connections)));
		}

	}

	/**
	 * What is logged about each request.
	 *
	 * @param accessLog whether a line is logged for each request
	 * @param trustIngressUser whether that line names the user in
	 * {@code Sf-Context-Current-User}; true only where nobody but Snowflake's ingress
	 * reaches the service
	 */
	@ConfigurationProperties("data-api")
	record AccessLogProperties(@DefaultValue("false") boolean accessLog,
			@DefaultValue("false") boolean trustIngressUser) {
	}

}

package dev.dataapi.web;

import java.util.function.BooleanSupplier;

import dev.dataapi.memory.MemoryBudget;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.filter.RequestContextFilter;

/**
 * Makes Tomcat answer its own errors as problems, bound its connections, and log requests
 * if the access log is on.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TomcatConfiguration.AccessLogProperties.class)
class TomcatConfiguration {

	/** Last, so that the valve stands inside Boot's and reports before it. */
	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsFromTomcat(JsonMapper mapper) {
		return (factory) -> factory.addContextCustomizers(
				(context) -> context.getParent().getPipeline().addValve(new ProblemErrorValve(mapper)));
	}

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> connectionLimits(MemoryBudget memory) {
		return (factory) -> limit(factory, memory.answers()::isWaitedFor);
	}

	/** As many processors are kept as the memory for connections is meant for. */
	static void limit(TomcatServletWebServerFactory factory, BooleanSupplier memoryWaitedFor) {
		factory.setProtocol(ConnectionLimits.class.getName());
		factory.addConnectorCustomizers((connector) -> {
			if (connector.getProtocolHandler() instanceof ConnectionLimits limits) {
				limits.setMemoryWaitedFor(memoryWaitedFor);
				limits.setProcessorCache(limits.getMaxConnections());
			}
		});
	}

	@Bean
	BodyLimit bodyLimit() {
		return new BodyLimit();
	}

	/** Off: the dispatcher servlet sets the same, and no filter reads it. */
	@Bean
	FilterRegistrationBean<RequestContextFilter> noRequestContext() {
		FilterRegistrationBean<RequestContextFilter> registration = new FilterRegistrationBean<>(
				new RequestContextFilter());
		registration.setEnabled(false);
		return registration;
	}

	@Bean
	@ConditionalOnBooleanProperty("data-api.access-log")
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> accessLines(AccessLogProperties properties) {
		return (factory) -> factory.addEngineValves(new AccessLogValve(properties.trustIngressUser()));
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

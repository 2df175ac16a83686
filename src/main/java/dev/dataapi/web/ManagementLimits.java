package dev.dataapi.web;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * The limits of the management port, which a handful of operators and scrapers use.
 */
@Conditional(ManagementLimits.OfItsOwn.class)
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
class ManagementLimits {

	private static final int CONNECTIONS = 32;

	/** After Spring Boot's customizer, which sets what the port of the routes has. */
	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> managementConnections() {
		return (factory) -> {
			TomcatConfiguration.limit(factory, () -> false);
			factory.addConnectorCustomizers(
					(connector) -> connector.setProperty("maxConnections", Integer.toString(CONNECTIONS)));
		};
	}

	@Bean
	BodyLimit managementBodies() {
		return new BodyLimit();
	}

	/**
	 * Keeps it out of the context of the routes, which is searched for configurations.
	 */
	static class OfItsOwn implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			ConfigurableListableBeanFactory factory = context.getBeanFactory();
			return factory != null && factory.getParentBeanFactory() != null;
		}

	}

}

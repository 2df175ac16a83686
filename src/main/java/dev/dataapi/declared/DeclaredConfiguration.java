package dev.dataapi.declared;

import dev.dataapi.declared.check.CheckRound;
import dev.dataapi.declared.check.CheckProperties;
import dev.dataapi.declared.check.WarehouseCheck;
import dev.dataapi.declared.file.InvalidEndpointsException;
import dev.dataapi.declared.file.DeclaredFile;
import dev.dataapi.declared.check.CheckProgress;
import dev.dataapi.declared.check.Grants;
import java.util.Map;
import java.util.Objects;

import dev.dataapi.cache.CacheGroup;
import dev.dataapi.cache.LookupProperties;
import dev.dataapi.cache.ReportProperties;
import dev.dataapi.warehouse.WarehouseTemplate;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * The declared endpoints, if a file is named. Otherwise none of this package is loaded.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(DeclaredConfiguration.FileNamed.class)
@EnableConfigurationProperties({ DeclaredProperties.class, CheckProperties.class, LookupProperties.class,
		ReportProperties.class })
public class DeclaredConfiguration {

	@Bean
	public DeclaredFile declaredFile(DeclaredProperties properties) throws InvalidEndpointsException {
		return DeclaredFile.read(Objects.requireNonNull(properties.endpoints()).strip());
	}

	@Bean
	public Availability availability() {
		return new Availability();
	}

	/** Only the command {@code check} has a progress. */
	@Bean
	public WarehouseCheck warehouseCheck(DeclaredFile file, @Qualifier("lookups") WarehouseTemplate lookups,
			LookupProperties lookupProperties, @Qualifier("reports") WarehouseTemplate reports,
			ReportProperties reportProperties, @Value("${data-api.snowflake.role:}") String role,
			CheckProperties properties, Availability availability, ObjectProvider<CheckProgress> progress) {
		return new WarehouseCheck(file, new CheckRound.Pool(lookups, lookupProperties.connections()),
				new CheckRound.Pool(reports, reportProperties.connections()), new Grants(role, Map.of()), properties,
				availability, progress.getIfAvailable());
	}

	@Bean
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	public EndpointRoutes endpointRoutes(DeclaredFile file,
			@Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mapping,
			@Qualifier("lookupCaches") CacheGroup lookupCaches, @Qualifier("reportCaches") CacheGroup reportCaches,
			@Qualifier("lookups") WarehouseTemplate lookups, @Qualifier("reports") WarehouseTemplate reports,
			JsonMapper mapper, Availability availability) {
		EndpointRoutes routes = new EndpointRoutes(mapping, availability);
		for (LookupDeclaration lookup : file.endpoints().lookups()) {
			routes.add(lookup, lookupCaches, new LookupSource(lookup, lookup.within(lookups), mapper));
		}
		for (ReportDeclaration report : file.endpoints().reports()) {
			routes.add(report, reportCaches, new ReportSource(report, report.within(reports), mapper));
		}
		return routes;
	}

	/**
	 * Accepts encoded slashes of both kinds, which are data in a key. Tomcat refuses them
	 * by default, and passes them on undecoded here.
	 */
	@Bean
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	public WebServerFactoryCustomizer<TomcatServletWebServerFactory> slashesInKeys() {
		String handling = EncodedSolidusHandling.PASS_THROUGH.getValue();
		return (factory) -> factory.addConnectorCustomizers((connector) -> {
			connector.setEncodedSolidusHandling(handling);
			connector.setEncodedReverseSolidusHandling(handling);
		});
	}

	/** Whether a file is named; blank means none. */
	public static class FileNamed extends SpringBootCondition {

		private static final String SETTING = "data-api.endpoints";

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			boolean named = StringUtils.hasText(context.getEnvironment().getProperty(SETTING));
			return new ConditionOutcome(named, ConditionMessage.forCondition("Declared endpoints")
				.because(SETTING + (named ? " is" : " is not") + " set"));
		}

	}

}

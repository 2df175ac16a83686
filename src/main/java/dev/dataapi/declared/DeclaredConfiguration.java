package dev.dataapi.declared;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.dataapi.declared.check.CheckProperties;
import dev.dataapi.declared.check.CheckWatch;
import dev.dataapi.declared.check.WarehouseCheck;
import dev.dataapi.declared.file.DeclaredFile;
import dev.dataapi.declared.file.InvalidEndpointsException;
import dev.dataapi.endpoint.Endpoint;
import dev.dataapi.endpoint.EndpointProvider;
import dev.dataapi.warehouse.Lane;
import dev.dataapi.warehouse.ReadTables;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * The declared endpoints, if a file is named. Otherwise none of this package is loaded.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(DeclaredProperties.FileNamed.class)
@EnableConfigurationProperties({ DeclaredProperties.class, CheckProperties.class })
public class DeclaredConfiguration {

	@Bean
	public DeclaredFile declaredFile(DeclaredProperties properties) throws InvalidEndpointsException {
		return DeclaredFile.read(Objects.requireNonNull(properties.endpoints()).strip());
	}

	@Bean
	public Endpoints endpoints(DeclaredFile file) {
		return file.endpoints();
	}

	@Bean
	ReadTables readTables(Endpoints endpoints) {
		return endpoints::tableNames;
	}

	@Bean
	List<Statements> statements(DeclaredFile file) {
		return file.endpoints().all().stream().map(Endpoints::statements).toList();
	}

	@Bean
	public Availability availability() {
		return new Availability();
	}

	/** Only the command {@code check} has a watch. */
	@Bean
	WarehouseCheck warehouseCheck(DeclaredFile file, List<Statements> statements, Lane.Lookups lookups,
			Lane.Reports reports, @Value("${data-api.snowflake.role:}") String role, CheckProperties properties,
			Availability availability, ObjectProvider<CheckWatch> watch) {
		return new WarehouseCheck(file, statements, lookups, reports, role, properties, availability,
				watch.getIfAvailable());
	}

	@Bean
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	EndpointProvider declaredEndpoints(DeclaredFile file, List<Statements> statements,
			RequestMappingHandlerMapping requestMappingHandlerMapping, Lane.Lookups lookups, Lane.Reports reports,
			JsonMapper mapper, Availability availability) {
		List<Endpoint<?>> endpoints = new ArrayList<>();
		for (Statements each : statements) {
			DeclaredController<?> controller = switch (each) {
				case LookupStatements lookup -> DeclaredController.of(lookup,
						file.endpoints().takesBody(lookup.declaration()), lookups, mapper, availability);
				case ReportStatements report -> DeclaredController.of(report, reports, mapper, availability);
			};
			controller.map(requestMappingHandlerMapping);
			endpoints.add(controller.endpoint());
		}
		return () -> endpoints;
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

}

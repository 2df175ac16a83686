package dev.dataapi.declared;

import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;

import dev.dataapi.access.Admission;
import dev.dataapi.declared.check.CheckProperties;
import dev.dataapi.declared.check.CheckWatch;
import dev.dataapi.declared.check.EndpointReload;
import dev.dataapi.declared.check.WarehouseCheck;
import dev.dataapi.declared.file.DeclaredFiles;
import dev.dataapi.declared.file.InvalidEndpointsException;
import dev.dataapi.declared.file.ReadFiles;
import dev.dataapi.endpoint.EndpointsListener;
import dev.dataapi.export.Exports;
import dev.dataapi.warehouse.Lane;
import dev.dataapi.warehouse.ReadTables;
import dev.dataapi.warehouse.SessionTimeZone;
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
 * The declared endpoints, if files are named. Otherwise none of this package is loaded.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(DeclaredProperties.FileNamed.class)
@EnableConfigurationProperties({ DeclaredProperties.class, CheckProperties.class })
public class DeclaredConfiguration {

	@Bean
	ReadFiles readFiles(DeclaredProperties properties) {
		return new ReadFiles(Objects.requireNonNull(properties.endpoints()));
	}

	@Bean
	public DeclaredFiles declaredFiles(ReadFiles files) throws InvalidEndpointsException {
		return DeclaredFiles.read(files);
	}

	@Bean
	public Endpoints endpoints(DeclaredFiles files) {
		return files.endpoints();
	}

	@Bean
	ReadTables readTables(Endpoints endpoints) {
		return endpoints::tableNames;
	}

	/** Tells by the time zone of the sessions which day it is. */
	@Bean
	Clock endpointClock(SessionTimeZone zone) {
		return Clock.system(ZoneId.of(zone.timeZone()));
	}

	@Bean
	List<Statements> statements(DeclaredFiles files, Clock clock) {
		return files.endpoints().statements(clock);
	}

	@Bean
	public Availability availability() {
		return new Availability();
	}

	/** Only the command {@code check} has a watch. */
	@Bean
	WarehouseCheck warehouseCheck(DeclaredFiles files, List<Statements> statements, Lane.Lookups lookups,
			Lane.Reports reports, @Value("${data-api.snowflake.role:}") String role, CheckProperties properties,
			Availability availability, ObjectProvider<CheckWatch> watch) {
		return new WarehouseCheck(files, statements, lookups, reports, role, properties, availability,
				watch.getIfAvailable());
	}

	@Bean
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	ServedEndpoints servedEndpoints(DeclaredFiles files, List<Statements> statements,
			RequestMappingHandlerMapping requestMappingHandlerMapping, Lane.Lookups lookups, Lane.Reports reports,
			Exports exports, JsonMapper mapper, Availability availability, ObjectProvider<EndpointsListener> listeners,
			ObjectProvider<Admission> admission) throws InvalidEndpointsException {
		ServedEndpoints served = new ServedEndpoints(requestMappingHandlerMapping, lookups, reports, exports, mapper,
				availability, listeners, admission.getIfAvailable());
		files.require(served::objection);
		served.serve(statements);
		return served;
	}

	@Bean
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	EndpointReload endpointReload(DeclaredProperties properties, ReadFiles files, WarehouseCheck check,
			ServedEndpoints served, CheckProperties settings, Clock clock) {
		EndpointReload reload = new EndpointReload(Objects.requireNonNull(properties.endpoints()), files, check, served,
				clock);
		if (settings.reload()) {
			check.repeat(reload);
		}
		return reload;
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

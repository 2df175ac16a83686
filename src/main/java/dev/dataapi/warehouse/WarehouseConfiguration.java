package dev.dataapi.warehouse;

import java.time.Duration;

import javax.sql.DataSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The two templates, each over its own pool and with its own deadline.
 */
@Configuration(proxyBeanMethods = false)
class WarehouseConfiguration {

	@Bean("lookups")
	JdbcTemplate lookups(@Qualifier("lookupsDataSource") DataSource dataSource, WarehouseProperties properties) {
		return template(dataSource, properties.lookups().deadline());
	}

	@Bean("reports")
	JdbcTemplate reports(@Qualifier("reportsDataSource") DataSource dataSource, WarehouseProperties properties) {
		return template(dataSource, properties.reports().deadline());
	}

	private static JdbcTemplate template(DataSource dataSource, Duration deadline) {
		JdbcTemplate template = new JdbcTemplate(dataSource);
		template.setQueryTimeout(Math.toIntExact(deadline.plusMillis(999).toSeconds()));
		return template;
	}

}

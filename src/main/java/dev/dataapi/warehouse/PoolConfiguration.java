package dev.dataapi.warehouse;

import java.util.List;

import javax.sql.DataSource;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The pools of the two lanes, whichever warehouse answers.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ WarehouseProperties.class, LookupProperties.class, ReportProperties.class,
		SessionTimeZone.class })
public class PoolConfiguration {

	/** All connections stay open: a look-up must not wait for a login. */
	@Bean
	WarehouseTemplate lookups(Warehouse warehouse, WarehouseProperties properties, LookupProperties lookups) {
		return warehouse.open(new PoolSettings("lookups", lookups.connections(), lookups.connections(),
				lookups.deadline(), lookups.statementTimeout(), properties.connectionDeadline()));
	}

	@Bean
	WarehouseTemplate reports(Warehouse warehouse, WarehouseProperties properties, ReportProperties reports) {
		return warehouse.open(new PoolSettings("reports", reports.connections(), 1, reports.deadline(),
				reports.statementTimeout(), properties.connectionDeadline()));
	}

	/** For the metrics of pools; closed with its lane's template. */
	@Bean(destroyMethod = "")
	DataSource lookupsDataSource(WarehouseTemplate lookups) {
		return lookups.pool();
	}

	/** For the metrics of pools; closed with its lane's template. */
	@Bean(destroyMethod = "")
	DataSource reportsDataSource(WarehouseTemplate reports) {
		return reports.pool();
	}

	@Bean
	EndOfReads endOfReads(List<WarehouseTemplate> pools) {
		return new EndOfReads(pools);
	}

}

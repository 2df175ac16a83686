package dev.dataapi.warehouse;

import java.util.List;

import javax.sql.DataSource;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
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

	/**
	 * Ends the reads that still run once requests have had their time to end. Otherwise
	 * the caches would wait for them, for as long again, before the process ends.
	 */
	public static final class EndOfReads implements SmartLifecycle {

		private final List<WarehouseTemplate> pools;

		private volatile boolean running;

		EndOfReads(List<WarehouseTemplate> pools) {
			this.pools = pools;
		}

		@Override
		public void start() {
			this.pools.forEach(WarehouseTemplate::resume);
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
			this.pools.forEach(WarehouseTemplate::endAll);
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		/** Stopped after the web server, which waits for requests. */
		@Override
		public int getPhase() {
			return WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 1;
		}

	}

}

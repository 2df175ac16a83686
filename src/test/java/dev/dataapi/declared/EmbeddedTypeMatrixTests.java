package dev.dataapi.declared;

import java.nio.file.Path;
import java.util.List;

import dev.dataapi.RunningService;
import dev.dataapi.warehouse.StartCheck;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Profile;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The types through DuckDB's driver.
 */
class EmbeddedTypeMatrixTests extends TypeMatrixContract {

	private static RunningService service;

	@BeforeAll
	static void start(@TempDir Path directory) {
		service = RunningService.start("test", List.of(EndpointFiles.setting(directory, DECLARED),
				"data-api.lookup.deadline=30s", "data-api.report.deadline=30s"), MatrixTable.class);
	}

	@AfterAll
	static void stop() {
		service.close();
	}

	@Override
	RunningService service() {
		return service;
	}

	/** Creates the table before the endpoints are checked against it. */
	@TestConfiguration(proxyBeanMethods = false)
	@Profile("!snowflake")
	static class MatrixTable {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		StartCheck matrixTable(@Qualifier("lookups") JdbcTemplate lookups) {
			return () -> {
				lookups.execute("CREATE TABLE " + TABLE + " " + DEFINITION);
				lookups.execute("INSERT INTO " + TABLE + " VALUES " + String.join(", ", ROWS));
			};
		}

	}

}

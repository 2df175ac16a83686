package dev.dataapi.declared;

import java.nio.file.Path;

import dev.dataapi.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * The types through Snowflake's driver.
 */
class SnowflakeTypeMatrixTests extends TypeMatrixContract {

	private static SnowflakeAccount account;

	private static RunningService service;

	@BeforeAll
	static void start(@TempDir Path directory) {
		account = new SnowflakeAccount().table(TABLE, DEFINITION, ROWS);
		service = account.start(EndpointFiles.setting(directory, DECLARED), "data-api.lookup.deadline=30s",
				"data-api.report.deadline=30s");
	}

	@AfterAll
	static void stop() {
		service.close();
		account.close();
	}

	@Override
	RunningService service() {
		return service;
	}

}

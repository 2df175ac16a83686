package dev.dataapi.warehouse.snowflake;

import dev.dataapi.warehouse.WarehouseContract;
import org.junit.jupiter.api.AfterAll;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * The contract through Snowflake's driver and a server that speaks its protocol.
 */
@SpringBootTest
@ActiveProfiles("snowflake")
@DirtiesContext
class SnowflakeContractTests extends WarehouseContract {

	private static final TestAccount ACCOUNT = new TestAccount();

	SnowflakeContractTests() {
		super(0.01);
	}

	@DynamicPropertySource
	static void settings(DynamicPropertyRegistry settings) {
		ACCOUNT.withPassword().forEach((setting) -> {
			String[] parts = setting.split("=", 2);
			settings.add(parts[0], () -> parts[1]);
		});
	}

	@AfterAll
	static void stop() {
		ACCOUNT.close();
	}

}

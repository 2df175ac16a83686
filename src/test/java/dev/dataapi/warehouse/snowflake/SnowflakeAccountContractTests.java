package dev.dataapi.warehouse.snowflake;

import java.util.stream.Stream;

import dev.dataapi.warehouse.WarehouseContract;
import org.junit.jupiter.api.condition.EnabledIf;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ActiveProfiles;

/**
 * The contract on a real account, with its TPCH_SF10 and the hybrid table.
 */
@SpringBootTest
@ActiveProfiles("snowflake")
@EnabledIf(value = "anAccountIsSet", disabledReason = "SNOWFLAKE_ACCOUNT and a credential are not in the environment")
class SnowflakeAccountContractTests extends WarehouseContract {

	SnowflakeAccountContractTests() {
		super(10);
	}

	static boolean anAccountIsSet() {
		return System.getenv("SNOWFLAKE_ACCOUNT") != null && Stream
			.of("SNOWFLAKE_TOKEN_FILE_PATH", "SNOWFLAKE_PRIVATE_KEY_FILE", "SNOWFLAKE_PRIVATE_KEY", "SNOWFLAKE_TOKEN",
					"SNOWFLAKE_PASSWORD")
			.anyMatch((name) -> System.getenv(name) != null);
	}

}

package dev.dataapi;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.dataapi.testserver.SnowflakeServer;
import dev.dataapi.warehouse.embedded.SampleData;

import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Serves the API in profile {@code snowflake} against a server in this process that
 * speaks Snowflake's protocol: the real driver, without an account.
 *
 * <p>
 * {@code --latency=40} makes each query take 40 milliseconds, {@code --snowflake-port}
 * chooses where the server listens.
 *
 * <p>
 * Annotated, so that {@code spring-boot:test-run} finds it among the other programs of
 * the tests; abstract, so that Spring's scans pass it by.
 */
@SpringBootApplication
public abstract class TestDataApiApplication {

	private static final String USER = "SVC_DATA_API";

	public static void main(String[] args) {
		DefaultApplicationArguments options = new DefaultApplicationArguments(args);
		String password = UUID.randomUUID().toString();
		SnowflakeServer server = SnowflakeServer.start(SampleData.of(0.1), option(options, "snowflake-port"))
			.user(USER, (user) -> user.password(password).roles("DATA_API_ROLE").defaultWarehouse("DATA_API_WH"));
		server.latency(Duration.ofMillis(option(options, "latency")));
		List<String> arguments = new ArrayList<>(
				List.of("--data-api.snowflake.account=TESTING", "--data-api.snowflake.host=" + server.host(),
						"--data-api.snowflake.port=" + server.port(), "--data-api.snowflake.protocol=http",
						"--data-api.snowflake.user=" + USER, "--data-api.snowflake.password=" + password));
		arguments.addAll(List.of(args));
		SpringApplication.from(DataApiApplication::main)
			.withAdditionalProfiles("snowflake")
			.run(arguments.toArray(String[]::new));
	}

	private static int option(DefaultApplicationArguments options, String name) {
		List<String> values = options.getOptionValues(name);
		return (values == null || values.isEmpty()) ? 0 : Integer.parseInt(values.getFirst());
	}

}

package dev.dataapi.warehouse.snowflake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

import dev.dataapi.RunningService;
import dev.dataapi.testserver.SnowflakeServer;
import dev.dataapi.warehouse.embedded.SampleData;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * An account on a server of its own, with the sample data, a warehouse and a user.
 */
final class TestAccount implements AutoCloseable {

	static final String USER = "SVC_DATA_API";

	/** The setting that names the user. */
	static final String AS_USER = "data-api.snowflake.user=" + USER;

	private final String password = UUID.randomUUID().toString();

	private final SnowflakeServer server = SnowflakeServer.start(SampleData.of(0.01))
		.user(USER, (user) -> user.password(this.password).roles("DATA_API_ROLE").defaultWarehouse("DATA_API_WH"));

	SnowflakeServer server() {
		return this.server;
	}

	String password() {
		return this.password;
	}

	/** Settings that lead to the server, without a way to log in. */
	List<String> settings(String... more) {
		List<String> settings = new ArrayList<>(
				List.of("data-api.snowflake.account=TESTING", "data-api.snowflake.host=" + this.server.host(),
						"data-api.snowflake.port=" + this.server.port(), "data-api.snowflake.protocol=http"));
		settings.addAll(Arrays.asList(more));
		return settings;
	}

	/** Settings that lead to the server and log in with the user's password. */
	List<String> withPassword(String... more) {
		List<String> settings = settings(AS_USER, "data-api.snowflake.password=" + this.password);
		settings.addAll(Arrays.asList(more));
		return settings;
	}

	/** Starts the service on this account, logged in with the user's password. */
	RunningService start(String... more) {
		return RunningService.start("snowflake", withPassword(more));
	}

	/** What the service makes of settings that lead to a server. */
	static SnowflakeProperties properties(List<String> settings) {
		return new Binder(new MapConfigurationPropertySource(settings.stream()
			.map((setting) -> setting.split("=", 2))
			.collect(Collectors.toMap((setting) -> setting[0], (setting) -> setting[1]))))
			.bind("data-api.snowflake", SnowflakeProperties.class)
			.get();
	}

	@Override
	public void close() {
		this.server.close();
	}

}

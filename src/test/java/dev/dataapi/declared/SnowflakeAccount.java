package dev.dataapi.declared;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.dataapi.RunningService;
import dev.dataapi.testserver.Requests;
import dev.dataapi.testserver.SnowflakeServer;
import dev.dataapi.warehouse.embedded.SampleData;

/**
 * An account on a test server, with the sample data and the tables that a test adds.
 */
final class SnowflakeAccount implements AutoCloseable {

	static final String ROLE = "DATA_API_ROLE";

	private final SnowflakeServer server = SnowflakeServer.start(SampleData.of(0.01))
		.user("SVC_DATA_API", (user) -> user.password("secret").roles(ROLE).defaultWarehouse("DATA_API_WH"));

	private final List<String> tables = new ArrayList<>();

	private final List<String> views = new ArrayList<>();

	SnowflakeServer server() {
		return this.server;
	}

	/** Creates a table until this account is closed. */
	SnowflakeAccount table(String name, String definition, String... rows) {
		this.server.execute("CREATE OR REPLACE TABLE " + name + " " + definition);
		this.tables.add(name);
		if (rows.length > 0) {
			this.server.execute("INSERT INTO " + name + " VALUES " + String.join(", ", rows));
		}
		return this;
	}

	/** Creates a view until this account is closed. */
	SnowflakeAccount view(String name, String query) {
		this.server.execute("CREATE OR REPLACE VIEW " + name + " AS " + query);
		this.views.add(name);
		return this;
	}

	RunningService start(String... more) {
		return RunningService.start("snowflake", settings(more));
	}

	/** Settings to reach the server and log in. */
	List<String> settings(String... more) {
		List<String> settings = new ArrayList<>(List.of("data-api.snowflake.account=TESTING",
				"data-api.snowflake.host=" + this.server.host(), "data-api.snowflake.port=" + this.server.port(),
				"data-api.snowflake.protocol=http", "data-api.snowflake.user=SVC_DATA_API",
				"data-api.snowflake.password=secret", "data-api.snowflake.role=" + ROLE));
		settings.addAll(Arrays.asList(more));
		return settings;
	}

	/** The texts of all statements since the last reset, each once. */
	Set<String> texts() {
		return this.server.requests().statements().stream().map(Requests.Statement::sql).collect(Collectors.toSet());
	}

	@Override
	public void close() {
		this.views.forEach((view) -> this.server.execute("DROP VIEW " + view));
		this.tables.forEach((table) -> this.server.execute("DROP TABLE " + table));
		this.server.close();
	}

}

package dev.dataapi.testserver;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/**
 * Opens a session for a user, with its role, warehouse, database and schema.
 */
final class LoginEndpoint {

	/**
	 * The parameters of a fresh account that the driver acts on, as recorded from a real
	 * one.
	 */
	private static final JsonNode DEFAULTS = Json.read("""
			{"AUTOCOMMIT": true, "TIMEZONE": "America/Los_Angeles", "DATE_OUTPUT_FORMAT": "YYYY-MM-DD",
			"TIME_OUTPUT_FORMAT": "HH24:MI:SS", "TIMESTAMP_OUTPUT_FORMAT": "YYYY-MM-DD HH24:MI:SS.FF3 TZHTZM",
			"TIMESTAMP_NTZ_OUTPUT_FORMAT": "YYYY-MM-DD HH24:MI:SS.FF3", "TIMESTAMP_LTZ_OUTPUT_FORMAT": "",
			"TIMESTAMP_TZ_OUTPUT_FORMAT": "", "BINARY_OUTPUT_FORMAT": "HEX",
			"CLIENT_TIMESTAMP_TYPE_MAPPING": "TIMESTAMP_LTZ", "JDBC_TREAT_DECIMAL_AS_INT": true,
			"JDBC_USE_SESSION_TIMEZONE": true, "JDBC_FORMAT_DATE_WITH_TIMEZONE": true,
			"JDBC_TREAT_TIMESTAMP_NTZ_AS_UTC": false, "CLIENT_HONOR_CLIENT_TZ_FOR_TIMESTAMP_NTZ": true,
			"JDBC_ENABLE_COMBINED_DESCRIBE": true, "CLIENT_RESULT_COLUMN_CASE_INSENSITIVE": false,
			"CLIENT_TELEMETRY_ENABLED": true, "CLIENT_SESSION_KEEP_ALIVE": false,
			"CLIENT_SESSION_KEEP_ALIVE_HEARTBEAT_FREQUENCY": 3600, "CLIENT_STAGE_ARRAY_BINDING_THRESHOLD": 65280,
			"CLIENT_MEMORY_LIMIT": 1536, "CLIENT_PREFETCH_THREADS": 4, "CLIENT_RESULT_CHUNK_SIZE": 160,
			"QUERY_CONTEXT_CACHE_SIZE": 5, "CLIENT_ENABLE_CONSERVATIVE_MEMORY_USAGE": true,
			"JDBC_ENABLE_PUT_GET": true, "STATEMENT_TIMEOUT_IN_SECONDS": 172800}
			""");

	private final Account account;

	private final Credentials credentials;

	private final Sessions sessions;

	private final DuckWarehouse warehouse;

	private final Requests requests;

	LoginEndpoint(Account account, Sessions sessions, DuckWarehouse warehouse, Requests requests) {
		this.account = account;
		this.credentials = new Credentials(account);
		this.sessions = sessions;
		this.warehouse = warehouse;
		this.requests = requests;
	}

	HttpAnswer login(HttpRequest request, JsonNode body) {
		JsonNode data = body.path("data");
		this.requests.login(data, request.query());
		if (!this.account.isNamed(data.path("ACCOUNT_NAME").asString(""))) {
			// A real account is known by its host name; connectors report a wrong one as
			// 290404, HTTP 404
			return HttpAnswer.html(404);
		}
		User user = this.credentials.verify(data);
		Role role = role(user, request.query().getOrDefault("roleName", ""));
		try {
			Session session = this.sessions.open(data.path("CLIENT_APP_ID").asString(""), user, role, others(user),
					this.warehouse.session());
			DEFAULTS.properties().forEach((entry) -> session.parameters().put(entry.getKey(), entry.getValue()));
			data.path("SESSION_PARAMETERS")
				.properties()
				.forEach((entry) -> session.parameters().put(Account.upper(entry.getKey()), entry.getValue()));
			place(session, request.query());
			return answer(session);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("No DuckDB connection for a new session", ex);
		}
	}

	private Role role(User user, String wanted) {
		String name = wanted.isEmpty() ? user.defaultRole() : unquoted(wanted);
		Role role = this.account.findRole(name);
		if (role != null && user.mayUse(role.name())) {
			return role;
		}
		// 390189 is in the driver's integration tests; the default role's sentence is
		// widely reported, its code assumed
		throw wanted.isEmpty()
				? new Refusal("390192",
						"User's configured default role '" + name + "' is not granted to this user. Contact your local "
								+ "system administrator, or attempt to login using a CLI client with a connect string "
								+ "selecting another role, e.g. PUBLIC.")
				: new Refusal("390189", "Role '" + name
						+ "' specified in the connect string does not exist or not authorized. Contact "
						+ "your local system administrator, or attempt to login with another role, e.g. PUBLIC.");
	}

	private List<Role> others(User user) {
		return user.roleNames().stream().map(this.account::findRole).filter(Objects::nonNull).toList();
	}

	/**
	 * An unknown name leaves the session without one; the client may ask for a refusal
	 * instead.
	 */
	private void place(Session session, Map<String, String> wanted) throws SQLException {
		boolean strict = "true".equalsIgnoreCase(session.parameter("CLIENT_VALIDATE_DEFAULT_PARAMETERS", "false"));
		String warehouse = unquoted(wanted.get("warehouse"));
		if (warehouse == null) {
			warehouse = session.user().defaultWarehouse();
		}
		session.warehouse(existing(warehouse, "warehouse", strict && wanted.containsKey("warehouse"), session,
				(warehouse != null) && this.account.hasWarehouse(warehouse)));
		String database = unquoted(wanted.get("databaseName"));
		database = existing(database, "database", strict, session, this.warehouse.hasDatabase(database));
		String schema = unquoted(wanted.get("schemaName"));
		if (schema == null && database != null) {
			schema = this.warehouse.hasSchema(database, "PUBLIC") ? "PUBLIC" : null;
		}
		schema = existing(schema, "schema", strict, session, this.warehouse.hasSchema(database, schema));
		session.use(database, schema);
	}

	/** 390201 is in the driver's integration tests. */
	private static @Nullable String existing(@Nullable String name, String kind, boolean strict, Session session,
			boolean exists) {
		if (name == null || exists) {
			return name;
		}
		if (strict) {
			session.close();
			throw new Refusal("390201", "The requested " + kind + " does not exist or not authorized.");
		}
		return null;
	}

	private static @Nullable String unquoted(@Nullable String name) {
		if (name == null || name.isEmpty()) {
			return null;
		}
		return name.startsWith("\"") ? name.substring(1, name.length() - 1) : Account.upper(name);
	}

	private HttpAnswer answer(Session session) {
		return Json.success((json) -> {
			json.writeStringProperty("masterToken", session.master().text());
			json.writeStringProperty("token", session.token().text());
			json.writeNumberProperty("validityInSeconds", session.token().life().toSeconds());
			json.writeNumberProperty("masterValidityInSeconds", session.master().life().toSeconds());
			json.writeStringProperty("displayUserName", session.user().name());
			json.writeStringProperty("serverVersion", "9.99.0");
			json.writeBooleanProperty("firstLogin", false);
			json.writeNullProperty("remMeToken");
			json.writeNumberProperty("remMeValidityInSeconds", 0);
			json.writeNumberProperty("healthCheckInterval", 45);
			json.writeNumberProperty("sessionId", session.id());
			parameters(json, session);
			json.writeObjectPropertyStart("sessionInfo");
			json.writeStringProperty("databaseName", session.database());
			json.writeStringProperty("schemaName", session.schema());
			json.writeStringProperty("warehouseName", session.warehouse());
			json.writeStringProperty("roleName", session.role().name());
			json.writeEndObject();
		});
	}

	/**
	 * All that the client sent, returned: the driver obeys the server's answer, not its
	 * own property.
	 */
	static void parameters(JsonGenerator json, Session session) {
		json.writeArrayPropertyStart("parameters");
		session.parameters().forEach((name, value) -> parameter(json, name, value));
		json.writeEndArray();
	}

	static void parameter(JsonGenerator json, String name, JsonNode value) {
		json.writeStartObject();
		json.writeStringProperty("name", name);
		json.writeName("value");
		json.writeTree(value);
		json.writeEndObject();
	}

}

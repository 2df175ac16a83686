package dev.dataapi;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Checks that every setting refuses invalid values, and that unknown settings are
 * refused.
 */
class SettingsTests {

	/** Any text may be valid; only Snowflake or the file system can tell. */
	private static final Set<String> FREE_TEXTS = Set.of("data-api.embedded.path", "data-api.endpoints",
			"data-api.snowflake.user", "data-api.snowflake.password", "data-api.snowflake.role",
			"data-api.snowflake.warehouse", "data-api.snowflake.database", "data-api.snowflake.schema",
			"data-api.snowflake.private-key", "data-api.snowflake.private-key-file",
			"data-api.snowflake.private-key-file-pwd", "data-api.snowflake.token", "data-api.snowflake.token-file-path",
			"data-api.snowflake.no-proxy", "data-api.callers", "data-api.jwt.audience", "data-api.jwt.roles-claim",
			"data-api.jwt.name-claim", "data-api.jwt.public-key-file");

	static Stream<Arguments> nonsense() throws IOException {
		return metadata("properties").flatMap((property) -> {
			String name = property.path("name").asString();
			Stream<String> values = switch (property.path("type").asString()) {
				case "java.lang.Boolean" -> Stream.of("perhaps");
				case "java.lang.Integer", "java.lang.Double" -> Stream.of("-1", "many");
				case "java.time.Duration" ->
					Stream.of("-1s", "400d", "soon", name.endsWith("deadline") ? "249ms" : "-1ms");
				case "org.springframework.util.unit.DataSize" -> Stream.of("-1B", "big");
				default -> FREE_TEXTS.contains(name) ? Stream.of() : Stream.of("/ no such thing");
			};
			return values.map((value) -> Arguments.of(name, value));
		});
	}

	@ParameterizedTest
	@MethodSource("nonsense")
	void settingWhenInvalidIsRefusedInOneSentence(String name, String value) throws IOException {
		Throwable failure = catchThrowable(() -> bind(name, value));
		assertThat(failure).as("%s=%s is accepted", name, value).isNotNull();
		FailureAnalysis analysis = new InvalidSettingFailureAnalyzer().analyze(failure);
		assertThat(analysis).as("a stack trace instead of a sentence: %s", failure).isNotNull();
		assertThat(analysis.getDescription()).matches("\\S+ is ('.*'|not accepted): it must .+\\.")
			.satisfiesAnyOf((sentence) -> assertThat(sentence).startsWith(name + " "),
					(sentence) -> assertThat(sentence).startsWith(asVariable(name).replace("DATA_API_SNOW", "SNOW")));
	}

	@ParameterizedTest
	@CsvSource({ "data-api.custmer.max-ids, data-api.customer.max-ids",
			"data-api.lookup.maxbatches, data-api.lookup.max-batch", "data-api.acess-log, data-api.access-log",
			"dataApi.lookup.deadlin, data-api.lookup.deadline" })
	void propertyWhenUnknownIsRefusedWithTheNearest(String name, String nearest) {
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> check(property(name)))
			.withMessage("%s is no setting of this service; the nearest is %s.", name, nearest);
	}

	@ParameterizedTest
	@CsvSource({ "DATA_API_CUSTMER_MAX_IDS, DATA_API_CUSTOMER_MAX_IDS",
			"DATA_API_CUSTOMER_MAXIDS, DATA_API_CUSTOMER_MAX_IDS", "data_api_access_log, DATA_API_ACCESS_LOG",
			"DATAAPI_LOOKUP_DEADLIN, DATA_API_LOOKUP_DEADLINE" })
	void variableWhenUnknownIsRefusedWithTheNearest(String name, String nearest) {
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> check(variable(name, "1")))
			.withMessage("%s is no setting of this service; the nearest is %s.", name, nearest);
	}

	@Test
	void settingWhenNoneIsNearIsRefusedWithoutASuggestion() {
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> check(property("data-api.colour.of.the.sky")))
			.withMessage("data-api.colour.of.the.sky is no setting of this service.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "data-api.customer.max-ids", "data-api.customer.maxids", "dataApi.customer.maxIds",
			"database.url", "data-apis.x", "data" })
	void propertyWhenKnownOrUnrelatedIsAccepted(String name) {
		assertThatCode(() -> check(property(name))).doesNotThrowAnyException();
	}

	@ParameterizedTest
	@CsvSource({ "DATA_API_CUSTOMER_MAX_IDS, 1", "DATAAPI_CUSTOMER_MAXIDS, 1", "DATABASE_URL, x", "SNOWFLAKE_X, x",
			"DATA_API_SERVICE_HOST, 10.0.0.1", "DATA_API_SERVICE_PORT_HTTP, 8001", "DATA_API_PORT, tcp://10.0.0.1:8001",
			"DATA_API_PORT_8001_TCP_ADDR, 10.0.0.1", "DATA_API_BLUE_PORT, tcp://10.0.0.1:8001" })
	void variableWhenKnownOrUnrelatedIsAccepted(String name, String value) {
		assertThatCode(() -> check(variable(name, value))).doesNotThrowAnyException();
	}

	@Test
	void startWhenSettingIsUnknownFailsWithOneSentence() {
		assertThat(catchThrowable(() -> RunningService.start("embedded", Stream.of("data-api.chache.ttl=1s").toList())))
			.isInstanceOf(InvalidSettingException.class)
			.hasMessage("data-api.chache.ttl is no setting of this service; the nearest is data-api.cache.ttl.");
	}

	private static MapPropertySource property(String name) {
		return new MapPropertySource("test", Map.of(name, "1"));
	}

	private static SystemEnvironmentPropertySource variable(String name, String value) {
		return new SystemEnvironmentPropertySource("test", Map.of(name, value));
	}

	private static void check(MapPropertySource source) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(source);
		new UnknownSettingCheck().check(environment);
	}

	/** Binds the whole record that the setting belongs to; several share a prefix. */
	private static void bind(String name, String value) throws IOException {
		String owner = metadata("properties").filter((each) -> each.path("name").asString().equals(name))
			.findFirst()
			.orElseThrow()
			.path("sourceType")
			.asString();
		JsonNode group = metadata("groups")
			.filter((each) -> name.startsWith(each.path("name").asString() + ".") && isBound(each))
			.reduce((shorter, longer) -> (owner + '$').startsWith(shorter.path("type").asString() + '$') ? shorter
					: longer)
			.orElseThrow();
		new Binder(new MapConfigurationPropertySource(Map.of(name, value))).bindOrCreate(group.path("name").asString(),
				Bindable.of(type(group)));
	}

	private static boolean isBound(JsonNode group) {
		return type(group).isAnnotationPresent(ConfigurationProperties.class);
	}

	private static Class<?> type(JsonNode group) {
		return ClassUtils.resolveClassName(group.path("type").asString(), null);
	}

	private static String asVariable(String name) {
		return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
	}

	private static Stream<JsonNode> metadata(String kind) throws IOException {
		try (InputStream metadata = new ClassPathResource("META-INF/spring-configuration-metadata.json")
			.getInputStream()) {
			return JsonMapper.shared()
				.readTree(metadata)
				.path(kind)
				.valueStream()
				// Without what the compiler adds for the endpoints of Actuator
				.filter((each) -> each.path("name").asString().startsWith("data-api"));
		}
	}

}

package dev.dataapi.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.constructor.DuplicateKeyException;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The service specifications conform to Snowflake's reference, written as a schema that
 * refuses the usual slips.
 */
@Tag("deploy")
class ServiceSpecificationTests {

	private static final Schema SCHEMA = schema();

	private static final String DECLARED = "spec/public-api-declared-endpoints.yaml";

	private static final String CALLERS = "spec/public-api-callers.yaml";

	private static final String TOKENS = "spec/public-api-tokens.yaml";

	private static final String SHARED = "-shared-cache.yaml";

	@ParameterizedTest
	@MethodSource("specifications")
	void specificationWhenFilledWithDefaultsHolds(String path) {
		assertThat(errors(filled(path))).isEmpty();
	}

	/**
	 * For each kind of value that Snowflake documents, whether or not it renders JSON's
	 * quotes.
	 */
	@ParameterizedTest
	@MethodSource("valuesOfEachForm")
	void specificationWhenAVariableHasAValueOfADocumentedFormHolds(Given given) {
		String text = DeploymentFiles.fill(DeploymentFiles.read(given.path()), Map.of(given.variable(), given.value()));
		assertThat(errors(text)).isEmpty();
		assertThat(text.lines().filter((line) -> line.contains(": " + given.value()))).isNotEmpty();
		assertThat(String.valueOf(DeploymentFiles.yaml(text))).contains(given.value().replace("\"", ""));
	}

	@Test
	void specificationWhenServiceSuspendsItselfDiffersInThatOnly() {
		Map<String, Object> suspending = DeploymentFiles.yaml(filled("spec/public-api-suspending.yaml"));
		assertThat(((Map<?, ?>) suspending.get("spec")).remove("resourceManagement")).isNotNull();
		assertThat(suspending).isEqualTo(DeploymentFiles.yaml(filled("spec/public-api.yaml")));
	}

	@Test
	void specificationWhenEndpointsAreDeclaredDiffersInThatOnly() {
		Map<String, Object> declared = DeploymentFiles.yaml(filled(DECLARED));
		assertThat(((Map<?, ?>) declared.get("spec")).remove("volumes")).isNotNull();
		Map<?, ?> api = DeployedService.list(((Map<?, ?>) declared.get("spec")).get("containers"))
			.findFirst()
			.orElseThrow();
		assertThat(api.remove("volumeMounts")).isNotNull();
		assertThat(((Map<?, ?>) api.get("env")).remove("DATA_API_ENDPOINTS")).isNotNull();
		assertThat(declared).isEqualTo(DeploymentFiles.yaml(filled("spec/public-api.yaml")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "spec/internal-api", "spec/public-api" })
	void specificationWhenCacheIsSharedDiffersInThatOnly(String path) {
		Map<String, Object> shared = DeploymentFiles.yaml(filled(path + SHARED));
		Map<?, ?> api = DeployedService.list(((Map<?, ?>) shared.get("spec")).get("containers"))
			.findFirst()
			.orElseThrow();
		assertThat(api.remove("secrets")).isNotNull();
		for (String name : List.of("DATA_API_CACHE_SHARED", "SPRING_DATA_REDIS_HOST", "SPRING_DATA_REDIS_USERNAME")) {
			assertThat(((Map<?, ?>) api.get("env")).remove(name)).as(name).isNotNull();
		}
		assertThat(shared).isEqualTo(DeploymentFiles.yaml(filled(path + ".yaml")));
	}

	@ParameterizedTest
	@ValueSource(strings = { CALLERS, TOKENS })
	void specificationWhenCallersProveWhoTheyAreDiffersInThatOnly(String path) {
		Map<String, Object> proved = DeploymentFiles.yaml(filled(path));
		Map<?, ?> api = DeployedService.list(((Map<?, ?>) proved.get("spec")).get("containers"))
			.findFirst()
			.orElseThrow();
		assertThat(api.remove("secrets") != null).isEqualTo(path.equals(CALLERS));
		Map<?, ?> environment = (Map<?, ?>) api.get("env");
		assertThat(environment.get("DATA_API_AUTHENTICATION")).isEqualTo(path.equals(CALLERS) ? "keys" : "jwt");
		environment.keySet()
			.removeIf((name) -> List
				.of("DATA_API_AUTHENTICATION", "DATA_API_CALLERS", "DATA_API_JWT_ISSUER", "DATA_API_JWT_AUDIENCE",
						"DATA_API_JWT_ROLES_CLAIM")
				.contains(name));
		assertThat(proved).isEqualTo(DeploymentFiles.yaml(filled("spec/public-api.yaml")));
	}

	/** The secret is a file in the folder where the setting looks for it. */
	@Test
	void callersWhenDeployedAreTheSecretThatTheScriptMakes() {
		Map<?, ?> api = container(CALLERS, "api");
		Map<?, ?> secret = (Map<?, ?>) DeployedService.list(api.get("secrets")).findFirst().orElseThrow();
		assertThat(((Map<?, ?>) api.get("env")).get("DATA_API_CALLERS"))
			.isEqualTo(secret.get("directoryPath") + "/secret_string");
		assertThat(DeploymentFiles.read("sql/05e_callers.sql")).contains(
				"CREATE SECRET IF NOT EXISTS " + ((Map<?, ?>) secret.get("snowflakeSecret")).get("objectName") + "\n");
	}

	@Test
	void containerOfTheApiWhenDeployedIsTheSameInEachSpecification() {
		assertThat(specifications().stream()
			.filter((path) -> !path.endsWith(SHARED) && !List.of(DECLARED, CALLERS, TOKENS).contains(path))
			.map((path) -> container(path, "api"))
			.filter((container) -> !container.isEmpty())
			.toList()).hasSizeGreaterThan(1).allMatch(container("spec/public-api.yaml", "api")::equals);
	}

	/** 06a and 06b run the same outlet, except for its way to the API. */
	@Test
	void containerOfTheOutletWhenDeployedIsTheSameInEachSpecification() {
		assertThat(container("spec/ockam-outlet.yaml", "ockam-outlet").toString()).isEqualTo(
				container("spec/private-api.yaml", "ockam-outlet").toString().replace("localhost:8001", "api:8001"));
	}

	/** They go over OTLP already, and a sidecar would send each a second time. */
	@ParameterizedTest
	@MethodSource("specifications")
	void metricsWhenDeployedHaveOneWay(String path) {
		assertThat(filled(path)).doesNotContain("monitoring-prometheus-sidecar");
	}

	@ParameterizedTest
	@MethodSource("brokenSpecifications")
	void specificationWhenBrokenIsRefused(Broken broken) {
		String intact = filled(broken.path());
		assertThat(intact).contains(broken.text());
		int at = intact.indexOf(broken.text());
		String text = intact.substring(0, at) + broken.replacement() + intact.substring(at + broken.text().length());
		assertThat(errors(text)).extracting((error) -> error.getInstanceLocation().toString())
			.anyMatch((location) -> location.startsWith(broken.where()));
	}

	@Test
	void specificationWhenKeyIsGivenTwiceIsRefused() {
		String text = filled("spec/public-api.yaml").replace("    - name: api\n      port:",
				"    - name: api\n      name: api\n      port:");
		assertThatExceptionOfType(DuplicateKeyException.class).isThrownBy(() -> errors(text));
	}

	@Test
	void templateWhenVariableHasNoValueIsRefused() {
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> DeploymentFiles.fill("{{ tag }}", Map.of()))
			.withMessage("No value for tag");
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> DeploymentFiles.fill("{{ tag | defualt('x') }}", Map.of("tag", "1")));
	}

	static List<String> specifications() {
		List<String> paths = DeploymentFiles.specifications();
		assertThat(paths).isNotEmpty();
		return paths;
	}

	static List<Given> valuesOfEachForm() {
		List<Given> all = new ArrayList<>();
		for (String path : specifications()) {
			for (String variable : DeploymentFiles.variables(DeploymentFiles.read(path))) {
				switch (variable) {
					case "image", "ockam_image", "valkey_image" ->
						all.addAll(quoted(path, variable, "/api/private/api/some:1.0-2"));
					case "warehouse" -> all.addAll(quoted(path, variable, "OTHER_WH", "WH2"));
					case "relay", "inlet" -> all.addAll(quoted(path, variable, "some-name", "name2"));
					case "api" -> all.addAll(quoted(path, variable, "api.x7.svc.spcs.internal:8001"));
					case "cache_host" -> all.addAll(quoted(path, variable, "valkey.x7.svc.spcs.internal"));
					case "maxmemory" -> all.addAll(quoted(path, variable, "300mb"));
					case "endpoints" -> all.addAll(quoted(path, variable, "/specs/others.yaml"));
					case "memory_limit" -> all.addAll(quoted(path, variable, "512M", "1.5Gi"));
					case "cpu_limit" -> {
						all.addAll(quoted(path, variable, "500m"));
						all.add(new Given(path, variable, "2"));
						all.add(new Given(path, variable, "1.5"));
					}
					case "authentication" -> all.addAll(quoted(path, variable, "ingress,keys", "ingress"));
					case "issuer" -> all.addAll(quoted(path, variable, "https://login.test:8443/realms/a"));
					case "audience" -> all.addAll(quoted(path, variable, "another-api"));
					case "roles_claim" -> all.addAll(quoted(path, variable, "realm_access.roles"));
					case "idle_seconds" -> all.add(new Given(path, variable, "300"));
					default -> throw new IllegalStateException("No values for " + variable);
				}
			}
		}
		return all;
	}

	private static List<Given> quoted(String path, String variable, String... values) {
		return Stream.of(values)
			.flatMap((value) -> Stream.of(new Given(path, variable, value),
					new Given(path, variable, "\"" + value + "\"")))
			.toList();
	}

	private static Map<?, ?> container(String path, String name) {
		Map<?, ?> spec = (Map<?, ?>) DeploymentFiles.yaml(filled(path)).get("spec");
		return DeployedService.list(spec.get("containers"))
			.filter((container) -> name.equals(container.get("name")))
			.findFirst()
			.orElse(Map.of());
	}

	static Stream<Broken> brokenSpecifications() {
		String open = "spec/public-api.yaml";
		String closed = "spec/private-api.yaml";
		String idle = "spec/public-api-suspending.yaml";
		String server = "spec/valkey.yaml";
		String shared = "spec/public-api" + SHARED;
		return Stream.of(new Broken("singular containers", open, "  containers:", "  container:", ""),
				new Broken("singular endpoints", open, "  endpoints:\n    - name", "  endpoint:\n    - name", "/spec"),
				new Broken("roles under spec", open, "\nserviceRoles:\n  - name: api_user\n    endpoints:\n      - api",
						"\n  serviceRoles:\n    - name: api_user\n      endpoints:\n        - api", "/spec"),
				new Broken("memory without unit", open, "memory: 192M", "memory: 192", "/spec/containers/0/resources"),
				new Broken("memory with a unit of two letters", open, "memory: 256M", "memory: 256MB",
						"/spec/containers/0/resources"),
				new Broken("CPU with a wrong unit", open, "cpu: 0.5", "cpu: 0.5c", "/spec/containers/0/resources"),
				new Broken("GPU by a short name", open, "cpu: 0.5", "gpu: 1", "/spec/containers/0/resources"),
				new Broken("boolean in env", closed, "UPGRADE_CHECK: \"true\"", "UPGRADE_CHECK: true",
						"/spec/containers/1/env"),
				new Broken("number in env", closed, "UPGRADE_CHECK: \"true\"", "UPGRADE_CHECK: 1",
						"/spec/containers/1/env"),
				new Broken("env name with a dash", closed, "OCKAM_DISABLE_UPGRADE_CHECK", "OCKAM-CHECK",
						"/spec/containers/1/env"),
				new Broken("public TCP endpoint", open, "protocol: HTTP", "protocol: TCP", "/spec/endpoints/0"),
				new Broken("HTTPS endpoint", open, "protocol: HTTP", "protocol: HTTPS", "/spec/endpoints/0"),
				new Broken("public port range", open, "port: 8001\n      protocol: HTTP",
						"portRange: 8001-8002\n      protocol: TCP", "/spec/endpoints/0"),
				new Broken("port range over HTTP", open, "port: 8001\n      protocol: HTTP\n      public: true",
						"portRange: 8001-8002\n      protocol: HTTP", "/spec/endpoints/0"),
				new Broken("port and port range", open, "port: 8001\n      protocol: HTTP\n      public: true",
						"port: 8001\n      portRange: 8001-8002\n      protocol: TCP", "/spec/endpoints/0"),
				new Broken("endpoint without port", open, "      port: 8001\n      protocol", "      protocol",
						"/spec/endpoints/0"),
				new Broken("port out of range", open, "port: 8001\n      protocol", "port: 80011\n      protocol",
						"/spec/endpoints/0/port"),
				new Broken("public as text", open, "public: true", "public: \"true\"", "/spec/endpoints/0/public"),
				new Broken("any origin", open, "public: true",
						"corsSettings:\n        Access-Control-Allow-Origin: [\"*\"]",
						"/spec/endpoints/0/corsSettings"),
				new Broken("capital in a name", open, "name: api", "name: Api", "/spec/containers/0/name"),
				new Broken("underscore in a name", closed, "name: ockam-outlet", "name: ockam_outlet",
						"/spec/containers/1/name"),
				new Broken("dash at a name's end", open, "name: api", "name: api-", "/spec/containers/0/name"),
				new Broken("digit at a name's start", open, "name: api", "name: 1api", "/spec/containers/0/name"),
				new Broken("name of 64 letters", open, "name: api", "name: " + "a".repeat(64),
						"/spec/containers/0/name"),
				new Broken("service role with a dash", open, "name: api_user", "name: api-user", "/serviceRoles/0"),
				new Broken("no image", open, "image:", "picture:", "/spec/containers/0"),
				new Broken("image of another registry", open, "image: /api", "image: registry.test/api",
						"/spec/containers/0/image"),
				new Broken("capital in an image path", open, "image: /api", "image: /API", "/spec/containers/0/image"),
				new Broken("probe without port", open, "        port: 8001\n        path", "        path",
						"/spec/containers/0/readinessProbe"),
				new Broken("probe path without slash", open, "path: /readyz", "path: readyz",
						"/spec/containers/0/readinessProbe/path"),
				new Broken("Kubernetes' probe key", open, "periodSeconds: 10", "initialDelaySeconds: 10",
						"/spec/containers/0/livenessProbe"),
				new Broken("argument that is no text", closed, "- --foreground", "- true", "/spec/containers/1/args/2"),
				new Broken("token switch as text", closed, "mountSessionToken: false", "mountSessionToken: \"false\"",
						"/spec/containers/1/mountSessionToken"),
				new Broken("token's mode without its path", closed, "mountSessionToken: false",
						"sessionTokenConfig:\n        permission: \"0600\"", "/spec/containers/1/sessionTokenConfig"),
				new Broken("secret twice over", closed, "directoryPath:",
						"envVarName: TICKET\n          directoryPath:", "/spec/containers/1/secrets/0"),
				new Broken("secret without its part", closed, "directoryPath: /ockam-ticket", "envVarName: TICKET",
						"/spec/containers/1/secrets/0"),
				new Broken("part of a secret that is a file", closed, "directoryPath: /ockam-ticket",
						"directoryPath: /ockam-ticket\n          secretKeyRef: secret_string",
						"/spec/containers/1/secrets/0"),
				new Broken("unknown part of a secret", shared, "secretKeyRef: secret_string", "secretKeyRef: string",
						"/spec/containers/0/secrets/0"),
				new Broken("command that is one text", server,
						"      command:\n        - sh\n        - -euc\n        - |", "      command: |",
						"/spec/containers/0/command"),
				new Broken("server open to the internet", server, "public: false", "public: true", "/spec/endpoints/0"),
				new Broken("policy without its period", idle, "              stabilizationPeriodSecs: 1800\n", "",
						"/spec/resourceManagement"),
				new Broken("policy in steps", idle, "targetScaling:", "stepScaling:", "/spec/resourceManagement"),
				new Broken("policy with any condition", idle, "allConditions:", "anyConditions:",
						"/spec/resourceManagement"),
				new Broken("policy of an unknown aggregation", idle, "aggregationType: max", "aggregationType: sum",
						"/spec/resourceManagement"),
				new Broken("unknown log level", open, "logLevel: INFO", "logLevel: DEBUG", "/spec/logExporters"),
				new Broken("unknown metric group", open, "- system_limits", "- cpu", "/spec/platformMonitor"),
				new Broken("old form of a stage volume", open, "  logExporters:",
						"  volumes:\n    - name: data\n      source: \"@data\"\n  logExporters:", "/spec/volumes/0"),
				new Broken("stage volume without its stage", DECLARED,
						"      stageConfig:\n        name: \"@API.PRIVATE.SPECS\"\n", "", "/spec/volumes/0"),
				new Broken("stage without its sign", DECLARED, "\"@API", "\"API", "/spec/volumes/0/stageConfig/name"),
				new Broken("stage beside its configuration", DECLARED, "      stageConfig:\n        name:",
						"      stage:", "/spec/volumes/0"),
				new Broken("size of a stage volume", DECLARED, "uid: 10001", "size: 1Gi", "/spec/volumes/0/size"),
				new Broken("user as text", DECLARED, "uid: 10001", "uid: \"10001\"", "/spec/volumes/0/uid"),
				new Broken("cache without unit", DECLARED, "        name: \"@API",
						"        metadataCache: \"60\"\n        name: \"@API",
						"/spec/volumes/0/stageConfig/metadataCache"),
				new Broken("read-only flag", DECLARED, "mountPath: /specs",
						"mountPath: /specs\n          readOnly: true", "/spec/containers/0/volumeMounts/0"),
				new Broken("mount path without slash", DECLARED, "mountPath: /", "mountPath: ",
						"/spec/containers/0/volumeMounts/0/mountPath"),
				new Broken("block volume without size", open, "  logExporters:",
						"  volumes:\n    - name: data\n      source: block\n  logExporters:", "/spec/volumes/0"));
	}

	static List<Error> errors(String specification) {
		return SCHEMA.validate(JsonMapper.shared().valueToTree(DeploymentFiles.yaml(specification)));
	}

	private static String filled(String path) {
		return DeploymentFiles.fill(DeploymentFiles.read(path), Map.of());
	}

	private static Schema schema() {
		try (InputStream file = ServiceSpecificationTests.class
			.getResourceAsStream("service-specification.schema.json")) {
			return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
				.getSchema(JsonMapper.shared().readTree(file));
		}
		catch (IOException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	/** A variable of a specification, and its value as rendered. */
	record Given(String path, String variable, String value) {

	}

	/**
	 * A slip: the text of which the first occurrence is replaced, its replacement, and
	 * where the error must be reported.
	 */
	record Broken(String slip, String path, String text, String replacement, String where) {

		@Override
		public String toString() {
			return this.slip;
		}

	}

}

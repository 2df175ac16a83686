package dev.dataapi.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

/**
 * Ports, paths, names and images agree between the specifications, the scripts, the load
 * plan and the service itself.
 */
@Tag("deploy")
class DeploymentAgreementTests {

	private static final int API_PORT = 8001;

	private static final int METRICS_PORT = 8002;

	private static final Set<String> SET_BY_SNOWFLAKE = Set.of("SNOWFLAKE_ACCOUNT", "SNOWFLAKE_HOST",
			"SNOWFLAKE_DATABASE", "SNOWFLAKE_SCHEMA");

	@ParameterizedTest
	@MethodSource("services")
	void serviceWhenMadeByScriptHasSoundSpecification(DeployedService service) {
		assertThat(DeploymentFiles.variables(DeploymentFiles.read(service.template())))
			.containsAll(service.values().keySet());
		assertThat(service.renderings()).isNotEmpty()
			.allSatisfy((text) -> assertThat(ServiceSpecificationTests.errors(text)).isEmpty());
		assertThat(
				service.renderings().map((text) -> DeploymentFiles.yaml(text).toString().replace("\"", "")).distinct())
			.hasSize(1);
		assertThat(service.containers().map((container) -> container.get("name"))).doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@MethodSource("apis")
	void apiWhenDeployedIsReachedOnItsPorts(DeployedService service) {
		Map<?, ?> api = service.container("api");
		assertThat(api.get("readinessProbe")).asInstanceOf(MAP)
			.containsEntry("port", API_PORT)
			.containsEntry("path", "/readyz");
		assertThat(api.get("livenessProbe")).asInstanceOf(MAP)
			.containsEntry("port", API_PORT)
			.containsEntry("path", "/livez");
		assertThat(service.endpoints()).allSatisfy((endpoint) -> assertThat(endpoint.get("port")).isEqualTo(API_PORT));
	}

	@ParameterizedTest
	@MethodSource("services")
	void outletWhenDeployedLeadsToTheApi(DeployedService service) {
		service.containers().filter((container) -> "ockam-outlet".equals(container.get("name"))).forEach((outlet) -> {
			List<?> arguments = (List<?>) outlet.get("args");
			Map<?, ?> configuration = DeploymentFiles.yaml((String) arguments.get(arguments.size() - 1));
			String host = (service.template().contains("private")) ? "localhost" : "api";
			assertThat(configuration.get("tcp-outlet")).asInstanceOf(MAP).containsEntry("to", host + ":" + API_PORT);
			Map<?, ?> probe = (Map<?, ?>) outlet.get("livenessProbe");
			assertThat(configuration.get("status-endpoint")).isEqualTo("0.0.0.0:" + probe.get("port"));
			assertThat(service.property("EXTERNAL_ACCESS_INTEGRATIONS").equals("("))
				.isEqualTo(service.statement().get(0).equals("CREATE"));
			Map<?, ?> secret = DeployedService.list(outlet.get("secrets")).findFirst().orElseThrow();
			assertThat(secret.get("snowflakeSecret")).asInstanceOf(MAP)
				.containsEntry("objectName", "API.PRIVATE.OCKAM_TICKET");
			assertThat(created("SECRET")).contains("API.PRIVATE.OCKAM_TICKET");
			assertThat(arguments).asInstanceOf(LIST)
				.containsSequence("--enrollment-ticket", secret.get("directoryPath") + "/secret_string");
		});
	}

	/**
	 * A sidecar needs no access to the database, and without stated requests the
	 * containers would not fit on a node of one CPU.
	 */
	@ParameterizedTest
	@MethodSource("services")
	void sidecarWhenDeployedHasNoTokenAndFitsOnTheNode(DeployedService service) {
		double cpus = 0;
		for (Map<?, ?> container : service.containers().toList()) {
			Map<?, ?> requests = (Map<?, ?>) ((Map<?, ?>) container.get("resources")).get("requests");
			cpus += ((Number) requests.get("cpu")).doubleValue();
			assertThat(Boolean.FALSE.equals(container.get("mountSessionToken")))
				.as(String.valueOf(container.get("name")))
				.isEqualTo(!"api".equals(container.get("name")));
		}
		assertThat(cpus).isLessThan(1);
	}

	@Test
	void endpointWhenDeployedIsPublicInThePublicSchemaOnly() {
		assertThat(apis()).isNotEmpty().allSatisfy((service) -> {
			boolean open = service.endpoints().anyMatch((endpoint) -> Boolean.TRUE.equals(endpoint.get("public")));
			assertThat(open).isEqualTo(service.name().startsWith("API.PUBLIC."));
		});
	}

	/**
	 * A single instance does not answer while it is upgraded. Several outlets would claim
	 * one relay, and several caches would share nothing.
	 */
	@Test
	void instancesWhenServiceIsMadeAreTwoWhereTheyAnswerCallers() {
		assertThat(services()).filteredOn((service) -> service.statement().get(0).equals("CREATE"))
			.allSatisfy((service) -> {
				boolean single = service.containers().anyMatch((one) -> !"api".equals(one.get("name")));
				String instances = (single) ? "1" : "2";
				assertThat(service.property("MIN_INSTANCES")).isEqualTo(instances);
				assertThat(service.property("MAX_INSTANCES")).isEqualTo(instances);
				assertThat(service.property("MIN_READY_INSTANCES")).isEqualTo((single) ? "" : "1");
			});
	}

	/** Only a call from outside wakes a service that sleeps. */
	@Test
	void serviceWhenItSuspendsItselfIsPublic() {
		assertThat(services()).filteredOn((service) -> service.spec().containsKey("resourceManagement"))
			.isNotEmpty()
			.allMatch((service) -> service.name().startsWith("API.PUBLIC."));
	}

	@Test
	void imageWhenDeployedComesFromTheRepositoryThatScriptsMake() {
		String repository = created("IMAGE", "REPOSITORY").get(0).replace('.', '/').toLowerCase(Locale.ROOT);
		Set<String> images = new TreeSet<>();
		services().forEach(
				(service) -> service.containers().forEach((container) -> images.add((String) container.get("image"))));
		assertThat(images).allMatch((image) -> image.startsWith("/" + repository + "/"));
		assertThat(images).extracting((image) -> image.replaceAll(".*/|:.*", ""))
			.containsOnly(artifact(), "ockam", "valkey");
		assertThat(DeploymentFiles.read("sql/deploy")).contains("docker push \"$repository/" + artifact() + ":$tag\"");
	}

	@Test
	void nameWhenUsedInScriptIsMadeByScript() {
		List<String> warehouses = created("WAREHOUSE");
		for (DeployedService service : services()) {
			String warehouse = service.values().getOrDefault("warehouse", "'\"" + warehouses.get(0) + "\"'");
			assertThat(TemplateValue.of(warehouse).rendered(false)).isIn(warehouses);
			if (service.statement().get(0).equals("CREATE")) {
				assertThat(service.statement()).containsSequence("IN", "COMPUTE", "POOL",
						created("COMPUTE", "POOL").get(0));
				boolean queries = service.containers().anyMatch((container) -> "api".equals(container.get("name")));
				assertThat(service.property("QUERY_WAREHOUSE")).isEqualTo((queries) ? warehouses.get(0) : "");
			}
		}
		List<String> logs = all().stream()
			.filter((statement) -> statement.contains("SYSTEM$GET_SERVICE_LOGS"))
			.map((statement) -> statement.get(3) + statement.get(7))
			.toList();
		assertThat(logs).isNotEmpty()
			.allSatisfy((log) -> assertThat(services()).anyMatch((service) -> service.containers()
				.anyMatch((container) -> log.equals("'" + service.name() + "''" + container.get("name") + "'"))));
	}

	@Test
	void serviceRoleWhenGrantedIsInTheSpecification() {
		List<List<String>> grants = all().stream()
			.filter((statement) -> statement.contains("!") && statement.get(0).equals("GRANT"))
			.toList();
		assertThat(grants).hasSize(1);
		DeployedService service = services().stream()
			.filter((one) -> one.name().equals(String.join("", grants.get(0).subList(3, 8))))
			.findFirst()
			.orElseThrow();
		List<Map<?, ?>> roles = DeployedService.list(service.specification().get("serviceRoles")).toList();
		assertThat(roles).extracting((role) -> ((String) role.get("name")).toUpperCase(Locale.ROOT))
			.containsExactly(grants.get(0).get(9));
		assertThat(service.endpoints().map((endpoint) -> (Object) endpoint.get("name")).toList())
			.containsAll((List<?>) roles.get(0).get("endpoints"));
	}

	@Test
	void objectWhenMadeByScriptIsRemovedByTheCleanUp() {
		List<String> removed = new ArrayList<>();
		SqlScript.read("sql/12_clean_up.sql")
			.statements()
			.stream()
			.filter((statement) -> statement.get(0).equals("DROP"))
			.forEach((statement) -> removed
				.add(String.join("", statement.subList(statement.indexOf("EXISTS") + 1, statement.size()))));
		Set<String> made = new TreeSet<>();
		for (String kind : List.of("WAREHOUSE", "ROLE", "DATABASE", "USER", "INTEGRATION", "NETWORK POLICY",
				"COMPUTE POOL", "SERVICE")) {
			made.addAll(created(kind.split(" ")));
		}
		// 06d makes it in one schema or the other
		made.add("API.PRIVATE.VALKEY");
		// Shared by others in the account
		made.remove("SNOWFLAKE_SAMPLE_DATA");
		assertThat(removed).containsExactlyInAnyOrderElementsOf(made);
	}

	@Test
	void loadPlanWhenRunAsItIsAsksTheServiceForCustomers() {
		assertThat(DeploymentFiles.read("jmeter/snow_papi.jmx")).contains("${__P(port," + API_PORT + ")}",
				">/customer/${CUST_ID}<");
	}

	@Test
	void settingWhenReadFromEnvironmentIsGivenInTheContainer() {
		Set<String> given = new TreeSet<>(SET_BY_SNOWFLAKE);
		services().forEach((service) -> service.containers()
			.filter((container) -> "api".equals(container.get("name")))
			.forEach((container) -> ((Map<?, ?>) container.get("env")).keySet()
				.forEach((name) -> given.add((String) name))));
		String profile = "src/main/resources/application-snowflake.yml";
		if (DeploymentFiles.exists(profile)) {
			String text = DeploymentFiles.read(profile);
			Matcher needed = Pattern.compile("\\$\\{(SNOWFLAKE_[A-Z_]+)}").matcher(text);
			assertThat(needed.results().map((match) -> match.group(1))).isSubsetOf(given);
			given.removeAll(SET_BY_SNOWFLAKE);
			// Settings of any profile
			String documents = DeploymentFiles.read("docs/configuration.md")
					+ DeploymentFiles.read("docs/shared-cache.md");
			given.removeIf((name) -> !name.startsWith("SNOWFLAKE_") && documents.contains("`" + name + "`"));
			assertThat(given).allSatisfy((name) -> assertThat(text).contains("${" + name));
		}
		assertThat(given).contains("SNOWFLAKE_WAREHOUSE");
	}

	@Test
	void portWhenSetInTheServiceIsTheDeployedOne() {
		for (String path : DeploymentFiles.list("src/main/resources", ".yml")) {
			for (Object document : new Yaml().loadAll(DeploymentFiles.read(path))) {
				assertThat(setting(document, "server", "port")).as(path).isIn("", String.valueOf(API_PORT));
				assertThat(setting(document, "management", "server", "port")).as(path)
					.isIn("", String.valueOf(METRICS_PORT));
			}
		}
	}

	@Test
	void imageWhenBuiltListensOnTheDeployedPortWithTheSnowflakeProfile() {
		if (DeploymentFiles.exists("Dockerfile")) {
			String file = DeploymentFiles.read("Dockerfile");
			assertThat(file).containsPattern("(?m)^EXPOSE .*\\b" + API_PORT + "\\b");
			assertThat(file).containsPattern("SPRING_PROFILES_ACTIVE=\"?snowflake\"?");
		}
	}

	static List<DeployedService> services() {
		return DeployedService.readAll();
	}

	static List<DeployedService> apis() {
		return services().stream()
			.filter((service) -> service.containers().anyMatch((container) -> "api".equals(container.get("name"))))
			.toList();
	}

	private static List<List<String>> all() {
		return SqlScript.readAll().stream().flatMap((script) -> script.statements().stream()).toList();
	}

	/** The names of everything of a kind that a script creates. */
	private static List<String> created(String... kind) {
		Set<String> names = new TreeSet<>();
		for (List<String> statement : all()) {
			int exists = statement.indexOf("EXISTS");
			if (statement.get(0).equals("CREATE") && exists > 0
					&& statement.subList(0, exists - 2).containsAll(List.of(kind))) {
				int end = exists + 2;
				while (end < statement.size() && statement.get(end).equals(".")) {
					end += 2;
				}
				names.add(String.join("", statement.subList(exists + 1, end)));
			}
		}
		assertThat(names).as(String.join(" ", kind)).isNotEmpty();
		return List.copyOf(names);
	}

	private static String artifact() {
		Matcher matcher = Pattern.compile("<groupId>dev.dataapi</groupId>\\s*<artifactId>([^<]+)<")
			.matcher(DeploymentFiles.read("pom.xml"));
		assertThat(matcher.find()).isTrue();
		return matcher.group(1);
	}

	/**
	 * A setting as text, empty when the document lacks it; nested and dotted keys alike.
	 */
	private static String setting(Object document, String... path) {
		Object found = document;
		for (String key : path) {
			found = (found instanceof Map<?, ?> map) ? map.get(key) : null;
		}
		if (found == null && document instanceof Map<?, ?> map) {
			found = map.get(String.join(".", path));
		}
		return (found == null) ? "" : found.toString();
	}

}

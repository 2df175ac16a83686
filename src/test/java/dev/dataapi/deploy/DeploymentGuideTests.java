package dev.dataapi.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.dataapi.DataApiApplication;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

/**
 * Runs the commands of docs/deployment.md in a modelled account: each works with the
 * roles and files that the commands before it have left.
 */
@Tag("deploy")
class DeploymentGuideTests {

	private static final String GUIDE = DeploymentFiles.read("docs/deployment.md");

	@ParameterizedTest
	@ValueSource(strings = { "Public", "Private" })
	void commandsWhenRunFromNothingLackNothing(String variant) throws Exception {
		DeployedAccount account = walk(commands(variant + ", from nothing"));
		assertThat(account.problems()).isEmpty();
		assertThat(account.collisions()).isEmpty();
	}

	/** The commands of the other sections, once a service is there. */
	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "Public | Update, by commit", "Public | A programmatic access token",
					"Public | Run the service outside, on the account's data", "Public | Stop, start, remove",
					"Public | Declared endpoints", "Public | Callers", "Public | A cache that instances share",
					"Private | Renew the Ockam ticket", "Private | Stop, start, remove" })
	void commandsWhenServiceRunsLackNothing(String variant, String section) throws Exception {
		List<String> commands = commands(variant + ", from nothing");
		commands.addAll(commands(section));
		assertThat(walk(commands).problems()).isEmpty();
	}

	/**
	 * Mistakes that the guide once made, such as running the service as the user who may
	 * only call it.
	 */
	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"SNOWFLAKE_USER=SVC_DATA_API SNOWFLAKE_ROLE=DATA_API_ROLE ./mvnw spring-boot:run | SVC_DATA_API may not take DATA_API_ROLE",
			"SNOWFLAKE_USER=SVC_DATA_API SNOWFLAKE_ROLE=DATA_API_CALLER_ROLE ./mvnw spring-boot:run | DATA_API_CALLER_ROLE lacks USAGE on WAREHOUSE DATA_API_WH",
			"java -jar data-api.jar token --user SVC_DATA_API --role DATA_API_ROLE | SVC_DATA_API may not take DATA_API_ROLE",
			"snow stage copy spec/ @API.PRIVATE.SPECS --role DATA_API_ROLE | DATA_API_ROLE lacks WRITE on STAGE API.PRIVATE.SPECS",
			"snow spcs image-registry login --role DATA_API_CALLER_ROLE | DATA_API_CALLER_ROLE lacks READ on IMAGE REPOSITORY API.PRIVATE.API",
			"sql/deploy public --endpoints | DATA_API_ROLE lacks SELECT on TABLE API.DATA.HYBRID_ITEM",
			"sql/deploy public --shared-cache | DATA_API_ROLE lacks READ on SECRET API.PRIVATE.VALKEY_PASSWORD",
			"sql/deploy public --role DATA_API_ROLE | DATA_API_ROLE lacks WRITE on IMAGE REPOSITORY API.PRIVATE.API" })
	void commandWhenItsRoleLacksSomethingIsFound(String command, String problem) throws Exception {
		List<String> commands = commands("Public, from nothing");
		commands.add(command);
		assertThat(walk(commands).problems()).isNotEmpty()
			.allMatch((found) -> found.startsWith(command.split("[/ ]")[0]) || found.startsWith("snow")
					|| found.startsWith("docker"))
			.anyMatch((found) -> found.contains(problem));
	}

	/** A mistake that the script once made: images could be read but not pushed. */
	@Test
	void pushWhenTheDeployerMayOnlyReadIsFound() throws Exception {
		DeployedAccount account = new DeployedAccount();
		Shell shell = new Shell(account, (path, text) -> text.replace("GRANT READ, WRITE ON IMAGE REPOSITORY",
				"GRANT READ ON IMAGE REPOSITORY"));
		for (String command : commands("Public, from nothing")) {
			shell.run(command);
		}
		assertThat(account.problems()).singleElement(STRING)
			.startsWith("docker push REPOSITORY_URL/data-api:")
			.contains("DATA_API_DEPLOYER_ROLE lacks WRITE on IMAGE REPOSITORY API.PRIVATE.API");
	}

	@Test
	void commandsWhenThePrivateInstancesShareACacheLackNothing() throws Exception {
		List<String> commands = new ArrayList<>();
		for (String command : commands("Private, from nothing")) {
			if (command.equals("sql/deploy private")) {
				commands.addAll(commands("A cache that instances share").subList(0, 1));
				commands.add("sql/deploy private-outlet-apart --shared-cache");
			}
			else {
				commands.add(command);
			}
		}
		assertThat(commands).contains("snow sql -f sql/05d_shared_cache_password.sql");
		assertThat(walk(commands).problems()).isEmpty();
	}

	/** What the deploy command does, line by line. */
	@Test
	void commandsWhenRunByHandLackNothing() throws Exception {
		List<String> commands = new ArrayList<>(commands("Private, from nothing").stream()
			.filter((command) -> !command.startsWith("sql/deploy"))
			.toList());
		DeploymentFiles.read("sql/README.md")
			.lines()
			.dropWhile((line) -> !line.startsWith("What `sql/deploy` does"))
			.filter((line) -> line.startsWith("    "))
			.map(String::strip)
			.forEach(commands::add);
		assertThat(commands).anyMatch((command) -> command.contains("docker push $repository/ockam"))
			.anyMatch((command) -> command.contains("sql/06a_private_service.sql"));
		assertThat(walk(commands).problems()).isEmpty();
	}

	/** The service's own command, started as its jar starts it. */
	@Test
	void optionsOfTheTokenCommandWhenInTheGuideAreKnown() throws Exception {
		Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
				System.getProperty("java.class.path"), DataApiApplication.class.getName(), "token", "--help")
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		String help = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
		String command = commands("Public, from nothing").stream()
			.filter((line) -> line.contains(" token --"))
			.findFirst()
			.orElseThrow();
		assertThat(Pattern.compile(" (--[a-z_-]+)").matcher(command).results().map((option) -> option.group(1)))
			.hasSizeGreaterThan(5)
			.allMatch(help::contains);
	}

	@Test
	void scriptWhenOfTheRepositoryStandsInTheGuide() {
		List<String> files = new ArrayList<>(DeploymentFiles.list("sql", ".sql"));
		files.addAll(DeploymentFiles.specifications());
		assertThat(files).allSatisfy((path) -> assertThat(GUIDE).containsPattern(
				Pattern.quote(path.replaceAll(".*/", "")) + "|`" + path.replaceAll("sql/([0-9]+[a-z]?)_.*", "$1")
						+ "`|\\(" + path.replaceAll("sql/([0-9]+[a-z]?)_.*", "$1") + "\\)"));
		Matcher named = Pattern.compile("`((?:sql|spec)/[^` ]+|[0-9]{2}[a-z]?_[a-z_]+\\.sql)`").matcher(GUIDE);
		assertThat(named.results().map((name) -> name.group(1)))
			.filteredOn((name) -> !name.equals("spec/endpoints.yaml"))
			.allMatch((name) -> DeploymentFiles.exists(name) || DeploymentFiles.exists("sql/" + name));
	}

	private static DeployedAccount walk(List<String> commands) throws Exception {
		DeployedAccount account = new DeployedAccount();
		Shell shell = new Shell(account, (path, text) -> text);
		for (String command : commands) {
			shell.run(command);
		}
		return account;
	}

	private static String section(String heading) {
		int from = GUIDE.indexOf("\n## " + heading + "\n");
		assertThat(from).as(heading).isNotNegative();
		int to = GUIDE.indexOf("\n## ", from + 1);
		return GUIDE.substring(from + 1, (to < 0) ? GUIDE.length() : to);
	}

	/** The commands of a section's blocks, each on one line. */
	private static List<String> commands(String heading) {
		List<String> commands = new ArrayList<>();
		Matcher block = Pattern.compile("(?s)```sh\n(.*?)```").matcher(section(heading));
		while (block.find()) {
			block.group(1).replace("\\\n", " ").lines().forEach(commands::add);
		}
		assertThat(commands).isNotEmpty();
		return commands;
	}

	/** Applies commands to the account, with the roles that they name. */
	private static final class Shell {

		private static final Pattern SCRIPT = Pattern.compile(" -f (sql/\\S+\\.sql)");

		private final DeployedAccount account;

		/** The role that last logged in to the registry. */
		private String registry = "PUBLIC";

		private boolean deployed;

		private final BinaryOperator<String> scripts;

		/**
		 * Makes a shell.
		 * @param scripts what to read instead of a script, given its path and text
		 */
		Shell(DeployedAccount account, BinaryOperator<String> scripts) {
			this.account = account;
			this.scripts = scripts;
		}

		void run(String line) throws IOException, InterruptedException {
			for (String command : line.split(" && ")) {
				runOne(command);
			}
		}

		private void runOne(String line) throws IOException, InterruptedException {
			String command = line.replace("\"$tag-endpoints\"", "0a1b2c3-endpoints");
			if (command.startsWith("sql/deploy ")) {
				deploy(command);
			}
			else if (command.startsWith("snow sql ")) {
				Matcher script = SCRIPT.matcher(command);
				while (script.find()) {
					runScript(command, script.group(1));
				}
			}
			else if (command.startsWith("snow spcs image-registry login")) {
				this.registry = option(command, "role");
				take(command, "me", this.registry);
				this.account.check(command, this.registry, "$ snow spcs image-registry login");
			}
			else if (command.startsWith("docker push")) {
				this.account.check(command, this.registry, "$ docker push");
			}
			else if (command.startsWith("snow stage copy")) {
				take(command, "me", option(command, "role"));
				this.account.check(command, option(command, "role"), "$ snow stage copy");
			}
			else if (command.contains(" token --")) {
				take(command, option(command, "user"), option(command, "role"));
				this.account.check(command, option(command, "role"), "$ call the public API");
			}
			else if (command.startsWith("SNOWFLAKE_")) {
				String role = setting(command, "SNOWFLAKE_ROLE");
				take(command, setting(command, "SNOWFLAKE_USER"), role);
				this.account.check(command, role, "$ read the API's data");
			}
			else if (!command.matches(
					"(snow connection|openssl|curl|source|ockam|grep|java -jar \\S+ key|(?:printf '.*' \\S+ [|] )?docker (?:build|pull|tag|run)|[.]/mvnw|repository=[$][(]snow spcs|tag=[$][(]git) .*")) {
				this.account.problem("Not known: " + command);
			}
		}

		/** Every mark of a script needs a value. */
		private void runScript(String command, String path) {
			Matcher mark = Pattern.compile("<% ([a-z_]+) %>").matcher(DeploymentFiles.read(path));
			mark.results()
				.map((one) -> one.group(1))
				.filter((one) -> !command.contains("-D " + one + "=") && !command.contains("-D \"" + one + "="))
				.forEach((one) -> this.account.problem(command + ": no value for " + one));
			Map<String, String> marks = new TreeMap<>();
			Matcher given = Pattern.compile(" -D ([a-z_]+)=([A-Z_.]+)(?= |$)").matcher(command);
			given.results().forEach((one) -> marks.put(one.group(1), one.group(2)));
			this.account.run(SqlScript.of(path, this.scripts.apply(path, DeploymentFiles.read(path)), marks));
		}

		private void take(String command, String user, String role) {
			if (!this.account.mayTake(user, role)) {
				this.account.problem(command + ": " + user + " may not take " + role);
			}
		}

		/**
		 * Runs what a dry run prints: the creation at first, the upgrade later, and for
		 * some options both at once.
		 */
		private void deploy(String command) throws IOException, InterruptedException {
			boolean instead = false;
			for (String line : output(command + " --dry-run")) {
				if (line.startsWith("# instead")) {
					instead = true;
				}
				else if ((this.deployed) ? !line.matches(".* -f sql/06[abc]_.*") : !instead || !line.contains(" -f ")) {
					run(line.replace("+ ", ""));
				}
			}
			this.deployed = true;
		}

		private static List<String> output(String command) throws IOException, InterruptedException {
			List<String> words = new ArrayList<>(List.of("bash"));
			words.addAll(List.of(command.split(" ")));
			Process process = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
			String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
			assertThat(process.exitValue()).isZero();
			return text.lines().toList();
		}

		private static String option(String command, String name) {
			return value(command, "--" + name + " (\\S+)");
		}

		private static String setting(String command, String name) {
			return value(command, name + "=(\\S+)");
		}

		private static String value(String command, String pattern) {
			Matcher matcher = Pattern.compile(pattern).matcher(command);
			assertThat(matcher.find()).as(command + " has " + pattern).isTrue();
			return matcher.group(1);
		}

	}

}

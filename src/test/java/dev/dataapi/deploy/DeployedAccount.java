package dev.dataapi.deploy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model of an account: what there is, who owns it, and which role holds which
 * privilege. A statement whose role lacks something, or that names something missing, is
 * a problem.
 */
final class DeployedAccount {

	private static final Pattern GRANT = Pattern.compile("GRANT (.+) ON (ACCOUNT|[A-Z ]+ [A-Z_.]+) TO ROLE ([A-Z_]+)");

	/**
	 * A service that suspends itself, has more endpoints, shares its cache or asks who
	 * calls is still the same service.
	 */
	private static final String TEMPLATE = "SPECIFICATION_TEMPLATE_FILE = '([a-z-]+?)(?:-suspending|-declared-endpoints|-shared-cache|-callers|-tokens)?\\.yaml'";

	private final PrivilegeTable table = new PrivilegeTable();

	/** Kind and name to the statement that made it. */
	private final Map<String, String> definitions = new TreeMap<>();

	/** What a thing depends on, such as a service on its compute pool. */
	private final Map<String, Set<String>> uses = new TreeMap<>();

	/** Kind and name, to what was set on it last. */
	private final Map<String, String> settings = new TreeMap<>();

	/** The session's variables. */
	private final Map<String, String> variables = new TreeMap<>();

	private final HeldPrivileges held = new HeldPrivileges();

	private final List<String> problems = new ArrayList<>();

	private final List<String> collisions = new ArrayList<>();

	private String role = HeldPrivileges.ADMIN;

	private boolean warehouse;

	/** What statements lacked. */
	List<String> problems() {
		return this.problems;
	}

	/**
	 * What statements would have created differently, had it not been there: the script,
	 * then kind and name.
	 */
	List<String> collisions() {
		return this.collisions;
	}

	/** The whole state, for comparison. */
	String state() {
		return String.join("\n", this.held.toString(), String.valueOf(this.definitions), String.valueOf(this.settings));
	}

	/** Runs a script as the administrator who deploys. */
	void run(SqlScript script) {
		this.role = HeldPrivileges.ADMIN;
		this.warehouse = false;
		this.variables.clear();
		script.statements().forEach((statement) -> execute(script.path(), statement));
	}

	private void execute(String where, List<String> statement) {
		String text = PrivilegeTable.text(statement);
		PrivilegeTable.Demand demand = this.table.of(text).orElse(null);
		if (demand == null) {
			this.problems.add(where + ": not in the table: " + text);
			return;
		}
		String named = named(demand);
		boolean absent = named != null && !this.held.exists(named);
		if (absent && text.contains(" IF EXISTS ")) {
			return;
		}
		demand.needs().forEach((need) -> check(where, this.role, need, text));
		if (demand.makes().isEmpty()) {
			change(where, statement, demand);
		}
		else {
			create(where, statement, demand.makes());
		}
	}

	/** What an ALTER or DROP is about. */
	private static String named(PrivilegeTable.Demand demand) {
		String form = demand.entry().form();
		return (form.matches("(ALTER|DROP) .*")) ? demand.needs().get(0).on() : null;
	}

	private void create(String where, List<String> statement, String thing) {
		String text = PrivilegeTable.text(statement);
		String earlier = this.definitions.get(thing);
		if (earlier != null && text.startsWith("CREATE OR ALTER")) {
			this.definitions.put(thing, text);
			return;
		}
		if (earlier != null) {
			if (!text.contains(" IF NOT EXISTS ")) {
				this.problems.add(where + ": exists already: " + thing);
			}
			else if (!earlier.equals(text)) {
				this.collisions.add(where + ": " + thing);
			}
			return;
		}
		this.held.own(thing, this.role);
		this.definitions.put(thing, text);
		if (text.contains(" FROM SHARE ")) {
			this.held.share(thing);
		}
		Set<String> used = new HashSet<>();
		if (thing.startsWith("SERVICE ")) {
			used.add("COMPUTE POOL " + word(text, "COMPUTE POOL ([A-Z_]+)"));
			checkService(where, DeployedService.of(statement), text);
		}
		if (text.contains("NETWORK_RULE")) {
			used.add("NETWORK RULE " + word(text, "NETWORK_RULE(?:S|_LIST) = \\( '?([A-Z_.]+)"));
		}
		this.uses.put(thing, used);
	}

	/**
	 * What a service needs beyond its statement: all that its specification names.
	 * @param text the statement that made the service
	 */
	private void checkService(String where, DeployedService service, String text) {
		List<String> needs = new ArrayList<>();
		service.containers().forEach((container) -> {
			if (String.valueOf(container.get("image")).startsWith("/api/private/api/")) {
				needs.add("READ ON IMAGE REPOSITORY API.PRIVATE.API");
			}
			if ("api".equals(container.get("name"))) {
				needs.add("USAGE ON WAREHOUSE " + word(text, "QUERY_WAREHOUSE = ([A-Z_]+)"));
				check(where, this.role, "$ read the API's data");
			}
			if (((Map<?, ?>) container.get("env")).containsKey("DATA_API_ENDPOINTS")) {
				check(where, this.role, "$ read what endpoints declare");
			}
			if (((Map<?, ?>) container.get("env")).containsKey("SPRING_DATA_REDIS_HOST")) {
				needs.add("EXISTENCE ON SERVICE " + service.name().replaceFirst("[^.]+$", "VALKEY"));
			}
			DeployedService.list(container.get("secrets"))
				.forEach((secret) -> needs
					.add("READ ON SECRET " + ((Map<?, ?>) secret.get("snowflakeSecret")).get("objectName")));
		});
		service.stages().forEach((stage) -> needs.add("READ ON STAGE " + stage));
		if (service.endpoints().anyMatch((endpoint) -> Boolean.TRUE.equals(endpoint.get("public")))) {
			needs.add("BIND SERVICE ENDPOINT ON ACCOUNT");
		}
		if (text.contains("EXTERNAL_ACCESS_INTEGRATIONS")) {
			needs.add("USAGE ON INTEGRATION " + word(text, "EXTERNAL_ACCESS_INTEGRATIONS = \\( ([A-Z_]+)"));
		}
		needs.forEach((need) -> check(where, this.role, PrivilegeTable.Need.of(need), text));
	}

	private void change(String where, List<String> statement, PrivilegeTable.Demand demand) {
		String text = PrivilegeTable.text(statement);
		String form = demand.entry().form();
		Map<String, String> names = demand.names();
		if (text.startsWith("USE ROLE ")) {
			this.role = names.get("role");
			this.warehouse = false;
		}
		else if (text.startsWith("USE WAREHOUSE ")) {
			this.warehouse = true;
		}
		else if (form.startsWith("SET ")) {
			this.variables.put("$" + names.get("name"),
					SqlScript.concatenation(statement.subList(statement.indexOf("SELECT") + 1, statement.size() - 1)));
		}
		else if (form.startsWith("UNSET ")) {
			this.variables.remove("$" + names.get("name"));
		}
		else if (form.startsWith("EXECUTE IMMEDIATE ")) {
			String immediate = this.variables.getOrDefault(names.get("variable"), "");
			SqlScript.of(where, immediate + ";", Map.of()).statements().forEach((one) -> execute(where, one));
		}
		else if (form.startsWith("GRANT ROLE {granted}")) {
			String to = (names.containsKey("user")) ? "USER " + names.get("user") : "ROLE " + names.get("role");
			this.held.grantRole(names.get("granted"), to);
		}
		else if (form.startsWith("GRANT SERVICE ROLE")) {
			this.held.grant(names.get("servicerole"), "SERVICE " + names.get("service"), names.get("role"));
		}
		else if (form.startsWith("GRANT ")) {
			Matcher grant = GRANT.matcher(text);
			if (grant.matches()) {
				for (String privilege : grant.group(1).split(" , ")) {
					this.held.grant(privilege, grant.group(2), grant.group(3));
				}
			}
		}
		else if (form.startsWith("DROP ")) {
			drop(where, demand.needs().get(0).on());
		}
		else if (form.startsWith("ALTER USER {name} ADD PROGRAMMATIC")) {
			addToken(where, text, names.get("name"));
		}
		else if (form.startsWith("ALTER ")) {
			alter(where, statement, demand);
		}
	}

	private void alter(String where, List<String> statement, PrivilegeTable.Demand demand) {
		String text = PrivilegeTable.text(statement);
		String thing = demand.needs().get(0).on();
		if (text.contains("SPECIFICATION_TEMPLATE_FILE")) {
			String made = this.definitions.getOrDefault(thing, "");
			if (!template(text).equals(template(made))) {
				this.collisions.add(where + ": " + thing);
			}
			else {
				checkService(where, DeployedService.of(statement), made);
			}
		}
		this.settings.put(thing + " " + word(text, "(SET [A-Z_]+|FROM|SUSPEND|RESUME)"), text);
		if (text.contains("NETWORK_POLICY")) {
			this.uses.computeIfAbsent(thing, (key) -> new HashSet<>())
				.add("NETWORK POLICY " + demand.names().get("policy"));
		}
	}

	/** A service user's token needs a network policy and a role that the user has. */
	private void addToken(String where, String text, String user) {
		String restriction = word(text, "ROLE_RESTRICTION = '([A-Z_]+)'");
		if (!this.held.mayTake(user, restriction)) {
			this.problems.add(where + ": " + user + " has no role " + restriction);
		}
		if (!this.settings.containsKey("USER " + user + " SET NETWORK_POLICY")) {
			this.problems.add(where + ": " + user + " is under no network policy");
		}
		String token = "USER " + user + " TOKEN";
		if (this.settings.putIfAbsent(token, text) != null && !text.contains(" IF NOT EXISTS ")) {
			this.problems.add(where + ": exists already: " + token);
		}
	}

	private void drop(String where, String thing) {
		Set<String> gone = this.held.within(thing);
		this.uses.forEach((user, used) -> {
			if (!gone.contains(user) && used.stream().anyMatch(gone::contains)) {
				this.problems.add(where + ": " + thing + " is still used by " + user);
			}
		});
		for (String one : gone) {
			this.held.remove(one);
			this.definitions.remove(one);
			this.uses.remove(one);
			this.settings.keySet().removeIf((key) -> key.startsWith(one + " "));
		}
	}

	/** Checks one need of a role. */
	void check(String where, String holder, PrivilegeTable.Need need, String what) {
		boolean met = (need.on().equals("WAREHOUSE")) ? this.warehouse : this.held.meets(holder, need);
		if (!met) {
			this.problems.add(where + ": " + holder + " lacks " + need + ": " + what);
		}
	}

	/** What a command needs, as the table lists it. */
	void check(String where, String holder, String command) {
		this.table.of(command).orElseThrow().needs().forEach((need) -> check(where, holder, need, command));
	}

	/**
	 * Whether a user may take a role on; users whom no script creates administer the
	 * account.
	 */
	boolean mayTake(String user, String wanted) {
		return this.held.mayTake(user, wanted);
	}

	void problem(String problem) {
		this.problems.add(problem);
	}

	private static String template(String text) {
		return word(text, TEMPLATE);
	}

	private static String word(String text, String pattern) {
		Matcher matcher = Pattern.compile(pattern).matcher(text);
		return (matcher.find() && matcher.group(1) != null) ? matcher.group(1) : "";
	}

}

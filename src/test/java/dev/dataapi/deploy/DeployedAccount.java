package dev.dataapi.deploy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An account as statements leave it: what there is, who owns it, which role holds which
 * privilege. A statement whose role lacks something, or that names what is not there, is
 * a problem.
 */
final class DeployedAccount {

	private static final String ADMIN = "ACCOUNTADMIN";

	private static final Pattern GRANT = Pattern.compile("GRANT (.+) ON (ACCOUNT|[A-Z ]+ [A-Z_.]+) TO ROLE ([A-Z_]+)");

	/** A service that suspends itself is still the same service. */
	private static final String TEMPLATE = "SPECIFICATION_TEMPLATE_FILE = '([a-z-]+?)(?:-suspending)?\\.yaml'";

	private final PrivilegeTable table = new PrivilegeTable();

	/** Kind and name to the owner. */
	private final Map<String, String> owners = new TreeMap<>();

	/** Kind and name to the statement that made it. */
	private final Map<String, String> definitions = new TreeMap<>();

	/** What a thing cannot do without, such as a service its compute pool. */
	private final Map<String, Set<String>> uses = new TreeMap<>();

	/** Kind and name, to what was set on it last. */
	private final Map<String, String> settings = new TreeMap<>();

	private final Set<String> grants = new LinkedHashSet<>();

	/** A role or a user to the roles granted to it. */
	private final Map<String, Set<String>> members = new TreeMap<>(
			Map.of("ROLE " + ADMIN, new HashSet<>(Set.of("SYSADMIN")), "ROLE SYSADMIN", new HashSet<>()));

	private final List<String> problems = new ArrayList<>();

	private final List<String> collisions = new ArrayList<>();

	private String role = ADMIN;

	private boolean warehouse;

	DeployedAccount() {
		this.owners.put("ROLE " + ADMIN, ADMIN);
		this.owners.put("ROLE SYSADMIN", ADMIN);
		this.owners.put("DATABASE SNOWFLAKE", ADMIN);
	}

	/** What statements lacked. */
	List<String> problems() {
		return this.problems;
	}

	/**
	 * What statements would have made otherwise than it is: the script, then kind and
	 * name.
	 */
	List<String> collisions() {
		return this.collisions;
	}

	/** All there is, to compare. */
	String state() {
		return String.join("\n", String.valueOf(this.owners), String.valueOf(this.definitions),
				String.valueOf(this.settings), String.valueOf(this.grants), String.valueOf(this.members));
	}

	/** Runs a script as the administrator who deploys. */
	void run(SqlScript script) {
		this.role = ADMIN;
		this.warehouse = false;
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
		boolean absent = named != null && !this.owners.containsKey(named);
		if (absent && text.contains(" IF EXISTS ")) {
			return;
		}
		demand.needs().forEach((need) -> check(where, this.role, need, text));
		if (demand.makes().isEmpty()) {
			change(where, text, demand);
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
		this.owners.put(thing, this.role);
		this.definitions.put(thing, text);
		if (thing.startsWith("ROLE ")) {
			this.members.put(thing, new HashSet<>());
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

	/** What a service needs beyond its statement: all that its specification names. */
	private void checkService(String where, DeployedService service, String text) {
		List<String> needs = new ArrayList<>();
		service.containers().forEach((container) -> {
			if (String.valueOf(container.get("image")).startsWith("/api/private/api/")) {
				needs.add("READ ON IMAGE REPOSITORY API.PRIVATE.API");
			}
			if ("api".equals(container.get("name"))) {
				needs.add("USAGE ON WAREHOUSE " + word(text, "QUERY_WAREHOUSE = ([A-Z_]+)"));
				this.table.of("$ read the API's data")
					.orElseThrow()
					.needs()
					.forEach((need) -> check(where, this.role, need, "the service's queries"));
			}
			DeployedService.list(container.get("secrets"))
				.forEach((secret) -> needs
					.add("READ ON SECRET " + ((Map<?, ?>) secret.get("snowflakeSecret")).get("objectName")));
		});
		if (service.endpoints().anyMatch((endpoint) -> Boolean.TRUE.equals(endpoint.get("public")))) {
			needs.add("BIND SERVICE ENDPOINT ON ACCOUNT");
		}
		if (text.contains("EXTERNAL_ACCESS_INTEGRATIONS")) {
			needs.add("USAGE ON INTEGRATION " + word(text, "EXTERNAL_ACCESS_INTEGRATIONS = \\( ([A-Z_]+)"));
		}
		needs.forEach((need) -> check(where, this.role, PrivilegeTable.Need.of(need), text));
	}

	private void change(String where, String text, PrivilegeTable.Demand demand) {
		String form = demand.entry().form();
		Map<String, String> names = demand.names();
		if (text.startsWith("USE ROLE ")) {
			this.role = names.get("role");
			this.warehouse = false;
		}
		else if (text.startsWith("USE WAREHOUSE ")) {
			this.warehouse = true;
		}
		else if (form.startsWith("GRANT ROLE {granted}")) {
			String to = (names.containsKey("user")) ? "USER " + names.get("user") : "ROLE " + names.get("role");
			this.members.computeIfAbsent(to, (key) -> new HashSet<>()).add(names.get("granted"));
		}
		else if (form.startsWith("GRANT SERVICE ROLE")) {
			this.grants
				.add(names.get("role") + ": " + names.get("servicerole") + " on SERVICE " + names.get("service"));
		}
		else if (form.startsWith("GRANT ")) {
			Matcher grant = GRANT.matcher(text);
			if (grant.matches()) {
				for (String privilege : grant.group(1).split(" , ")) {
					this.grants.add(grant.group(3) + ": " + privilege + " on " + grant.group(2));
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
			alter(where, text, demand);
		}
	}

	private void alter(String where, String text, PrivilegeTable.Demand demand) {
		String thing = demand.needs().get(0).on();
		if (text.contains("SPECIFICATION_TEMPLATE_FILE")
				&& !template(text).equals(template(this.definitions.getOrDefault(thing, "")))) {
			this.collisions.add(where + ": " + thing);
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
		if (!this.members.getOrDefault("USER " + user, Set.of()).contains(restriction)) {
			this.problems.add(where + ": " + user + " has no role " + restriction);
		}
		if (!this.settings.containsKey("USER " + user + " SET NETWORK_POLICY")) {
			this.problems.add(where + ": " + user + " is under no network policy");
		}
		String token = "TOKEN of " + user;
		if (this.settings.putIfAbsent(token, text) != null && !text.contains(" IF NOT EXISTS ")) {
			this.problems.add(where + ": exists already: " + token);
		}
	}

	private void drop(String where, String thing) {
		String name = thing.substring(thing.lastIndexOf(' ') + 1);
		Set<String> gone = new HashSet<>();
		for (String one : this.owners.keySet()) {
			if (one.equals(thing) || (thing.startsWith("DATABASE ") && one.contains(" " + name + "."))) {
				gone.add(one);
			}
		}
		this.uses.forEach((user, used) -> {
			if (!gone.contains(user) && used.stream().anyMatch(gone::contains)) {
				this.problems.add(where + ": " + thing + " is still used by " + user);
			}
		});
		for (String one : gone) {
			this.owners.remove(one);
			this.definitions.remove(one);
			this.uses.remove(one);
			this.members.remove(one);
			this.settings.keySet().removeIf((key) -> key.startsWith(one + " ") || key.equals("TOKEN of " + name));
			this.grants.removeIf((grant) -> grant.endsWith(" on " + one) || one.equals("ROLE " + grant.split(":")[0]));
			this.members.values().forEach((roles) -> roles.removeIf((role) -> one.equals("ROLE " + role)));
		}
	}

	/** Checks one need of a role. */
	void check(String where, String holder, PrivilegeTable.Need need, String what) {
		if (!isMet(holder, need)) {
			this.problems.add(where + ": " + holder + " lacks " + need + ": " + what);
		}
	}

	/** What a command needs, as the table lists it. */
	void check(String where, String holder, String command) {
		this.table.of(command).orElseThrow().needs().forEach((need) -> check(where, holder, need, command));
	}

	/**
	 * Whether a user who signs in may take a role on; users that no script made
	 * administer the account.
	 */
	boolean mayTake(String user, String wanted) {
		Set<String> roles = (this.owners.containsKey("USER " + user))
				? this.members.getOrDefault("USER " + user, Set.of()) : Set.of(ADMIN);
		return this.owners.containsKey("ROLE " + wanted)
				&& roles.stream().anyMatch((role) -> closure(role).contains(wanted));
	}

	void problem(String problem) {
		this.problems.add(problem);
	}

	private boolean isMet(String holder, PrivilegeTable.Need need) {
		if (need.privileges().isEmpty()) {
			return (need.on().equals("WAREHOUSE")) ? this.warehouse
					: closure(ADMIN).contains(need.on().substring("ROLE ".length()));
		}
		if (need.privileges().contains("EXISTENCE")) {
			return this.owners.containsKey(need.on());
		}
		if (need.on().equals("ACCOUNT")) {
			return closure(holder).contains(ADMIN) || holdsAny(holder, need.privileges(), "ACCOUNT");
		}
		String name = need.on().substring(need.on().lastIndexOf(' ') + 1);
		String database = "DATABASE " + name.split("\\.")[0];
		if (need.on().startsWith("TABLE ") && isShared(database)) {
			return this.owners.containsKey(database)
					&& (owns(holder, database) || holdsAny(holder, List.of("IMPORTED PRIVILEGES"), database));
		}
		return this.owners.containsKey(need.on()) && isOpen(holder, name)
				&& (owns(holder, need.on()) || holdsAny(holder, need.privileges(), need.on()));
	}

	/** Whether any privilege on database and schema lets the role see what is in them. */
	private boolean isOpen(String holder, String name) {
		String[] parts = name.split("\\.");
		boolean open = true;
		if (parts.length > 1) {
			open = touches(holder, "DATABASE " + parts[0]);
		}
		if (parts.length > 2) {
			open = open && touches(holder, "SCHEMA " + parts[0] + "." + parts[1]);
		}
		return open;
	}

	private boolean touches(String holder, String thing) {
		Set<String> roles = closure(holder);
		return owns(holder, thing) || this.grants.stream()
			.anyMatch((grant) -> roles.contains(grant.split(":")[0]) && grant.endsWith(" on " + thing));
	}

	private boolean owns(String holder, String thing) {
		return this.owners.containsKey(thing) && closure(holder).contains(this.owners.get(thing));
	}

	private boolean holdsAny(String holder, List<String> privileges, String thing) {
		return closure(holder).stream()
			.anyMatch((role) -> privileges.stream()
				.anyMatch((privilege) -> this.grants.contains(role + ": " + privilege + " on " + thing)));
	}

	private boolean isShared(String database) {
		return database.equals("DATABASE SNOWFLAKE")
				|| this.definitions.getOrDefault(database, "").contains(" FROM SHARE ");
	}

	/** The role and all that it inherits. */
	private Set<String> closure(String from) {
		Set<String> found = new HashSet<>();
		Deque<String> next = new ArrayDeque<>(List.of(from));
		while (!next.isEmpty()) {
			String one = next.pop();
			if (found.add(one)) {
				next.addAll(this.members.getOrDefault("ROLE " + one, Set.of()));
			}
		}
		return found;
	}

	private static String template(String text) {
		return word(text, TEMPLATE);
	}

	private static String word(String text, String pattern) {
		Matcher matcher = Pattern.compile(pattern).matcher(text);
		return (matcher.find() && matcher.group(1) != null) ? matcher.group(1) : "";
	}

}

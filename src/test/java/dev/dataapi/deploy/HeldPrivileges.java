package dev.dataapi.deploy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who owns what in an account, which role holds which privilege, and which role inherits
 * which. A thing is its kind and its name, such as {@code SERVICE API.PUBLIC.API}.
 */
final class HeldPrivileges {

	/** Has every privilege on the account, but none on what others own. */
	static final String ADMIN = "ACCOUNTADMIN";

	private final Map<String, String> owners = new TreeMap<>(
			Map.of("ROLE " + ADMIN, ADMIN, "ROLE SYSADMIN", ADMIN, "DATABASE SNOWFLAKE", ADMIN));

	private final Set<Grant> grants = new LinkedHashSet<>();

	/** Databases of others, whose tables no script creates. */
	private final Set<String> shared = new TreeSet<>(Set.of("DATABASE SNOWFLAKE"));

	/** A role or a user to the roles granted to it. */
	private final Map<String, Set<String>> members = new TreeMap<>(
			Map.of("ROLE " + ADMIN, new TreeSet<>(Set.of("SYSADMIN")), "ROLE SYSADMIN", new TreeSet<>()));

	void own(String thing, String role) {
		this.owners.put(thing, role);
	}

	void share(String database) {
		this.shared.add(database);
	}

	void grant(String privilege, String thing, String role) {
		this.grants.add(new Grant(role, privilege, thing));
	}

	/**
	 * Grants a role.
	 * @param role what is granted
	 * @param to {@code ROLE x} or {@code USER x}
	 */
	void grantRole(String role, String to) {
		this.members.computeIfAbsent(to, (key) -> new TreeSet<>()).add(role);
	}

	boolean exists(String thing) {
		return this.owners.containsKey(thing);
	}

	/** The thing itself and, of a database, all that is in it. */
	Set<String> within(String thing) {
		String inside = thing.replaceFirst("^DATABASE ", " ") + ".";
		Set<String> found = new TreeSet<>();
		for (String one : this.owners.keySet()) {
			if (one.equals(thing) || (thing.startsWith("DATABASE ") && one.contains(inside))) {
				found.add(one);
			}
		}
		return found;
	}

	void remove(String thing) {
		this.owners.remove(thing);
		this.shared.remove(thing);
		this.members.remove(thing);
		this.grants.removeIf((grant) -> grant.thing().equals(thing) || thing.equals("ROLE " + grant.role()));
		this.members.values().forEach((roles) -> roles.removeIf((role) -> thing.equals("ROLE " + role)));
	}

	/** Whether a role has all that one need asks for. */
	boolean meets(String role, PrivilegeTable.Need need) {
		String thing = need.on();
		if (need.privileges().isEmpty()) {
			return roles(ADMIN).contains(thing.substring("ROLE ".length()));
		}
		if (thing.equals("ACCOUNT")) {
			return roles(role).contains(ADMIN) || holds(role, need.privileges(), thing);
		}
		String database = "DATABASE " + thing.substring(thing.lastIndexOf(' ') + 1).split("\\.")[0];
		if (thing.startsWith("TABLE ") && this.shared.contains(database)) {
			return owns(role, database) || holds(role, List.of("IMPORTED PRIVILEGES"), database);
		}
		return exists(thing) && (need.privileges().contains("EXISTENCE")
				|| (isOpen(role, thing) && (owns(role, thing) || holds(role, need.privileges(), thing))));
	}

	/**
	 * Whether a user may take a role on; a user whom no script creates is the
	 * administrator.
	 */
	boolean mayTake(String user, String role) {
		Set<String> granted = (exists("USER " + user)) ? this.members.getOrDefault("USER " + user, Set.of())
				: Set.of(ADMIN);
		return exists("ROLE " + role) && granted.stream().anyMatch((one) -> roles(one).contains(role));
	}

	/** Whether the role holds any privilege on a thing's database and schema. */
	private boolean isOpen(String role, String thing) {
		String[] names = thing.substring(thing.lastIndexOf(' ') + 1).split("\\.");
		return (names.length < 2 || touches(role, "DATABASE " + names[0]))
				&& (names.length < 3 || touches(role, "SCHEMA " + names[0] + "." + names[1]));
	}

	private boolean touches(String role, String thing) {
		Set<String> roles = roles(role);
		return owns(role, thing) || this.grants.stream()
			.anyMatch((grant) -> roles.contains(grant.role()) && grant.thing().equals(thing));
	}

	private boolean owns(String role, String thing) {
		return exists(thing) && roles(role).contains(this.owners.get(thing));
	}

	private boolean holds(String role, List<String> privileges, String thing) {
		return roles(role).stream()
			.anyMatch((one) -> privileges.stream()
				.anyMatch((privilege) -> this.grants.contains(new Grant(one, privilege, thing))));
	}

	/** The role and all that it inherits. */
	private Set<String> roles(String from) {
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

	@Override
	public String toString() {
		return this.owners + "\n" + this.grants + "\n" + this.members;
	}

	private record Grant(String role, String privilege, String thing) {

	}

}

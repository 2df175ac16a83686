package dev.dataapi.testserver;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The server's account: its name, users, roles and warehouses, which may be changed while
 * the server runs. It begins with the role {@code PUBLIC} and the warehouse
 * {@code COMPUTE_WH}.
 */
public final class Account {

	/** The warehouse that every account has. */
	static final String WAREHOUSE = "COMPUTE_WH";

	private volatile String name;

	private final Map<String, User> users = new ConcurrentHashMap<>();

	private final Map<String, Role> roles = new ConcurrentHashMap<>();

	private final Set<String> warehouses = ConcurrentHashMap.newKeySet();

	Account(String name) {
		this.name = upper(name);
		role("PUBLIC");
		warehouse(WAREHOUSE);
	}

	public String name() {
		return this.name;
	}

	/** Renames the account, which is called {@code TESTING} otherwise. */
	public Account name(String name) {
		this.name = upper(name);
		return this;
	}

	/** The user of that name, created without a credential if there is none. */
	public User user(String user) {
		return this.users.computeIfAbsent(upper(user), (name) -> new User(name, this));
	}

	public void dropUser(String user) {
		this.users.remove(upper(user));
	}

	/**
	 * The role of that name, created if there is none; its privileges can be narrowed.
	 */
	public Role role(String role) {
		return this.roles.computeIfAbsent(upper(role), Role::new);
	}

	public void dropRole(String role) {
		this.roles.remove(upper(role));
	}

	/** Creates a warehouse, if there is none of that name. */
	public void warehouse(String warehouse) {
		this.warehouses.add(upper(warehouse));
	}

	/**
	 * As if it were dropped or its USAGE revoked: sessions that use it have no warehouse
	 * any more.
	 */
	public void dropWarehouse(String warehouse) {
		this.warehouses.remove(upper(warehouse));
	}

	@Nullable User findUser(String user) {
		return this.users.get(upper(user));
	}

	@Nullable Role findRole(String role) {
		return this.roles.get(upper(role));
	}

	boolean hasWarehouse(String warehouse) {
		return this.warehouses.contains(upper(warehouse));
	}

	Collection<User> users() {
		return this.users.values();
	}

	/**
	 * Whether a client that names this account means this one; a region after the first
	 * dot doesn't matter.
	 */
	boolean isNamed(String account) {
		return this.name.equals(upper(account.split("\\.", 2)[0]));
	}

	static String upper(String name) {
		return name.toUpperCase(Locale.ROOT);
	}

}

package dev.dataapi.testserver;

import java.security.PublicKey;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

/**
 * A user of the account with all its credentials; may be changed while the server runs.
 */
public final class User {

	private final String name;

	private final Account account;

	private final List<PublicKey> keys = new CopyOnWriteArrayList<>();

	private final Set<String> oauthTokens = ConcurrentHashMap.newKeySet();

	private final Set<String> expiredTokens = ConcurrentHashMap.newKeySet();

	private final Set<String> accessTokens = ConcurrentHashMap.newKeySet();

	private final Set<String> roles = ConcurrentHashMap.newKeySet();

	private volatile @Nullable String password;

	private volatile String defaultRole = "PUBLIC";

	private volatile @Nullable String defaultWarehouse;

	private volatile boolean secondaryRoles;

	User(String name, Account account) {
		this.name = name;
		this.account = account;
		this.roles.add("PUBLIC");
	}

	public User password(String password) {
		this.password = password;
		return this;
	}

	/** Registers one more key for key-pair logins: Snowflake holds two, for rotation. */
	public User publicKey(PublicKey key) {
		this.keys.add(key);
		return this;
	}

	/** Accepts only this OAuth token; earlier ones are refused as invalid. */
	public User oauthToken(String token) {
		this.oauthTokens.clear();
		return alsoOauthToken(token);
	}

	/** Accepts one more OAuth token: Snowflake accepts older tokens until they expire. */
	public User alsoOauthToken(String token) {
		this.expiredTokens.remove(token);
		this.oauthTokens.add(token);
		return this;
	}

	/** From now on the token is refused as expired, not as unknown. */
	public User expireOauthToken(String token) {
		this.oauthTokens.remove(token);
		this.expiredTokens.add(token);
		return this;
	}

	/** Accepts a programmatic access token, also in place of the password. */
	public User accessToken(String token) {
		this.accessTokens.add(token);
		return this;
	}

	public User revokeAccessToken(String token) {
		this.accessTokens.remove(token);
		return this;
	}

	public User revokePublicKeys() {
		this.keys.clear();
		return this;
	}

	/**
	 * Grants roles, and creates those that do not exist; the first one becomes the
	 * default role.
	 */
	public User roles(String first, String... more) {
		this.defaultRole = grant(first);
		for (String role : more) {
			grant(role);
		}
		return this;
	}

	private String grant(String role) {
		String granted = this.account.role(role).name();
		this.roles.add(granted);
		return granted;
	}

	/**
	 * The warehouse of a session whose login names none; created if it does not exist.
	 */
	public User defaultWarehouse(String warehouse) {
		this.account.warehouse(warehouse);
		this.defaultWarehouse = Account.upper(warehouse);
		return this;
	}

	/** As DEFAULT_SECONDARY_ROLES = ('ALL'), which new users have on a real account. */
	public User allSecondaryRoles() {
		this.secondaryRoles = true;
		return this;
	}

	boolean hasSecondaryRoles() {
		return this.secondaryRoles;
	}

	Set<String> roleNames() {
		return this.roles;
	}

	String name() {
		return this.name;
	}

	List<PublicKey> keys() {
		return this.keys;
	}

	@Nullable String password() {
		return this.password;
	}

	boolean acceptsPassword(String secret) {
		return !secret.isEmpty() && (secret.equals(this.password) || this.accessTokens.contains(secret));
	}

	boolean acceptsOauth(String token) {
		return this.oauthTokens.contains(token);
	}

	boolean knowsExpired(String token) {
		return this.expiredTokens.contains(token);
	}

	boolean acceptsAccessToken(String token) {
		return this.accessTokens.contains(token);
	}

	boolean mayUse(String role) {
		return this.roles.contains(role);
	}

	String defaultRole() {
		return this.defaultRole;
	}

	@Nullable String defaultWarehouse() {
		return this.defaultWarehouse;
	}

}

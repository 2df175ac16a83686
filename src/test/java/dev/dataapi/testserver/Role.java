package dev.dataapi.testserver;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A role; it may do everything until narrowed. */
public final class Role {

	private final String name;

	private final Set<String> hidden = ConcurrentHashMap.newKeySet();

	private volatile boolean readOnly;

	Role(String name) {
		this.name = name;
	}

	/**
	 * Takes all privileges but SELECT: any other statement on a table is an access
	 * control error.
	 */
	public Role readOnly() {
		this.readOnly = true;
		return this;
	}

	/** Takes every privilege on the table: for this role it doesn't exist. */
	public Role cannotSee(String table) {
		this.hidden.add(Account.upper(table));
		return this;
	}

	/** Gives back what {@link #readOnly()} and {@link #cannotSee(String)} took. */
	public Role unrestricted() {
		this.readOnly = false;
		this.hidden.clear();
		return this;
	}

	String name() {
		return this.name;
	}

	void check(Sql sql) {
		String text = Account.upper(sql.text());
		for (String table : this.hidden) {
			if (text.contains(table)) {
				throw SqlProblem.missing("Object", table);
			}
		}
		if (this.readOnly && sql.kind().writes()) {
			throw SqlProblem.insufficientPrivileges(sql.target());
		}
	}

}

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
	 * Revokes all privileges but SELECT: any other statement on a table is an access
	 * control error.
	 */
	public Role readOnly() {
		this.readOnly = true;
		return this;
	}

	/** Revokes every privilege on the table: it does not exist for this role. */
	public Role cannotSee(String table) {
		this.hidden.add(Account.upper(table));
		return this;
	}

	/** Restores what {@link #readOnly()} and {@link #cannotSee(String)} revoked. */
	public Role unrestricted() {
		this.readOnly = false;
		this.hidden.clear();
		return this;
	}

	String name() {
		return this.name;
	}

	boolean allows(Sql sql) {
		try {
			check(sql);
			return true;
		}
		catch (SqlProblem ex) {
			return false;
		}
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

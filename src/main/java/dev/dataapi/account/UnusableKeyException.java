package dev.dataapi.account;

import org.jspecify.annotations.Nullable;

/**
 * A text that is not the private key of a user. The message says what it is instead, to
 * be read after the name of the text, and never has a part of it.
 */
public final class UnusableKeyException extends Exception {

	private static final long serialVersionUID = 1L;

	private final Fault fault;

	UnusableKeyException(Fault fault, String found, @Nullable Throwable cause) {
		super(found, cause);
		this.fault = fault;
	}

	UnusableKeyException(Fault fault, String found) {
		this(fault, found, null);
	}

	/** What kind of fault it is. */
	public Fault fault() {
		return this.fault;
	}

	/** The kinds of fault, by what helps. */
	public enum Fault {

		/** Nothing that is a key, or damaged. */
		NO_KEY,

		/** A key, but none with which Snowflake lets a user log in. */
		ANOTHER_KEY,

		/** A key that needs another format. */
		PKCS1,

		/** Encrypted in a way that Java does not read. */
		CIPHER,

		/** Encrypted, and there is no passphrase. */
		NO_PASSPHRASE,

		/** Encrypted with another passphrase. */
		WRONG_PASSPHRASE

	}

}

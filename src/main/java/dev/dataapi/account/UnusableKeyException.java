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

	public Fault fault() {
		return this.fault;
	}

	/** The kinds of fault, by what helps: {@code CIPHER} is one that Java lacks. */
	public enum Fault {

		NO_KEY, ANOTHER_KEY, PKCS1, CIPHER, NO_PASSPHRASE, WRONG_PASSPHRASE

	}

}

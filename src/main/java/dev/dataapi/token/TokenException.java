package dev.dataapi.token;

/**
 * Why there is no token. The message is safe to print: it never holds a key, passphrase,
 * JWT or token.
 */
class TokenException extends Exception {

	private static final long serialVersionUID = 1L;

	TokenException(String message) {
		super(message);
	}

	TokenException(String message, Throwable cause) {
		super(message, cause);
	}

}

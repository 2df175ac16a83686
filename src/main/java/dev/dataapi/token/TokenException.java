package dev.dataapi.token;

/**
 * Why there is no token, in one sentence that is fit to print: it never holds a key,
 * passphrase, JWT or token.
 */
class TokenException extends Exception {

	private static final long serialVersionUID = 1L;

	TokenException(String sentence) {
		super(sentence);
	}

	TokenException(String sentence, Throwable cause) {
		super(sentence, cause);
	}

}

package dev.dataapi.token;

import java.util.regex.Pattern;

/** What came back for a JWT: a token as plain text, or a refusal. */
record TokenAnswer(int status, String body) {

	/** Characters of a refusal that are shown. */
	private static final int LONGEST_REASON = 300;

	private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7E&&[^\"'\\\\<>{}]]+");

	/** A JWT, or the start of one: its header is a JSON object in base64. */
	private static final Pattern JWT = Pattern.compile("eyJ[A-Za-z0-9._-]*");

	/**
	 * The token.
	 * @param jwt was sent, and is not shown even if the answer repeats it
	 * @param fingerprint of the public key that the user must have
	 */
	String token(String jwt, String fingerprint) throws TokenException {
		if (this.status != 200) {
			throw new TokenException(
					"Snowflake refuses a token: status " + this.status + reason(jwt) + hint(fingerprint));
		}
		if (!TOKEN.matcher(this.body).matches()) {
			throw new TokenException("The answer has status 200 but holds no token (" + this.body.length()
					+ " characters): is this the URL of a Snowflake account?");
		}
		return this.body;
	}

	private String reason(String jwt) {
		String text = JWT.matcher(this.body.replace(jwt, "...")).replaceAll("...");
		text = text.replaceAll("[^\\x20-\\x7E]+", " ").strip();
		if (text.isEmpty()) {
			return ".";
		}
		return ", " + ((text.length() > LONGEST_REASON) ? text.substring(0, LONGEST_REASON) + "..." : text);
	}

	private String hint(String fingerprint) {
		return switch (this.status) {
			case 400, 401 ->
				"\nCheck that DESCRIBE USER shows " + fingerprint + " under RSA_PUBLIC_KEY_FP, that account,"
						+ " user and role are spelled right, and that this machine's clock is right.";
			case 403, 404 -> "\nCheck --account, and that a network policy lets this machine in.";
			default -> "";
		};
	}

	@Override
	public String toString() {
		return "TokenAnswer[status=" + this.status + "]";
	}

}

package dev.dataapi.access;

import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import dev.dataapi.access.AccessProperties.Mode;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Finds who sent a request: by the one key or token that it carries, or else by the user
 * that Snowflake's ingress names. A key or token that is not accepted is never made up
 * for by something else.
 */
final class Authentication {

	private static final String KEY_HEADER = "X-Api-Key";

	private static final String BEARER = "bearer ";

	private static final String USER_HEADER = "Sf-Context-Current-User";

	private static final String EMAIL_HEADER = "Sf-Context-Current-User-Email";

	/** Neither an API key nor a token is shorter. */
	private static final int SHORTEST = 20;

	private final Set<Mode> modes;

	private final @Nullable CallersFile callers;

	private final @Nullable CallersFile keys;

	private final @Nullable Tokens tokens;

	private final boolean onlyIngress;

	private final String challenge;

	/**
	 * Creates it.
	 * @param onlyIngress whether nobody else can reach the service, not even a container
	 * beside it
	 */
	Authentication(Set<Mode> modes, @Nullable CallersFile callers, @Nullable Tokens tokens, boolean onlyIngress) {
		this.modes = modes;
		this.callers = callers;
		this.keys = modes.contains(Mode.KEYS) ? callers : null;
		this.tokens = tokens;
		this.onlyIngress = onlyIngress;
		this.challenge = modes.equals(Set.of(Mode.INGRESS)) ? "Snowflake realm=\"data-api\""
				: "Bearer realm=\"data-api\"";
	}

	/**
	 * Finds the caller; none if the request does not say who sent it.
	 * @throws WrongCredentialException if it says so, and that is not accepted
	 * @throws AccessException if that cannot be found out now
	 */
	@Nullable Caller caller(HttpServletRequest request) throws WrongCredentialException {
		String key = only(request, KEY_HEADER);
		String bearer = bearer(only(request, HttpHeaders.AUTHORIZATION));
		if (key != null && bearer != null) {
			throw new WrongCredentialException();
		}
		if (key != null && this.keys != null) {
			return accepted(key, this.keys, null);
		}
		if (bearer != null && (this.keys != null || this.tokens != null)) {
			return accepted(bearer, this.keys, this.tokens);
		}
		return this.modes.contains(Mode.INGRESS) ? ofIngress(request) : null;
	}

	/** What follows the scheme; nothing for any other scheme. */
	private static @Nullable String bearer(@Nullable String authorization) {
		if (authorization == null) {
			return null;
		}
		if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
			return authorization.substring(BEARER.length());
		}
		return authorization.equalsIgnoreCase(BEARER.strip()) ? "" : null;
	}

	/**
	 * The user that ingress names. Containers beside this one share its network
	 * interface, and could send the header for whoever reaches them.
	 */
	private @Nullable Caller ofIngress(HttpServletRequest request) throws WrongCredentialException {
		String user = only(request, USER_HEADER);
		if (user == null) {
			return null;
		}
		if ((!this.onlyIngress && isBeside(request.getRemoteAddr(), request.getLocalAddr())) || !Caller.isName(user)
				|| user.indexOf(',') >= 0) {
			throw new WrongCredentialException();
		}
		Caller listed = (this.callers != null) ? this.callers.ofIngress(user) : null;
		String email = only(request, EMAIL_HEADER);
		Map<String, String> claims = new HashMap<>((listed != null) ? listed.claims() : Map.of());
		if (email != null) {
			claims.put(Caller.EMAIL, email);
		}
		return new Caller(user, (listed != null) ? listed.roles() : Set.of(), claims);
	}

	private static boolean isBeside(String address, String own) {
		return address.equals(own) || address.startsWith("127.") || address.equals("0:0:0:0:0:0:0:1");
	}

	private static Caller accepted(String credential, @Nullable CallersFile keys, @Nullable Tokens tokens)
			throws WrongCredentialException {
		Caller caller = (tokens != null) ? tokens.known(credential) : null;
		if (caller == null && isCredential(credential)) {
			caller = (keys != null) ? keys.withKey(Sha256.of(credential)) : null;
			if (caller == null && tokens != null) {
				caller = tokens.caller(credential);
			}
		}
		if (caller == null) {
			throw new WrongCredentialException();
		}
		return caller;
	}

	/** Visible ASCII alone, so that one secret has one spelling. */
	private static boolean isCredential(String text) {
		if (text.length() < SHORTEST) {
			return false;
		}
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
				return false;
			}
		}
		return true;
	}

	/** A header's value; refuses a header that is sent twice. */
	private static @Nullable String only(HttpServletRequest request, String header) throws WrongCredentialException {
		Enumeration<String> values = request.getHeaders(header);
		if (!values.hasMoreElements()) {
			return null;
		}
		String value = values.nextElement();
		if (values.hasMoreElements()) {
			throw new WrongCredentialException();
		}
		return value;
	}

	AccessException missing() {
		return AccessException.unauthenticated(this.challenge, accepts());
	}

	AccessException wrong() {
		return AccessException.unauthenticated(this.challenge + ", error=\"invalid_token\"",
				"What the request carries is not accepted, or no longer. " + accepts());
	}

	private String accepts() {
		StringBuilder text = new StringBuilder();
		if (this.modes.contains(Mode.KEYS)) {
			text.append("A key is sent once, as X-Api-Key: <key> or Authorization: Bearer <key>. ");
		}
		if (this.modes.contains(Mode.JWT)) {
			text.append("A token is sent once, as Authorization: Bearer <token>. ");
		}
		if (this.modes.contains(Mode.INGRESS)) {
			text.append("Users of Snowflake come through its ingress. ");
		}
		return text.toString().strip();
	}

	/** A request carries a credential that nobody has. */
	static final class WrongCredentialException extends Exception {

		private static final long serialVersionUID = 1L;

		WrongCredentialException() {
			super("Not accepted", null, false, false);
		}

	}

}

package dev.dataapi.testserver;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The sessions by token; refuses unknown, expired and closed ones with Snowflake's codes.
 */
public final class Sessions {

	private final SecureRandom random = new SecureRandom();

	private final AtomicLong ids = new AtomicLong(1000);

	/**
	 * Old tokens stay: Snowflake tells an expired token from one that it never issued.
	 */
	private final Map<String, Session> byToken = new ConcurrentHashMap<>();

	private final Map<String, Session> byMaster = new ConcurrentHashMap<>();

	private volatile Duration life = Duration.ofHours(1);

	private volatile Duration masterLife = Duration.ofHours(4);

	Sessions() {
	}

	/**
	 * The lifetimes of tokens issued from now on; 1 hour and 4 hours by default, as in
	 * Snowflake.
	 */
	public void lifetimes(Duration session, Duration master) {
		this.life = session;
		this.masterLife = master;
	}

	/** How many sessions are neither closed nor too old to renew. */
	public int open() {
		return (int) all().stream().filter((session) -> !session.master().over()).count();
	}

	/** Every session and master token issued since the sessions were forgotten. */
	public Set<String> tokens() {
		Set<String> tokens = new HashSet<>(this.byToken.keySet());
		tokens.addAll(this.byMaster.keySet());
		return tokens;
	}

	/** Expires every session token: the client must renew it with its master token. */
	public void expireAll() {
		all().forEach(Session::expire);
	}

	/** Expires every session and master token: the client must log in again. */
	public void expireMasters() {
		all().forEach((session) -> {
			session.expireMaster();
			session.expire();
		});
	}

	/** Ends every session, as an administrator's abort does: 390111 from now on. */
	public void killAll() {
		all().forEach(Session::close);
	}

	/**
	 * Forgets every session, so that its tokens are as unknown as forged ones: 390104.
	 */
	public void forgetAll() {
		killAll();
		this.byToken.clear();
		this.byMaster.clear();
	}

	Collection<Session> all() {
		return this.byMaster.values().stream().filter((session) -> !session.closed()).distinct().toList();
	}

	Session open(String client, User user, Role role, List<Role> others, DuckSession duck) {
		Session session = new Session(this.ids.incrementAndGet(), client, user, role, others, duck, token(this.life),
				token(this.masterLife));
		remember(session);
		return session;
	}

	/** The session whose current token this is. */
	Session require(@Nullable String token) {
		if (token == null) {
			throw new Refusal("390101", "Authorization header not found in the request data.");
		}
		Session session = this.byToken.get(token);
		if (session == null) {
			throw new Refusal("390104", "Session token is invalid.");
		}
		if (session.closed()) {
			throw gone();
		}
		if (!session.token().text().equals(token) || session.token().over()) {
			throw new Refusal("390112", "Your session has expired. Please login again.");
		}
		return session;
	}

	/** Exchanges the master token for new tokens. */
	Session renew(@Nullable String masterToken, JsonNode body) {
		Session session = (masterToken != null) ? this.byMaster.get(masterToken) : null;
		if (session == null) {
			throw new Refusal((masterToken != null) ? "390115" : "390113", "Master token is invalid.");
		}
		if (session.closed()) {
			throw gone();
		}
		if (!session.master().text().equals(masterToken) || session.master().over()) {
			throw new Refusal("390114", "Authentication token has expired.  The user must authenticate again.");
		}
		if (this.byToken.get(body.path("oldSessionToken").asString("")) != session) {
			throw new Refusal("390104", "Session token is invalid.");
		}
		session.renew(token(this.life), token(this.masterLife));
		remember(session);
		return session;
	}

	private void remember(Session session) {
		this.byToken.put(session.token().text(), session);
		this.byMaster.put(session.master().text(), session);
	}

	private SessionToken token(Duration life) {
		byte[] secret = new byte[32];
		this.random.nextBytes(secret);
		return SessionToken.of("ver:1-hint:" + HexFormat.of().formatHex(secret), life);
	}

	private static Refusal gone() {
		return new Refusal("390111", "Session no longer exists.  New login required to access the service.");
	}

}

package dev.dataapi.testserver;

import java.util.function.BiPredicate;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Decides whose login this is, by password, key pair, OAuth token or programmatic access
 * token.
 */
final class Credentials {

	private final Account account;

	private final JwtCheck jwt;

	Credentials(Account account) {
		this.account = account;
		this.jwt = new JwtCheck(account);
	}

	User verify(JsonNode login) {
		String name = login.path("LOGIN_NAME").asString("");
		String token = login.path("TOKEN").asString("");
		return switch (Account.upper(login.path("AUTHENTICATOR").asString("SNOWFLAKE"))) {
			case "SNOWFLAKE_JWT" -> this.jwt.verify(token, name);
			case "OAUTH" -> oauth(token, name);
			case "PROGRAMMATIC_ACCESS_TOKEN" -> accessToken(token, name);
			default -> password(login.path("PASSWORD").asString(""), name);
		};
	}

	private User password(String password, String name) {
		User user = this.account.findUser(name);
		if (user == null || !user.acceptsPassword(password)) {
			throw new Refusal("390100", "Incorrect username or password was specified.");
		}
		return user;
	}

	private User oauth(String token, String name) {
		User user = find(token, User::acceptsOauth);
		if (user == null) {
			// 390318 is in the driver's recorded answers
			throw (find(token, User::knowsExpired) != null)
					? new Refusal("390318", "OAuth access token expired. [" + name + "]")
					: new Refusal("390303", "Invalid OAuth access token.");
		}
		if (!name.isEmpty() && !user.name().equals(Account.upper(name))) {
			// Assumed from connectors' reports, not recorded
			throw new Refusal("390309",
					"The user you were trying to authenticate as differs from the user tied to the access token.");
		}
		return user;
	}

	private User accessToken(String token, String name) {
		User user = find(token, User::acceptsAccessToken);
		if (user == null || !(name.isEmpty() || user.name().equals(Account.upper(name)))) {
			// In the driver's recorded answers
			throw new Refusal("394400", "Programmatic access token is invalid.");
		}
		return user;
	}

	private @Nullable User find(String token, BiPredicate<User, String> accepts) {
		return this.account.users().stream().filter((user) -> accepts.test(user, token)).findFirst().orElse(null);
	}

}

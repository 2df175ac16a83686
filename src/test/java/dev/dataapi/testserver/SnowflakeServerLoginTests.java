package dev.dataapi.testserver;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Who may log in, and how others are refused.
 */
class SnowflakeServerLoginTests extends ServerTests {

	@Test
	void passwordWhenRightOpensSession() throws SQLException {
		try (Connection connection = client().connect()) {
			assertThat(connection.isValid(5)).isTrue();
			assertThat(this.server.sessions().open()).isOne();
		}
		assertThat(this.server.sessions().open()).isZero();
		assertThat(this.server.requests().count(RequestKind.LOGIN)).isOne();
		assertThat(this.server.requests().count(RequestKind.CLOSE)).isOne();
	}

	@Test
	void passwordWhenWrongIsRefused() {
		assertRefused(client().password("API", "guess"), 390100);
		assertRefused(client().password("NOBODY", "secret"), 390100);
		assertThat(this.server.sessions().open()).isZero();
	}

	@Test
	void keyPairWhenRegisteredOpensSession() throws Exception {
		KeyPair pair = keyPair();
		this.server.account().user("ROBOT").publicKey(pair.getPublic());
		try (Connection connection = keyPairClient("robot", pair).connect()) {
			assertThat(query(connection, "SELECT CURRENT_USER()")).isEqualTo("ROBOT");
		}
		assertThat(this.server.requests().logins()).last().extracting("authenticator").isEqualTo("SNOWFLAKE_JWT");
	}

	@Test
	void keyPairWhenNotRegisteredIsRefused() throws Exception {
		this.server.account().user("ROBOT").publicKey(keyPair().getPublic());
		assertRefused(keyPairClient("ROBOT", keyPair()), 390144);
	}

	@Test
	void oauthTokenWhenRotatedIsAcceptedAndTheOldOneRefused() throws SQLException {
		User user = this.server.account().user("SERVICE").oauthToken("token-1");
		Client client = anonymous("oauth");
		client.with("token", "token-1").connect().close();
		user.oauthToken("token-2");
		assertRefused(client, 390303);
		client.with("token", "token-2").connect().close();
	}

	@Test
	void oauthTokenWhenExpiredIsRefusedAsExpired() {
		this.server.account().user("SERVICE").oauthToken("token-1").expireOauthToken("token-1");
		assertThatExceptionOfType(SQLException.class).isThrownBy(anonymous("oauth").with("token", "token-1")::connect)
			.returns(390318, SQLException::getErrorCode);
	}

	@Test
	void accessTokenWhenKnownOpensSessionAndReplacesThePassword() throws SQLException {
		this.server.account().user("ROBOT").accessToken("pat-1");
		Client client = anonymous("programmatic_access_token").with("user", "ROBOT");
		client.with("token", "pat-1").connect().close();
		client().password("ROBOT", "pat-1").connect().close();
		assertRefused(client.with("token", "pat-2"), 394400);
	}

	@Test
	void accountWhenWrongIsNotFound() {
		assertThatExceptionOfType(SQLException.class).isThrownBy(client().with("account", "ELSEWHERE")::connect)
			.withMessageContaining("404");
	}

	@Test
	void roleWhenUnknownIsRefused() {
		assertRefused(client().with("role", "NOT_THERE"), 390189);
		this.server.account().role("NOT_GRANTED");
		assertRefused(client().with("role", "NOT_GRANTED"), 390189);
	}

	@Test
	void contextWhenUnknownIsRefusedOnlyIfValidated() throws SQLException {
		for (String property : new String[] { "warehouse", "db", "schema" }) {
			Client client = client().with("db", "API").with("schema", "DATA").with(property, "NOT_THERE");
			client.connect().close();
			assertRefused(client.with("validateDefaultParameters", "true"), 390201);
		}
		assertThat(this.server.sessions().open()).isZero();
	}

	@Test
	void contextWhenGivenAppliesToTheSession() throws SQLException {
		try (Connection connection = client().with("db", "api").with("schema", "data").connect()) {
			assertThat(query(connection, "SELECT c_first_name FROM hybrid_customer ORDER BY c_customer_sk LIMIT 1"))
				.isEqualTo("Javier");
			assertThat(query(connection,
					"SELECT CURRENT_ROLE() || CURRENT_WAREHOUSE() || CURRENT_DATABASE() || CURRENT_SCHEMA()"))
				.isEqualTo("READERWHAPIDATA");
		}
	}

	@Test
	void sessionParametersAreRecordedAndEchoed() throws SQLException {
		try (Connection connection = client().with("QUERY_TAG", "data-api").connect();
				Statement statement = connection.createStatement()) {
			statement.executeQuery("SELECT 1").close();
		}
		assertThat(this.server.requests().logins().getFirst().parameters()).containsEntry("QUERY_TAG", "data-api");
		assertThat(this.server.requests().count(RequestKind.TELEMETRY)).isZero();
	}

	private static void assertRefused(Client client, int code) {
		assertThatExceptionOfType(SQLException.class).isThrownBy(client::connect)
			.returns(code, SQLException::getErrorCode)
			.returns("08001", SQLException::getSQLState);
	}

	private Client anonymous(String authenticator) {
		return client().without("user").without("password").with("authenticator", authenticator);
	}

	/** The driver expects base64 of the key's PEM file, not of its bytes. */
	private Client keyPairClient(String user, KeyPair pair) {
		String pem = "-----BEGIN PRIVATE KEY-----\n"
				+ Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
				+ "\n-----END PRIVATE KEY-----\n";
		return client().without("password")
			.with("user", user)
			.with("private_key_base64", Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII)));
	}

	private static KeyPair keyPair() throws GeneralSecurityException {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
		generator.initialize(2048);
		return generator.generateKeyPair();
	}

	private static String query(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
			rows.next();
			return rows.getString(1);
		}
	}

}

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
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Who may log in, and how others are refused.
 */
class SnowflakeServerLoginTests {

	@RegisterExtension
	static final TestServer test = new TestServer();

	@Test
	void passwordWhenRightOpensSession() throws SQLException {
		try (Connection connection = test.client().connect()) {
			assertThat(connection.isValid(5)).isTrue();
			assertThat(test.server().sessions().open()).isOne();
		}
		assertThat(test.server().sessions().open()).isZero();
		assertThat(test.server().requests().count(RequestKind.LOGIN)).isOne();
		assertThat(test.server().requests().count(RequestKind.CLOSE)).isOne();
	}

	@Test
	void passwordWhenWrongIsRefused() {
		assertRefused(test.client().password("API", "guess"), 390100);
		assertRefused(test.client().password("NOBODY", "secret"), 390100);
		assertThat(test.server().sessions().open()).isZero();
	}

	@Test
	void keyPairWhenRegisteredOpensSession() throws Exception {
		KeyPair pair = keyPair();
		test.server().account().user("ROBOT").publicKey(pair.getPublic());
		try (Connection connection = keyPairClient("robot", pair).connect()) {
			assertThat(query(connection, "SELECT CURRENT_USER()")).isEqualTo("ROBOT");
		}
		assertThat(test.server().requests().logins()).last().extracting("authenticator").isEqualTo("SNOWFLAKE_JWT");
	}

	@Test
	void keyPairWhenNotRegisteredIsRefused() throws Exception {
		test.server().account().user("ROBOT").publicKey(keyPair().getPublic());
		assertRefused(keyPairClient("ROBOT", keyPair()), 390144);
	}

	@Test
	void oauthTokenWhenRotatedIsAcceptedAndTheOldOneRefused() throws SQLException {
		User user = test.server().account().user("SERVICE").oauthToken("token-1");
		Client client = anonymous("oauth");
		client.with("token", "token-1").connect().close();
		user.oauthToken("token-2");
		assertRefused(client, 390303);
		client.with("token", "token-2").connect().close();
	}

	@Test
	void oauthTokenWhenExpiredIsRefusedAsExpired() {
		test.server().account().user("SERVICE").oauthToken("token-1").expireOauthToken("token-1");
		assertThatExceptionOfType(SQLException.class).isThrownBy(anonymous("oauth").with("token", "token-1")::connect)
			.returns(390318, SQLException::getErrorCode);
	}

	@Test
	void accessTokenWhenKnownOpensSessionAndReplacesThePassword() throws SQLException {
		test.server().account().user("ROBOT").accessToken("pat-1");
		Client client = anonymous("programmatic_access_token").with("user", "ROBOT");
		client.with("token", "pat-1").connect().close();
		test.client().password("ROBOT", "pat-1").connect().close();
		assertRefused(client.with("token", "pat-2"), 394400);
	}

	@Test
	void accountWhenWrongIsNotFound() {
		assertThatExceptionOfType(SQLException.class).isThrownBy(test.client().with("account", "ELSEWHERE")::connect)
			.withMessageContaining("404");
	}

	@Test
	void roleWhenUnknownIsRefused() {
		assertRefused(test.client().with("role", "NOT_THERE"), 390189);
		test.server().account().role("NOT_GRANTED");
		assertRefused(test.client().with("role", "NOT_GRANTED"), 390189);
	}

	@Test
	void contextWhenUnknownIsRefusedOnlyIfValidated() throws SQLException {
		for (String property : new String[] { "warehouse", "db", "schema" }) {
			Client client = test.client().with("db", "API").with("schema", "DATA").with(property, "NOT_THERE");
			client.connect().close();
			assertRefused(client.with("validateDefaultParameters", "true"), 390201);
		}
		assertThat(test.server().sessions().open()).isZero();
	}

	@Test
	void contextWhenGivenAppliesToTheSession() throws SQLException {
		try (Connection connection = test.client().with("db", "api").with("schema", "data").connect()) {
			assertThat(query(connection, "SELECT c_first_name FROM hybrid_customer ORDER BY c_customer_sk LIMIT 1"))
				.isEqualTo("Javier");
			assertThat(query(connection,
					"SELECT CURRENT_ROLE() || CURRENT_WAREHOUSE() || CURRENT_DATABASE() || CURRENT_SCHEMA()"))
				.isEqualTo("READERWHAPIDATA");
		}
	}

	@Test
	void sessionParametersAreRecordedAndEchoed() throws SQLException {
		try (Connection connection = test.client().with("QUERY_TAG", "data-api").connect();
				Statement statement = connection.createStatement()) {
			statement.executeQuery("SELECT 1").close();
		}
		assertThat(test.server().requests().logins().getFirst().parameters()).containsEntry("QUERY_TAG", "data-api");
		assertThat(test.server().requests().count(RequestKind.TELEMETRY)).isZero();
	}

	private static void assertRefused(Client client, int code) {
		assertThatExceptionOfType(SQLException.class).isThrownBy(client::connect)
			.returns(code, SQLException::getErrorCode)
			.returns("08001", SQLException::getSQLState);
	}

	private static Client anonymous(String authenticator) {
		return Client.of(test.server()).with("authenticator", authenticator);
	}

	/** The driver expects base64 of the key's PEM file, not of its bytes. */
	private static Client keyPairClient(String user, KeyPair pair) {
		String pem = "-----BEGIN PRIVATE KEY-----\n"
				+ Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
				+ "\n-----END PRIVATE KEY-----\n";
		return Client.of(test.server())
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

package dev.dataapi.warehouse.snowflake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.dataapi.InvalidSettingException;
import dev.dataapi.RunningService;
import dev.dataapi.testserver.Fault;
import dev.dataapi.testserver.RequestKind;
import dev.dataapi.testserver.Requests;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A user whose other roles may see a table that the service's role may not.
 */
@Timeout(120)
class SecondaryRolesTests {

	private static final String USE = "USE SECONDARY ROLES NONE";

	@AutoClose
	private final TestAccount account = new TestAccount();

	@TempDir
	private Path directory;

	@BeforeEach
	void widen() {
		this.account.server().account().role("DATA_API_ROLE").cannotSee("snowflake_sample_data.tpch_sf10.orders");
		this.account.server().account().user(TestAccount.USER).roles("DATA_API_ROLE", "ACCOUNTANT").allSecondaryRoles();
		this.account.server().account().role("ACCOUNTANT");
	}

	@Test
	void sessionMayDoOnlyWhatItsRoleMay() throws IOException {
		try (RunningService service = this.account.start()) {
			assertThat(service.get("/customer/1").status()).isEqualTo(200);
			assertThat(service.get("/connector/customers/top10").status()).isEqualTo(500);
			assertThat(uses()).isNotEmpty().containsOnly(USE).hasSize(logins());
		}
	}

	/** Each connection is its own session. */
	@Test
	void sessionThatReplacesALostOneMayDoNoMore() throws IOException {
		try (RunningService service = this.account.start("data-api.cache.ttl=0")) {
			this.account.server().sessions().killAll();
			assertThat(service.get("/customer/2").status()).isEqualTo(200);
			this.account.server().sessions().killAll();
			assertThat(service.get("/connector/customers/top10").status()).isEqualTo(500);
		}
	}

	@Test
	void sessionMayDoWhatTheUsersOtherRolesMayIfThatIsSet() throws IOException {
		try (RunningService service = this.account.start("data-api.snowflake.secondary-roles=default")) {
			assertThat(service.get("/connector/customers/top10").status()).isEqualTo(200);
			assertThat(uses()).isEmpty();
		}
	}

	@Test
	void everyOtherWayToLogInIsLimitedToo() throws IOException {
		this.account.server().account().user(TestAccount.USER).oauthToken("let-me-in");
		Path file = Files.writeString(this.directory.resolve("token"), "let-me-in");
		try (RunningService service = RunningService.start("snowflake",
				this.account.settings("data-api.snowflake.token-file-path=" + file))) {
			assertThat(service.get("/connector/customers/top10").status()).isEqualTo(500);
		}
	}

	/** The user of a service has its owner's role alone, and may not be asked. */
	@Test
	void serviceInsideSnowflakeIsNotAsked() {
		assertThat(SecondaryRoles.of(settings(null, Authenticator.MOUNTED_TOKEN.toString(), null)))
			.isEqualTo(SecondaryRoles.DEFAULT);
		assertThat(SecondaryRoles.of(settings(null, null, null))).isEqualTo(SecondaryRoles.DEFAULT);
		assertThat(SecondaryRoles.of(settings(null, "/run/token", null))).isEqualTo(SecondaryRoles.NONE);
		assertThat(SecondaryRoles.of(settings("token", null, null))).isEqualTo(SecondaryRoles.NONE);
		assertThat(SecondaryRoles.of(settings(null, null, SecondaryRoles.NONE))).isEqualTo(SecondaryRoles.NONE);
	}

	private static SnowflakeProperties settings(@Nullable String token, @Nullable String tokenFile,
			@Nullable SecondaryRoles roles) {
		Authenticator login = (token != null) ? Authenticator.OAUTH : Authenticator.SERVICE_TOKEN;
		return new SnowflakeProperties("account", null, null, null, null, null, null, null, 443, "https", null, null,
				null, token, tokenFile, login, roles, null, null);
	}

	@Test
	void startWhenSnowflakeRefusesNamesTheSetting() {
		this.account.server().fail(Fault.sqlError("003001", "42501", "Insufficient privileges").on(RequestKind.QUERY));
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> this.account.start().close())
			.withMessage(
					"SNOWFLAKE_SECONDARY_ROLES is 'none': it must be default where Snowflake does not let a session "
							+ "give them up.");
	}

	private List<String> uses() {
		return this.account.server().requests().uses().stream().map(Requests.Statement::sql).toList();
	}

	private int logins() {
		return this.account.server().requests().logins().size();
	}

}

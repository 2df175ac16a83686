package dev.dataapi.warehouse.snowflake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.dataapi.InvalidSettingException;
import dev.dataapi.RunningService;
import dev.dataapi.access.Ingress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * The service in profile {@code snowflake} whose callers Snowflake's ingress names.
 */
class IngressServiceTests {

	private static final String INGRESS = "data-api.authentication=ingress";

	private final TestAccount account = new TestAccount();

	@AfterEach
	void close() {
		this.account.close();
	}

	@Test
	void ingressIsThereWithTheMountedTokenOnly() {
		assertThat(ingress(Authenticator.MOUNTED_TOKEN.toString())).isNotNull();
		assertThat(ingress("/run/token")).isNull();
	}

	/**
	 * Logged in otherwise it may run anywhere, where any caller could send the header.
	 */
	@Test
	void startIsRefusedWithAnotherLogin(@TempDir Path folder) throws IOException {
		Path token = Files.writeString(folder.resolve("token"), "let-me-in");
		this.account.server().account().user(TestAccount.USER).oauthToken("let-me-in");
		assertRefused(this.account.withPassword(INGRESS));
		assertRefused(this.account.settings("data-api.snowflake.token-file-path=" + token, INGRESS));
	}

	private Ingress ingress(String tokenFile) {
		return new SnowflakeConfiguration()
			.ingress(TestAccount.properties(this.account.settings("data-api.snowflake.token-file-path=" + tokenFile)));
	}

	private static void assertRefused(List<String> settings) {
		assertThat(catchThrowable(() -> RunningService.start("snowflake", settings).close()))
			.hasRootCauseInstanceOf(InvalidSettingException.class)
			.rootCause()
			.hasMessageContaining("not name ingress but in profile snowflake with the token");
	}

}

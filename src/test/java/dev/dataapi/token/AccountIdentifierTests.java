package dev.dataapi.token;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Tests for {@link AccountIdentifier}. */
class AccountIdentifierTests {

	@ParameterizedTest
	@CsvSource({
	// @formatter:off
		"myorg-myaccount,                         MYORG-MYACCOUNT, myorg-myaccount",
		"MYORG-my_account,                        MYORG-MY_ACCOUNT, myorg-my-account",
		"myorg.myaccount,                         MYORG-MYACCOUNT, myorg-myaccount",
		"xy12345,                                 XY12345,         xy12345",
		"xy12345.us-east-1,                       XY12345,         xy12345.us-east-1",
		"xy12345.east-us-2.azure,                 XY12345,         xy12345.east-us-2.azure",
		"xy12345.us-east-1.privatelink,           XY12345,         xy12345.us-east-1.privatelink",
		"xy12345.privatelink,                     XY12345,         xy12345.privatelink",
		"myorg-myaccount.privatelink,             MYORG-MYACCOUNT, myorg-myaccount.privatelink",
		"acme-abc123.global,                      ACME,            acme-abc123.global",
		"acme.global,                             ACME-GLOBAL,     acme.global",
		"https://myorg-myaccount.snowflakecomputing.com/console, MYORG-MYACCOUNT, myorg-myaccount",
	// @formatter:on
	})
	void accountWhenSpelledInAnyWayHasOneClaimAndOneHost(String text, String claim, String host) {
		AccountIdentifier account = new AccountIdentifier(text);
		assertThat(account.claim()).isEqualTo(claim);
		assertThat(account.url()).hasToString("https://" + host + ".snowflakecomputing.com");
		assertThat(account.url().getHost()).isEqualTo(host + ".snowflakecomputing.com");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "{account-identifier}", "my org", ".us-east-1", "a..b", "a?b" })
	void accountWhenMalformedIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> new AccountIdentifier(text))
			.withMessageStartingWith("not an account identifier");
	}

}

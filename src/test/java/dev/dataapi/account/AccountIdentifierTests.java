package dev.dataapi.account;

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
		"HTTP://MyOrg-MyAccount.SnowflakeComputing.com:443/, MYORG-MYACCOUNT, myorg-myaccount",
		"' myorg-my_account.snowflakecomputing.com. ', MYORG-MY_ACCOUNT, myorg-my-account",
		"xy12345.fhplus.us-gov-west-1.aws,        XY12345,         xy12345.fhplus.us-gov-west-1.aws",
	// @formatter:on
	})
	void accountWhenSpelledInAnyWayHasOneClaimAndOneHost(String text, String claim, String host) {
		AccountIdentifier account = AccountIdentifier.of(text);
		assertThat(account.claim()).isEqualTo(claim);
		assertThat(account.url()).hasToString("https://" + host + ".snowflakecomputing.com");
		assertThat(account.url().getHost()).isEqualTo(host + ".snowflakecomputing.com");
	}

	@ParameterizedTest
	@CsvSource({
	// @formatter:off
		"xy12345.cn-northwest-1,                             XY12345, xy12345.cn-northwest-1.snowflakecomputing.cn",
		"XY12345.CN-NORTHWEST-1.AWS,                         XY12345, xy12345.cn-northwest-1.aws.snowflakecomputing.cn",
		"xy12345.cn-northwest-1.privatelink,                 XY12345, xy12345.cn-northwest-1.privatelink.snowflakecomputing.cn",
		"https://myorg-myaccount.snowflakecomputing.cn/,     MYORG-MYACCOUNT, myorg-myaccount.snowflakecomputing.cn",
		"myorg-my_account.privatelink.snowflakecomputing.cn, MYORG-MY_ACCOUNT, myorg-my-account.privatelink.snowflakecomputing.cn",
		"xy12345.cn-northwest-1.snowflakecomputing.cn,       XY12345, xy12345.cn-northwest-1.snowflakecomputing.cn",
		"cn-account,                                         CN-ACCOUNT, cn-account.snowflakecomputing.com",
	// @formatter:on
	})
	void accountInChinaHasTheDomainOfChina(String text, String claim, String host) {
		AccountIdentifier account = AccountIdentifier.of(text);
		assertThat(account.claim()).isEqualTo(claim);
		assertThat(account.host()).isEqualTo(host);
		assertThat(account.url()).hasHost(host);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "{account-identifier}", "my org", ".us-east-1", "a..b", "a?b", "-a", "a-", "a_",
			"a.-b", "me@example.com", "xy12345.snowflakecomputing.com:8443", "<account>",
			"abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij-myaccount",
			"abc-myorg-myaccount.snowflakecomputing.app", "https://app.snowflake.com/myorg/myaccount/#/homepage",
			"api.public.api.snowflakecomputing.internal" })
	void accountWhenMalformedIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> AccountIdentifier.of(text))
			.withMessageStartingWith("not an account identifier");
	}

}

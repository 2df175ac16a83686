package dev.dataapi.token;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Tests for {@link IngressEndpoint}. */
class IngressEndpointTests {

	private static final String HOST = "abc-myorg-myaccount.snowflakecomputing.app";

	@ParameterizedTest
	@ValueSource(strings = { HOST, "https://" + HOST, "https://" + HOST + "/customer/1885?x=y", HOST + "/",
			HOST + ":443", "HTTPS://ABC-myorg-myaccount.snowflakecomputing.app", " " + HOST + "\n", HOST + "#top" })
	void endpointWhenHostOrUrlIsTheHost(String text) {
		assertThat(new IngressEndpoint(text).host()).isEqualTo(HOST);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{ingress-url}", "Endpoints provisioning in progress...", "https://", "a b", "a@b" })
	void endpointWhenNoHostIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> new IngressEndpoint(text))
			.withMessageContaining("SHOW ENDPOINTS");
	}

	@Test
	void scopeWhenThereIsNoRoleIsTheHostAlone() {
		IngressEndpoint endpoint = new IngressEndpoint(HOST);
		assertThat(endpoint.scope(null)).isEqualTo(HOST);
		assertThat(endpoint.scope("DATA_API_ROLE")).isEqualTo("session:role:DATA_API_ROLE " + HOST);
	}

	@Test
	void curlWhenPathHoldsShellCharactersQuotesThem() {
		assertThat(new IngressEndpoint(HOST).curl(new IngressEndpoint.Target("customer/1'$(id)'"), "t0ken"))
			.isEqualTo("curl --location 'https://" + HOST + "/customer/1'\\''$(id)'\\''' --header"
					+ " 'Authorization: Snowflake Token=\"t0ken\"'");
	}

}

package dev.dataapi.access;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.dataapi.RunningService;
import dev.dataapi.TestKeys;
import dev.dataapi.access.AccessProperties.Mode;
import dev.dataapi.access.Authentication.WrongCredentialException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Callers whom Snowflake's ingress names.
 */
class IngressTests {

	private static final String KEY = "dak_" + "crm-crm-".repeat(5);

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	private CallersFile callers;

	@BeforeEach
	void request(@TempDir Path folder) {
		this.callers = CallersFile.read(
				TestKeys
					.write(folder, "callers",
							"JANE reporting,admin ingress\nANN - ingress tenant=acme email=x\ncrm shop "
									+ Sha256.of(KEY) + "\n")
					.toString());
		this.request.setRemoteAddr("10.16.3.4");
		this.request.setLocalAddr("10.16.9.9");
	}

	@Test
	void userHasTheRolesThatTheFileGives() throws WrongCredentialException {
		this.request.addHeader("Sf-Context-Current-User", "JANE");
		this.request.addHeader("sf-context-current-user-email", "jane@example.com");
		assertThat(ingress(false, Mode.INGRESS))
			.isEqualTo(new Caller("JANE", Set.of("reporting", "admin"), Map.of("email", "jane@example.com")));
	}

	@Test
	void userHasTheClaimsThatTheFileGivesButForTheAddress() throws WrongCredentialException {
		this.request.addHeader("Sf-Context-Current-User", "ANN");
		this.request.addHeader("sf-context-current-user-email", "ann@example.com");
		assertThat(ingress(false, Mode.INGRESS))
			.isEqualTo(new Caller("ANN", Set.of(), Map.of("tenant", "acme", "email", "ann@example.com")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "jane", "crm", "BOB" })
	void userWhomTheFileDoesNotNameHasNoRoles(String user) throws WrongCredentialException {
		this.request.addHeader("Sf-Context-Current-User", user);
		assertThat(ingress(false, Mode.INGRESS)).isEqualTo(new Caller(user, Set.of(), Map.of()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "JANE,BOB", "JANE\u0000" })
	void userThatIngressDoesNotSendIsRefused(String user) {
		this.request.addHeader("Sf-Context-Current-User", user);
		assertRefused(false);
	}

	@Test
	void headerThatIsSentTwiceIsRefused() {
		this.request.addHeader("Sf-Context-Current-User", "JANE");
		this.request.addHeader("sf-context-current-user", "JANE");
		assertRefused(false);
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "127.0.0.6", "0:0:0:0:0:0:0:1", "10.16.9.9" })
	void headerFromAContainerBesideThisOneIsRefusedUnlessOnlyIngressReachesIt(String address)
			throws WrongCredentialException {
		this.request.addHeader("Sf-Context-Current-User", "JANE");
		this.request.setRemoteAddr(address);
		assertRefused(false);
		assertThat(ingress(true, Mode.INGRESS)).isNotNull();
	}

	@Test
	void keyDecidesWhereThereIsOne() throws WrongCredentialException {
		this.request.addHeader("Sf-Context-Current-User", "JANE");
		this.request.addHeader("X-Api-Key", KEY);
		assertThat(ingress(false, Mode.INGRESS, Mode.KEYS)).isNotNull().extracting(Caller::name).isEqualTo("crm");
	}

	@Test
	void wrongKeyIsNotMadeUpForByTheUser() {
		this.request.addHeader("Sf-Context-Current-User", "JANE");
		this.request.addHeader("X-Api-Key", KEY + "x");
		assertThatExceptionOfType(WrongCredentialException.class)
			.isThrownBy(() -> ingress(false, Mode.INGRESS, Mode.KEYS));
	}

	@Test
	void userIsIgnoredWhereIngressIsNoWayToProveWhoOneIs() throws WrongCredentialException {
		this.request.addHeader("Sf-Context-Current-User", "JANE");
		assertThat(ingress(true, Mode.KEYS)).isNull();
	}

	@Test
	void serviceKnowsTheUserOfIngress() throws IOException {
		try (RunningService service = RunningService.start("test",
				List.of("data-api.authentication=ingress", "data-api.trust-ingress-user=true"), Ingress.class)) {
			assertThat(service.get("/customer/1").headers()).containsEntry("www-authenticate",
					"Snowflake realm=\"data-api\"");
			assertThat(service.get("/customer/1").status()).isEqualTo(401);
			assertThat(service.get("/customer/1", "Sf-Context-Current-User: JANE").status()).isEqualTo(200);
		}
	}

	private void assertRefused(boolean onlyIngress) {
		assertThatExceptionOfType(WrongCredentialException.class).isThrownBy(() -> ingress(onlyIngress, Mode.INGRESS));
	}

	private Caller ingress(boolean onlyIngress, Mode... modes) throws WrongCredentialException {
		return new Authentication(Set.of(modes), this.callers, null, onlyIngress).caller(this.request);
	}

}

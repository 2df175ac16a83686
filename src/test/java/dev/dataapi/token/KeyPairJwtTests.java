package dev.dataapi.token;

import java.security.MessageDigest;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.dataapi.TestKeys;
import dev.dataapi.account.AccountIdentifier;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Tests for {@link KeyPairJwt}. */
class KeyPairJwtTests {

	private final Clock clock = Clock.fixed(Instant.parse("2026-11-22T10:15:30.987Z"), ZoneOffset.UTC);

	private final KeyPairJwt jwt = new KeyPairJwt(AccountIdentifier.of("myorg-myaccount"), "svc_data_api",
			(RSAPrivateCrtKey) TestKeys.RSA.getPrivate());

	@Test
	void jwtWhenSignedHasSnowflakesClaimsAndNoOther() throws Exception {
		SignedJWT jwt = SignedJWT.parse(this.jwt.sign(this.clock.instant(), Duration.ofMinutes(59)));
		long issued = Instant.parse("2026-11-22T10:15:30Z").getEpochSecond();
		assertThat(jwt.getPayload().toJSONObject())
			.isEqualTo(Map.of("iss", "MYORG-MYACCOUNT.SVC_DATA_API." + this.jwt.fingerprint(), "sub",
					"MYORG-MYACCOUNT.SVC_DATA_API", "iat", issued, "exp", issued + 59 * 60));
		assertThat(jwt.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.RS256);
	}

	@Test
	void jwtWhenSignedVerifiesWithItsPublicKeyOnly() throws Exception {
		SignedJWT jwt = SignedJWT.parse(this.jwt.sign(this.clock.instant(), Duration.ofHours(1)));
		assertThat(jwt.verify(new RSASSAVerifier((RSAPublicKey) TestKeys.RSA.getPublic()))).isTrue();
		assertThat(jwt.verify(new RSASSAVerifier((RSAPublicKey) TestKeys.generate("RSA", 2048).getPublic()))).isFalse();
	}

	@Test
	void fingerprintIsTheHashOfThePublicKeyAsRegistered() throws Exception {
		byte[] digest = MessageDigest.getInstance("SHA-256").digest(TestKeys.RSA.getPublic().getEncoded());
		assertThat(this.jwt.fingerprint()).isEqualTo("SHA256:" + Base64.getEncoder().encodeToString(digest));
	}

	@Test
	void jwtWhenLifetimeExceedsAnHourIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.jwt.sign(this.clock.instant(), Duration.ofMinutes(61)));
	}

}

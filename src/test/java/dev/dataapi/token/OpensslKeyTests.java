package dev.dataapi.token;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Keys written by the real openssl, with the commands that people paste.
 */
@EnabledIf(value = "opensslIsInstalled", disabledReason = "openssl is not installed")
class OpensslKeyTests {

	private static final String PLAIN = "openssl genrsa 2048 | openssl pkcs8 -topk8 -inform PEM -out rsa_key.p8 -nocrypt";

	@TempDir
	private Path folder;

	@Test
	void keyWhenMadeWithTheGuidesCommandsMatchesItsPublicKey() throws Exception {
		sh(PLAIN);
		sh("openssl rsa -in rsa_key.p8 -pubout -out rsa_key.pub");
		sh("awk 'NF {sub(/-----.*-----/, \"\"); printf \"%s\", $0} END {print \"\"}' rsa_key.pub > to_register");
		byte[] der = Base64.getDecoder().decode(Files.readString(this.folder.resolve("to_register")).strip());
		PrivateKeyFile file = new PrivateKeyFile(this.folder.resolve("rsa_key.p8"));
		RSAPrivateCrtKey key = file.read(() -> null);
		RSAPublicKey registered = (RSAPublicKey) KeyFactory.getInstance("RSA")
			.generatePublic(new X509EncodedKeySpec(der));
		assertThat(key.getModulus()).isEqualTo(registered.getModulus());
		assertThat(file.isReadableByOthers()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-v2 aes128", "-v2 aes256 -v2prf hmacWithSHA512", "-v1 PBE-SHA1-3DES" })
	void keyWhenEncryptedIsRead(String cipher) throws Exception {
		sh(PLAIN);
		sh("openssl pkcs8 -topk8 -in rsa_key.p8 -passout pass:Tr0ub4dor -out locked.p8 " + cipher);
		RSAPrivateCrtKey plain = new PrivateKeyFile(this.folder.resolve("rsa_key.p8")).read(() -> null);
		assertThat(new PrivateKeyFile(this.folder.resolve("locked.p8")).read("Tr0ub4dor"::toCharArray))
			.isEqualTo(plain);
	}

	@Test
	void keyWhenCipherIsUnsupportedSaysHowToConvertItAndTheCommandWorks() throws Exception {
		sh(PLAIN);
		sh("openssl pkcs8 -topk8 -v2 des3 -in rsa_key.p8 -passout pass:Tr0ub4dor -out locked.p8");
		String line = refusal("locked.p8").replaceFirst("(?s)^.* with: ", "");
		sh(line + " -passin pass:Tr0ub4dor -passout pass:Tr0ub4dor");
		assertThat(new PrivateKeyFile(this.folder.resolve("pkcs8_key.p8")).read("Tr0ub4dor"::toCharArray)).isNotNull();
	}

	@Test
	void keyWhenPkcs1SaysHowToConvertItAndTheCommandWorks() throws Exception {
		sh(PLAIN);
		sh("openssl rsa -in rsa_key.p8 -traditional -out rsa_key.pem || openssl rsa -in rsa_key.p8 -out rsa_key.pem");
		sh(refusal("rsa_key.pem").replaceFirst("(?s)^.* with: ", ""));
		assertThat(new PrivateKeyFile(this.folder.resolve("pkcs8_key.p8")).read(() -> null)).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "openssl ecparam -name prime256v1 -genkey -out other.pem",
			"openssl ecparam -name prime256v1 -genkey | openssl pkcs8 -topk8 -nocrypt -out other.pem" })
	void keyWhenEllipticSaysSo(String line) throws Exception {
		sh(line);
		assertThat(refusal("other.pem")).contains("holds a key of type EC");
	}

	private String refusal(String name) {
		return assertThatExceptionOfType(TokenException.class)
			.isThrownBy(() -> new PrivateKeyFile(this.folder.resolve(name)).read("Tr0ub4dor"::toCharArray))
			.actual()
			.getMessage();
	}

	private void sh(String line) throws IOException, InterruptedException {
		Path log = this.folder.resolve("log");
		Process process = new ProcessBuilder("sh", "-c", line).directory(this.folder.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(line).isTrue();
		assertThat(process.exitValue()).as(() -> line + "\n" + read(log)).isZero();
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	static boolean opensslIsInstalled() throws InterruptedException {
		try {
			return new ProcessBuilder("openssl", "version").redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor(60, TimeUnit.SECONDS);
		}
		catch (IOException ex) {
			return false;
		}
	}

}

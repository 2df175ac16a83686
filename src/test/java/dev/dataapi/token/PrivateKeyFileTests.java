package dev.dataapi.token;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import dev.dataapi.TestKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Tests for {@link PrivateKeyFile}. */
class PrivateKeyFileTests {

	private static final String PASSPHRASE = "correct horse battery";

	@TempDir
	private Path folder;

	@Test
	void keyWhenPlainIsReadWithoutAskingForAPassphrase() throws TokenException {
		PrivateKeyFile file = file(TestKeys.pem(TestKeys.RSA.getPrivate()));
		assertThat(file.read(() -> {
			throw new AssertionError("asked");
		})).isEqualTo(TestKeys.RSA.getPrivate());
	}

	@Test
	void keyWhenFileHasWindowsLinesAndOtherTextIsRead() throws TokenException {
		String text = "Bag Attributes\n" + TestKeys.pem("CERTIFICATE", new byte[64])
				+ TestKeys.pem(TestKeys.RSA.getPrivate());
		assertThat(file(text.replace("\n", "\r\n")).read(() -> null)).isEqualTo(TestKeys.RSA.getPrivate());
	}

	@Test
	void keyWhenEncryptedIsReadAndThePassphraseWiped() throws TokenException {
		char[] passphrase = PASSPHRASE.toCharArray();
		PrivateKeyFile file = file(TestKeys.encryptedPem(TestKeys.RSA.getPrivate(), PASSPHRASE));
		assertThat(file.read(() -> passphrase)).isEqualTo(TestKeys.RSA.getPrivate());
		assertThat(passphrase).isEqualTo(new char[PASSPHRASE.length()]);
	}

	@Test
	void keyWhenEncryptedAndThePassphraseIsWrongSaysSo() {
		String pem = TestKeys.encryptedPem(TestKeys.RSA.getPrivate(), PASSPHRASE);
		assertRefused(pem, "wrong horse", "The passphrase does not decrypt the key in ");
	}

	@Test
	void keyWhenEncryptedAndThereIsNoPassphraseSaysHowToGiveIt() {
		String pem = TestKeys.encryptedPem(TestKeys.RSA.getPrivate(), PASSPHRASE);
		assertRefused(pem, null, "export PRIVATE_KEY_PASSPHRASE");
		assertRefused(pem, "", "export PRIVATE_KEY_PASSPHRASE");
	}

	@Test
	void keyWhenPkcs1SaysHowToConvertIt() {
		assertRefused(TestKeys.pem("RSA PRIVATE KEY", new byte[64]), null,
				"holds a PKCS#1 key; convert it to PKCS#8 with: openssl pkcs8 -topk8 -inform PEM -in '");
	}

	@ParameterizedTest
	@CsvSource({ "PUBLIC KEY,holds a public key", "RSA PUBLIC KEY,holds a public key",
			"CERTIFICATE,holds a certificate", "EC PRIVATE KEY,holds a key of type EC",
			"OPENSSH PRIVATE KEY,a PEM block of another type: OPENSSH PRIVATE KEY", "PRIVATE KEY,is damaged",
			"ENCRYPTED PRIVATE KEY,is damaged" })
	void fileWhenItHoldsSomethingElseSaysWhat(String label, String sentence) {
		assertRefused(TestKeys.pem(label, new byte[64]), PASSPHRASE, sentence);
	}

	@ParameterizedTest
	@CsvSource({ "EC,256", "Ed25519,255", "DSA,1024" })
	void keyWhenOfAnotherAlgorithmNamesIt(String algorithm, int size) {
		assertRefused(TestKeys.pem(TestKeys.generate(algorithm, size).getPrivate()), null,
				"holds a key of type " + algorithm + "; Snowflake accepts RSA keys only: openssl genrsa 2048 |");
	}

	@Test
	void keyWhenTooShortNamesItsLength() {
		assertRefused(TestKeys.pem(TestKeys.generate("RSA", 1024).getPrivate()), null, "an RSA key of 1024 bits");
	}

	@Test
	void fileWhenCutShortOrNotPemOrEmptySaysSo() {
		String pem = TestKeys.pem(TestKeys.RSA.getPrivate());
		assertRefused(pem.substring(0, 900), null, "ends in the middle of its key.");
		assertRefused(pem.replace("M", "="), null, "is damaged");
		assertRefused("hello", null, "holds no key in PEM form");
		assertRefused("", null, "is empty.");
	}

	@Test
	void fileWhenMissingOrADirectorySaysSo() {
		assertRefused(new PrivateKeyFile(this.folder.resolve("none.p8")), null, "There is no file ");
		assertRefused(new PrivateKeyFile(this.folder), null, " is a directory; ");
	}

	@ParameterizedTest
	@CsvSource({ "rw-------,false", "r--------,false", "rw-r-----,true", "rw----r--,true", "rw-r--r--,true" })
	void fileWhenPermissionsAllowOthersIsReadableByOthers(String permissions, boolean readable) throws Exception {
		PrivateKeyFile file = file("x");
		Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString(permissions));
		assertThat(file.isReadableByOthers()).isEqualTo(readable);
	}

	private PrivateKeyFile file(String text) {
		return new PrivateKeyFile(TestKeys.write(this.folder, "rsa_key.p8", text));
	}

	private void assertRefused(String text, String passphrase, String sentence) {
		assertRefused(file(text), passphrase, sentence);
	}

	private void assertRefused(PrivateKeyFile file, String passphrase, String sentence) {
		assertThatExceptionOfType(TokenException.class)
			.isThrownBy(() -> file.read(() -> (passphrase != null) ? passphrase.toCharArray() : null))
			.withMessageContaining(file.path().toString())
			.withMessageContaining(sentence)
			.satisfies((ex) -> assertThat(ex.getMessage().lines()).hasSize(1));
	}

}

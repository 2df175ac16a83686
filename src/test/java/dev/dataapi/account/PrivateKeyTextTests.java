package dev.dataapi.account;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import dev.dataapi.TestKeys;
import dev.dataapi.account.UnusableKeyException.Fault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Tests for {@link PrivateKeyText}. */
class PrivateKeyTextTests {

	private static final String PASSPHRASE = "correct horse battery";

	private static final String PLAIN = TestKeys.pem(TestKeys.RSA.getPrivate());

	private static final String ENCRYPTED = TestKeys.encryptedPem(TestKeys.RSA.getPrivate(), PASSPHRASE);

	/** What tools that store secrets, and people, make of a PEM file. */
	private static final Map<String, UnaryOperator<String>> SPELLINGS = spellings();

	private static Map<String, UnaryOperator<String>> spellings() {
		Map<String, UnaryOperator<String>> all = new LinkedHashMap<>();
		all.put("as it is", (pem) -> pem);
		all.put("CRLF", (pem) -> pem.replace("\n", "\r\n"));
		all.put("old Mac", (pem) -> pem.replace("\n", "\r"));
		all.put("backslash n", (pem) -> pem.replace("\n", "\\n"));
		all.put("backslash r, backslash n", (pem) -> pem.replace("\n", "\\r\\n"));
		all.put("two backslashes and n", (pem) -> pem.replace("\n", "\\\\n"));
		all.put("line continued in a shell", (pem) -> pem.replace("\n", "\\\n"));
		all.put("blanks for line ends", (pem) -> pem.replace("\n", " "));
		all.put("no line ends", (pem) -> pem.replace("\n", ""));
		all.put("indented", (pem) -> "  " + pem.replace("\n", "\n    "));
		all.put("byte order mark", (pem) -> "\uFEFF" + pem);
		all.put("double quotes", (pem) -> "\"" + pem + "\"");
		all.put("single quotes around backslash n", (pem) -> "'" + pem.replace("\n", "\\n") + "'");
		all.put("blanks and empty lines around", (pem) -> "\n\n \t" + pem + " \n\n");
		all.put("text around", (pem) -> "Bag Attributes\n" + pem + "end\n");
		all.put("base64", (pem) -> base64(pem));
		all.put("base64 in lines", (pem) -> Base64.getMimeEncoder().encodeToString(bytes(pem)) + "\n");
		all.put("base64 of CRLF", (pem) -> base64(pem.replace("\n", "\r\n")));
		all.put("base64 of backslash n", (pem) -> base64(pem.replace("\n", "\\n")));
		all.put("base64 twice", (pem) -> base64(base64(pem)));
		all.put("base64 in quotes", (pem) -> "\"" + base64(pem) + "\"\n");
		all.put("base64 without padding", (pem) -> base64(pem + " ".repeat(2)).replace("=", ""));
		all.put("base64url", (pem) -> Base64.getUrlEncoder().encodeToString(bytes(pem)));
		all.put("inside", PrivateKeyTextTests::inside);
		all.put("inside in lines, quoted", (pem) -> "'" + inside(pem).replaceAll("(.{64})", "$1\n") + "'");
		all.put("inside with backslash n", (pem) -> inside(pem).replaceAll("(.{64})", "$1\\\\n"));
		all.put("inside with trailing blanks", (pem) -> inside(pem) + "  \r\n");
		all.put("inside, base64url", (pem) -> inside(pem).replace('+', '-').replace('/', '_').replace("=", ""));
		all.put("base64 of the inside", (pem) -> base64(inside(pem) + "\n"));
		return all;
	}

	private static String inside(String pem) {
		return pem.replaceAll("-----.*-----", "").replaceAll("\\s", "");
	}

	private static String base64(String text) {
		return Base64.getEncoder().encodeToString(bytes(text));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	static List<String> names() {
		return List.copyOf(SPELLINGS.keySet());
	}

	@ParameterizedTest
	@MethodSource("names")
	void keyIsFoundInEverySpelling(String name) throws UnusableKeyException {
		PrivateKeyText plain = PrivateKeyText.parse(spelled(name, PLAIN));
		assertThat(plain.isEncrypted()).isFalse();
		assertThat(plain.key(null)).isEqualTo(TestKeys.RSA.getPrivate());
		assertThat(plain.pem()).isEqualTo(PLAIN);
	}

	@ParameterizedTest
	@MethodSource("names")
	void encryptedKeyIsFoundInEverySpelling(String name) throws UnusableKeyException {
		PrivateKeyText encrypted = PrivateKeyText.parse(spelled(name, ENCRYPTED));
		assertThat(encrypted.isEncrypted()).isTrue();
		assertThat(encrypted.key(PASSPHRASE.toCharArray())).isEqualTo(TestKeys.RSA.getPrivate());
		assertThat(encrypted.pem()).isEqualTo(ENCRYPTED);
	}

	private static String spelled(String name, String pem) {
		UnaryOperator<String> spelling = SPELLINGS.get(name);
		assertThat(spelling).isNotNull();
		return spelling.apply(pem);
	}

	static List<Arguments> wrong() {
		String other = TestKeys.pem(TestKeys.generate("EC", 256).getPrivate());
		String small = TestKeys.pem(TestKeys.generate("RSA", 1024).getPrivate());
		String publicKey = TestKeys.pem("PUBLIC KEY", TestKeys.RSA.getPublic().getEncoded());
		List<Arguments> all = new ArrayList<>();
		for (String spelling : List.of("as it is", "backslash n", "inside", "base64", "blanks for line ends")) {
			all.add(Arguments.of(spelled(spelling, other), Fault.ANOTHER_KEY, "holds a key of type EC"));
			all.add(Arguments.of(spelled(spelling, small), Fault.ANOTHER_KEY, "holds an RSA key of 1024 bits"));
			all.add(Arguments.of(spelled(spelling, publicKey), Fault.ANOTHER_KEY, "holds a public key"));
			all.add(Arguments.of(spelled(spelling, ENCRYPTED), Fault.NO_PASSPHRASE, "is encrypted, and there is no"));
		}
		all.add(Arguments.of(TestKeys.pem("RSA PRIVATE KEY", new byte[64]), Fault.PKCS1, "holds a PKCS#1 key"));
		all.add(Arguments.of(base64(TestKeys.pem("RSA PRIVATE KEY", new byte[64])), Fault.PKCS1, "holds a PKCS#1 key"));
		all.add(Arguments.of(Base64.getEncoder().encodeToString(pkcs1()), Fault.PKCS1, "holds a PKCS#1 key"));
		all.add(Arguments.of(PLAIN.substring(0, 900), Fault.NO_KEY, "ends in the middle of its key"));
		all.add(Arguments.of(base64(PLAIN.substring(0, 900)), Fault.NO_KEY, "ends in the middle of its key"));
		all.add(Arguments.of(inside(PLAIN).substring(0, 900), Fault.NO_KEY, "holds no key in PEM form"));
		all.add(Arguments.of("correct horse", Fault.NO_KEY, "holds no key in PEM form"));
		all.add(Arguments.of("", Fault.NO_KEY, "holds no key in PEM form"));
		all.add(Arguments.of("/run/secrets/rsa_key.p8", Fault.NO_KEY, "holds no key in PEM form"));
		all.add(Arguments.of(base64(base64(base64(base64(base64("abcdefghijkl"))))), Fault.NO_KEY,
				"holds no key in PEM form"));
		return all;
	}

	/** The inside of a PKCS#8 key: what precedes it names the algorithm, in 26 bytes. */
	private static byte[] pkcs1() {
		byte[] pkcs8 = TestKeys.RSA.getPrivate().getEncoded();
		return java.util.Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
	}

	@ParameterizedTest
	@MethodSource("wrong")
	void textThatIsNoKeySaysWhatItIs(String text, Fault fault, String found) {
		assertRefused(text, null, fault).withMessageStartingWith(found);
	}

	@ParameterizedTest
	@CsvSource({ "as it is", "backslash n", "inside", "base64" })
	void passphraseWhenWrongSaysSo(String spelling) {
		assertRefused(spelled(spelling, ENCRYPTED), "wrong horse".toCharArray(), Fault.WRONG_PASSPHRASE)
			.withMessage("is encrypted with another passphrase");
	}

	@Test
	void messageNeverHasAPartOfTheText() {
		for (String text : List.of(PLAIN.substring(0, 900), inside(PLAIN).substring(1), PLAIN.replace("M", "="),
				inside(PLAIN).substring(0, 500) + "?" + inside(PLAIN).substring(500))) {
			assertThatExceptionOfType(UnusableKeyException.class).isThrownBy(() -> PrivateKeyText.parse(text).key(null))
				.satisfies((ex) -> {
					for (Throwable each = ex; each != null; each = each.getCause()) {
						String message = String.valueOf(each.getMessage());
						for (int i = 0; i + 12 < text.length(); i++) {
							if (!text.startsWith("-", i) && !text.substring(i, i + 12).contains("PRIVATE")) {
								assertThat(message).doesNotContain(text.substring(i, i + 12));
							}
						}
					}
				});
		}
	}

	private static org.assertj.core.api.ThrowableAssertAlternative<UnusableKeyException> assertRefused(String text,
			char @Nullable [] passphrase, Fault fault) {
		return assertThatExceptionOfType(UnusableKeyException.class)
			.isThrownBy(() -> PrivateKeyText.parse(text).key(passphrase))
			.satisfies((ex) -> assertThat(ex.fault()).isEqualTo(fault));
	}

}

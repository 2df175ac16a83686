package dev.dataapi.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import dev.dataapi.TestKeys;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests of callers who have no right to be answered: none of them is, and none reaches
 * the warehouse. Each comes from an address of its own, since an address that tries many
 * keys is slowed.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HostileCallersTests {

	private static final String KEY = "dak_" + "k3y".repeat(14);

	private static final String PATH = "/customer/1";

	private static RunningService service;

	private static String token;

	/** Requests by what they try. */
	private final Map<String, String> requests = new LinkedHashMap<>();

	@BeforeAll
	static void start(@TempDir Path folder) {
		List<String> settings = new ArrayList<>(TestTokens.settings(folder));
		settings.add("data-api.authentication=keys,jwt");
		settings.add("data-api.callers="
				+ TestKeys.write(folder, "callers", "crm reporting " + Sha256.of(KEY) + "\nJANE admin ingress\n"));
		settings.add("data-api.customer.roles=reporting");
		service = RunningService.start("test", settings);
		token = TestTokens.valid();
	}

	@AfterAll
	static void stop() {
		service.close();
	}

	@Test
	@Order(1)
	void noRequestIsAnsweredOrReachesTheWarehouse() throws Exception {
		forgedTokens();
		wrongAlgorithms();
		wrongClaims();
		damagedTokens();
		wrongPlaces();
		wrongKeys();
		otherPaths();
		assertThat(this.requests).hasSizeGreaterThanOrEqualTo(200);
		List<String> answered = new ArrayList<>();
		int count = 0;
		for (Map.Entry<String, String> each : this.requests.entrySet()) {
			count++;
			RawRequest.Answer answer = RawRequest.send("127.1." + count / 250 + "." + (1 + count % 250), service.port(),
					each.getValue());
			boolean refused = answer.status() == 403
					|| (answer.status() == 401 && answer.headers().containsKey("www-authenticate"));
			if (!refused || answer.body().contains("C_CUSTOMER") || answer.body().contains(KEY)) {
				answered.add(each.getKey() + " -> " + answer.status() + " " + answer.body());
			}
		}
		assertThat(answered).isEmpty();
		MeterRegistry meters = service.bean("prometheusMeterRegistry", MeterRegistry.class);
		assertThat(meters.find("cache.reads").functionCounters().stream().mapToDouble(FunctionCounter::count).sum())
			.isZero();
		assertThat(meters.find("access.requests").tag("outcome", "admitted").counter()).isNull();
	}

	/** What the suite above would not notice: that nobody at all is let in. */
	@Test
	@Order(2)
	void keyAndTokenAsTheyShouldBeAreAccepted() throws IOException {
		for (String header : List.of("X-Api-Key: " + KEY, "x-api-key: " + KEY, "Authorization: Bearer " + KEY,
				"authorization: bearer " + KEY, "Authorization: Bearer " + token, "AUTHORIZATION: BEARER " + token)) {
			assertThat(service.get(PATH, header).status()).as(header).isEqualTo(200);
		}
	}

	private void forgedTokens() throws JOSEException {
		KeyPair other = TestKeys.generate("RSA", 2048);
		JWTClaimsSet claims = TestTokens.claims((each) -> {
		});
		for (JWSAlgorithm algorithm : JWSAlgorithm.Family.RSA) {
			bearer("another key, " + algorithm,
					TestTokens.signed(new JWSHeader(algorithm), claims, new RSASSASigner(other.getPrivate())));
		}
		KeyPair curve = TestKeys.generate("EC", 256);
		bearer("another key, ES256", TestTokens.signed(new JWSHeader(JWSAlgorithm.ES256), claims,
				new ECDSASigner((java.security.interfaces.ECPrivateKey) curve.getPrivate())));
		RSASSASigner forger = new RSASSASigner(other.getPrivate());
		JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.RS256);
		bearer("its own key in jwk",
				TestTokens.signed(header.jwk(TestTokens.published(other, "1")).build(), claims, forger));
		bearer("its own key by jku", TestTokens.signed(
				header.jwk(null).jwkURL(java.net.URI.create("http://127.0.0.1:" + service.port() + "/keys")).build(),
				claims, forger));
		bearer("its own key by x5u",
				TestTokens.signed(
						header.jwkURL(null).x509CertURL(java.net.URI.create("http://127.0.0.1:1/cert")).build(), claims,
						forger));
		for (String id : List.of("../../../../dev/null", "' OR 1=1 --", "http://127.0.0.1/", "", "1")) {
			bearer("key id " + id, TestTokens.signed(other, id, claims));
		}
		EncryptedJWT encrypted = new EncryptedJWT(new JWEHeader(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A128GCM),
				claims);
		encrypted.encrypt(new RSAEncrypter((RSAPublicKey) TestKeys.RSA.getPublic()));
		bearer("encrypted for the issuer", encrypted.serialize());
	}

	private void wrongAlgorithms() throws JOSEException {
		JWTClaimsSet claims = TestTokens.claims((each) -> {
		});
		byte[] der = TestKeys.RSA.getPublic().getEncoded();
		String pem = TestKeys.pem("PUBLIC KEY", der);
		Map<String, byte[]> secrets = Map.of("DER", der, "PEM", pem.getBytes(StandardCharsets.US_ASCII), "stripped PEM",
				pem.strip().getBytes(StandardCharsets.US_ASCII), "base64", Base64.getEncoder().encode(der), "modulus",
				((RSAPublicKey) TestKeys.RSA.getPublic()).getModulus().toByteArray());
		for (JWSAlgorithm algorithm : JWSAlgorithm.Family.HMAC_SHA) {
			for (Map.Entry<String, byte[]> secret : secrets.entrySet()) {
				bearer(algorithm + " with the public key as " + secret.getKey(),
						TestTokens.signed(new JWSHeader(algorithm), claims, new MACSigner(secret.getValue())));
			}
		}
		String body = token.split("\\.")[1];
		String signature = token.split("\\.")[2];
		for (String none : List.of("none", "None", "NONE", "nOnE", "", "RS257", "HS256", "EdDSA", "dir")) {
			String head = encode("{\"alg\":\"" + none + "\",\"typ\":\"JWT\"}");
			bearer("algorithm '" + none + "' unsigned", head + "." + body + ".");
			bearer("algorithm '" + none + "' with the signature of another", head + "." + body + "." + signature);
		}
		bearer("no algorithm", encode("{\"typ\":\"JWT\"}") + "." + body + "." + signature);
		bearer("two algorithms", encode("{\"alg\":\"none\",\"alg\":\"RS256\"}") + "." + body + "." + signature);
	}

	private void wrongClaims() {
		Duration minutes = Duration.ofMinutes(2);
		claims("expired two minutes ago", (each) -> each.expirationTime(TestTokens.in(minutes.negated())));
		claims("expired a day ago", (each) -> each.expirationTime(TestTokens.in(Duration.ofDays(-1))));
		claims("expired in 1970", (each) -> each.expirationTime(new Date(0)));
		claims("expired before 1970", (each) -> each.expirationTime(new Date(-1000)));
		claims("without an end", (each) -> each.expirationTime(null));
		claims("not valid for two minutes", (each) -> each.notBeforeTime(TestTokens.in(minutes)));
		claims("not valid for a day", (each) -> each.notBeforeTime(TestTokens.in(Duration.ofDays(1))));
		for (String audience : List.of("other", "", "DATA-API", "data-api/", " data-api", "data-api2", "*")) {
			claims("audience '" + audience + "'", (each) -> each.audience(audience));
		}
		claims("audiences of others", (each) -> each.audience(List.of("a", "b")));
		claims("without an audience", (each) -> each.audience((String) null));
		claims("no audiences", (each) -> each.audience(List.of()));
		for (String issuer : List.of("https://evil.example.com", "", TestTokens.ISSUER + "/",
				TestTokens.ISSUER.toUpperCase(Locale.ROOT), "http://login.example.com", TestTokens.ISSUER + "@evil")) {
			claims("issuer '" + issuer + "'", (each) -> each.issuer(issuer));
		}
		claims("without an issuer", (each) -> each.issuer(null));
		for (String subject : List.of("", " ", "a\nINFO access: forged", "a\u0000", "x".repeat(256))) {
			claims("name '" + subject + "'", (each) -> each.subject(subject));
		}
		claims("without a name", (each) -> each.subject(null));
		for (Object roles : List.of("", "admin", "REPORTING", "reporting,admin", List.of(), List.of("admin"),
				List.of("reporting\n"), Map.of("reporting", true), 1, List.of(List.of("reporting")))) {
			claims("roles " + roles, (each) -> each.claim("roles", roles));
		}
		claims("without roles", (each) -> each.claim("roles", null));
		claims("roles as a scope", (each) -> each.claim("roles", null).claim("scope", "reporting"));
		JWTClaimsSet good = TestTokens.claims((each) -> {
		});
		RSASSASigner signer = new RSASSASigner(TestKeys.RSA.getPrivate());
		for (String type : List.of("JWE", "logout+jwt", "secevent+jwt", "dpop+jwt")) {
			bearer("type " + type, TestTokens.signed(
					new JWSHeader.Builder(JWSAlgorithm.RS256).type(new JOSEObjectType(type)).build(), good, signer));
		}
		bearer("critical header", TestTokens.signed(
				new JWSHeader.Builder(JWSAlgorithm.RS256).criticalParams(Set.of("mine")).customParam("mine", 1).build(),
				good, signer));
	}

	private void damagedTokens() {
		String[] parts = token.split("\\.");
		String admin = encode("{\"sub\":\"admin\",\"iss\":\"" + TestTokens.ISSUER
				+ "\",\"aud\":\"data-api\",\"exp\":9999999999,\"roles\":[\"reporting\"]}");
		bearer("other claims under the signature", parts[0] + "." + admin + "." + parts[2]);
		bearer("other header under the signature",
				encode("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + parts[1] + "." + parts[2]);
		bearer("without its signature", parts[0] + "." + parts[1]);
		bearer("with an empty signature", parts[0] + "." + parts[1] + ".");
		bearer("half its signature", parts[0] + "." + parts[1] + "." + parts[2].substring(0, 100));
		bearer("one bit of the signature",
				parts[0] + "." + parts[1] + "." + (parts[2].startsWith("A") ? "B" : "A") + parts[2].substring(1));
		bearer("four parts", token + "." + parts[2]);
		bearer("five parts", token + ".." + parts[2]);
		bearer("parts in another order", parts[1] + "." + parts[0] + "." + parts[2]);
		bearer("two tokens in one", token + token);
		bearer("token and token", token + "," + token);
		bearer("in quotes", '"' + token + '"');
		bearer("with an equals sign inside", parts[0] + "=." + parts[1] + "." + parts[2]);
		bearer("a line inside", parts[0] + ".%0A" + parts[1] + "." + parts[2]);
		bearer("lower case", token.toLowerCase(Locale.ROOT));
		bearer("base64 of it", Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.US_ASCII)));
		bearer("a blank inside", parts[0] + " ." + parts[1] + "." + parts[2]);
		bearer("two dots", "..");
		bearer("three dots and letters", "aaaaaaaaaa.bbbbbbbbbb.cccccccccc");
	}

	private void wrongPlaces() {
		String bearer = "Authorization: Bearer " + token;
		String key = "X-Api-Key: " + KEY;
		headers("token twice", bearer, bearer);
		headers("token, then nonsense", bearer, "Authorization: Bearer x");
		headers("nonsense, then token", "Authorization: Basic eDp5", bearer);
		headers("token twice, in other case", bearer, "AUTHORIZATION: Bearer " + token);
		headers("key twice", key, key);
		headers("key twice, in other case", key, "x-API-key: " + KEY);
		headers("key, then an empty one", key, "X-Api-Key:");
		headers("key and token", key, bearer);
		headers("key and a wrong token", key, "Authorization: Bearer x");
		headers("wrong key and token", "X-Api-Key: x", bearer);
		for (String name : List.of("X-Authorization", "X-Forwarded-Authorization", "Proxy-Authorization",
				"X-Original-Authorization", "Authorization2", "X-Auth-Token", "X-Access-Token",
				"X-SF-SPCS-Authorization", "X_Authorization", "Cookie", "Authentication")) {
			headers("token in " + name, name + ": Bearer " + token);
		}
		for (String name : List.of("X_Api_Key", "Api-Key", "X-ApiKey", "X-Api-Keys", "X-X-Api-Key", "ApiKey", "Key",
				"X-Functions-Key", "Cookie")) {
			headers("key in " + name, name + ": " + KEY);
		}
		for (String value : List.of("Bearer", "Bearer:" + token, "Bearer" + token, "Basic " + token, "Token " + token,
				"JWT " + token, token, "Bearer\t" + token, "Bearer  " + token, "Bearer Bearer " + token,
				"Bearer token=" + token, "Snowflake Token=\"" + token + "\"", "Negotiate " + token, "Digest x",
				"ApiKey " + KEY, "", "Bearer null", "Bearer undefined")) {
			headers("Authorization: " + value, "Authorization: " + value);
		}
		for (String header : List.of("Sf-Context-Current-User: JANE", "sf-context-current-user: JANE",
				"X-Sf-Context-Current-User: JANE", "Sf_Context_Current_User: JANE", "X-Forwarded-User: crm",
				"Remote-User: crm", "X-Remote-User: crm", "X-Original-URL: /livez", "X-Rewrite-URL: /livez",
				"X-Forwarded-For: 127.0.0.1", "X-HTTP-Method-Override: OPTIONS", "Host: crm")) {
			headers(header, header);
		}
	}

	private void wrongKeys() {
		String hash = Sha256.of(KEY).toString();
		for (String key : List.of("", " ", "x", "null", "*", "crm", "reporting", "' OR '1'='1", "dak_", hash,
				hash.toUpperCase(Locale.ROOT), KEY.substring(1), KEY.substring(0, KEY.length() - 1), KEY + "x",
				KEY.toUpperCase(Locale.ROOT), new StringBuilder(KEY).reverse().toString(), '"' + KEY + '"',
				KEY + "," + KEY, KEY + " " + KEY, KEY.substring(0, 9) + " " + KEY.substring(9), KEY.replace("_", "%5F"),
				HexFormat.of().formatHex(KEY.getBytes(StandardCharsets.US_ASCII)),
				Base64.getEncoder().encodeToString(KEY.getBytes(StandardCharsets.US_ASCII)), KEY.replace('k', '\u043a'),
				KEY + "\u00a0", "\ufeff" + KEY, KEY.replace("3", "\u0663"), "key=" + KEY, "crm:" + KEY,
				"x".repeat(4000))) {
			headers("key '" + key + "'", "X-Api-Key: " + key);
			headers("bearer '" + key + "'", "Authorization: Bearer " + key);
		}
	}

	private void otherPaths() {
		for (String path : List.of("//customer/1", "/./customer/1", "/test/../customer/1", "/livez/../customer/1",
				"/livez/customer/1", "/livez;/../customer/1", "/swagger-ui/../customer/1", "/%63ustomer/1",
				"/customer/1;x", "/customer/1?/livez", "/customer/1%23/livez", "/customer/%2e%2e",
				"/customer/%2e%2e%3btest", "/customer/1/", "/CUSTOMER/1", "/v3/api-docs", "/v3/api-docs.yaml",
				"/v3/api-docs/swagger-config", "/actuator", "/actuator/health", "/nowhere", "/test/", "/test;x",
				"/livez/", "/customer/1?key=" + KEY, "/customer/1?access_token=" + token, "/snowpark/customers/top10",
				"/connector/customers/top10", "/swagger-ui/a/../../customer/1", "/swagger-ui/%2e%2e/customer/1")) {
			this.requests.put(path, request("GET", path));
		}
		for (String method : List.of("HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "GETT")) {
			this.requests.put(method, request(method, PATH));
		}
	}

	private void claims(String what, java.util.function.Consumer<JWTClaimsSet.Builder> change) {
		bearer(what, TestTokens.signed(TestTokens.claims(change)));
	}

	private void bearer(String what, String credential) {
		headers(what, "Authorization: Bearer " + credential);
	}

	private void headers(String what, String... headers) {
		assertThat(this.requests.put(what, request("GET", PATH, headers))).as(what).isNull();
	}

	private static String request(String method, String path, String... headers) {
		String host = String.join("", headers).contains("Host:") ? "" : "Host: localhost\r\n";
		StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\n" + host);
		for (String header : headers) {
			request.append(header).append("\r\n");
		}
		return request + "Connection: close\r\n\r\n";
	}

	private static String encode(String json) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
	}

}

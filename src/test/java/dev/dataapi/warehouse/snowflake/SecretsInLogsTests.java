package dev.dataapi.warehouse.snowflake;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

import dev.dataapi.testserver.User;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks that no secret is logged, printed or thrown, with each way to log in, accepted,
 * refused and in every kind of failure, even if every logger logs all that it can.
 */
@Timeout(120)
class SecretsInLogsTests {

	private static final Map<LoginWay, Played> PLAYED = new EnumMap<>(LoginWay.class);

	private static final Pattern SIGNED_TOKEN = Pattern.compile("eyJ[\\w-]{8,}\\.[\\w-]{8,}");

	@TempDir
	private static Path directory;

	private static List<String> lines;

	private static List<String> probed;

	/** In parallel, since each mostly waits for its server's faults. */
	@BeforeAll
	static void playAll() throws Exception {
		try (EverythingLogged log = new EverythingLogged();
				ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			Map<LoginWay, Future<Played>> scenes = new EnumMap<>(LoginWay.class);
			for (LoginWay way : LoginWay.values()) {
				scenes.put(way, threads.submit(() -> play(way, log)));
			}
			for (LoginWay way : LoginWay.values()) {
				PLAYED.put(way, scenes.get(way).get(60, TimeUnit.SECONDS));
			}
			lines = log.lines();
			PLAYED.values().forEach((played) -> played.secrets().forEach(SecretsInLogsTests::giveAway));
			giveAway("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJUIn0.MTIzNDU2Nzg5MA");
			probed = new ArrayList<>(log.lines());
			probed.removeIf((line) -> !line.contains("given away"));
		}
	}

	@ParameterizedTest
	@EnumSource
	void noCredentialOrSessionTokenIsLogged(LoginWay way) {
		assertThat(PLAYED.get(way).secrets()).hasSizeGreaterThan(6).allSatisfy((secret) -> {
			assertThat(Secrets.found(secret, probed)).as("a leak would be seen").hasSizeGreaterThanOrEqualTo(4);
			assertThat(Secrets.found(secret, lines)).isEmpty();
		});
	}

	/** The driver signs one for each login with a key, and only the driver knows it. */
	@Test
	void signedTokenIsNotLogged() {
		assertThat(probed).anyMatch((line) -> SIGNED_TOKEN.matcher(line).find());
		assertThat(lines.stream().filter((line) -> SIGNED_TOKEN.matcher(line).find())).isEmpty();
	}

	/** Else the tests above could pass because nothing was logged. */
	@ParameterizedTest
	@EnumSource
	void driverLogsRequestsAndFailures(LoginWay way) {
		String address = PLAYED.get(way).address();
		assertThat(told("FINE net.snowflake.", address)).isTrue();
		assertThat(told("SEVERE net.snowflake.", address)).isTrue();
	}

	@Test
	void poolAndSpringLogWhatTheyDo() {
		assertThat(told("DEBUG com.zaxxer.hikari.HikariConfig", "<masked>")).isTrue();
		assertThat(told("TRACE org.springframework.jdbc.core.StatementCreatorUtils", "701")).isTrue();
	}

	private static boolean told(String logger, String part) {
		return lines.stream().anyMatch((line) -> line.startsWith(logger) && line.contains(part));
	}

	private static Played play(LoginWay way, EverythingLogged log) {
		try (TestAccount account = new TestAccount()) {
			Secrets secrets = new Secrets(directory);
			User user = account.server().account().user(TestAccount.USER).publicKey(Secrets.KEYS.getPublic());
			LoginScene scene = new LoginScene(log, account);
			secrets.addAll(scene.play(account.settings(way.right(user, secrets).toArray(String[]::new)),
					account.settings(way.wrong(secrets).toArray(String[]::new))));
			return new Played(scene.address(), secrets.all());
		}
	}

	/** Writes it in each of the ways that are recorded. */
	private static void giveAway(String secret) {
		Logger.getLogger("net.snowflake.client.probe").log(Level.FINEST, "given away {0}", secret);
		LoggerFactory.getLogger("dev.dataapi.probe").trace("given away {}", secret);
		System.out.println("given away " + secret.replace('\n', ' '));
		System.err.println("given away " + secret.replace('\n', ' '));
	}

	/**
	 * What one way to log in left.
	 *
	 * @param address the address of its server
	 * @param secrets what must not be logged
	 */
	private record Played(String address, List<String> secrets) {
	}

}

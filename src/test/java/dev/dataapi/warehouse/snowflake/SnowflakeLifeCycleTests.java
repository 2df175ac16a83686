package dev.dataapi.warehouse.snowflake;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import dev.dataapi.Eventually;
import dev.dataapi.RunningService;
import dev.dataapi.testserver.Fault;
import dev.dataapi.testserver.RequestKind;
import dev.dataapi.testserver.SnowflakeServer;
import dev.dataapi.testserver.User;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sessions and tokens that expire under load, which no caller notices.
 */
@Timeout(180)
class SnowflakeLifeCycleTests {

	private static final String SELECT = "SELECT C_CUSTOMER_SK FROM api.data.hybrid_customer WHERE C_CUSTOMER_SK = ?";

	private static final int CALLERS = 8;

	/** Deadlines that even a slow, busy machine keeps: they are not under test here. */
	private static final String[] PATIENT = { "data-api.lookup.deadline=30s",
			"data-api.warehouse.connection-deadline=30s" };

	@Test
	void sessionsWhenExpiringEvery50RequestsGoUnnoticed() throws Exception {
		try (TestAccount account = new TestAccount(); RunningService service = account.start(PATIENT)) {
			SnowflakeServer server = account.server();
			server.fail(Fault.expireMasters().on(RequestKind.QUERY).every(50));
			lookUp(service, 3_000);
			assertThat(server.requests().count(RequestKind.LOGIN)).isGreaterThan(30);
			server.recover();
			assertPoolsAreWhole(service, server);
		}
	}

	@Test
	void tokenWhenRotatedUnderLoadGoesUnnoticed(@TempDir Path directory) throws Exception {
		try (TestAccount account = new TestAccount()) {
			User user = account.server().account().user(TestAccount.USER);
			Path file = directory.resolve("token");
			rotate(user, file);
			try (RunningService service = RunningService.start("snowflake",
					account.settings("data-api.snowflake.token-file-path=" + file, PATIENT[0], PATIENT[1]))) {
				for (int rotation = 0; rotation < 20; rotation++) {
					rotate(user, file);
					account.server().sessions().killAll();
					lookUp(service, 100);
				}
				assertPoolsAreWhole(service, account.server());
			}
		}
	}

	@Test
	void hundredForcedReconnectsLeaveThePoolsIntact() throws Exception {
		try (TestAccount account = new TestAccount(); RunningService service = account.start(PATIENT)) {
			for (int reconnect = 0; reconnect < 100; reconnect++) {
				account.server().sessions().killAll();
				lookUp(service, 8);
			}
			assertPoolsAreWhole(service, account.server());
		}
	}

	/** As in Snowflake: a new file replaces the old one, and the old token is refused. */
	private static void rotate(User user, Path file) throws Exception {
		String token = UUID.randomUUID().toString();
		Path next = Files.writeString(file.resolveSibling("next"), token);
		user.oauthToken(token);
		Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
	}

	private static void lookUp(RunningService service, int times) throws Exception {
		JdbcTemplate lookups = service.bean("lookups", JdbcTemplate.class);
		List<Future<Integer>> callers = new ArrayList<>();
		try (ExecutorService executor = Executors.newFixedThreadPool(CALLERS)) {
			for (int caller = 0; caller < CALLERS; caller++) {
				int first = caller;
				callers.add(executor.submit(() -> {
					int rows = 0;
					for (int number = first; number < times; number += CALLERS) {
						long key = 1 + number % 10_000;
						rows += lookups.query(SELECT, (row, index) -> row.getLong(1), key).contains(key) ? 1 : 0;
					}
					return rows;
				}));
			}
			int rows = 0;
			for (Future<Integer> caller : callers) {
				rows += caller.get(150, TimeUnit.SECONDS);
			}
			assertThat(rows).isEqualTo(times);
		}
	}

	private static void assertPoolsAreWhole(RunningService service, SnowflakeServer server) {
		SnowflakePool lookups = service.bean("lookupsDataSource", SnowflakePool.class);
		SnowflakePool reports = service.bean("reportsDataSource", SnowflakePool.class);
		Eventually.assertThat(() -> {
			assertThat(lookups.getHikariPoolMXBean().getIdleConnections()).isEqualTo(8);
			assertThat(reports.getHikariPoolMXBean().getActiveConnections()).isZero();
			assertThat(server.sessions().open())
				.isLessThanOrEqualTo(8 + reports.getHikariPoolMXBean().getTotalConnections());
		});
	}

}

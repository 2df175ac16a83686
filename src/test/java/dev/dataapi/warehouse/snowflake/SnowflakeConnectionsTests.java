package dev.dataapi.warehouse.snowflake;

import dev.dataapi.warehouse.PoolSettings;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;

import dev.dataapi.Eventually;
import dev.dataapi.testserver.Fault;
import dev.dataapi.testserver.RequestKind;
import dev.dataapi.warehouse.SessionTimeZone;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SnowflakeConnections}, for a pool whose statements may take minutes.
 */
@Timeout(60)
class SnowflakeConnectionsTests {

	@AutoClose
	private final TestAccount account = new TestAccount();

	@Test
	void loginWhenHungIsAbandonedAtItsDeadline() {
		this.account.server().fail(Fault.stall().on(RequestKind.LOGIN));
		assertThatExceptionOfType(SQLTransientConnectionException.class)
			.isThrownBy(() -> connect(Duration.ofSeconds(1)))
			.withMessage("No answer to a login within PT1S")
			.returns("08001", SQLException::getSQLState);
	}

	@Test
	void connectionWhenLateIsClosed() {
		this.account.server().fail(Fault.delay(Duration.ofSeconds(2)).on(RequestKind.LOGIN));
		assertThatExceptionOfType(SQLTransientConnectionException.class)
			.isThrownBy(() -> connect(Duration.ofMillis(500)));
		assertThat(this.account.server().sessions().open()).isZero();
		Eventually.assertThat(() -> {
			assertThat(this.account.server().requests().count(RequestKind.CLOSE)).isEqualTo(1);
			assertThat(this.account.server().sessions().open()).isZero();
		});
	}

	@Test
	void connectionOfInterruptedCallerIsClosed() {
		// Longer than it takes until the caller waits
		this.account.server().fail(Fault.delay(Duration.ofSeconds(2)).on(RequestKind.LOGIN));
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(SQLTransientConnectionException.class)
			.isThrownBy(() -> connect(Duration.ofSeconds(20)))
			.withMessage("Interrupted during a login");
		assertThat(Thread.interrupted()).isTrue();
		Eventually.assertThat(() -> assertThat(this.account.server().requests().count(RequestKind.CLOSE)).isEqualTo(1));
	}

	private void connect(Duration deadline) throws SQLException {
		SnowflakeProperties properties = TestAccount.properties(this.account.withPassword());
		Duration minutes = Duration.ofMinutes(2);
		PoolSettings limits = new PoolSettings("test", 1, 1, minutes, minutes, deadline);
		new SnowflakeConnections(properties,
				SessionProperties.of(properties, limits, new SessionTimeZone("UTC"), "test"), deadline)
			.getConnection();
	}

}

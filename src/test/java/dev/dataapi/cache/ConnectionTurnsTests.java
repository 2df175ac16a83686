package dev.dataapi.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.dataapi.Eventually;
import dev.dataapi.cache.ConnectionTurns.Turn;
import dev.dataapi.cache.ReadException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Reads beside the caches take their turns for connections.
 */
@Timeout(60)
class ConnectionTurnsTests {

	private final ConnectionShares shares = new ConnectionShares(2);

	private final ConnectionTurns turns = new ConnectionTurns(this.shares);

	private final IdleQueue cache = new IdleQueue();

	@Test
	void turnEndsWithItsDeadlineWhereNoConnectionIsFree() {
		Turn one = take(30_000);
		Turn two = take(30_000);
		assertThatExceptionOfType(ReadException.class).isThrownBy(() -> take(50))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.TIMEOUT));
		one.close();
		take(30_000).close();
		two.close();
		assertThat(this.shares.available(this.cache)).isEqualTo(2);
	}

	@Test
	void turnThatIsWaitedForComesWithTheNextFreeConnection() throws Exception {
		Turn one = take(30_000);
		Turn two = take(30_000);
		CompletableFuture<Turn> waiting = CompletableFuture.supplyAsync(() -> take(30_000));
		Eventually.assertThat(() -> assertThat(this.turns.wantsConnection()).isTrue());
		two.close();
		waiting.get(30, TimeUnit.SECONDS).close();
		one.close();
	}

	@Test
	void lastFreeConnectionIsLeftToCaches() {
		this.shares.add(this.cache);
		Turn one = take(30_000);
		assertThatExceptionOfType(ReadException.class).isThrownBy(() -> take(50));
		one.close();
	}

	@Test
	void cachesShareWithNobodyWhileNoTurnIsTaken() {
		this.shares.add(this.cache);
		assertThat(this.shares.available(this.cache)).isEqualTo(2);
		Turn one = take(30_000);
		assertThat(this.shares.available(this.cache)).isEqualTo(1);
		one.close();
		assertThat(this.shares.available(this.cache)).isEqualTo(2);
	}

	private Turn take(long millis) {
		return this.turns.take(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
	}

	/**
	 * A cache that has nothing to load.
	 */
	private static final class IdleQueue extends ConnectionShares.Member {

		@Override
		boolean wantsConnection() {
			return false;
		}

		@Override
		void startThread() {
			throw new UnsupportedOperationException();
		}

	}

}

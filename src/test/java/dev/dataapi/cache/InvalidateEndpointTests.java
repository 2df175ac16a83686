package dev.dataapi.cache;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests for {@link InvalidateEndpoint} of an instance that shares nothing. */
@Timeout(60)
class InvalidateEndpointTests {

	@AutoClose
	private final CacheScene scene = new CacheScene(8, CacheScene.PATIENT);

	private final InvalidateEndpoint endpoint = new InvalidateEndpoint(List.of(this.scene.group));

	@Test
	void invalidateVoidsAllEntriesOfAnEndpoint() {
		this.scene.load(1, 2);
		this.scene.ticker.advance(Duration.ofMillis(1));
		assertThat(this.endpoint.invalidate("endpoint", null, null).getStatus()).isEqualTo(200);
		assertThat(this.scene.load(1, 2).outcome().misses()).isEqualTo(2);
		assertThat(this.scene.read(1, 2).outcome().hits()).isEqualTo(2);
	}

	@Test
	void invalidateWithKeysVoidsThoseAlone() {
		this.scene.load(1, 2);
		this.scene.ticker.advance(Duration.ofMillis(1));
		assertThat(this.endpoint.invalidate("endpoint", "2, 2", null).getStatus()).isEqualTo(200);
		assertThat(this.scene.read(1).outcome().hits()).isEqualTo(1);
		assertThat(this.scene.load(2).outcome().misses()).isEqualTo(1);
	}

	@Test
	void invalidatedEntryIsNotServedWhenItsLoadFails() {
		this.scene.load(1);
		this.scene.ticker.advance(Duration.ofMillis(1));
		this.endpoint.invalidate("endpoint", null, null);
		CacheScene.Asking asking = this.scene.find(1);
		this.scene.source.next().fail(new IllegalStateException("down"));
		assertThat(asking.failure()).hasMessage("The load failed");
	}

	@Test
	void loadInFlightIsNotSharedWithThoseWhoComeAfterTheInvalidation() {
		this.scene.findAndWait(1);
		ControlledSource.Call old = this.scene.source.next();
		this.scene.ticker.advance(Duration.ofMillis(1));
		this.endpoint.invalidate("endpoint", null, null);
		CacheScene.Asking late = this.scene.findAndWait(1);
		old.answer();
		this.scene.source.next().answer();
		assertThat(late.answer().outcome().misses()).isEqualTo(1);
		assertThat(this.scene.read(1).outcome().hits()).isEqualTo(1);
	}

	@Test
	void answerSaysThatNoOtherInstanceWasTold() {
		this.scene.load(1);
		assertThat(this.endpoint.invalidate("endpoint", "1,2", null).getBody()).containsExactlyInAnyOrderEntriesOf(
				Map.of("endpoint", "endpoint", "invalidated", 1, "instances", "this one: it shares no cache"));
	}

	@Test
	void invalidateWhenThereIsNoSuchEndpointIs404() {
		assertThat(this.endpoint.invalidate("other", null, null).getStatus()).isEqualTo(404);
	}

}

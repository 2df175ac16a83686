package dev.dataapi.cache.shared;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import dev.dataapi.cache.CacheMode;
import dev.dataapi.cache.CachePolicy;
import dev.dataapi.cache.CacheScene;
import dev.dataapi.cache.CacheScene.Asking;
import dev.dataapi.cache.CachedResponse;
import dev.dataapi.cache.ReadThroughCache;
import dev.dataapi.cache.Representation;
import dev.dataapi.cache.shared.SharedScene.Instance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** That large values of one endpoint are no trouble for the others. */
@Timeout(120)
class SharedValueSizeTests {

	private static final CachePolicy REPORTS = CacheScene.policy(Duration.ofSeconds(30), 1, 60);

	@RegisterExtension
	final RedisServer server = new RedisServer();

	private SharedScene scene;

	@AfterEach
	void close() {
		if (this.scene != null) {
			this.scene.close();
		}
	}

	private Instance instance(CachePolicy policy, SharedStore store) {
		return instance(policy, store, store.maxBytes());
	}

	private Instance instance(CachePolicy policy, SharedStore store, long maxBytes) {
		this.scene = new SharedScene(policy, maxBytes, store);
		return this.scene.instances.getFirst();
	}

	@Test
	void valueThatIsTooLargeIsLeftOutAndTakesTheEarlierOneAway() {
		Instance instance = instance(REPORTS, this.server.start().store(SharedScene.PATIENCE), 1000);
		instance.load(1);
		assertThat(this.server.names("test:2:endpoint:*")).hasSize(1);
		for (int i = 0; i < 10; i++) {
			Asking asking = instance.find(CacheMode.NO_CACHE, 1);
			instance.source.next().answer(Map.of(1L, value(1001)));
			asking.answer();
			double expected = i + 1;
			CacheScene.await("left out", () -> tooLarge(instance) == expected);
		}
		CacheScene.await("deleted", () -> this.server.names("test:2:endpoint:*").isEmpty());
		assertThat(instance.isOpen("write")).isFalse();
		Asking asking = instance.find(CacheMode.NO_CACHE, 1);
		instance.source.next().answer(Map.of(1L, value(1000)));
		asking.answer();
		CacheScene.await("stored", () -> this.server.names("test:2:endpoint:*").size() == 1);
	}

	/** So that the values of a whole batch are read within a read's deadline. */
	@Test
	void valueOfALookUpHasTheShareOfOneKeyInABatch() {
		Instance instance = instance(SharedScene.LOOKUPS, this.server.start().store(SharedScene.PATIENCE), 128 * 100);
		Asking asking = instance.find(1, 2, 3);
		instance.source.next().answer(Map.of(1L, value(100), 2L, value(101)));
		asking.answer();
		CacheScene.await("stored", () -> instance.store.puts.get() == 1);
		CacheScene.await("left out", () -> tooLarge(instance) == 1);
		// The absent one too
		assertThat(this.server.names("test:2:endpoint:*")).hasSize(2);
	}

	@Test
	void boundGrowsWithTheDeadlineOfACall() {
		assertThat(this.server.store(Duration.ofMillis(50)).maxBytes()).isEqualTo(2_000_000);
		assertThat(this.server.store(Duration.ofMillis(500)).maxBytes()).isEqualTo(20_000_000);
	}

	/** A stand-in whose answer comes the later the more it was sent. */
	@Test
	void writeOfALargeValueMayTakeLongerThanASmallOne() throws IOException {
		this.server.start();
		try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			Thread.ofVirtual().start(() -> accept(listener));
			SharedStore store = RedisServer.store(Duration.ofSeconds(1), listener.getLocalPort(), null, null);
			Map<String, byte[]> large = Map.of("large", value(15_000_000));
			for (int i = 0; i < 2; i++) {
				long started = System.nanoTime();
				store.put(large, Duration.ofMinutes(1));
				assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(Duration.ofSeconds(1));
			}
			assertThat(this.server.names("large")).hasSize(1);
			store.close();
		}
	}

	@Test
	void writeThatIsNotAnsweredEndsWhateverItsSize() throws IOException {
		try (ServerSocket hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			SharedStore store = RedisServer.store(Duration.ofMillis(50), hanging.getLocalPort(), null, null);
			for (int size : List.of(100, 2_000_000)) {
				long started = System.nanoTime();
				assertThatExceptionOfType(SharedStore.Failure.class)
					.isThrownBy(() -> store.put(Map.of("name", value(size)), Duration.ofMinutes(1)))
					.satisfies((ex) -> assertThat(ex.isLate()).isTrue());
				assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(20));
			}
			store.close();
		}
	}

	@Test
	void endpointWhoseValuesAreReadTooSlowlyIsLeftAloneAndNoOther() {
		Instance instance = instance(REPORTS, this.server.start().store(SharedScene.PATIENCE));
		ReadThroughCache<Long> other = instance.anotherGroup().cache("other", instance.source);
		instance.load(1);
		instance.store.lateReads = ":endpoint:";
		for (long key = 10; key < 20; key++) {
			load(instance, instance.cache, key);
		}
		assertThat(instance.isOpen("read")).isFalse();
		long gets = instance.store.gets.get();
		load(instance, instance.cache, 30);
		assertThat(instance.store.gets.get()).isEqualTo(gets);
		load(instance, other, 1);
		assertThat(instance.store.gets.get()).isGreaterThan(gets);
		CacheScene.await("stored", () -> !this.server.names("test:2:other:*").isEmpty());
		instance.store.lateReads = null;
		this.scene.advance(Duration.ofSeconds(5));
		assertThat(load(instance, instance.cache, 31).outcome().sharedMisses()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void endpointWhoseValuesAreWrittenTooSlowlyIsLeftAloneAndNoOther(boolean lookUps) {
		Instance instance = instance(lookUps ? SharedScene.LOOKUPS : REPORTS,
				this.server.start().store(SharedScene.PATIENCE));
		instance.store.lateWrites = ":endpoint:";
		ReadThroughCache<Long> other = instance.anotherGroup().cache("other", instance.source);
		for (long key = 10; key < 20; key++) {
			load(instance, instance.cache, key);
			CacheScene.await("idle", () -> instance.busy() == 0);
		}
		load(instance, other, 1);
		CacheScene.await("stored", () -> !this.server.names("test:2:other:*").isEmpty());
		assertThat(instance.isOpen("write")).isFalse();
		assertThat(instance.cache.invalidator().everywhere("1").told()).isTrue();
	}

	private static CachedResponse load(Instance instance, ReadThroughCache<Long> cache, long key) {
		Asking asking = Asking
			.start(() -> cache.array(CacheScene.keys(key), CacheMode.READ_THROUGH, Representation.JSON));
		instance.source.next().answer();
		return asking.answer();
	}

	private static double tooLarge(Instance instance) {
		return instance.registry.get("cache.shared.too.large").counter().count();
	}

	/** JSON of so many bytes. */
	private static byte[] value(int bytes) {
		byte[] value = new byte[bytes];
		Arrays.fill(value, (byte) 'x');
		value[0] = '"';
		value[bytes - 1] = '"';
		return value;
	}

	private void accept(ServerSocket listener) {
		while (!listener.isClosed()) {
			try {
				Socket client = listener.accept();
				Socket redis = new Socket(InetAddress.getLoopbackAddress(), this.server.port());
				AtomicLong sent = new AtomicLong();
				Thread.ofVirtual().start(() -> pass(client, redis, sent, false));
				Thread.ofVirtual().start(() -> pass(redis, client, sent, true));
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	/** Passes answers on after the time that sending took at 12 MB/s. */
	private static void pass(Socket from, Socket to, AtomicLong sent, boolean answers) {
		byte[] buffer = new byte[1 << 16];
		try (from; to) {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
				if (answers) {
					Thread.sleep(sent.getAndSet(0) / 12_000);
				}
				else {
					sent.addAndGet(read);
				}
				out.write(buffer, 0, read);
			}
		}
		catch (IOException | InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}

package dev.dataapi.cache.shared;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import dev.dataapi.Eventually;
import dev.dataapi.cache.CacheMode;
import dev.dataapi.cache.CacheScene;
import dev.dataapi.cache.CacheScene.Asking;
import dev.dataapi.cache.Representation;
import dev.dataapi.cache.shared.SharedScene.Instance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What callers notice while a shared server is in trouble: nothing. */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class SharedCacheFaultTests {

	private static final Duration DEADLINE = Duration.ofMillis(50);

	@RegisterExtension
	final RedisServer server = new RedisServer();

	private SharedScene scene;

	@AfterEach
	void close() {
		if (this.scene != null) {
			this.scene.close();
		}
	}

	private Instance instance(SharedStore store) {
		this.scene = new SharedScene(SharedScene.LOOKUPS, store);
		return this.scene.instances.getFirst();
	}

	@Test
	void serverThatIsGoneIsLeftAloneUntilItIsBack(CapturedOutput output) {
		Instance instance = instance(this.server.start().store(SharedScene.PATIENCE));
		instance.load(1);
		this.server.stop();
		loadUntilOpen(instance, "read");
		long gets = instance.store.gets.get();
		load(instance, 100);
		assertThat(instance.store.gets.get()).isEqualTo(gets);
		Eventually.assertThat(
				() -> assertThat(output).containsOnlyOnce("Shared cache, reads: not used for now, after 5 failures"));
		this.server.start();
		this.scene.advance(Duration.ofSeconds(5));
		instance.load(101);
		assertThat(instance.isOpen("read")).isFalse();
		Eventually.assertThat(() -> assertThat(output).containsOnlyOnce("Shared cache, reads: used again"));
	}

	@Test
	void serverThatDoesNotAnswerCostsItsDeadlineUntilItIsLeftAlone(CapturedOutput output) {
		Instance instance = instance(this.server.start().store(DEADLINE));
		this.server.freeze();
		loadUntilOpen(instance, "read");
		Eventually.assertThat(
				() -> assertThat(output).containsOnlyOnce("Shared cache, reads: not used for now, after 5 failures"));
		this.server.thaw();
		this.scene.advance(Duration.ofSeconds(5));
		CacheScene.await("used again", () -> {
			load(instance, System.nanoTime());
			this.scene.advance(Duration.ofSeconds(5));
			return !instance.isOpen("read");
		});
	}

	@Test
	void serverThatIsFullStillAnswersReads(CapturedOutput output) {
		Instance instance = instance(this.server.start().store(SharedScene.PATIENCE));
		instance.load(1);
		try (Jedis jedis = this.server.connect()) {
			jedis.configSet("maxmemory", "1");
		}
		loadUntilOpen(instance, "write");
		assertThat(instance.isOpen("read")).isFalse();
		Eventually.assertThat(() -> assertThat(output).contains("Shared cache, writes: not used for now")
			.contains("OOM command not allowed")
			.doesNotContain("Shared cache, reads"));
		assertThat(
				instance.cache.array(CacheScene.keys(1), CacheMode.READ_THROUGH, Representation.JSON).outcome().hits())
			.isEqualTo(1);
	}

	@Test
	void serverThatIsReadOnlyStillAnswersReads(CapturedOutput output) {
		Instance instance = instance(this.server.start().store(SharedScene.PATIENCE));
		instance.load(1);
		try (Jedis jedis = this.server.connect()) {
			jedis.replicaof(InetAddress.getLoopbackAddress().getHostAddress(), 1);
		}
		loadUntilOpen(instance, "write");
		assertThat(instance.isOpen("read")).isFalse();
		Eventually.assertThat(() -> assertThat(output).contains("READONLY"));
	}

	@Test
	void serverThatRefusesThePasswordIsLeftAloneAndItIsNotLogged(CapturedOutput output) {
		this.server.start("--requirepass", "right");
		Instance instance = instance(RedisServer.store(SharedScene.PATIENCE, this.server.port(), null, "hunter2"));
		loadUntilOpen(instance, "read");
		Eventually.assertThat(() -> assertThat(output).containsOnlyOnce("WRONGPASS").doesNotContain("hunter2"));
	}

	@Test
	void answerThatStopsHalfWayOrDripsEndsAtTheDeadline() throws IOException {
		try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			Thread.ofVirtual().start(() -> drip(listener));
			SharedStore store = RedisServer.store(Duration.ofMillis(200), listener.getLocalPort(), null, null);
			long started = System.nanoTime();
			assertThatExceptionOfType(SharedStore.Failure.class).isThrownBy(() -> store.get(List.of("name")))
				.withMessage("no answer within 200 ms");
			// The client alone would wait 200 ms for each of a thousand bytes
			assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
			loadUntilOpen(instance(store), "read");
		}
	}

	private static void drip(ServerSocket listener) {
		while (!listener.isClosed()) {
			try {
				Socket socket = listener.accept();
				Thread.ofVirtual().start(() -> drip(socket));
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private static void drip(Socket socket) {
		try (socket) {
			OutputStream output = socket.getOutputStream();
			output.write("*1\r\n$1000\r\n".getBytes(StandardCharsets.US_ASCII));
			for (int i = 0; i < 1000; i++) {
				output.write('x');
				Thread.sleep(20);
			}
		}
		catch (IOException | InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void invalidationWhenServerIsGoneVoidsHereAndSaysSo() {
		Instance instance = instance(this.server.start().store(SharedScene.PATIENCE));
		instance.load(1);
		this.server.stop();
		this.scene.advance(Duration.ofMillis(1));
		assertThat(instance.cache.invalidator().everywhere()).isFalse();
		load(instance, 1);
	}

	/** Each load answers what the warehouse does, whatever the server does. */
	private static void loadUntilOpen(Instance instance, String operation) {
		for (long key = 10; !instance.isOpen(operation); key++) {
			assertThat(key).as("loads before the breaker opened").isLessThan(60);
			load(instance, key);
			CacheScene.await("idle", () -> instance.busy() == 0);
		}
	}

	private static void load(Instance instance, long key) {
		Asking asking = instance.find(key);
		instance.source.next().answer();
		assertThat(CacheScene.body(asking.answer())).isEqualTo("[\"row " + key + "\"]");
	}

}

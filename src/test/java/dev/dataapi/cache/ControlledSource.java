package dev.dataapi.cache;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** A source whose loads end when, and as, the test says. */
public final class ControlledSource implements Source<Long> {

	private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();

	/** Thrown instead of writing a key as text. */
	public volatile @Nullable Error textFailure;

	@Override
	public void load(List<Long> keys, Loaded<Long> loaded) {
		Call call = new Call(keys, new CompletableFuture<>());
		this.calls.add(call);
		call.result.orTimeout(30, TimeUnit.SECONDS).join().get().forEach(loaded::value);
	}

	@Override
	public String text(Long key) {
		if (this.textFailure != null) {
			throw this.textFailure;
		}
		return Source.super.text(key);
	}

	@Override
	public List<Long> keys(String text) {
		try {
			return Stream.of(text.split(",")).map(String::strip).map(Long::valueOf).toList();
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("Only numbers are keys here.", ex);
		}
	}

	/** Waits for the next call. */
	public Call next() {
		try {
			Call call = this.calls.poll(20, TimeUnit.SECONDS);
			assertThat(call).as("next call of the source").isNotNull();
			return call;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public void assertNoMoreCalls() {
		assertThat(this.calls).extracting(Call::keys).isEmpty();
	}

	public static byte[] row(long key) {
		return ("\"row " + key + "\"").getBytes(StandardCharsets.UTF_8);
	}

	/** One load under way. */
	public record Call(List<Long> keys, CompletableFuture<Supplier<Map<Long, byte[]>>> result) {

		/** Ends the load with a row for each key. */
		public void answer() {
			Map<Long, byte[]> rows = new HashMap<>();
			this.keys.forEach((key) -> rows.put(key, row(key)));
			answer(rows);
		}

		public void answer(Map<Long, byte[]> rows) {
			this.result.complete(() -> rows);
		}

		public void fail(RuntimeException failure) {
			this.result.complete(() -> {
				throw failure;
			});
		}

		public void fail(Error failure) {
			this.result.complete(() -> {
				throw failure;
			});
		}

	}

}

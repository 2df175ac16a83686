package dev.dataapi.cache;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

import dev.dataapi.cache.CacheScene.Asking;
import dev.dataapi.cache.ReadException.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Values in another form than JSON: each made once, kept and weighed.
 */
class RepresentationTests {

	private final CacheScene scene = new CacheScene(1, CacheScene.PATIENT);

	private final AtomicInteger made = new AtomicInteger();

	private final Representation form = form("upper", (json, out) -> {
		this.made.incrementAndGet();
		write(out, text(json).toUpperCase(Locale.ROOT) + "\n");
	});

	@AfterEach
	void close() {
		this.scene.close();
	}

	@Test
	void eachValueIsMadeOnceInTheOrderAskedFor() {
		this.scene.load(1, 2);
		assertThat(body(2, 1)).isEqualTo("HEAD\n[\"ROW 2\"]\n[\"ROW 1\"]\n");
		assertThat(body(1, 2)).isEqualTo("HEAD\n[\"ROW 1\"]\n[\"ROW 2\"]\n");
		assertThat(this.made).hasValue(2);
	}

	@Test
	void noValueIsTheHeadAlone() {
		Asking asking = this.scene.ask(() -> read(this.form, 1));
		this.scene.source.next().answer(Map.of());
		assertThat(CacheScene.body(asking.answer())).isEqualTo("HEAD\n");
		assertThat(this.made).hasValue(0);
	}

	@Test
	void entityTagsDifferFromThoseOfOtherForms() {
		this.scene.load(1, 2);
		List<String> tags = new ArrayList<>();
		for (long[] keys : List.of(new long[] { 1 }, new long[] { 1, 2 }, new long[0])) {
			tags.add(this.scene.cached(keys).etag());
			tags.add(read(this.form, keys).etag());
			tags.add(read(form("other", this.form.rows()), keys).etag());
		}
		assertThat(tags).doesNotHaveDuplicates();
		assertThat(read(this.form, 1).etag()).isEqualTo(tags.get(1)).isEqualTo(tags.get(0) + "-upper");
	}

	@Test
	void valueThatIsAnAnswerIsMadeAndCompressedOnceAndBothAreWeighed() {
		this.scene.load(1);
		long before = this.scene.group.store().weight();
		CachedResponse first = this.scene.cache.value(1L, CacheMode.READ_THROUGH, this.form);
		assertThat(CacheScene.body(first)).isEqualTo("HEAD\n\"ROW 1\"\n");
		long made = this.scene.group.store().weight();
		assertThat(made - before).isBetween((long) first.size(), first.size() + 1000L);
		byte[] gzip = first.gzip();
		assertThat(this.scene.group.store().weight() - made).isEqualTo(gzip.length);
		CachedResponse second = this.scene.cache.value(1L, CacheMode.READ_THROUGH, this.form);
		assertThat(second.gzip()).isSameAs(gzip);
		assertThat(second.parts().getFirst()).isSameAs(first.parts().getFirst());
		assertThat(this.made).hasValue(1);
	}

	@Test
	void callersWhoAskAtOnceWaitForTheFirst() throws InterruptedException {
		this.scene.load(1);
		CountDownLatch held = new CountDownLatch(1);
		Representation slow = form("slow", (json, out) -> {
			this.made.incrementAndGet();
			try {
				held.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			write(out, text(json));
		});
		Asking first = this.scene.ask(() -> read(slow, 1));
		CacheScene.await("the first to make it", () -> this.made.get() == 1);
		Asking second = this.scene.ask(() -> read(slow, 1)).awaitWaiting();
		held.countDown();
		assertThat(second.answer().body()).isEqualTo(first.answer().body());
		assertThat(this.made).hasValue(1);
	}

	@Test
	void callerWhoWaitsTooLongIsToldSo() {
		try (CacheScene hasty = new CacheScene(1, CacheScene.policy(Duration.ofMillis(100), 128, 4096))) {
			hasty.load(1);
			CountDownLatch held = new CountDownLatch(1);
			Representation slow = form("slow", (json, out) -> {
				this.made.incrementAndGet();
				try {
					held.await();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			});
			Asking first = hasty.ask(() -> hasty.cache.array(List.of(1L), CacheMode.READ_THROUGH, slow));
			CacheScene.await("the first to make it", () -> this.made.get() == 1);
			CacheScene.assertThatReadFails(Reason.TIMEOUT,
					() -> hasty.cache.array(List.of(1L), CacheMode.READ_THROUGH, slow));
			held.countDown();
			first.answer();
		}
	}

	@Test
	void formThatFailedIsTriedAgain() {
		this.scene.load(1);
		Representation failing = form("failing", (json, out) -> {
			if (this.made.incrementAndGet() == 1) {
				throw new IllegalArgumentException("once");
			}
			write(out, "made");
		});
		assertThatIllegalStateException().isThrownBy(() -> read(failing, 1)).havingCause().withMessage("once");
		assertThat(CacheScene.body(read(failing, 1))).isEqualTo("HEAD\nmade");
	}

	@Test
	void reloadedValueIsMadeAgain() {
		this.scene.load(1);
		body(1);
		Asking reload = this.scene.reload(1);
		this.scene.source.next().answer(Map.of(1L, "\"new\"".getBytes(StandardCharsets.UTF_8)));
		reload.answer();
		assertThat(body(1)).isEqualTo("HEAD\n[\"NEW\"]\n");
	}

	private String body(long... keys) {
		return CacheScene.body(read(this.form, keys));
	}

	private CachedResponse read(Representation form, long... keys) {
		return this.scene.cache.array(CacheScene.keys(keys), CacheMode.READ_THROUGH, form);
	}

	private static Representation form(String name, BiConsumer<byte[], OutputStream> rows) {
		return new Representation(name, "text/plain", null, "HEAD\n".getBytes(StandardCharsets.UTF_8), rows);
	}

	private static void write(OutputStream out, String text) {
		try {
			out.write(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}

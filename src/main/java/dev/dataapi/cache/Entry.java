package dev.dataapi.cache;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Future.State;
import java.util.concurrent.FutureTask;

import org.jspecify.annotations.Nullable;

import org.springframework.lang.Contract;

/**
 * What a load found for a key: a value, or that there is none (a negative entry).
 * <p>
 * Its age counts from the moment the load was sent. The warehouse read the value between
 * then and the end of the load, so no entry is older than it says.
 */
public final class Entry {

	/** Half of a SHA-256: far more than chance can collide. */
	private static final int FINGERPRINT_BYTES = 16;

	/** Bytes on the heap for a value's other form besides the form itself. */
	private static final int FORM_OVERHEAD = 300;

	private final byte @Nullable [] value;

	private final @Nullable String etag;

	private final @Nullable String link;

	private final long sentAt;

	/** The compressed value, once a caller has asked for it. */
	private volatile byte @Nullable [] gzip;

	/** The value in other forms, by their names, once a caller has asked for them. */
	private volatile Map<String, FutureTask<Entry>> forms = Map.of();

	/**
	 * Creates an entry.
	 * @param value the serialized value, shared with everybody who reads it and so never
	 * written to; {@code null} in a negative entry
	 * @param etag the value's fingerprint, {@code null} in a negative entry
	 * @param link the answer's header {@code Link}, {@code null} if it has none
	 * @param sentAt when the load was sent, in nanoseconds of the cache's ticker
	 */
	public Entry(byte @Nullable [] value, @Nullable String etag, @Nullable String link, long sentAt) {
		this.value = value;
		this.etag = etag;
		this.link = link;
		this.sentAt = sentAt;
	}

	/** Creates the entry of a value that has just been loaded. */
	public static Entry of(byte @Nullable [] value, @Nullable String link, long sentAt) {
		return new Entry(value, (value != null) ? etag(value, link) : null, link, sentAt);
	}

	/** The fingerprint of a value together with its link. */
	public static String etag(byte[] value, @Nullable String link) {
		return (link != null) ? fingerprint((link + '\n').getBytes(StandardCharsets.UTF_8), value) : fingerprint(value);
	}

	public byte @Nullable [] value() {
		return this.value;
	}

	public @Nullable String etag() {
		return this.etag;
	}

	public @Nullable String link() {
		return this.link;
	}

	public long sentAt() {
		return this.sentAt;
	}

	long age(long now) {
		return now - this.sentAt;
	}

	/**
	 * The bytes of the value and its link, of the compressed one, and of both in other
	 * forms.
	 */
	int size() {
		byte[] compressed = this.gzip;
		int size = ((this.value != null) ? this.value.length : 0) + ((this.link != null) ? this.link.length() : 0)
				+ ((compressed != null) ? compressed.length : 0);
		for (FutureTask<Entry> form : this.forms.values()) {
			size += FORM_OVERHEAD + ((form.state() == State.SUCCESS) ? form.resultNow().size() : 0);
		}
		return size;
	}

	/**
	 * Returns the compressed value, and keeps it. Threads that ask at the same time may
	 * each compress it.
	 * @param added called when the compressed value has been added to the entry's size
	 */
	byte[] gzip(Runnable added) {
		byte[] compressed = this.gzip;
		if (compressed == null) {
			byte[] plain = Objects.requireNonNull(this.value);
			compressed = Gzip.encode(List.of(plain), plain.length);
			this.gzip = compressed;
			added.run();
		}
		return compressed;
	}

	/**
	 * Returns what makes the value in another form, the same for all who ask: whoever
	 * runs it first makes it, and the others wait for its result.
	 * @param form the form
	 * @param whole whether the value is an answer by itself
	 * @param added called when that form has been added to the entry's size
	 */
	FutureTask<Entry> in(Representation form, boolean whole, Runnable added) {
		FutureTask<Entry> known = this.forms.get(form.name());
		return isUsable(known) ? known : add(form.name(), () -> {
			byte[] made = form.of(Objects.requireNonNull(this.value), whole);
			return new Entry(made, this.etag + form.suffix(), this.link, this.sentAt);
		}, added);
	}

	private synchronized FutureTask<Entry> add(String form, Callable<Entry> maker, Runnable added) {
		Map<String, FutureTask<Entry>> all = new HashMap<>(this.forms);
		FutureTask<Entry> known = all.get(form);
		if (isUsable(known)) {
			return known;
		}
		FutureTask<Entry> task = new FutureTask<>(maker) {

			@Override
			protected void done() {
				added.run();
			}

		};
		all.put(form, task);
		this.forms = Map.copyOf(all);
		return task;
	}

	/** One that failed, as for lack of memory, is tried again. */
	@Contract("null -> false")
	private static boolean isUsable(@Nullable FutureTask<Entry> form) {
		return form != null && form.state() != State.FAILED;
	}

	/** The first half of the SHA-256, as 32 hexadecimal digits. */
	public static String fingerprint(byte[]... parts) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			for (byte[] part : parts) {
				digest.update(part);
			}
			return HexFormat.of().formatHex(digest.digest(), 0, FINGERPRINT_BYTES);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}

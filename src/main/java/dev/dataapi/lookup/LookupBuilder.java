package dev.dataapi.lookup;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;

import com.github.benmanes.caffeine.cache.Ticker;

/**
 * Sets up a {@link LookupEngine}. Each argument is checked when it is set, and how they
 * go together when the engine is built. Defaults are in parentheses.
 *
 * @param <K> the key
 */
public final class LookupBuilder<K> {

	private static final Duration LONGEST = Duration.ofDays(365);

	final LookupSource<K> source;

	final Executor executor;

	LookupObserver observer = LookupObserver.NONE;

	Ticker ticker = Ticker.systemTicker();

	Duration ttl = Duration.ofSeconds(180);

	Duration staleIfError = Duration.ZERO;

	Duration timeout = Duration.ofSeconds(10);

	long maximumWeight = 32L << 20;

	long maximumAbsences = 20_000;

	int connections = 8;

	int maxBatch = PaddedKeys.MAX_SIZE;

	int maxWaiting = 4096;

	LookupBuilder(LookupSource<K> source, Executor executor) {
		this.source = Objects.requireNonNull(source, "source");
		this.executor = Objects.requireNonNull(executor, "executor");
	}

	/** How long a row or an absence is remembered (180 s); zero remembers nothing. */
	public LookupBuilder<K> ttl(Duration ttl) {
		this.ttl = require("ttl", ttl, !ttl.isNegative() && ttl.compareTo(LONGEST) <= 0);
		return this;
	}

	/** How long beyond the ttl it is served if loading it anew fails (zero: never). */
	public LookupBuilder<K> staleIfError(Duration staleIfError) {
		this.staleIfError = require("staleIfError", staleIfError,
				!staleIfError.isNegative() && staleIfError.compareTo(LONGEST) <= 0);
		return this;
	}

	/** How long a request may take from its first miss to its answer (10 s). */
	public LookupBuilder<K> timeout(Duration timeout) {
		this.timeout = require("timeout", timeout, timeout.isPositive() && timeout.compareTo(LONGEST) <= 0);
		return this;
	}

	/** How many bytes the remembered rows may weigh together (32 MiB). */
	public LookupBuilder<K> maximumWeight(long maximumWeight) {
		this.maximumWeight = require("maximumWeight", maximumWeight, maximumWeight >= 0);
		return this;
	}

	/** How many absent keys are remembered (20,000). */
	public LookupBuilder<K> maximumAbsences(long maximumAbsences) {
		this.maximumAbsences = require("maximumAbsences", maximumAbsences, maximumAbsences >= 0);
		return this;
	}

	/** How many loads may run at the same time (8). */
	public LookupBuilder<K> connections(int connections) {
		this.connections = require("connections", connections, connections >= 1 && connections <= 1000);
		return this;
	}

	/** How many keys one load may have (128). */
	public LookupBuilder<K> maxBatch(int maxBatch) {
		this.maxBatch = require("maxBatch", maxBatch, maxBatch >= 1 && maxBatch <= PaddedKeys.MAX_SIZE);
		return this;
	}

	/** How many keys may wait while all connections are busy (4096). */
	public LookupBuilder<K> maxWaiting(int maxWaiting) {
		this.maxWaiting = require("maxWaiting", maxWaiting, maxWaiting >= 0);
		return this;
	}

	/** Who is told what happens (nobody). */
	public LookupBuilder<K> observer(LookupObserver observer) {
		this.observer = Objects.requireNonNull(observer, "observer");
		return this;
	}

	/** The clock of ages and durations (the system's); deadlines keep to real time. */
	public LookupBuilder<K> ticker(Ticker ticker) {
		this.ticker = Objects.requireNonNull(ticker, "ticker");
		return this;
	}

	public LookupEngine<K> build() {
		if (this.ttl.isZero() && !this.staleIfError.isZero()) {
			throw new IllegalArgumentException("'staleIfError' needs a 'ttl': nothing is remembered without one");
		}
		return new LookupEngine<>(this);
	}

	private static <T> T require(String name, T value, boolean valid) {
		if (!valid) {
			throw new IllegalArgumentException("'" + name + "' must not be " + value);
		}
		return value;
	}

}

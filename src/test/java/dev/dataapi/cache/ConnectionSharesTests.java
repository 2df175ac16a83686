package dev.dataapi.cache;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests for how a {@link ConnectionShares} shares connections among queues. */
class ConnectionSharesTests {

	private final ConnectionShares shares = new ConnectionShares(4);

	private final Map<String, LoadQueue<Long>> queues = new HashMap<>();

	/** The queues that threads were started for. */
	private final Queue<String> started = new ArrayDeque<>();

	/** The batches in flight, by queue. */
	private final Map<String, Queue<List<Load<Long>>>> inFlight = new HashMap<>();

	@Test
	void queueThatIsAloneHasAllConnections() {
		add("busy");
		want("busy", 100);
		assertThat(this.started).containsExactly("busy", "busy", "busy", "busy");
	}

	@Test
	void busyQueueLeavesTheLastConnectionToOthers() {
		add("busy", "other");
		want("busy", 100);
		assertThat(this.started).containsExactly("busy", "busy", "busy");
		run();
		want("other", 1);
		assertThat(this.started).containsExactly("other");
	}

	@Test
	void queueWithoutConnectionIsNextWhateverTheOthersWant() {
		add("busy", "second", "third");
		want("busy", 100);
		want("second", 100);
		run();
		want("third", 1);
		assertThat(this.started).isEmpty();
		end("busy");
		assertThat(this.started).containsExactly("third");
	}

	@Test
	void tenBusyQueuesTakeTurns() {
		String[] names = IntStream.range(0, 10).mapToObj((i) -> "queue " + i).toArray(String[]::new);
		add(names);
		for (String name : names) {
			admit(name, 100);
		}
		this.shares.dispatch();
		List<String> turns = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			String next = this.started.remove();
			turns.add(next);
			run(next);
			end(next);
		}
		assertThat(turns.subList(0, 10)).containsExactlyInAnyOrder(names);
		for (String name : names) {
			assertThat(turns).filteredOn(name::equals).hasSizeBetween(3, 5);
		}
	}

	@Test
	void threadThatFindsNothingLeavesItsConnectionToAnotherQueue() {
		add("first", "second");
		Map<Long, Load<Long>> admitted = admit("first", 1);
		this.shares.dispatch();
		want("second", 100);
		assertThat(this.started).containsExactly("first", "second", "second");
		this.queues.get("first").giveUp(admitted.values());
		this.started.clear();
		assertThat(this.queues.get("first").takeBatch(0)).isEmpty();
		this.shares.dispatch();
		assertThat(this.started).containsExactly("second");
	}

	@Test
	void retiredQueueSharesOnlyWhileItHasLoads() {
		add("busy", "retired");
		want("retired", 1);
		run();
		this.queues.get("retired").retire();
		want("busy", 100);
		assertThat(this.started).containsExactly("busy", "busy");
		run();
		end("retired");
		assertThat(this.started).containsExactly("busy", "busy");
		run();
		want("retired", 1);
		end("busy");
		assertThat(this.started).containsExactly("retired");
	}

	private void add(String... names) {
		for (String name : names) {
			this.queues.put(name,
					new LoadQueue<>(this.shares,
							new CachePolicy(Duration.ofSeconds(1), Duration.ZERO, Duration.ofSeconds(1), 1, 1000),
							() -> this.started.add(name)));
			this.inFlight.put(name, new ArrayDeque<>());
		}
	}

	private Map<Long, Load<Long>> admit(String name, int keys) {
		List<Load<Long>> wanted = LongStream.range(0, keys).mapToObj((key) -> new Load<>(key, false, null)).toList();
		Map<Long, Load<Long>> admitted = this.queues.get(name).admit(wanted);
		this.queues.get(name).enqueue(wanted, Map.of());
		return admitted;
	}

	private void want(String name, int keys) {
		admit(name, keys);
		this.shares.dispatch();
	}

	/** Lets all started threads take their batches. */
	private void run() {
		while (!this.started.isEmpty()) {
			run(this.started.remove());
		}
	}

	private void run(String name) {
		this.inFlight.get(name).add(this.queues.get(name).takeBatch(0));
	}

	private void end(String name) {
		this.queues.get(name).release(this.inFlight.get(name).remove());
		this.shares.dispatch();
	}

}

package dev.dataapi.lookup;

import java.util.LinkedHashSet;
import java.util.SequencedSet;

/**
 * Whose key is sent next: each caller with unsent keys gives one in turn, the one that
 * waits longest first, and goes to the end of the line with the others.
 * <p>
 * So a caller with one key is in the next batch if fewer callers are ahead of it than a
 * batch has keys, however many keys they have; beyond that it waits one batch more for
 * each such number of callers. A caller that shares a load gives it a turn of its own,
 * and doesn't depend on where in its long list another caller has the key.
 */
final class Turns<K> {

	/** Those with an unsent load that may be sent, next first. */
	private final SequencedSet<Caller<K>> callers = new LinkedHashSet<>();

	boolean isEmpty() {
		return this.callers.isEmpty();
	}

	void add(Caller<K> caller, Load<K> load) {
		caller.unsent.add(load);
		this.callers.add(caller);
	}

	void remove(Caller<K> caller, Load<K> load) {
		caller.unsent.remove(load);
		if (caller.unsent.isEmpty()) {
			this.callers.remove(caller);
		}
	}

	/** Takes the next load, which nobody else needs to send then. */
	Load<K> take() {
		Caller<K> caller = this.callers.removeFirst();
		this.callers.addLast(caller);
		Load<K> load = caller.unsent.getFirst();
		load.callers.forEach((sharing) -> remove(sharing, load));
		return load;
	}

}

package dev.dataapi.lookup;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;

/** One request while it waits for the keys that were not remembered. */
final class Caller<K> {

	/** The load it waits for, by key; complete once it is admitted. */
	final Map<K, Load<K>> loads = new LinkedHashMap<>();

	/** Those of the loads that could be sent now; belongs to the {@link LoadQueue}. */
	final SequencedSet<Load<K>> unsent = new LinkedHashSet<>();

	Collection<Load<K>> loads() {
		return this.loads.values();
	}

	/** Waits until all loads have ended or the deadline has come; tells which it was. */
	boolean await(long deadline) throws InterruptedException {
		for (Load<K> load : loads()) {
			if (!load.await(deadline)) {
				return false;
			}
		}
		return true;
	}

}

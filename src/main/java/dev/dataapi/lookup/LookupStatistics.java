package dev.dataapi.lookup;

/**
 * The state of an engine at one moment.
 *
 * @param rows the rows remembered
 * @param weight what they weigh, in bytes
 * @param absences the keys remembered to have no row
 * @param evictions the rows and absences dropped for lack of space since the start
 * @param waitingKeys the keys waiting to be sent
 * @param busyConnections the round trips under way
 */
public record LookupStatistics(long rows, long weight, long absences, long evictions, int waitingKeys,
		int busyConnections) {
}

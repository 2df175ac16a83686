package dev.dataapi.orders;

import java.time.Duration;
import java.util.List;

import dev.dataapi.lookup.Fingerprint;
import tools.jackson.databind.json.JsonMapper;

/**
 * A report as it was read: its rows as JSON, made once, and when.
 *
 * @param json the rows, as a JSON array
 * @param fingerprint the JSON's fingerprint
 * @param readAt when the statement was sent, in nanoseconds of the cache's ticker
 * @param took the time from then to the last row
 */
public record Report(byte[] json, String fingerprint, long readAt, Duration took) {

	static Report of(List<?> rows, JsonMapper mapper, long readAt, Duration took) {
		byte[] json = mapper.writeValueAsBytes(rows);
		return new Report(json, Fingerprint.of(json), readAt, took);
	}

}

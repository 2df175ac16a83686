package dev.dataapi.orders;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Ticker;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Reads a report's rows, and takes the time.
 */
@Component
public class ReportReader {

	private final JsonMapper mapper;

	private final Ticker ticker;

	ReportReader(JsonMapper mapper, ObjectProvider<Ticker> ticker) {
		this.mapper = mapper;
		this.ticker = ticker.getIfAvailable(Ticker::systemTicker);
	}

	/**
	 * Reads a report.
	 * @param rows runs the statement
	 * @return the report
	 */
	public Report read(Supplier<? extends List<?>> rows) {
		long readAt = this.ticker.read();
		List<?> read = rows.get();
		return Report.of(read, this.mapper, readAt, Duration.ofNanos(this.ticker.read() - readAt));
	}

}

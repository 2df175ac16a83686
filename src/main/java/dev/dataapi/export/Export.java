package dev.dataapi.export;

import java.time.Duration;

import dev.dataapi.warehouse.WarehouseTemplate;
import org.jspecify.annotations.Nullable;

/**
 * What a request exports.
 *
 * @param endpoint the endpoint's name in logs and metrics
 * @param contentType the header {@code Content-Type}
 * @param fileName under which name a browser saves it, {@code null} if it shows it
 * @param deadline for how long the caller waits for the first rows, and each time for
 * more
 * @param rows reads the rows
 */
public record Export(String endpoint, String contentType, @Nullable String fileName, Duration deadline, Rows rows) {

	/**
	 * Reads rows, and writes them while they come.
	 */
	@FunctionalInterface
	public interface Rows {

		/**
		 * Reads all rows.
		 * @param warehouse runs one statement, whose result is read while it comes
		 * @param out takes their bytes
		 */
		void write(WarehouseTemplate warehouse, HandOver out);

	}

}

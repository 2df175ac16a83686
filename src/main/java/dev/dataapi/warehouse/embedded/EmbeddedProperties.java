package dev.dataapi.warehouse.embedded;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import dev.dataapi.InvalidSettingException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * How much data the embedded warehouse holds, and where.
 *
 * @param scaleFactor TPC-H scale factor of the orders, from 0.001 to 100: 0.1 is 150,000
 * orders, 10 is exactly the 15,000,000 of Snowflake's TPCH_SF10
 * @param path DuckDB file that keeps the orders from one start to the next, written by
 * the first start; empty keeps them in memory
 * @param data folder of own tables, as files and as Snowflake's DDL; empty for none
 * @param sample whether there are the TPC-H and TPC-DS tables
 */
@ConfigurationProperties("data-api.embedded")
record EmbeddedProperties(@DefaultValue("0.1") double scaleFactor, @Nullable String path, @Nullable String data,
		@DefaultValue("true") boolean sample) {

	private static final String SCALE_FACTOR = "data-api.embedded.scale-factor";

	static final String PATH = "data-api.embedded.path";

	static final String DATA = "data-api.embedded.data";

	EmbeddedProperties {
		// A negated range check also refuses NaN
		if (!(scaleFactor >= 0.001 && scaleFactor <= 100)) {
			throw new InvalidSettingException(SCALE_FACTOR, scaleFactor, "be a number from 0.001 to 100");
		}
		path = StringUtils.hasText(path) ? path.strip() : null;
		data = StringUtils.hasText(data) ? data.strip() : null;
		Path folder = path(DATA, data);
		if (folder != null && !Files.isDirectory(folder)) {
			throw new InvalidSettingException(DATA, data, "name a folder that this process can read");
		}
	}

	/** The file that keeps the orders, or {@code null} for memory. */
	@Nullable Path file() {
		return path(PATH, this.path);
	}

	/** The folder of own tables, or {@code null} for none. */
	@Nullable Path folder() {
		return path(DATA, this.data);
	}

	private static @Nullable Path path(String setting, @Nullable String value) {
		try {
			return (value != null) ? Path.of(value).toAbsolutePath() : null;
		}
		catch (InvalidPathException ex) {
			throw new InvalidSettingException(setting, value, "be a file path", ex);
		}
	}

	/** {@code 0.1} or {@code 10}, never {@code 10.0} or {@code 1.0E-3}. */
	String scaleFactorText() {
		return BigDecimal.valueOf(this.scaleFactor).stripTrailingZeros().toPlainString();
	}

}

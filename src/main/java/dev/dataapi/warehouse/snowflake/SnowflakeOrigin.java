package dev.dataapi.warehouse.snowflake;

import java.util.Arrays;

import dev.dataapi.cache.Origin;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The settings that decide what Snowflake answers, and the session's user, role and
 * database. Snowflake itself is asked for these, since a token or a default may set them.
 */
final class SnowflakeOrigin implements Origin {

	/** Snowflake needs no warehouse to answer it. */
	private static final String SESSION = "SELECT CURRENT_ACCOUNT(), CURRENT_USER(), CURRENT_ROLE(), "
			+ "CURRENT_DATABASE(), CURRENT_SCHEMA()";

	private final String settings;

	private volatile @Nullable String session;

	/**
	 * Creates an origin that is not known yet.
	 * @param settings the settings that decide what is answered
	 */
	SnowflakeOrigin(String settings) {
		this.settings = settings;
	}

	/** Asks Snowflake as whom this service is logged in. */
	void ask(JdbcTemplate template) {
		this.session = template.queryForObject(SESSION,
				(row, number) -> Arrays
					.asList(row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5))
					.toString());
	}

	@Override
	public @Nullable String describe() {
		String session = this.session;
		return (session != null) ? this.settings + session : null;
	}

}

package dev.dataapi.endpoint;

import java.io.ByteArrayOutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import dev.dataapi.cache.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Loads the rows of a declared look-up. Each row goes to the key equal to its own by
 * value. A row whose key was not asked for is left out: the warehouse may compare
 * differently, as with a collation that ignores case.
 */
final class LookupSource implements Source<Key> {

	private static final Logger LOGGER = LoggerFactory.getLogger(LookupSource.class);

	private static final int ROW_BYTES = 512;

	private final LookupDeclaration lookup;

	private final LookupStatements statements;

	private final JdbcTemplate lookups;

	private final JsonMapper mapper;

	LookupSource(LookupDeclaration lookup, JdbcTemplate lookups, JsonMapper mapper) {
		this.lookup = lookup;
		this.statements = new LookupStatements(lookup);
		this.lookups = lookups;
		this.mapper = mapper;
	}

	@Override
	public Map<Key, byte[]> load(List<Key> keys) {
		Set<Key> asked = new HashSet<>(keys);
		Map<Key, byte[]> rows = HashMap.newHashMap(keys.size());
		AtomicInteger unasked = new AtomicInteger();
		Statement statement = this.statements.of(keys);
		this.lookups.query(statement.sql(), statement.setter(), (row) -> {
			Key key = this.statements.keyOf(row);
			if (key == null || !asked.contains(key)) {
				unasked.incrementAndGet();
			}
			else if (rows.put(key, json(row)) != null) {
				throw new DuplicateKeyException(
						"The key of " + this.lookup.id() + " is not unique in table " + this.lookup.tableSql());
			}
		});
		if (unasked.get() > 0) {
			LOGGER.error("{}: {} rows of table {} have a key that was not asked for, and were left out",
					this.lookup.id(), unasked, this.lookup.tableSql());
		}
		return rows;
	}

	private byte[] json(ResultSet row) throws SQLException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(ROW_BYTES);
		try (JsonGenerator json = this.mapper.createGenerator(bytes)) {
			this.statements.write(row, json);
		}
		return bytes.toByteArray();
	}

	@Override
	public int weigh(Key key) {
		return Weight.of(key.parts());
	}

	@Override
	public String text(Key key) {
		return key.format(this.lookup);
	}

	@Override
	public List<Key> keys(String text) {
		try {
			return Key.parseAll(this.lookup, text);
		}
		catch (InvalidRequestException ex) {
			throw new IllegalArgumentException(ex.detail(), ex);
		}
	}

	@Override
	public String version() {
		return ValueVersion.of(this.lookup);
	}

}

package dev.dataapi.declared;

import java.io.ByteArrayOutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import dev.dataapi.cache.Loaded;
import dev.dataapi.cache.Source;
import dev.dataapi.cache.ValueTooLargeException;
import dev.dataapi.endpoint.BadRequestException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Loads the rows of a declared look-up. Each row goes to the key equal to its own by
 * value. A row whose key was not asked for is left out: the warehouse may compare
 * differently, as with a collation that ignores case.
 */
final class LookupSource implements Source<LookupKey> {

	private static final Logger LOGGER = LoggerFactory.getLogger(LookupSource.class);

	private static final int ROW_BYTES = 512;

	private final LookupDeclaration lookup;

	private final LookupStatements statements;

	private final RowWriter rows;

	private final JdbcTemplate lookups;

	private final JsonMapper mapper;

	LookupSource(LookupStatements statements, JdbcTemplate lookups, JsonMapper mapper) {
		this.lookup = statements.declaration();
		this.statements = statements;
		this.rows = RowWriter.inOrder(this.lookup.columns());
		this.lookups = lookups;
		this.mapper = mapper;
	}

	@Override
	public void load(List<LookupKey> keys, Loaded<LookupKey> loaded) {
		Set<LookupKey> asked = new HashSet<>(keys);
		AtomicInteger unasked = new AtomicInteger();
		BoundStatement statement = this.statements.of(keys);
		this.lookups.query(statement.sql(), statement.setter(), (row) -> {
			LookupKey key = this.statements.keyOf(row);
			if (key == null || !asked.contains(key)) {
				unasked.incrementAndGet();
			}
			else if (loaded.has(key)) {
				loaded.failed(key, new DuplicateKeyException(
						"The key of " + this.lookup.id() + " is not unique in table " + this.lookup.tableSql()));
			}
			else {
				load(key, row, loaded);
			}
		});
		if (unasked.get() > 0) {
			LOGGER.error("{}: {} rows of table {} have a key that was not asked for, and were left out",
					this.lookup.id(), unasked, this.lookup.tableSql());
		}
	}

	/** A row that cannot be read is the fault of its key alone. */
	private void load(LookupKey key, ResultSet row, Loaded<LookupKey> loaded) {
		try {
			loaded.value(key, json(row, loaded));
		}
		catch (SQLException ex) {
			loaded.failed(key, new DataRetrievalFailureException(
					"A row of table " + this.lookup.tableSql() + " cannot be read", ex));
		}
		catch (ValueTooLargeException | DataAccessException ex) {
			loaded.failed(key, ex);
		}
	}

	private byte[] json(ResultSet row, Loaded<LookupKey> loaded) throws SQLException {
		ByteArrayOutputStream bytes = loaded.buffer(ROW_BYTES);
		try (JsonGenerator json = this.mapper.createGenerator(bytes)) {
			this.rows.write(row, json);
		}
		return bytes.toByteArray();
	}

	@Override
	public int weigh(LookupKey key) {
		return Weight.of(key.parts());
	}

	@Override
	public String text(LookupKey key) {
		return key.format(this.lookup);
	}

	@Override
	public List<LookupKey> keys(String text) {
		try {
			return LookupKey.parseAll(this.lookup, text);
		}
		catch (BadRequestException ex) {
			throw new IllegalArgumentException(ex.detail(), ex);
		}
	}

	@Override
	public String version() {
		return ValueVersion.of(this.lookup);
	}

}

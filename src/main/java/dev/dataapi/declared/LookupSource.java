package dev.dataapi.declared;

import java.io.ByteArrayOutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.dataapi.cache.Loaded;
import dev.dataapi.cache.Source;
import dev.dataapi.cache.TooManyRowsException;
import dev.dataapi.cache.ValueTooLargeException;
import dev.dataapi.endpoint.BadRequestException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Loads the rows of a declared look-up. The value of a key is its rows as JSON objects,
 * separated by commas. Each row goes to the key equal to its own by value. A row whose
 * key was not asked for is left out: the warehouse may compare differently, as with a
 * collation that ignores case.
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
		BoundStatement statement = this.statements.of(keys);
		Rows found = new Rows(keys, loaded);
		this.lookups.query(statement.sql(), statement.setter(), found::add);
		found.complete();
		if (found.unasked > 0) {
			LOGGER.error("{}: {} rows of table {} have a key that was not asked for, and were left out",
					this.lookup.id(), found.unasked, this.lookup.tableSql());
		}
	}

	private RuntimeException tooMany(LookupKey key) {
		if (this.lookup.isMany()) {
			return new TooManyRowsException(this.lookup.id(), key.format(this.lookup), this.lookup.maxRowsPerKey());
		}
		return new DuplicateKeyException(
				"The key of " + this.lookup.id() + " is not unique in table " + this.lookup.tableSql());
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
		return BadRequestException.asArgument(() -> LookupKey.parseAll(this.lookup, text));
	}

	@Override
	public String version() {
		return this.lookup.valueVersion();
	}

	/** Collects the rows of a result, in which those of a key follow each other. */
	private final class Rows {

		private final Set<LookupKey> asked;

		private final Loaded<LookupKey> loaded;

		private ByteArrayOutputStream json = new ByteArrayOutputStream(0);

		/** Whose rows are collected. */
		private @Nullable LookupKey key;

		private int count;

		private int unasked;

		Rows(List<LookupKey> keys, Loaded<LookupKey> loaded) {
			this.asked = new HashSet<>(keys);
			this.loaded = loaded;
		}

		void add(ResultSet row) throws SQLException {
			LookupKey key = LookupSource.this.statements.keyOf(row);
			if (key == null || !this.asked.contains(key)) {
				this.unasked++;
				return;
			}
			if (!key.equals(this.key)) {
				complete();
				this.key = key;
				this.count = 0;
				this.json = this.loaded.buffer(ROW_BYTES);
			}
			this.count++;
			if (this.count > LookupSource.this.lookup.maxRowsPerKey() || this.loaded.has(key)) {
				this.loaded.failed(key, tooMany(key));
			}
			else {
				write(key, row);
			}
		}

		/** A row that cannot be read is the fault of its key alone. */
		private void write(LookupKey key, ResultSet row) {
			if (this.count > 1) {
				this.json.write(',');
			}
			try (JsonGenerator generator = LookupSource.this.mapper.createGenerator(this.json)) {
				LookupSource.this.rows.write(row, generator);
			}
			catch (SQLException ex) {
				this.loaded.failed(key, new DataRetrievalFailureException(
						"A row of table " + LookupSource.this.lookup.tableSql() + " cannot be read", ex));
			}
			catch (ValueTooLargeException | DataAccessException ex) {
				this.loaded.failed(key, ex);
			}
		}

		/** Ends the rows of a key. */
		void complete() {
			if (this.key != null && this.loaded.failure(this.key) == null) {
				this.loaded.value(this.key, this.json.toByteArray());
			}
		}

	}

}

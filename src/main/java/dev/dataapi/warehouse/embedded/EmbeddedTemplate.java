package dev.dataapi.warehouse.embedded;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

import dev.dataapi.dialect.Dialect;
import dev.dataapi.dialect.Remark;
import dev.dataapi.dialect.SqlLexer.Token;
import dev.dataapi.warehouse.RenewedDeadline;
import dev.dataapi.warehouse.WarehouseTemplate;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.ResultSetExtractor;

/**
 * Runs statements on the embedded warehouse, which interrupts those that are over time.
 */
class EmbeddedTemplate extends WarehouseTemplate {

	private final GatedDataSource pool;

	/** Of results that are read while they come. */
	private final @Nullable RenewedDeadline streaming;

	EmbeddedTemplate(GatedDataSource pool, Duration deadline) {
		this(pool, deadline, null);
	}

	/** A deadline is rounded up to seconds, which JDBC counts in. */
	private EmbeddedTemplate(GatedDataSource pool, Duration deadline, @Nullable RenewedDeadline streaming) {
		super(pool);
		this.pool = pool;
		this.streaming = streaming;
		setQueryTimeout(Math.toIntExact(deadline.plusMillis(999).toSeconds()));
	}

	@Override
	public EmbeddedTemplate within(Duration deadline) {
		return new EmbeddedTemplate(this.pool, deadline);
	}

	@Override
	public EmbeddedTemplate streaming(RenewedDeadline deadline) {
		return new EmbeddedTemplate(this.pool, deadline.time(), deadline);
	}

	@Override
	public <T extends @Nullable Object> T query(PreparedStatementCreator creator,
			@Nullable PreparedStatementSetter setter, ResultSetExtractor<T> extractor) throws DataAccessException {
		RenewedDeadline deadline = this.streaming;
		if (deadline == null) {
			return super.query(creator, setter, extractor);
		}
		return execute((ConnectionCallback<T>) (connection) -> new StreamedResult(this.pool).read(connection, creator,
				setter, deadline, extractor));
	}

	@Override
	public List<Remark> remarks(List<Token> statement) {
		return Dialect.remarks(statement);
	}

	@Override
	public @Nullable Remark explain(List<Token> statement, String message) {
		return Dialect.explain(statement, message);
	}

	@Override
	protected void applyStatementSettings(Statement statement) throws SQLException {
		super.applyStatementSettings(statement);
		this.pool.watch(statement);
	}

	@Override
	protected GatedDataSource pool() {
		return this.pool;
	}

	@Override
	protected void endAll() {
		this.pool.cancelAll();
	}

	@Override
	protected void resume() {
		this.pool.resume();
	}

}

package dev.dataapi.warehouse.embedded;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

import dev.dataapi.dialect.Dialect;
import dev.dataapi.dialect.Remark;
import dev.dataapi.dialect.SqlLexer.Token;
import dev.dataapi.warehouse.WarehouseTemplate;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements on the embedded warehouse, which interrupts those that are over time.
 */
class EmbeddedTemplate extends WarehouseTemplate {

	private final GatedDataSource pool;

	/** A deadline is rounded up to seconds, which JDBC counts in. */
	EmbeddedTemplate(GatedDataSource pool, Duration deadline) {
		super(pool);
		this.pool = pool;
		setQueryTimeout(Math.toIntExact(deadline.plusMillis(999).toSeconds()));
	}

	@Override
	public EmbeddedTemplate within(Duration deadline) {
		return new EmbeddedTemplate(this.pool, deadline);
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

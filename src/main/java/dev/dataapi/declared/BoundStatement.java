package dev.dataapi.declared;

import java.math.BigDecimal;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.dataapi.declared.type.ValueType;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.ArgumentTypePreparedStatementSetter;
import org.springframework.jdbc.core.PreparedStatementSetter;

/**
 * A statement of an endpoint's finite set and what is bound to it.
 *
 * @param sql the text, one of those known at the start
 * @param arguments the values in order, as drivers take them; {@code null} is NULL
 * @param types their types, of {@link java.sql.Types}
 */
public record BoundStatement(String sql, List<@Nullable Object> arguments, List<Integer> types) {

	public BoundStatement {
		arguments = Collections.unmodifiableList(new ArrayList<>(arguments));
		types = List.copyOf(types);
	}

	/** Binds the values. */
	public PreparedStatementSetter setter() {
		return new ArgumentTypePreparedStatementSetter(this.arguments.toArray(),
				this.types.stream().mapToInt(Integer::intValue).toArray());
	}

	/**
	 * Collects what is bound, in order.
	 */
	public static final class Binder {

		private final List<@Nullable Object> arguments = new ArrayList<>();

		private final List<Integer> types = new ArrayList<>();

		public void bind(ValueType type, @Nullable Object value) {
			Object argument = (value != null) ? type.toJdbc(value) : null;
			this.arguments.add(argument);
			this.types.add((argument instanceof BigDecimal) ? Types.DECIMAL : type.jdbcType());
		}

		public BoundStatement to(String sql) {
			return new BoundStatement(sql, this.arguments, this.types);
		}

	}

}

package dev.dataapi.declared;

import dev.dataapi.declared.type.ValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.springframework.jdbc.core.ArgumentTypePreparedStatementSetter;
import org.springframework.jdbc.core.PreparedStatementSetter;

/**
 * A statement of an endpoint's finite set and what is bound to it.
 *
 * @param sql the text, one of those known at the start
 * @param arguments the values in order, as drivers take them
 * @param types their types, of {@link java.sql.Types}
 */
public record BoundStatement(String sql, List<Object> arguments, List<Integer> types) {

	public BoundStatement {
		arguments = List.copyOf(arguments);
		types = List.copyOf(types);
	}

	/** Binds the values. */
	public PreparedStatementSetter setter() {
		return new ArgumentTypePreparedStatementSetter(this.arguments.toArray(),
				this.types.stream().mapToInt(Integer::intValue).toArray());
	}

	/** The lengths that lists of up to a number of values are padded to. */
	public static List<Integer> sizes(int most) {
		List<Integer> sizes = new ArrayList<>();
		int size = 1;
		sizes.add(size);
		while (size < most) {
			size <<= 1;
			sizes.add(size);
		}
		return sizes;
	}

	/** The values with the last one repeated until there are 1, 2, 4, 8 ... */
	public static <T> List<T> padded(List<T> values) {
		List<T> padded = new ArrayList<>(values);
		padded.addAll(Collections.nCopies(sizes(values.size()).getLast() - values.size(), values.getLast()));
		return padded;
	}

	/**
	 * Collects what is bound, in order.
	 */
	public static final class Binder {

		private final List<Object> arguments = new ArrayList<>();

		private final List<Integer> types = new ArrayList<>();

		public void bind(ValueType type, Object value) {
			this.arguments.add(type.toJdbc(value));
			this.types.add(type.jdbcType());
		}

		public BoundStatement to(String sql) {
			return new BoundStatement(sql, this.arguments, this.types);
		}

	}

}

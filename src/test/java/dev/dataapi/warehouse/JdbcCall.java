package dev.dataapi.warehouse;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.BatchPreparedStatementSetter;
import org.springframework.jdbc.core.CallableStatementCallback;
import org.springframework.jdbc.core.CallableStatementCreator;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.ParameterizedPreparedStatementSetter;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.StatementCallback;
import org.springframework.jdbc.support.GeneratedKeyHolder;

/**
 * A call of one method of {@link JdbcOperations}, with arguments that make it run one
 * statement.
 *
 * @param method the method
 */
public record JdbcCall(Method method) {

	/** Calls of all methods. */
	public static List<JdbcCall> all() {
		return Arrays.stream(JdbcOperations.class.getMethods())
			.map(JdbcCall::new)
			.sorted(Comparator.comparing(JdbcCall::toString))
			.toList();
	}

	/** Whether it is one of those that repositories read with. */
	public boolean isRead() {
		return this.method.getName().startsWith("query") && !isStream()
				|| toString().equals("execute(PreparedStatementCreator, PreparedStatementCallback)");
	}

	/** Whether it returns rows that are still to be read. */
	public boolean isStream() {
		return this.method.getReturnType() == Stream.class;
	}

	/** Whether it runs only what returns no rows. */
	public boolean isUpdate() {
		return this.method.getName().matches("update|batchUpdate");
	}

	/**
	 * Makes the call.
	 * @return what it throws, if it does
	 */
	public @Nullable Throwable failure(JdbcOperations operations, String sql) {
		try {
			this.method.invoke(operations,
					Arrays.stream(this.method.getParameterTypes()).map((type) -> argument(type, sql)).toArray());
			return null;
		}
		catch (InvocationTargetException ex) {
			return ex.getCause();
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Object argument(Class<?> type, String sql) {
		return switch (type.getSimpleName()) {
			case "String" -> sql;
			case "String[]" -> new String[] { sql };
			case "Object[]" -> new Object[0];
			case "int[]" -> new int[0];
			case "int" -> 1;
			case "Class" -> Integer.class;
			case "List" -> this.method.getName().equals("call") ? List.of() : List.<Object[]>of(new Object[0]);
			case "Collection" -> List.of(1);
			case "KeyHolder" -> new GeneratedKeyHolder();
			case "RowMapper" -> (RowMapper<Integer>) (row, number) -> row.getInt(1);
			case "RowCallbackHandler" -> (RowCallbackHandler) (row) -> row.getInt(1);
			case "ResultSetExtractor" -> (ResultSetExtractor<Boolean>) (rows) -> rows.next();
			case "ConnectionCallback" -> (ConnectionCallback<Boolean>) (connection) -> {
				try (Statement statement = connection.createStatement()) {
					return statement.execute(sql);
				}
			};
			case "StatementCallback" -> (StatementCallback<Boolean>) (statement) -> statement.execute(sql);
			case "PreparedStatementCreator" ->
				(PreparedStatementCreator) (connection) -> connection.prepareStatement(sql);
			case "PreparedStatementCallback" -> (PreparedStatementCallback<Boolean>) PreparedStatement::execute;
			case "PreparedStatementSetter" -> (PreparedStatementSetter) (statement) -> {
			};
			case "ParameterizedPreparedStatementSetter" ->
				(ParameterizedPreparedStatementSetter<Integer>) (statement, value) -> {
				};
			case "BatchPreparedStatementSetter" -> new OneOfABatch();
			case "CallableStatementCreator" -> (CallableStatementCreator) (connection) -> connection.prepareCall(sql);
			case "CallableStatementCallback" -> (CallableStatementCallback<Boolean>) PreparedStatement::execute;
			default -> throw new IllegalStateException("No argument of " + type);
		};
	}

	@Override
	public String toString() {
		return Arrays.stream(this.method.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(", ", this.method.getName() + "(", ")"));
	}

	/** A batch of one statement without values. */
	private static final class OneOfABatch implements BatchPreparedStatementSetter {

		@Override
		public void setValues(PreparedStatement statement, int index) {
		}

		@Override
		public int getBatchSize() {
			return 1;
		}

	}

}

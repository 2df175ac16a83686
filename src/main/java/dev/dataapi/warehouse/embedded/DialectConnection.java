package dev.dataapi.warehouse.embedded;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.dataapi.dialect.Dialect;
import org.jspecify.annotations.Nullable;

/**
 * A connection that prepares statements written for Snowflake. The texts are few, so that
 * each is rewritten once.
 */
final class DialectConnection implements InvocationHandler {

	/** More than a file of endpoints and the service's own statements have. */
	private static final int MAX_TEXTS = 10_000;

	private static final Cache<String, String> TEXTS = Caffeine.newBuilder().maximumSize(MAX_TEXTS).build();

	private final Connection connection;

	private DialectConnection(Connection connection) {
		this.connection = connection;
	}

	static Connection of(Connection connection) {
		return (Connection) Proxy.newProxyInstance(DialectConnection.class.getClassLoader(),
				new Class<?>[] { Connection.class }, new DialectConnection(connection));
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
			throws Throwable {
		try {
			if (arguments != null && method.getName().equals("prepareStatement")
					&& arguments[0] instanceof String sql) {
				arguments[0] = text(sql);
			}
			return method.invoke(this.connection, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

	/** What a statement returns is known once it is prepared. */
	private String text(String sql) throws SQLException {
		String known = TEXTS.getIfPresent(sql);
		if (known != null) {
			return known;
		}
		String text = Dialect.readable(Dialect.rewrite(sql), this.connection);
		TEXTS.put(sql, text);
		return text;
	}

}

package dev.dataapi.testserver;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts a server for a test class and its nested classes, over a DuckDB of its own:
 * {@code @ExtendWith(SnowflakeExtension.class)}. Constructors, tests and methods around
 * them may have a parameter of type {@link SnowflakeServer}. Before and after each test
 * the server is {@linkplain SnowflakeServer#reset() reset}; its data, account and
 * sessions stay.
 */
public final class SnowflakeExtension
		implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {

	@Override
	public void beforeAll(ExtensionContext context) {
		if (server(context) == null) {
			store(context).put(SnowflakeServer.class, SnowflakeServer.start());
		}
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		server(context).reset();
	}

	@Override
	public void afterEach(ExtensionContext context) {
		server(context).reset();
	}

	/**
	 * Closes the server with the class that it was started for, not with a nested one.
	 */
	@Override
	public void afterAll(ExtensionContext context) {
		SnowflakeServer server = store(context).remove(SnowflakeServer.class, SnowflakeServer.class);
		if (server != null) {
			server.close();
		}
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == SnowflakeServer.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return server(context);
	}

	private static SnowflakeServer server(ExtensionContext context) {
		return store(context).get(SnowflakeServer.class, SnowflakeServer.class);
	}

	private static Store store(ExtensionContext context) {
		return context.getStore(Namespace.create(SnowflakeExtension.class));
	}

}

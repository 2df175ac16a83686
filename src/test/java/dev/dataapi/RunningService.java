package dev.dataapi;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The whole service in this process, started as its {@code main} starts it, on a free
 * port unless another is set.
 */
public final class RunningService implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private RunningService(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Starts the service with settings as {@code name=value}, and waits until it is
	 * ready.
	 */
	public static RunningService start(String profile, List<String> settings, Class<?>... more) {
		List<String> arguments = new ArrayList<>(settings.stream().map((setting) -> "--" + setting).toList());
		if (settings.stream().noneMatch((setting) -> setting.startsWith("server.port="))) {
			arguments.add("--server.port=0");
		}
		arguments.add("--management.server.port=0");
		return new RunningService(new SpringApplicationBuilder(DataApiApplication.class).sources(more)
			.profiles(profile)
			.run(arguments.toArray(String[]::new)));
	}

	public int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	/** The management port. */
	public int managementPort() {
		return this.context.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
	}

	public <T> T bean(String name, Class<T> type) {
		return this.context.getBean(name, type);
	}

	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	public List<String> beanNames() {
		return List.of(this.context.getBeanDefinitionNames());
	}

	public RawRequest.Answer get(String target, String... headers) throws IOException {
		return RawRequest.get(port(), target, headers);
	}

	@Override
	public void close() {
		this.context.close();
	}

}

package dev.dataapi.web;

import java.util.Map;

import dev.dataapi.memory.MemoryBudget;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Sets how many connections Tomcat accepts and how long the head of a request may be by
 * the size of the heap, where neither is set.
 */
class ConnectionDefaults implements EnvironmentPostProcessor {

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		long heap = Runtime.getRuntime().maxMemory();
		int head = MemoryBudget.head(heap);
		environment.getPropertySources()
			.addLast(new MapPropertySource("heap", Map.of("server.max-http-request-header-size", head + "B",
					"server.tomcat.max-connections", MemoryBudget.connections(heap, head) + ConnectionLimits.SPARE)));
	}

}

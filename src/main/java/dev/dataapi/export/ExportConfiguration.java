package dev.dataapi.export;

import dev.dataapi.memory.MemoryBudget;
import dev.dataapi.warehouse.Lane;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Exports, of a service that answers requests.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(ExportProperties.class)
class ExportConfiguration {

	/** Drivers would pin the threads of others, so each export has a thread. */
	@Bean
	Exports exports(Lane.Reports reports, ExportProperties properties, MemoryBudget memory,
			SimpleAsyncTaskExecutorBuilder threads, MeterRegistry meters) {
		SimpleAsyncTaskExecutor executor = threads.virtualThreads(false).build();
		executor.setThreadFactory(Thread.ofPlatform().daemon().name("export-", 1).factory());
		return new Exports(reports, properties, memory, executor, meters);
	}

}
